"""The FAQ as it is shipped, learnt as the desk learns it."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from bot.content.knowledge import load_knowledge
from bot.core.faq import Decision, Faq
from bot.core.matcher import Matcher

ROOT = Path(__file__).resolve().parents[2]

INTRODUCTIONS = {
    "fr": "Bonjour, je m'appelle Awa et je travaille dans une école de Thiès, au Sénégal. {} Merci et bonne journée.",
    "en": "Hello, my name is Ben and I work at a school in Mombasa. {} Thank you and have a nice day.",
}


@pytest.fixture(scope="module")
def faq() -> Faq:
    return load_knowledge(ROOT).faq


@pytest.fixture(scope="module")
def matcher(faq: Faq) -> Matcher:
    return Matcher.learn(faq)


def test_both_languages_know_the_same_topics(faq: Faq) -> None:
    assert set(faq.entries["fr"]) == set(faq.entries["en"])


def test_every_topics_own_question_is_answered_by_it_in_its_language(faq: Faq, matcher: Matcher) -> None:
    for language, entries in faq.entries.items():
        for entry in entries.values():
            match = matcher.match(entry.question)
            assert (match.language, match.answers) == (language, (entry.id,))


def test_a_phrasing_that_was_written_down_never_gets_another_topics_answer(faq: Faq, matcher: Matcher) -> None:
    wrong = [
        text
        for language, entries in faq.entries.items()
        for entry in entries.values()
        for text in entry.phrasings[::4]
        if set(matcher.match(text, chat_language=language).answers) - {entry.id}
        and entry.id not in matcher.match(text, chat_language=language).answers
    ]
    assert len(wrong) <= 1


def test_an_outside_phrasing_is_never_answered(faq: Faq, matcher: Matcher) -> None:
    answered = [
        text
        for language, outside in faq.outside.items()
        for each in outside
        for text in each.phrasings[::4]
        if matcher.match(text, chat_language=language).decision is Decision.ANSWER
    ]
    assert len(answered) <= 1


def test_a_question_is_found_within_its_introduction(faq: Faq, matcher: Matcher) -> None:
    for language, entries in faq.entries.items():
        found = [
            matcher.match(INTRODUCTIONS[language].format(entry.question)).ranked[0].id == entry.id
            for entry in entries.values()
        ]
        assert sum(found) >= len(found) - 1


def test_two_topics_questions_in_one_message_get_both_answers(faq: Faq, matcher: Matcher) -> None:
    for entries in faq.entries.values():
        pairs = list(pairwise(entries.values()))
        both = [matcher.match(f"{one.question} {other.question}").answers == (one.id, other.id) for one, other in pairs]
        assert sum(both) >= len(both) - 1


def test_one_question_hardly_ever_gets_two_answers(faq: Faq, matcher: Matcher) -> None:
    texts = [
        (language, text)
        for language, entries in faq.entries.items()
        for entry in entries.values()
        for text in entry.phrasings[::4]
    ]
    doubled = [text for language, text in texts if len(matcher.match(text, chat_language=language).answers) > 1]
    assert len(doubled) <= len(texts) // 50


def test_the_shipped_languages_are_told_apart_on_two_words(matcher: Matcher) -> None:
    for message, language in [
        ("prix atelier", "fr"),
        ("workshop price", "en"),
        ("facture quand", "fr"),
        ("invoice when", "en"),
        ("c'est quoi le deadline", "fr"),
    ]:
        assert matcher.match(message).language == language
