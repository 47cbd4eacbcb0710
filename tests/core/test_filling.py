"""The ways out of a problem, wherever their buttons are tapped, and drafts that lie on one another."""

from __future__ import annotations

import pytest

from bot.rehearsal.memory import MemoryDesk
from bot.rehearsal.person import Person
from tests.shipped import PREPARED


def fill_in(person: Person, **changes: str) -> None:
    """Fill in a workshop request up to its review, with these answers changed."""
    person.say("/request")
    for answer in {**PREPARED, **changes}.values():
        person.say(answer)
    assert "read it again" in person.newest.text


def test_a_way_out_of_another_steps_problem_leaves_what_is_held_alone(desk: MemoryDesk, james: Person) -> None:
    fill_in(james, start="09/03/2026")
    desk.let_days_pass(3)
    james.tap("▶ Go on")
    assert "3 days late" in james.newest.text
    james.tap("E-mail address")
    james.say("james@gmial.com")
    james.tap_data("ack:1:start:start_leaves_notice")
    draft = james.session.draft
    assert draft is not None
    assert draft.acknowledged == {"start_leaves_notice:2026-03-09"}
    assert draft.held == "james@gmial.com"
    assert "Did you mean “james@gmail.com”" in james.newest.text


def test_the_earliest_date_can_be_taken_from_the_review_while_something_else_is_held(
    desk: MemoryDesk, james: Person
) -> None:
    fill_in(james, start="09/03/2026")
    desk.let_days_pass(3)
    james.tap("▶ Go on")
    james.tap("E-mail address")
    james.say("james@gmial.com")
    james.tap_data("use:1:start:start_leaves_notice")
    assert "✓ Dates: from Thursday, 12 March 2026" in james.newest.text


def test_acknowledging_twice_changes_nothing_more(james: Person) -> None:
    james.say("/request")
    for answer in list(PREPARED.values())[:9]:
        james.say(answer)
    james.say("02/03/2026")
    james.tap("Go on, knowing")
    before = james.session
    james.tap_data("ack:1:start:start_leaves_notice")
    assert james.session == before
    assert "How will the participants" in james.newest.text


@pytest.mark.parametrize("data", ["use:1:format:format_is_virtual", "ack:1:format:format_is_virtual"])
def test_a_problem_without_that_way_out_cannot_be_left_by_it(james: Person, data: str) -> None:
    james.say("/request")
    for answer in list(PREPARED.values())[:10]:
        james.say(answer)
    james.say("hybrid")
    james.tap_data(data)
    assert "It is not a virtual workshop" in james.newest.text


def test_sending_before_the_end_only_asks_the_open_step(desk: MemoryDesk, james: Person) -> None:
    james.say("/request")
    james.tap_data("send:1")
    assert "What is your name" in james.newest.text
    assert not desk.requests


def test_a_form_begun_in_the_middle_of_another_gives_way_to_it_at_its_end(james: Person) -> None:
    james.say("/request")
    james.say("James Okoro")
    for text in ("/human", "Where is the hall?", "James", "none"):
        james.say(text)
    james.tap("✅ Send")
    assert "You had begun: Virtual workshop request" in james.newest.text
    assert "What is your role" in james.newest.text


def test_a_word_for_sending_sends_at_the_review_only(desk: MemoryDesk, james: Person) -> None:
    james.say("/human")
    james.say("send")
    assert "Which" not in james.newest.text
    assert "What is your name" in james.newest.text
    for text in ("James", "none", "submit"):
        james.say(text)
    assert desk.requests["QU-2026-0001"].answers["question"] == "send"


def test_keeping_an_answer_lets_go_of_what_was_held(james: Person) -> None:
    fill_in(james)
    james.tap("E-mail address")
    james.say("james@gmial.com")
    james.tap("Keep the former answer")
    assert "E-mail address: awa.diop@school.org" in james.newest.text


def test_another_answer_takes_the_place_of_the_one_that_was_held(james: Person) -> None:
    james.say("/request")
    for text in ("James", "Teacher", "james@gmial.com", "james@school.org"):
        james.say(text)
    assert "Which schools" in james.newest.text
    assert james.session.draft is not None
    assert james.session.draft.held is None
    assert james.session.draft.answers["email"] == "james@school.org"


def test_an_unclear_text_is_forgotten_when_another_answer_comes(james: Person) -> None:
    james.say("/request")
    for text in ("James", "Where do unicorns sleep?", "Teacher"):
        james.say(text)
    assert james.session.draft is not None
    assert james.session.draft.unclear is None
    assert james.tap_old("It is my answer").toast is not None


def test_a_text_that_is_too_long_for_an_answer_is_no_answer_when_it_is_meant_as_one(james: Person) -> None:
    james.say("/request")
    for text in ("James", "Where do unicorns sleep?"):
        james.say(text)
    james.tap_data("meant:1:nonsense")
    assert "✓ Role: Where do unicorns sleep?" in james.newest.text


def test_a_question_that_nobody_answered_is_handed_over_only_once(james: Person) -> None:
    james.say("who won the world cup in 1998?")
    james.tap("Ask the team")
    assert james.session.question is None
    assert james.session.draft is not None
    assert james.session.draft.answers == {"question": "who won the world cup in 1998?"}


def test_a_question_too_long_to_hand_over_is_asked_for_again(james: Person) -> None:
    james.say("who won " + "x" * 2600)
    james.tap("Ask the team")
    assert "What would you like to ask the team?" in james.newest.text


def test_a_second_unknown_question_waits_until_the_first_is_handed_over(james: Person) -> None:
    for text in ("who won the world cup in 1998?", "/human", "who painted the Mona Lisa?"):
        james.say(text)
    james.tap("It is a question")
    james.tap("Ask the team")
    assert "You had begun: Question for the team" in james.newest.text
    assert james.session.question == "who painted the Mona Lisa?"
    for text in ("James", "none", "ok", "/human"):
        james.say(text)
    assert james.session.draft is not None
    assert james.session.draft.answers == {"question": "who painted the Mona Lisa?"}


def test_a_refused_answer_is_not_ticked(james: Person) -> None:
    james.say("/request")
    for answer in list(PREPARED.values())[:10]:
        james.say(answer)
    james.say("hybrid")
    assert "It is not a virtual workshop" in james.newest.text
    assert "✓" not in james.newest.text
