"""A step that takes several choices, ticked or typed, and endings that a flow may lead to instead of a review."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.flow import StepType
from bot.rehearsal.memory import MemoryDesk, at_nine
from bot.rehearsal.person import STAFF_CHAT, Person
from tests.core.samples import both, flow, options, step
from tests.shipped import shipped_knowledge

TRAIN = replace(flow(step("people", StepType.PEOPLE), step("why")), id="workshop", command="request")
TRIP = replace(
    flow(
        step("days", StepType.CHOICES, options=options("monday", "tuesday", "friday"), maximum=2),
        step("abroad", StepType.CONFIRM, next={"yes": "too_far", "no": "why"}),
        step("why"),
        step("who"),
        step("sure", StepType.CONFIRM, next={"no": "too_far"}),
        endings={"too_far": both("That is <b>too far</b>.")},
    ),
    id="workshop",
    command="request",
)


@pytest.fixture
def desk() -> MemoryDesk:
    knowledge = shipped_knowledge()
    return MemoryDesk(at_nine("2026-01-12"), replace(knowledge, flows={**knowledge.flows, "workshop": TRIP}))


@pytest.fixture
def james(desk: MemoryDesk) -> Person:
    person = desk.person("james", "en")
    person.say("/request")
    return person


def answer_of(person: Person, name: str) -> object:
    assert person.session.draft is not None
    return person.session.draft.answers.get(name)


def test_options_are_ticked_and_unticked_in_place_until_done(james: Person) -> None:
    assert james.newest.labels == ["☐ monday", "☐ tuesday", "☐ friday", "✖ Cancel"]
    for label in ("friday", "tuesday", "monday", "tuesday"):
        assert james.tap(label).posts[0].in_place
    assert james.newest.labels[:4] == ["☑ monday", "☐ tuesday", "☑ friday", "Done (2 choices)"]
    james.tap("Done")
    assert "✓ days: monday and friday" in james.newest.text
    assert answer_of(james, "days") == ["monday", "friday"]


@pytest.mark.parametrize(
    "typed", ["monday, friday", "friday and monday", "1, 3", "Friday\nmonday", "vendredi", "fridy + mondy"]
)
def test_several_choices_can_be_typed(james: Person, typed: str) -> None:
    james.say(typed)
    if typed == "vendredi":
        assert "I did not recognise “vendredi”" in james.newest.text
    else:
        assert answer_of(james, "days") == ["monday", "friday"]


@pytest.mark.parametrize("typed", ["also friday", "friday aussi", "+ friday", "and friday", "et aussi friday"])
def test_a_choice_typed_with_also_is_added_to_those_ticked(james: Person, typed: str) -> None:
    james.tap("monday")
    james.say(typed)
    assert answer_of(james, "days") == ["monday", "friday"]


def test_a_choice_typed_alone_takes_the_place_of_those_ticked(james: Person) -> None:
    james.tap("monday")
    james.say("friday")
    assert answer_of(james, "days") == ["friday"]


def test_what_cannot_be_added_is_said(james: Person) -> None:
    james.tap("monday")
    james.say("also sunday")
    assert "I did not recognise “sunday”" in james.newest.text


@pytest.mark.parametrize("typed", ["done", "Terminé !", "that's all"])
def test_the_buttons_word_finishes_what_was_ticked(james: Person, typed: str) -> None:
    james.say(typed)
    assert answer_of(james, "days") is None
    james.tap("friday")
    james.say(typed)
    assert answer_of(james, "days") == ["friday"]


def test_more_than_the_step_takes_is_said_with_what_it_takes(james: Person) -> None:
    james.say("all")
    assert "between 1 and 2" in james.newest.text
    for label in ("monday", "tuesday", "friday", "Done"):
        james.tap(label)
    assert "between 1 and 2" in james.newest.text
    james.tap("friday")
    james.tap("Done")
    assert answer_of(james, "days") == ["monday", "tuesday"]


def test_coming_back_begins_with_what_was_ticked_before(james: Person) -> None:
    james.say("friday")
    james.tap("Back")
    assert "☑ friday" in james.newest.labels
    james.tap("monday")
    james.tap("Keep")
    assert answer_of(james, "days") == ["friday"]


@pytest.mark.parametrize(
    "data", ["tick:1:days:sunday", "tick:1:abroad:monday", "tick:1:days", "ticked:1", "a:1:days:monday"]
)
def test_odd_ticks_change_nothing(james: Person, data: str) -> None:
    james.tap_data(data)
    james.tap_data("ticked:1:days")
    assert answer_of(james, "days") is None


def test_an_ending_closes_the_form_and_stores_nothing(desk: MemoryDesk, james: Person) -> None:
    james.say("friday")
    james.tap("Yes")
    assert james.newest.text == "That is too far."
    assert james.session.draft is None
    assert not desk.requests


def test_an_ending_that_would_lose_many_answers_leaves_the_way_back_open(desk: MemoryDesk, james: Person) -> None:
    for text in ("friday", "no", "because", "I", "no"):
        james.say(text)
    assert james.newest.text == "That is too far."
    assert james.newest.labels == ["◀ Back", "✔ That is all"]
    james.say("send")
    assert not desk.requests
    james.tap("Back")
    james.tap("Yes")
    james.say("send")
    assert [each.answers["sure"] for each in desk.requests.values()] == [True]


def test_an_ending_can_be_accepted(desk: MemoryDesk, james: Person) -> None:
    for text in ("friday", "no", "because", "I", "no"):
        james.say(text)
    assert james.tap("That is all").posts[0].in_place
    assert james.newest.text == "That is too far."
    assert not james.newest.labels
    assert james.tap_old("That is all").toast is None
    assert james.session.draft is None
    assert not desk.requests


def test_the_review_shows_the_beginning_of_a_long_list(desk: MemoryDesk) -> None:
    desk.knowledge = replace(desk.knowledge, flows={**desk.knowledge.flows, "workshop": TRAIN})
    zoe = desk.person("zoe", "en")
    for text in ("/request", "\n".join(f"Awa{n} Diop, awa{n}@school.org" for n in range(12)), "because"):
        zoe.say(text)
    assert "10. Awa9 Diop <awa9@school.org>\n… and 2 more" in zoe.newest.text
    assert "11." not in zoe.newest.text
    zoe.say("send")
    card = next(seen for seen in desk.chats[STAFF_CHAT] if seen.is_card)
    assert "12. Awa11 Diop <awa11@school.org>" in card.text
