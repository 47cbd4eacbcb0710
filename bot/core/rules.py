"""The named business rules: each looks at an answer, or at all, and names the problem; knows no words and no chat."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from bot.core.addresses import suggest_address
from bot.core.dates import months_after
from bot.core.flow import StepType, Value
from bot.core.folding import is_same_name
from bot.core.lookups import Records
from bot.core.policy import Policy
from bot.core.requests import Request, start_of

VIRTUAL = "virtual"
"""The one choice of the format step that is a virtual workshop; every other one is an excluded form."""

SWITCH = "switch_format"
"""The flow for those who have registered for another form and would rather follow the workshop virtually."""


class Remedy(StrEnum):
    """What a person can do about a problem."""

    USE = "use"
    AGAIN = "again"
    ACKNOWLEDGE = "acknowledge"
    FLOW = "flow"
    STOP = "stop"


@dataclass(frozen=True)
class WayOut:
    """One remedy offered: `key` words its button; `target` is the value to use or the flow."""

    remedy: Remedy
    key: str
    target: str = ""
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Problem:
    """What a rule found: `key` words it, `token` names exactly what the person may acknowledge."""

    rule: str
    key: str
    values: Mapping[str, object] = field(default_factory=dict)
    ways_out: tuple[WayOut, ...] = ()
    token: str | None = None


@dataclass(frozen=True)
class Facts:
    """What rules look at beside the answer: the policy, the day, all answers, and the stored requests."""

    policy: Policy
    today: date
    flow: str
    answers: Mapping[str, Value]
    records: Records
    subject: Request | None = None


@dataclass(frozen=True)
class Rule:
    """A rule with what it serves (no types: all answers of a flow) and what it needs to be there."""

    name: str
    check: Callable[[Value, Facts], Problem | None]
    source: str
    types: frozenset[StepType] = frozenset()
    needs: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()


RULES: dict[str, Rule] = {}

Check = Callable[[Value, Facts], Problem | None]


def rule(
    source: str, *types: StepType, needs: tuple[str, ...] = (), numbers: tuple[str, ...] = ()
) -> Callable[[Check], Check]:
    """Enter a function among the rules, under its own name."""

    def enter(check: Check) -> Check:
        name = check.__name__
        RULES[name] = Rule(name, check, source, frozenset(types), needs, numbers)
        return check

    return enter


AGAIN = WayOut(Remedy.AGAIN, "way.another_date")


def earliest_start(today: date, policy: Policy) -> date:
    """Give the first start date that is in time: so many weeks after today, to the day."""
    return today + timedelta(weeks=policy.number("notice_weeks"))


def days_late(start: date, today: date, policy: Policy) -> int:
    """Count the days by which a start date misses the notice; 0 when it is in time."""
    return max((earliest_start(today, policy) - start).days, 0)


def _use_earliest(facts: Facts) -> WayOut:
    earliest = earliest_start(facts.today, facts.policy)
    return WayOut(Remedy.USE, "way.earliest", earliest.isoformat(), {"date": earliest})


@rule("rules: not in the past", StepType.DATE, numbers=("notice_weeks", "horizon_months"))
def start_is_ahead(value: Value, facts: Facts) -> Problem | None:
    """The start lies after today and within the months that the policy looks ahead."""
    start = date.fromisoformat(str(value))
    latest = months_after(facts.today, facts.policy.number("horizon_months"))
    earliest = earliest_start(facts.today, facts.policy)
    ways_out = (_use_earliest(facts), AGAIN)
    if start <= facts.today:
        return Problem("start_is_ahead", "rule.start.past", {"start": start, "earliest": earliest}, ways_out)
    if start > latest:
        values = {"start": start, "latest": latest, "earliest": earliest}
        return Problem("start_is_ahead", "rule.start.far", values, ways_out)
    return None


@rule("deadline", StepType.DATE, numbers=("notice_weeks",))
def start_leaves_notice(value: Value, facts: Facts) -> Problem | None:
    """The start leaves the weeks of notice, to the day; a later request is possible when acknowledged."""
    start = date.fromisoformat(str(value))
    if facts.subject is not None and facts.subject.answers.get("start") == value:
        return None  # Its notice was counted when it was given.
    late = days_late(start, facts.today, facts.policy)
    if late == 0 or start <= facts.today:
        return None
    earliest = earliest_start(facts.today, facts.policy)
    return Problem(
        "start_leaves_notice",
        "rule.start.late",
        {"start": start, "count": late, "earliest": earliest, "weeks": facts.policy.number("notice_weeks")},
        (_use_earliest(facts), AGAIN, WayOut(Remedy.ACKNOWLEDGE, "way.go_on_late")),
        token=f"start_leaves_notice:{start.isoformat()}",
    )


@rule("definition", StepType.CHOICE)
def format_is_virtual(value: Value, facts: Facts) -> Problem | None:
    """The workshop is fully virtual, none of the four excluded forms."""
    if value == VIRTUAL:
        return None
    return Problem(
        "format_is_virtual",
        f"rule.format.{value}",
        ways_out=(
            WayOut(Remedy.AGAIN, "way.fully_virtual"),
            WayOut(Remedy.FLOW, "way.switch_format", SWITCH),
            WayOut(Remedy.FLOW, "way.ask_staff", "question"),
            WayOut(Remedy.STOP, "way.stop"),
        ),
    )


@rule("rules: schools", StepType.SCHOOLS)
def no_school_twice(value: Value, facts: Facts) -> Problem | None:
    """No school stands twice in the list, compared without case, accents and spaces."""
    schools = value if isinstance(value, list) else []
    for position, school in enumerate(schools, start=1):
        for earlier, other in enumerate(schools[: position - 1], start=1):
            if is_same_name(school, other):
                values = {"line": position, "school": school, "earlier": earlier}
                return Problem("no_school_twice", "rule.schools.twice", values)
    return None


def _is_confirmed(name: str, value: Value) -> Problem | None:
    return None if value is True else Problem(name, f"rule.{name}")


@rule("definition", StepType.CONFIRM)
def own_computers(value: Value, facts: Facts) -> Problem | None:
    """The coordinator confirms that every participant joins from their own computer."""
    return _is_confirmed("own_computers", value)


@rule("requirements", StepType.CONFIRM)
def attendance(value: Value, facts: Facts) -> Problem | None:
    """The coordinator confirms that all sessions are attended and the attendance list goes to the IB."""
    return _is_confirmed("attendance", value)


@rule("technical_issues", StepType.CONFIRM)
def it_support(value: Value, facts: Facts) -> Problem | None:
    """The coordinator confirms the school's IT support for the whole workshop."""
    return _is_confirmed("it_support", value)


