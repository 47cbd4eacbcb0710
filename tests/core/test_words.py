"""Folding, splitting and stemming of messages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.words import LONGEST_TEXT, flatten, split_words, stem


@pytest.mark.parametrize(
    ("typed", "flat"),
    [
        pytest.param("ÉTÉ à Noël", "ete a noel", id="accents and case"),
        pytest.param("e\u0301te\u0301", "ete", id="combining accents"),
        pytest.param("ta\u200brif\u00ad", "tarif", id="zero-width space and soft hyphen"),
        pytest.param("l’œuvre l‘art lʼeau l`air", "l'oeuvre l'art l'eau l'air", id="ligature and apostrophes"),
        pytest.param("ＦＵＬＬ ﬁne", "full fine", id="wide letters and joined ones"),
        pytest.param("STRASSE straße", "strasse strasse", id="sharp s"),
    ],
)
def test_what_looks_alike_is_folded_alike(typed: str, flat: str) -> None:
    assert flatten(typed) == flat


def test_what_is_beyond_the_longest_message_is_not_read() -> None:
    assert len(flatten("a" * (LONGEST_TEXT + 500))) == LONGEST_TEXT


@pytest.mark.parametrize(
    ("typed", "language", "words"),
    [
        pytest.param("l'école d'été", "fr", ["ecole", "ete"], id="elisions are dropped"),
        pytest.param("jusqu'au bout", "fr", ["jusque", "au", "bout"], id="a longer elision keeps its word"),
        pytest.param(
            "slt c koi le prix svp",
            "fr",
            ["salut", "c", "est", "quoi", "le", "prix", "s", "il", "vous", "plait"],
            id="SMS",
        ),
        pytest.param("can't won't I'm", "en", ["can", "not", "will", "not", "i", "am"], id="contractions"),
        pytest.param("the school's card", "en", ["the", "school", "card"], id="possessive"),
        pytest.param("s", "en", ["s"], id="a lone s is a word"),
        pytest.param("pls hw much 4 u", "en", ["please", "how", "much", "4", "you"], id="text speak"),
        pytest.param("pleeeease", "en", ["please"], id="stretched letters"),
        pytest.param("12h 8sem 2027 5", "fr", ["12", "h", "8", "sem", "0", "5"], id="quantities and long numbers"),
        pytest.param("50€ 3 %", "fr", ["50", "euro", "3", "percent"], id="signs are words"),
        pytest.param("quoi ??? 😀 <b>!</b>", "fr", ["quoi", "b", "b"], id="emoji and markup say nothing"),
        pytest.param("qué tal l'aqua", "es", ["que", "tal", "aqua"], id="a language without short forms"),
    ],
)
def test_a_message_is_split_into_the_words_it_means(typed: str, language: str, words: list[str]) -> None:
    assert list(split_words(flatten(typed), language)) == words


def test_forms_of_a_word_share_a_stem() -> None:
    assert stem("inscription", "fr") == stem("inscriptions", "fr")
    assert stem("register", "en") == stem("registered", "en")


def test_short_words_and_languages_without_a_stemmer_keep_their_words() -> None:
    assert stem("les", "fr") == "les"
    assert stem("workshops", "xx") == "workshops"


@given(st.text(max_size=300))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert flatten(flatten(text)) == flatten(text)
