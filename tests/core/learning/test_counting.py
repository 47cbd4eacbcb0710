"""What is counted and kept of a question, and what is not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.learning.counting import version_of
from bot.core.learning.kept import Outcome
from bot.core.messages import CountQuestion
from bot.core.scene import Knowledge
from bot.rehearsal.memory import MemoryDesk
from bot.rehearsal.person import Person
from tests.core.samples import TODAY

UNKNOWN = "who won the world cup in 1998?"


def counted(desk: MemoryDesk) -> list[tuple[str, str, Outcome, int]]:
    return [(each.topic, each.language, each.outcome, times) for each, times in desk.learnt.asked.items()]


def kept(desk: MemoryDesk) -> list[str]:
    return [each.text for each in desk.learnt.unanswered.values()]


def test_an_answer_is_counted_under_its_day_topic_language_and_text(desk: MemoryDesk, james: Person) -> None:
    james.say("How much does it cost?")
    james.say("how much does it cost")
    answer = desk.knowledge.faq.entries["en"]["cost"].answer
    assert desk.learnt.asked == {CountQuestion(TODAY, "cost", "en", version_of(answer), Outcome.ANSWER): 2}
    assert kept(desk) == []


def test_another_text_of_an_answer_is_another_version() -> None:
    assert version_of("It costs nothing.") == version_of("It costs nothing.")
    assert version_of("It costs nothing.") != version_of("It costs nothing!")
    assert len(version_of("")) == 8


def test_two_questions_in_one_message_are_counted_each(desk: MemoryDesk, james: Person) -> None:
    james.say("How much does it cost and when is the invoice sent?")
    assert {topic for topic, *_ in counted(desk)} == {"cost", "billing"}


def test_what_nobody_could_answer_is_counted_and_kept_without_its_person(desk: MemoryDesk, james: Person) -> None:
    james.say(f"{UNKNOWN} write to james@school.org")
    james.say("participants registration cost when")
    assert counted(desk) == [("", "en", Outcome.UNKNOWN, 1), ("", "en", Outcome.SUGGEST, 1)]
    assert kept(desk) == [f"{UNKNOWN} write to [@]", "participants registration cost when"]


def test_what_the_faq_points_away_from_is_counted_and_not_kept(desk: MemoryDesk, james: Person) -> None:
    james.say("When do the IB results come out?")
    assert [(outcome, times) for _, _, outcome, times in counted(desk)] == [(Outcome.OUTSIDE, 1)]
    assert kept(desk) == []


def test_an_outside_topic_without_a_pointer_leaves_its_question_unanswered(desk: MemoryDesk, james: Person) -> None:
    matcher = desk.knowledge.matcher
    spoken = {
        language: replace(each, outside=tuple(replace(one, pointer=None) for one in each.outside))
        for language, each in matcher.spoken.items()
    }
    desk.knowledge = replace(desk.knowledge, matcher=replace(matcher, spoken=spoken))
    james.say("When do the IB results come out?")
    assert counted(desk) == [("", "en", Outcome.UNKNOWN, 1)]
    assert kept(desk) == ["When do the IB results come out?"]


@pytest.mark.parametrize("greeting", ["Hello!", "thanks a lot"])
def test_greetings_are_no_questions(desk: MemoryDesk, james: Person, greeting: str) -> None:
    assert not james.say(greeting).effects


def test_an_edited_question_is_not_counted_a_second_time(desk: MemoryDesk, james: Person) -> None:
    james.say(UNKNOWN)
    turn = james.edit(f"{UNKNOWN}!")
    assert "I do not know the answer" in turn.posts[0].text
    assert kept(desk) == [UNKNOWN]


def test_a_question_in_the_middle_of_a_form_counts_too(desk: MemoryDesk, james: Person) -> None:
    james.say("/request")
    james.say("How much does it cost?")
    assert [topic for topic, *_ in counted(desk)] == ["cost"]
    james.say(UNKNOWN)
    assert kept(desk) == []
    james.tap_data("meant:1:question")
    assert kept(desk) == [UNKNOWN]


def test_what_staff_write_in_their_chat_is_neither_answered_nor_counted(desk: MemoryDesk, ana: Person) -> None:
    assert not ana.say("How much does a virtual workshop cost?").posts
    assert not desk.learnt.asked


def test_a_question_that_goes_to_a_human_stays_unanswered(desk: MemoryDesk, james: Person) -> None:
    james.say(UNKNOWN)
    james.tap("🙋 Ask the team")
    for text in ("James", "none", "send it"):
        james.say(text)
    assert "QU-2026-0001" in desk.requests
    assert [each.settled_at for each in desk.learnt.unanswered.values()] == [None]


def test_every_answer_has_a_version_that_fits_a_button(knowledge: Knowledge) -> None:
    for language, entries in knowledge.faq.entries.items():
        assert all(
            len(f"helpful:{each.id}:{language}:{version_of(each.answer)}:y".encode()) <= 64 for each in entries.values()
        )
