"""A vote below an answer: kept once for each person and text, whatever is open, and old buttons still count."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.learning.counting import version_of
from bot.rehearsal.memory import MemoryDesk
from bot.rehearsal.person import Person


def vote_for(desk: MemoryDesk, topic: str = "cost", language: str = "en") -> str:
    return f"helpful:{topic}:{language}:{version_of(desk.knowledge.faq.entries[language][topic].answer)}"


def test_the_two_buttons_stand_in_a_last_row_of_their_own(james: Person) -> None:
    for turn in (james.say("How much does it cost?"), james.say("/start faq_cost"), james.tap_data("faq:cost")):
        assert [each.label for each in turn.posts[0].rows[-1]] == ["👍 Helpful", "👎 Not helpful"]


def test_a_vote_gets_a_toast_and_leaves_the_answer_as_it_is(desk: MemoryDesk, james: Person) -> None:
    james.say("How much does it cost?")
    turn = james.tap("👍 Helpful")
    assert not turn.posts
    assert turn.toast == "Thank you, noted!"
    assert "👍 Helpful" in james.newest.labels
    assert list(desk.learnt.votes.values()) == [True]


def test_a_vote_counts_once_for_each_person_and_can_be_changed(desk: MemoryDesk, james: Person) -> None:
    james.say("How much does it cost?")
    for label in ("👍 Helpful", "👍 Helpful", "👎 Not helpful"):
        answer = next(each for each in james.messages if "👍 Helpful" in each.labels)
        james.tap_data(next(each.data for each in answer.buttons if each.label == label), answer.id)
    zoe = desk.person("zoe", "en")
    zoe.tap_data(f"{vote_for(desk)}:y")
    assert sorted(desk.learnt.votes.values()) == [False, True]


def test_an_answer_that_did_not_help_is_followed_by_the_offer_of_a_human(james: Person) -> None:
    james.say("How much does it cost?")
    turn = james.tap("👎 Not helpful")
    assert "/human" in (turn.toast or "")
    assert james.newest.labels == ["🙋 Ask the team"]
    james.tap("🙋 Ask the team")
    assert james.session.draft is not None


def test_in_the_middle_of_a_form_a_vote_disturbs_nothing(desk: MemoryDesk, james: Person) -> None:
    james.say("/request")
    james.say("How much does it cost?")
    before = james.session
    for word in ("y", "n"):
        turn = james.tap_data(f"{vote_for(desk)}:{word}")
        assert not turn.posts
        assert turn.toast
    assert james.session.drafts == before.drafts
    assert "/human" in (turn.toast or "")
    james.say("James Smith")
    assert "your role" in james.newest.text


def test_the_button_of_an_older_text_counts_for_that_text(desk: MemoryDesk, james: Person) -> None:
    former = vote_for(desk)
    entries = desk.knowledge.faq.entries
    changed = {**entries["en"], "cost": replace(entries["en"]["cost"], answer="It depends.")}
    faq = replace(desk.knowledge.faq, entries={**entries, "en": changed})
    desk.knowledge = replace(desk.knowledge, faq=faq)
    james.tap_data(f"{former}:y")
    james.tap_data(f"{vote_for(desk)}:n")
    assert {version: helpful for (_, _, version, _), helpful in desk.learnt.votes.items()} == {
        former.rpartition(":")[2]: True,
        version_of("It depends."): False,
    }


@pytest.mark.parametrize(
    "data",
    [
        "helpful:cost:en:0123abcd:x",
        "helpful:cost:en:0123abcd",
        "helpful:cost:en:0123ABCD:y",
        "helpful:cost:de:0123abcd:y",
        "helpful:gone:en:0123abcd:y",
        "helpful",
    ],
)
def test_a_button_that_fits_no_answer_keeps_nothing(desk: MemoryDesk, james: Person, data: str) -> None:
    turn = james.tap_data(data)
    assert turn.toast == "This button is no longer valid."
    assert not desk.learnt.votes


def test_in_the_staff_chat_answers_are_not_voted_on(desk: MemoryDesk, ana: Person) -> None:
    assert not ana.tap_data(f"{vote_for(desk)}:y").effects
