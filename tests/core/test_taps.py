"""Buttons with odd data, of other flows, steps and people: each shows where things stand and stores nothing."""

from __future__ import annotations

import pytest

from bot.rehearsal.memory import MemoryDesk
from bot.rehearsal.person import Person

ODD = [
    "",
    ":",
    "a",
    "a:",
    "a:x:name:yes",
    "a:²:name",
    "do:accept:VW-2026-0001",
    "flow",
    "flow:accept",
    "flow:gone",
    "faq:gone",
    "faq",
    "topics:1",
    "human:1",
    "lang",
    "lang:fr:en",
    "unknown:1",
]
IN_A_DRAFT = [
    "a:1",
    "a:1:name",
    "a:1:name:yes",
    "a:1:role:yes",
    "back:1",
    "back:1:role",
    "skip:1",
    "skip:1:role",
    "edit:1",
    "edit:1:gone",
    "edit:1:remarks",
    "again:1:gone",
    "use:1",
    "use:1:name",
    "ack:1:name",
    "ack:1:name:a:b",
    "meant:1:answer",
    "meant:1:question",
]


@pytest.mark.parametrize("data", ODD)
def test_an_odd_button_is_no_longer_valid(james: Person, data: str) -> None:
    turn = james.tap_data(data)
    assert turn.toast == "This button is no longer valid."
    assert james.session.draft is None


@pytest.mark.parametrize("data", ODD)
def test_an_odd_button_in_a_form_asks_the_step_again(james: Person, data: str) -> None:
    james.say("/request")
    james.tap_data(data)
    assert "What is your name" in james.newest.text


@pytest.mark.parametrize("data", IN_A_DRAFT)
def test_a_button_that_does_not_fit_the_open_step_draws_it_again(james: Person, data: str) -> None:
    james.say("/request")
    before = james.session
    turn = james.tap_data(data)
    assert turn.toast == "This button is no longer valid."
    assert "What is your name" in james.newest.text
    assert james.session == before


@pytest.mark.parametrize("data", ["use:1:name:gone", "ack:1:review:not_asked_before", "use:1:gone:rule", "send:1"])
def test_a_way_out_of_a_problem_that_is_none_draws_the_step_again(james: Person, data: str) -> None:
    james.say("/request")
    james.tap_data(data)
    assert "What is your name" in james.newest.text


def test_an_answers_button_takes_only_what_the_step_offers(james: Person) -> None:
    james.say("/request")
    for text in ("James", "Teacher", "james@school.org", "School A", "Mali"):
        james.say(text)
    assert james.tap_data("a:1:programme:yes").toast is not None
    assert james.tap_data("a:1:programme:gone").toast is not None
    assert "For which IB programme" in james.newest.text
    james.tap_data("a:1:programme:dp")
    assert "What is the title" in james.newest.text


def test_a_button_of_a_waiting_form_brings_it_back_on_top(james: Person) -> None:
    james.say("/request")
    james.say("James Okoro")
    james.say("/human")
    james.tap_data("back:1:role")
    assert "You had begun: Virtual workshop request" in james.newest.text
    assert [draft.number for draft in james.session.drafts] == [2, 1]


def test_a_member_cannot_use_a_colleagues_buttons(desk: MemoryDesk, ana: Person) -> None:
    ben = desk.person("ben", "en", staff=True).in_group
    for number, name in enumerate(("james", "zoe"), start=1):
        person = desk.person(name, "en")
        for text in ("/human", "Where?", name, "none", "ok"):
            person.say(text)
        assert len(desk.requests) == number
    ana.tap_data("do:answer:QU-2026-0001")
    ana.say("Here.")
    ben.tap_data("do:answer:QU-2026-0002")
    ben.say("There.")
    of_ana = next(seen for seen in ana.messages if "Here." in seen.text)
    turn = ben.tap_data("send:1", of_ana.id)
    assert turn.toast == "This button is no longer valid."
    assert not turn.posts
    assert {request.status for request in desk.requests.values()} == {"submitted"}


@pytest.mark.parametrize("data", ["do", "do:accept", "do:fly:VW-2026-0001", "do:accept:VW:1", "topics", "send:1"])
def test_an_odd_button_in_the_staff_chat_gets_a_toast_only(ana: Person, data: str) -> None:
    turn = ana.tap_data(data)
    assert turn.toast == "This button is no longer valid."
    assert not turn.posts


def test_a_decision_on_a_request_that_is_not_there_says_so(ana: Person) -> None:
    ana.tap_data("do:accept:VW-2026-0404")
    assert "I find no request VW-2026-0404" in ana.newest.text


def test_a_decision_that_a_request_does_not_know_says_so(desk: MemoryDesk, james: Person, ana: Person) -> None:
    for text in ("/human", "Where?", "James", "none", "ok"):
        james.say(text)
    turn = ana.tap_data("do:accept:QU-2026-0001")
    assert "“accept” is not possible there" in (turn.toast or "")
    assert not turn.effects


def test_deciding_needs_the_staff_chat_even_for_staff(desk: MemoryDesk, james: Person) -> None:
    for text in ("/human", "Where?", "James", "none", "ok"):
        james.say(text)
    at_home = desk.person("ana", "en", staff=True)
    assert at_home.tap_data("do:answer:QU-2026-0001").toast == "This button is no longer valid."
    assert at_home.session.draft is None


def test_a_second_tap_on_the_same_decision_returns_to_it(desk: MemoryDesk, james: Person, ana: Person) -> None:
    for text in ("/human", "Where?", "James", "none", "ok"):
        james.say(text)
    ana.tap("💬 Répondre")
    ana.tap("💬 Répondre")
    assert len(ana.session.drafts) == 1
    assert "You had begun: Answer" in ana.newest.text
