"""Telling the language of a message."""

from __future__ import annotations

import pytest

from bot.core.language import LanguageDetector
from tests.core.faq_of_a_library import build_faq


@pytest.fixture(scope="module")
def detector() -> LanguageDetector:
    faq = build_faq()
    return LanguageDetector.learn(
        {
            language: [text for entry in faq.entries[language].values() for text in entry.phrasings]
            for language in faq.languages
        }
    )


@pytest.mark.parametrize(
    ("message", "language"),
    [
        ("prix retard", "fr"),
        ("lien carte", "fr"),
        ("cb ca coute", "fr"),
        ("salut", "fr"),
        ("livres perdus", "fr"),
        ("when open", "en"),
        ("late books", "en"),
        ("how much", "en"),
        ("hello", "en"),
        ("lost card", "en"),
    ],
)
def test_one_or_two_words_are_enough(detector: LanguageDetector, message: str, language: str) -> None:
    assert detector.detect(message).language == language


@pytest.mark.parametrize(
    ("message", "language"),
    [
        ("c'est quoi le deadline", "fr"),
        ("combien coûte le library card", "fr"),
        ("je veux un reading workshop svp", "fr"),
        ("what is the bibliothèque", "en"),
        ("how do I get a carte", "en"),
    ],
)
def test_the_small_words_outvote_a_borrowed_one(detector: LanguageDetector, message: str, language: str) -> None:
    assert detector.detect(message).language == language


@pytest.mark.parametrize("message", ["", "😀😀", "12345", "привет мир", "漢字", "???"])
def test_without_evidence_nothing_is_certain(detector: LanguageDetector, message: str) -> None:
    assert detector.detect(message).certainty < 0.75


def test_a_plain_sentence_is_certain(detector: LanguageDetector) -> None:
    assert detector.detect("Je voudrais savoir combien de temps je peux garder un livre").certainty > 0.99
    assert detector.detect("I would like to know how long I may keep this book").certainty > 0.99


def test_a_single_language_is_always_it() -> None:
    alone = LanguageDetector.learn({"en": ["some words"]})
    assert alone.detect("quelque chose d'autre").language == "en"
    assert alone.detect("quelque chose d'autre").certainty == 1.0
