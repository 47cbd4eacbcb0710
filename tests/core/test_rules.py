"""Each business rule at its edges."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.flow import Value
from bot.core.lookups import Lookup, OpenRequestsStarting, Records
from bot.core.requests import Request
from bot.core.rules import RULES, Facts, Problem, Remedy, days_late, earliest_start
from tests.core.samples import TODAY, request_of
from tests.shipped import shipped_knowledge

POLICY = shipped_knowledge().policy
START = date(2026, 5, 4)
OURS: dict[str, Value] = {"schools": ["École A"], "title": "Faire vivre le PP", "start": START.isoformat()}


def check(
    rule: str,
    value: Value,
    answers: Mapping[str, Value] | None = None,
    stored: tuple[Request, ...] = (),
    subject: Request | None = None,
    today: date = TODAY,
) -> Problem | None:
    found: dict[Lookup, tuple[Request, ...]] = {OpenRequestsStarting("workshop", START): stored}
    return RULES[rule].check(value, Facts(POLICY, today, "workshop", answers or {}, Records(found), subject))


def remedies(problem: Problem | None) -> list[Remedy]:
    return [way.remedy for way in problem.ways_out] if problem else []


def day(days: int) -> str:
    return (TODAY + timedelta(days=days)).isoformat()


def test_56_days_ahead_is_in_time() -> None:
    assert check("start_leaves_notice", day(56)) is None


def test_55_days_ahead_is_late_by_one_day_with_three_ways_on() -> None:
    problem = check("start_leaves_notice", day(55))
    assert problem is not None
    assert problem.values["count"] == 1
    assert problem.values["weeks"] == 8
    assert problem.token == f"start_leaves_notice:{day(55)}"
    assert remedies(problem) == [Remedy.USE, Remedy.AGAIN, Remedy.ACKNOWLEDGE]
    assert problem.ways_out[0].target == day(56)


def test_tomorrow_is_late_and_today_is_another_rules_matter() -> None:
    assert check("start_is_ahead", day(1)) is None
    assert check("start_leaves_notice", day(1)) is not None
    assert check("start_leaves_notice", day(0)) is None


@pytest.mark.parametrize("days", [0, -1, -400])
def test_a_start_that_is_not_ahead_cannot_be_acknowledged(days: int) -> None:
    problem = check("start_is_ahead", day(days))
    assert problem is not None
    assert problem.key == "rule.start.past"
    assert problem.token is None
    assert remedies(problem) == [Remedy.USE, Remedy.AGAIN]


def test_eighteen_months_ahead_is_the_last_day() -> None:
    assert check("start_is_ahead", "2027-07-12") is None
    problem = check("start_is_ahead", "2027-07-13")
    assert problem is not None
    assert problem.key == "rule.start.far"
    assert problem.values["latest"] == date(2027, 7, 12)


@given(st.dates(date(2026, 1, 1), date(2028, 12, 31)), st.integers(-100, 1000))
def test_the_count_of_late_days_leads_exactly_to_the_earliest_date(today: date, ahead: int) -> None:
    start = today + timedelta(days=ahead)
    late = days_late(start, today, POLICY)
    assert late == max(56 - ahead, 0)
    assert start + timedelta(days=late) >= earliest_start(today, POLICY)


@given(st.dates(date(2026, 1, 1), date(2028, 12, 31)))
def test_the_earliest_date_that_is_offered_passes_both_rules(today: date) -> None:
    earliest = earliest_start(today, POLICY).isoformat()
    assert check("start_is_ahead", earliest, today=today) is None
    assert check("start_leaves_notice", earliest, today=today) is None


@pytest.mark.parametrize("form", ["some_join", "one_room", "one_school_on_site", "partly_online"])
def test_each_excluded_form_is_named_and_leads_elsewhere(form: str) -> None:
    problem = check("format_is_virtual", form)
    assert problem is not None
    assert problem.key == f"rule.format.{form}"
    assert problem.token is None
    assert remedies(problem) == [Remedy.AGAIN, Remedy.FLOW, Remedy.FLOW, Remedy.STOP]
    assert [way.target for way in problem.ways_out if way.remedy is Remedy.FLOW] == ["switch_format", "question"]


def test_a_virtual_workshop_is_one() -> None:
    assert check("format_is_virtual", "virtual") is None


def test_the_line_that_repeats_a_school_is_named() -> None:
    problem = check("no_school_twice", ["École A", "B", "ecole-a"])
    assert problem is not None
    assert problem.values == {"line": 3, "school": "ecole-a", "earlier": 1}


@pytest.mark.parametrize("schools", [["A"], ["School A", "School B"], [], None])
def test_different_schools_are_no_problem(schools: Value) -> None:
    assert check("no_school_twice", schools) is None


@pytest.mark.parametrize("rule", ["own_computers", "attendance", "it_support"])
def test_what_has_to_be_confirmed_cannot_be_refused(rule: str) -> None:
    assert check(rule, True) is None
    problem = check(rule, False)
    assert problem == Problem(rule, f"rule.{rule}")


@pytest.mark.parametrize(
    ("typed", "suggestion"),
    [
        ("Awa@gmial.com", "Awa@gmail.com"),
        ("awa@GMAI.com", "awa@gmail.com"),
        ("awa@gmail.con", "awa@gmail.com"),
        ("awa@hotmil.fr", "awa@hotmail.fr"),
        ("awa@ibo.ogr", "awa@ibo.org"),
        ('"a@b"@gmial.com', '"a@b"@gmail.com'),
    ],
)
def test_a_domain_one_letter_off_is_asked_about(typed: str, suggestion: str) -> None:
    problem = check("domain_is_spelt_right", typed)
    assert problem is not None
    assert problem.values == {"typed": typed, "suggestion": suggestion}
    assert remedies(problem) == [Remedy.USE, Remedy.ACKNOWLEDGE]
    assert check("domain_is_spelt_right", suggestion) is None


@pytest.mark.parametrize("typed", ["a@gmail.com", "a@GMAIL.COM", "a@ecole-dakar.org", "a@gmx.ch", "a@gmail.community"])
def test_other_domains_are_left_alone(typed: str) -> None:
    assert check("domain_is_spelt_right", typed) is None


@pytest.mark.parametrize("domain", POLICY.mail_domains)
def test_no_well_known_domain_is_asked_about(domain: str) -> None:
    assert check("domain_is_spelt_right", f"a@{domain}") is None


def test_the_same_workshop_is_a_duplicate_however_it_is_written() -> None:
    stored = request_of({**OURS, "schools": ["B", "ECOLE a"], "title": "faire vivre le pp !"})
    problem = check("not_asked_before", None, OURS, (stored,))
    assert problem is not None
    assert problem.values == {"references": stored.reference, "count": 1}
    assert problem.token == f"not_asked_before:{stored.reference}"
    assert remedies(problem) == [Remedy.STOP, Remedy.ACKNOWLEDGE]


def test_all_requests_for_the_same_workshop_are_named() -> None:
    stored = tuple(request_of(OURS, reference=f"VW-2026-000{number}") for number in (3, 1))
    problem = check("not_asked_before", None, OURS, stored)
    assert problem is not None
    assert problem.values == {"references": "VW-2026-0001, VW-2026-0003", "count": 2}
    assert problem.token == "not_asked_before:VW-2026-0001, VW-2026-0003"


def test_a_planned_event_does_not_end_before_it_starts() -> None:
    answers: dict[str, Value] = {"planned_start": "2026-05-04"}
    assert check("planned_end_follows_start", "2026-05-04", answers) is None
    assert check("planned_end_follows_start", "2026-05-06", answers) is None
    problem = check("planned_end_follows_start", "2026-05-03", answers)
    assert problem is not None
    assert problem.key == "rule.planned_end"


@pytest.mark.parametrize(
    "other", [{"schools": ["C"]}, {"title": "Autre chose"}, {"schools": None}, {"schools": "École A"}]
)
def test_another_school_or_title_is_no_duplicate(other: dict[str, Value]) -> None:
    assert check("not_asked_before", None, OURS, (request_of({**OURS, **other}),)) is None


def test_without_a_start_there_is_no_duplicate() -> None:
    assert check("not_asked_before", None, {"schools": ["École A"]}) is None


def test_the_deadline_lies_between_today_and_the_start() -> None:
    subject = request_of(OURS)
    rule = "deadline_lies_before_the_start"
    assert check(rule, day(1), subject=subject) is None
    assert check(rule, "2026-05-03", subject=subject) is None
    late, past = check(rule, "2026-05-04", subject=subject), check(rule, day(0), subject=subject)
    assert late is not None
    assert late.key == "rule.deadline.late"
    assert past is not None
    assert past.key == "rule.deadline.past"


def test_a_deadline_without_a_start_only_has_to_be_ahead() -> None:
    assert check("deadline_lies_before_the_start", "2030-01-01") is None


def test_every_rule_has_words_in_every_language_and_names_where_it_comes_from() -> None:
    for rule in RULES.values():
        assert rule.source
        assert rule.check.__name__ == rule.name
        assert set(rule.numbers) <= set(POLICY.numbers)
