"""The one table of what may happen to a request."""

from __future__ import annotations

from datetime import date

import pytest

from bot.core.requests import OPEN, TRANSITIONS, Event, Status, events_open_to, next_status, start_of

LEGAL = {
    (None, Event.SUBMIT): Status.SUBMITTED,
    (Status.SUBMITTED, Event.ACCEPT): Status.ACCEPTED,
    (Status.SUBMITTED, Event.REFUSE): Status.REFUSED,
    (Status.SUBMITTED, Event.ANSWER): Status.ANSWERED,
    (Status.SUBMITTED, Event.WITHDRAW): Status.WITHDRAWN,
}


@pytest.mark.parametrize("event", Event)
@pytest.mark.parametrize("status", [None, *Status])
def test_only_what_the_table_lists_is_legal(status: Status | None, event: Event) -> None:
    assert next_status(status, event) == LEGAL.get((status, event))


@pytest.mark.parametrize("status", Status)
def test_every_status_can_be_reached(status: Status) -> None:
    assert status in TRANSITIONS.values()


def test_a_decided_request_is_open_to_nothing_more() -> None:
    assert events_open_to(Status.SUBMITTED) == {Event.ACCEPT, Event.REFUSE, Event.ANSWER, Event.WITHDRAW}
    assert not any(events_open_to(status) for status in Status if status is not Status.SUBMITTED)


def test_a_refused_answered_or_withdrawn_request_no_longer_counts_as_a_duplicate() -> None:
    assert {Status.SUBMITTED, Status.ACCEPTED} == OPEN


def test_a_start_is_read_where_there_is_one() -> None:
    assert start_of({"start": "2026-05-04"}) == date(2026, 5, 4)
    assert start_of({"start": None}) is None
    assert start_of({}) is None
