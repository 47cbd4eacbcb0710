"""Figures of requests: each counts in the week in which it was sent, and times are those of most people."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.core.figures import Course, Figures, QuestionFigures, Share, Spread, Tally, span_of
from bot.core.requests import Status
from bot.core.scene import Knowledge

ZONE = ZoneInfo("Europe/Zurich")
NOW = datetime(2026, 1, 14, 9, tzinfo=ZONE)
"""A Wednesday."""

HOUR = timedelta(hours=1)


def course(at: str = "2026-01-13T09:00", status: Status = Status.SUBMITTED, **changes: Any) -> Course:
    return Course(datetime.fromisoformat(at).replace(tzinfo=ZONE), status, **changes)


def answered(hours: int, at: str = "2026-01-06T09:00") -> Course:
    sent = course(at, Status.ACCEPTED)
    return replace(sent, answered_at=sent.submitted_at + hours * HOUR, decided_at=sent.submitted_at + 2 * hours * HOUR)


def figures_of(knowledge: Knowledge, *courses: Course, weeks: int = 2, **changes: Any) -> Figures:
    tally = Tally(span_of(weeks, NOW), replace(knowledge.policy, **changes))
    tally.add(courses)
    return tally.sum_up(QuestionFigures())


def test_weeks_begin_on_monday_and_the_one_under_way_is_the_last() -> None:
    span = span_of(3, NOW)
    assert (span.first, span.last) == (date(2025, 12, 29), date(2026, 1, 14))
    assert span.since == datetime(2025, 12, 29, tzinfo=ZONE)


def test_a_moment_without_a_time_zone_has_no_weeks() -> None:
    with pytest.raises(ValueError, match="time zone"):
        span_of(1, NOW.replace(tzinfo=None))


def test_requests_count_in_their_week_by_status(knowledge: Knowledge) -> None:
    late_on_sunday = Course(datetime(2026, 1, 11, 23, 30, tzinfo=UTC), Status.REFUSED)
    figures = figures_of(knowledge, course(), course(), course("2026-01-05T00:00"), late_on_sunday)
    assert [week.monday for week in figures.weeks] == [date(2026, 1, 5), date(2026, 1, 12)]
    assert figures.weeks[0].statuses == {Status.SUBMITTED: 1}
    assert figures.weeks[1].statuses == {Status.SUBMITTED: 2, Status.REFUSED: 1}
    assert figures.count == 4


def test_times_are_those_of_half_and_of_nine_in_ten(knowledge: Knowledge) -> None:
    figures = figures_of(knowledge, *(answered(hours) for hours in range(1, 11)))
    assert figures.answer == Spread(10, 5, 9)
    assert figures.decision == Spread(10, 10, 18)
    assert figures.weeks[0].answer == figures.answer
    assert figures.weeks[1].answer is None


def test_an_answer_before_its_request_took_no_time(knowledge: Knowledge) -> None:
    assert figures_of(knowledge, answered(-3)).answer == Spread(1, 0, 0)


def test_an_answer_is_late_after_the_last_day_that_was_promised(knowledge: Knowledge) -> None:
    in_time, late = answered(5 * 24 + 14), answered(5 * 24 + 15)
    assert figures_of(knowledge, in_time, late, course()).late == Share(1, 2)


def test_no_answer_is_late_where_none_was_promised_or_given(knowledge: Knowledge) -> None:
    numbers = {name: each for name, each in knowledge.policy.numbers.items() if name != "reply_days"}
    assert figures_of(knowledge, answered(500), numbers=numbers).late is None
    assert figures_of(knowledge, course()).late is None


def test_short_notice_counts_from_the_day_the_date_was_given(knowledge: Knowledge) -> None:
    start = date(2026, 3, 10)
    figures = figures_of(
        knowledge,
        course(start=start),
        course(start=start - timedelta(days=1)),
        course(start=start, dated_at=NOW),
        course(),
    )
    assert figures.short == Share(2, 3)


def test_figures_without_requests_and_questions_are_empty(knowledge: Knowledge) -> None:
    nothing = figures_of(knowledge)
    assert nothing.is_empty
    assert not figures_of(knowledge, course()).is_empty
    assert not replace(nothing, questions=QuestionFigures(top=(("cost", 1),))).is_empty
