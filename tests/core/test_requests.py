"""The one table of what may happen to a request."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.core.requests import (
    AT_AN_END,
    CLAIMED,
    LIFECYCLE,
    OF_ITS_PERSON,
    OPEN,
    TRANSITION,
    TRANSITIONS,
    UNDECIDED,
    Event,
    Party,
    Status,
    events_open_to,
    list_changes,
    next_status,
    start_of,
)
from tests.core.samples import request_of

MOVES = {
    Event.SUBMIT: ("-", Status.SUBMITTED),
    Event.TAKE: ("submitted", Status.IN_REVIEW),
    Event.RELEASE: ("in_review", Status.SUBMITTED),
    Event.ASK: ("submitted in_review information_needed", Status.INFORMATION_NEEDED),
    Event.CORRECT: ("information_needed", Status.IN_REVIEW),
    Event.ACCEPT: ("submitted in_review information_needed", Status.ACCEPTED),
    Event.REFUSE: ("submitted in_review information_needed", Status.REFUSED),
    Event.ANSWER: ("submitted in_review information_needed", Status.CLOSED),
    Event.WITHDRAW: ("submitted in_review information_needed", Status.WITHDRAWN),
    Event.CANCEL: ("accepted", Status.CANCELLED),
    Event.HOLD: ("accepted", Status.HELD),
    Event.RECEIVE_ATTENDANCE: ("held", Status.ATTENDANCE_RECEIVED),
    Event.INVOICE: ("attendance_received", Status.INVOICED),
    Event.CLOSE: ("invoiced", Status.CLOSED),
}
STAYS = {
    Event.TAKE_OVER: "in_review information_needed",
    Event.WRITE: " ".join(Status),
    Event.REPLY: " ".join(Status),
    Event.NOTE: " ".join(Status),
    Event.OVERRIDE: " ".join(Status),
}


def expected(status: Status | None, event: Event) -> Status | None:
    if event in STAYS:
        return status if status in STAYS[event].split() else None
    before, after = MOVES[event]
    return after if (status or "-") in before.split() else None


@pytest.mark.parametrize("event", Event)
@pytest.mark.parametrize("status", [None, *Status])
def test_only_what_the_table_lists_is_legal(status: Status | None, event: Event) -> None:
    assert next_status(status, event) == expected(status, event)


@pytest.mark.parametrize("status", Status)
def test_every_status_can_be_reached(status: Status) -> None:
    assert status in TRANSITIONS.values()


@pytest.mark.parametrize("status", Status)
def test_the_events_open_to_a_status_are_those_that_lead_somewhere(status: Status) -> None:
    assert events_open_to(status) == {event for event in Event if next_status(status, event) is not None}


def test_every_event_has_its_row_once() -> None:
    assert sorted(each.event for each in LIFECYCLE) == sorted(Event)


def test_from_the_end_only_words_and_an_administrator_lead_on() -> None:
    for status in AT_AN_END:
        assert events_open_to(status) == {Event.WRITE, Event.REPLY, Event.NOTE, Event.OVERRIDE}


def test_a_person_sends_corrects_withdraws_and_replies_and_staff_do_the_rest() -> None:
    assert {Event.SUBMIT, Event.CORRECT, Event.WITHDRAW, Event.REPLY} == OF_ITS_PERSON
    assert [each.event for each in LIFECYCLE if each.by is Party.ADMIN] == [Event.OVERRIDE]


def test_decisions_ask_what_people_are_told() -> None:
    asked = {event: TRANSITION[event].asks for event in Event if TRANSITION[event].asks}
    assert asked == {
        Event.ASK: ("fields", "reason"),
        Event.ACCEPT: ("link", "deadline"),
        Event.REFUSE: ("reason",),
        Event.ANSWER: ("reply",),
        Event.CANCEL: ("reason",),
        Event.OVERRIDE: ("status", "reason"),
    }
    assert all(Party.PERSON in TRANSITION[event].tells for event in asked)


def test_what_is_at_an_end_or_has_been_held_no_longer_counts_as_a_duplicate() -> None:
    assert UNDECIDED | {Status.ACCEPTED} == OPEN
    assert CLAIMED < UNDECIDED


def test_a_start_is_read_where_there_is_one() -> None:
    assert start_of({"start": "2026-05-04"}) == date(2026, 5, 4)
    assert start_of({"start": None}) is None
    assert start_of({}) is None


def test_changes_name_only_what_is_no_longer_the_same() -> None:
    before = request_of({"name": "Awa", "title": "PP", "gone": 1})
    after = replace(
        before, answers={"name": "Awa", "title": "MYP", "new": True}, status=Status.IN_REVIEW, holder_name="Ana"
    )
    assert list_changes(before, after) == (
        {"status": "submitted", "holder": None, "answers.title": "PP", "answers.gone": 1, "answers.new": None},
        {"status": "in_review", "holder": "Ana", "answers.title": "MYP", "answers.gone": None, "answers.new": True},
    )
    assert list_changes(before, before) == ({}, {})
