"""What staff are asked once more before it is done, and statuses that an override offers."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.core.desk.deeds import statuses_of
from bot.core.requests import Status
from bot.core.scene import Knowledge
from bot.rehearsal.memory import MemoryDesk
from bot.rehearsal.person import Person
from tests.core.samples import request_of

REFERENCE = "VW-2026-0001"


@pytest.fixture
def accepted(desk: MemoryDesk, james: Person) -> None:
    answers = {"start": "2026-03-09", "title": "PP"}
    desk.requests[REFERENCE] = request_of(answers, chat=james.chat, person=james.sender.id, status=Status.ACCEPTED)


@pytest.mark.usefixtures("accepted")
def test_a_workshop_that_is_over_is_held_with_one_tap(desk: MemoryDesk, ana: Person) -> None:
    desk.now += timedelta(days=90)
    ana.tap_data(f"do:hold:{REFERENCE}")
    assert desk.requests[REFERENCE].status is Status.HELD


@pytest.mark.usefixtures("accepted")
def test_one_that_is_ahead_is_held_by_those_who_are_sure_and_once(desk: MemoryDesk, ana: Person) -> None:
    ana.tap_data(f"do:hold:{REFERENCE}")
    assert desk.requests[REFERENCE].status is Status.ACCEPTED
    ana.tap("Yes, it was held")
    assert desk.requests[REFERENCE].status is Status.HELD
    assert not ana.tap_old("Yes, it was held").effects


@pytest.mark.usefixtures("accepted")
@pytest.mark.parametrize("data", ["sure", "sure:x:y", "unsure", "unsure:x", "unsure:VW-2026-0001:x"])
def test_buttons_of_the_question_that_make_no_sense_do_nothing(ana: Person, data: str) -> None:
    turn = ana.tap_data(data)
    assert not turn.posts
    assert turn.toast == "This button is no longer valid."


def test_a_request_that_is_gone_is_not_held(ana: Person) -> None:
    turn = ana.tap_data(f"sure:{REFERENCE}")
    assert not turn.effects
    assert "I find no request" in turn.posts[-1].text


def test_a_question_can_be_closed_and_never_held(knowledge: Knowledge) -> None:
    assert statuses_of(knowledge.flows, "workshop") == frozenset(Status)
    assert statuses_of(knowledge.flows, "question") == {
        Status.SUBMITTED,
        Status.IN_REVIEW,
        Status.WITHDRAWN,
        Status.CLOSED,
    }
