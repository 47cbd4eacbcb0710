"""An answer, a choice, or "I don't know" with a human, in the language of the question."""

from __future__ import annotations

import pytest

from bot.core.scene import Knowledge
from bot.rehearsal.markup import read_markup
from bot.rehearsal.memory import MemoryDesk
from bot.rehearsal.person import Person


def test_an_answer_shows_its_question_related_topics_and_the_flow_it_leads_to(james: Person) -> None:
    james.say("How far ahead do we have to request a virtual workshop?")
    assert james.newest.text.startswith("How far ahead do we have to request a virtual workshop?\n\n")
    assert "8 weeks" in james.newest.text
    assert "▶ Virtual workshop request" in james.newest.labels
    assert len(james.newest.labels) >= 3


def test_two_questions_in_one_message_get_two_answers(james: Person) -> None:
    turn = james.say("How much does it cost and when is the invoice sent?")
    assert len(turn.posts) == 2
    together = " ".join(post.text for post in turn.posts)
    assert "How much does a virtual workshop cost?" in together
    assert "When will we receive the invoice?" in together


def test_a_message_between_topics_gets_three_questions_to_choose_from_and_a_human(james: Person) -> None:
    james.say("participants registration cost when")
    assert "Did you mean" in james.newest.text
    assert len(james.newest.buttons) == 4
    assert james.newest.labels[-1] == "🙋 Ask the team"
    james.tap("How do I register participants")
    assert "How do I register participants for the workshop?" in james.newest.text


def test_an_outside_topic_points_to_where_its_answer_is(james: Person) -> None:
    james.say("When do the IB results come out?")
    assert "outside what I know" in james.newest.text
    assert "IB coordinator" in james.newest.text
    assert "🙋 Ask the team" in james.newest.labels


def test_an_unknown_question_is_remembered_until_one_is_answered(james: Person) -> None:
    james.say("who won the world cup in 1998?")
    assert james.session.question == "who won the world cup in 1998?"
    james.tap("See the topics")
    assert len(james.newest.buttons) == 12
    assert james.session.question == "who won the world cup in 1998?"
    james.say("How much does it cost?")
    assert james.session.question is None


def test_the_language_follows_the_messages_unless_it_was_chosen(desk: MemoryDesk) -> None:
    zoe = desk.person("zoe", "de")
    zoe.say("How much does a workshop cost?")
    assert "How much does a virtual workshop cost?" in zoe.newest.text
    zoe.say("Combien coûte un atelier ?")
    assert "Combien coûte un atelier virtuel" in zoe.newest.text
    assert zoe.session.language == "fr"
    zoe.say("/language en")
    zoe.say("Combien coûte un atelier ?")
    assert "How much does a virtual workshop cost?" in zoe.newest.text


def test_a_question_in_the_middle_does_not_turn_the_forms_language(james: Person) -> None:
    james.say("/language en")
    james.tap_data("lang:auto")
    james.say("/request")
    james.say("Combien coûte un atelier ?")
    assert "Combien coûte" in james.messages[-2].text
    assert "What is your name" in james.newest.text
    assert james.session.language == "en"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_topic_can_be_opened_by_its_button(desk: MemoryDesk, knowledge: Knowledge, language: str) -> None:
    reader = desk.person("reader", language)
    reader.say("/help")
    buttons = reader.newest.buttons
    assert len(buttons) == len(knowledge.faq.entries[language])
    for button, entry in zip(buttons, knowledge.faq.entries[language].values(), strict=True):
        turn = reader.tap_data(button.data)
        assert read_markup(turn.posts[0].text).startswith(read_markup(entry.question))
        assert "{" not in turn.posts[0].text
