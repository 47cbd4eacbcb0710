"""Requests: what is stored, its statuses and the one table of what may happen to it; knows no chat and no words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from bot.core.flow import Value


class Status(StrEnum):
    """Where a request stands."""

    SUBMITTED = "submitted"
    IN_REVIEW = "in_review"
    INFORMATION_NEEDED = "information_needed"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"
    HELD = "held"
    ATTENDANCE_RECEIVED = "attendance_received"
    INVOICED = "invoiced"
    CLOSED = "closed"


class Event(StrEnum):
    """What happens to a request."""

    SUBMIT = "submit"
    TAKE = "take"
    TAKE_OVER = "take_over"
    RELEASE = "release"
    ASK = "ask"
    CORRECT = "correct"
    ACCEPT = "accept"
    REFUSE = "refuse"
    ANSWER = "answer"
    WITHDRAW = "withdraw"
    CANCEL = "cancel"
    HOLD = "hold"
    RECEIVE_ATTENDANCE = "receive_attendance"
    INVOICE = "invoice"
    CLOSE = "close"
    WRITE = "write"
    REPLY = "reply"
    NOTE = "note"
    OVERRIDE = "override"


class Party(StrEnum):
    """Who does something with a request, or is told of it."""

    PERSON = "person"
    STAFF = "staff"
    ADMIN = "admin"


@dataclass(frozen=True)
class Transition:
    """What one event does: in which statuses it may happen, where it leads, who does it, what it asks, whom it tells.

    `before` is empty for the event that makes a request. Without `after` the status stays as it is; an override names
    the one that it leads to. `asks` are the steps that the flow which leads to the event has to ask.
    """

    event: Event
    before: frozenset[Status]
    after: Status | None
    by: Party
    asks: tuple[str, ...] = ()
    tells: frozenset[Party] = frozenset()


UNDECIDED = frozenset({Status.SUBMITTED, Status.IN_REVIEW, Status.INFORMATION_NEEDED})
"""The statuses in which staff owe a decision."""

AT_AN_END = frozenset({Status.REFUSED, Status.WITHDRAWN, Status.CANCELLED, Status.CLOSED})
"""The statuses from which nothing leads further."""

OPEN = UNDECIDED | {Status.ACCEPTED}
"""The statuses in which a request still leads, or may lead, to a workshop."""

CLAIMED = frozenset({Status.IN_REVIEW, Status.INFORMATION_NEEDED})
"""The statuses in which only the one who holds the request decides on it."""

_ALL = frozenset(Status)
_PERSON, _STAFF = frozenset({Party.PERSON}), frozenset({Party.STAFF})

LIFECYCLE = (
    Transition(Event.SUBMIT, frozenset(), Status.SUBMITTED, Party.PERSON, tells=_STAFF),
    Transition(Event.TAKE, frozenset({Status.SUBMITTED}), Status.IN_REVIEW, Party.STAFF),
    Transition(Event.TAKE_OVER, CLAIMED, None, Party.STAFF),
    Transition(Event.RELEASE, frozenset({Status.IN_REVIEW}), Status.SUBMITTED, Party.STAFF),
    Transition(
        Event.ASK,
        UNDECIDED,
        Status.INFORMATION_NEEDED,
        Party.STAFF,
        asks=("fields", "reason"),
        tells=_PERSON,
    ),
    Transition(Event.CORRECT, frozenset({Status.INFORMATION_NEEDED}), Status.IN_REVIEW, Party.PERSON, tells=_STAFF),
    Transition(Event.ACCEPT, UNDECIDED, Status.ACCEPTED, Party.STAFF, asks=("link", "deadline"), tells=_PERSON),
    Transition(Event.REFUSE, UNDECIDED, Status.REFUSED, Party.STAFF, asks=("reason",), tells=_PERSON),
    Transition(Event.ANSWER, UNDECIDED, Status.CLOSED, Party.STAFF, asks=("reply",), tells=_PERSON),
    Transition(Event.WITHDRAW, UNDECIDED, Status.WITHDRAWN, Party.PERSON, tells=_STAFF),
    Transition(
        Event.CANCEL, frozenset({Status.ACCEPTED}), Status.CANCELLED, Party.STAFF, asks=("reason",), tells=_PERSON
    ),
    Transition(Event.HOLD, frozenset({Status.ACCEPTED}), Status.HELD, Party.STAFF, tells=_PERSON),
    Transition(
        Event.RECEIVE_ATTENDANCE, frozenset({Status.HELD}), Status.ATTENDANCE_RECEIVED, Party.STAFF, tells=_PERSON
    ),
    Transition(Event.INVOICE, frozenset({Status.ATTENDANCE_RECEIVED}), Status.INVOICED, Party.STAFF, tells=_PERSON),
    Transition(Event.CLOSE, frozenset({Status.INVOICED}), Status.CLOSED, Party.STAFF, tells=_PERSON),
    Transition(Event.WRITE, _ALL, None, Party.STAFF, tells=_PERSON),
    Transition(Event.REPLY, _ALL, None, Party.PERSON, tells=_STAFF),
    Transition(Event.NOTE, _ALL, None, Party.STAFF),
    Transition(Event.OVERRIDE, _ALL, None, Party.ADMIN, asks=("status", "reason"), tells=_PERSON),
)
"""The whole life of a request. What is not here is illegal."""

TRANSITION: Mapping[Event, Transition] = {each.event: each for each in LIFECYCLE}

TRANSITIONS: Mapping[tuple[Status | None, Event], Status] = {
    (before, each.event): each.after
    for each in LIFECYCLE
    if each.after is not None
    for before in (sorted(each.before, key=tuple(Status).index) or (None,))
}
"""The events that lead to another status: (status, event) → next status."""

OF_ITS_PERSON = frozenset(each.event for each in LIFECYCLE if each.by is Party.PERSON)
"""What the person does whose request it is; everything else staff do."""


@dataclass(frozen=True)
class Request:
    """A stored request; `draft` is the number of the draft it came from in its chat, which makes it unique.

    `answers` are those on the flow's way, `acknowledged` the tokens of the rules' problems that were accepted.
    `version` counts its changes, so that none is built on what is no longer so. `holder` is the one of the staff who
    has taken it. `due_on` is the last day on which its person's next word from staff is in time, None while staff owe
    none. `dated_at` is when its dates were last given, from which its notice counts; None: when it was submitted.
    """

    reference: str
    flow: str
    chat: int
    person: int
    person_name: str
    language: str
    draft: int
    answers: Mapping[str, Value]
    submitted_at: datetime
    acknowledged: frozenset[str] = frozenset()
    status: Status = Status.SUBMITTED
    version: int = 1
    holder: int | None = None
    holder_name: str = ""
    due_on: date | None = None
    dated_at: datetime | None = None


@dataclass(frozen=True)
class AuditEntry:
    """One line of a request's history: who did what when, what they gave with it, and what it changed.

    `before` and `after` hold only what is no longer the same: the status, who holds it, single answers.
    """

    reference: str
    event: Event
    at: datetime
    actor: int
    actor_name: str
    details: Mapping[str, Value] = field(default_factory=dict)
    before: Mapping[str, Value] = field(default_factory=dict)
    after: Mapping[str, Value] = field(default_factory=dict)


def next_status(status: Status | None, event: Event) -> Status | None:
    """Name the status that an event leads to, or None when the event is illegal in this one.

    An event that moves nothing leads to the status itself.
    """
    if status is None or TRANSITION[event].after is not None:
        return TRANSITIONS.get((status, event))
    return status if status in TRANSITION[event].before else None


def events_open_to(status: Status) -> frozenset[Event]:
    """List the events that may happen in a status."""
    return frozenset(each.event for each in LIFECYCLE if status in each.before)


def start_of(answers: Mapping[str, Value]) -> date | None:
    """Read the start date out of a request's answers, where it has one."""
    start = answers.get("start")
    return date.fromisoformat(start) if isinstance(start, str) else None


def list_changes(before: Request, after: Request) -> tuple[dict[str, Value], dict[str, Value]]:
    """Give what is no longer the same in a request, as it was and as it is: answers under their steps' names."""
    pairs: dict[str, tuple[Value, Value]] = {
        "status": (before.status.value, after.status.value),
        "holder": (before.holder_name or None, after.holder_name or None),
    }
    for name in {**before.answers, **after.answers}:
        pairs[f"answers.{name}"] = (before.answers.get(name), after.answers.get(name))
    changed = {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
    return {name: one for name, (one, _) in changed.items()}, {name: other for name, (_, other) in changed.items()}