@rule("rules: e-mail", StepType.EMAIL)
def domain_is_spelt_right(value: Value, facts: Facts) -> Problem | None:
    """The address's domain is not one letter off a well-known one; the person decides."""
    suggestion = suggest_address(str(value), facts.policy.mail_domains)
    if suggestion is None:
        return None
    return Problem(
        "domain_is_spelt_right",
        "rule.email.domain",
        {"typed": value, "suggestion": suggestion},
        (
            WayOut(Remedy.USE, "way.use_suggestion", suggestion, {"suggestion": suggestion}),
            WayOut(Remedy.ACKNOWLEDGE, "way.keep_typed"),
        ),
        token=f"domain_is_spelt_right:{str(value).rpartition('@')[2].casefold()}",
    )


@rule("rules: duplicate request", needs=("schools", "title", "start"))
def not_asked_before(value: Value, facts: Facts) -> Problem | None:
    """No open request has the same school, start date and workshop title."""
    start = start_of(facts.answers)
    if start is None:
        return None
    found = facts.records.open_requests_starting(facts.flow, start)
    own = facts.subject.reference if facts.subject else None
    others = (request for request in found if request.reference != own)
    same = sorted(request.reference for request in others if _is_same_workshop(facts.answers, request.answers))
    if not same:
        return None
    return Problem(
        "not_asked_before",
        "rule.duplicate",
        {"references": ", ".join(same), "count": len(same)},
        (WayOut(Remedy.STOP, "way.stop"), WayOut(Remedy.ACKNOWLEDGE, "way.send_all_the_same")),
        token=f"not_asked_before:{', '.join(same)}",
    )


def _is_same_workshop(one: Mapping[str, Value], other: Mapping[str, Value]) -> bool:
    ours, theirs = one.get("schools"), other.get("schools")
    if not isinstance(ours, list) or not isinstance(theirs, list):
        return False
    shares_a_school = any(is_same_name(school, each) for school in ours for each in theirs)
    return shares_a_school and is_same_name(str(one.get("title")), str(other.get("title")))


@rule("rules: switch of format", StepType.DATE, needs=("planned_start",))
def planned_end_follows_start(value: Value, facts: Facts) -> Problem | None:
    """The planned event ends on the day it starts, or later."""
    end, start = date.fromisoformat(str(value)), facts.answers.get("planned_start")
    if not isinstance(start, str) or end >= date.fromisoformat(start):
        return None
    values = {"end": end, "start": date.fromisoformat(start)}
    return Problem("planned_end_follows_start", "rule.planned_end", values, (AGAIN,))


@rule("rules: registration link", StepType.DATE)
def deadline_lies_before_the_start(value: Value, facts: Facts) -> Problem | None:
    """The registration deadline lies after today and before the workshop's start."""
    deadline = date.fromisoformat(str(value))
    start = start_of(facts.subject.answers) if facts.subject else None
    if deadline <= facts.today:
        return Problem("deadline_lies_before_the_start", "rule.deadline.past", {"deadline": deadline})
    if start is not None and deadline >= start:
        values = {"deadline": deadline, "start": start}
        return Problem("deadline_lies_before_the_start", "rule.deadline.late", values)
    return None
