"""Which requests are found by words, however they are typed, and in which order."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.core.requests import Request
from bot.core.searching import (
    LONGEST_WORD,
    MOST_WORDS,
    choose,
    fit,
    likeness,
    list_trigrams,
    rank,
    read_query,
    wanted_trigrams,
    words_of,
)
from tests.core.samples import NOW, request_of

DAKAR = request_of(
    {
        "name": "Zoé Müller",
        "email": "zoe.muller@ecole-dakar.org",
        "schools": ["École internationale de Dakar", "Lycée de Thiès"],
        "title": "Faire vivre le PP",
        "participants": 24,
        "remarks": "secret",
    },
    reference="VW-2026-0042",
)
LAUSANNE = request_of({"school": "Lycée de Lausanne", "name": None}, reference="QU-2026-0007", flow="question")


def test_a_request_is_found_by_its_reference_schools_names_addresses_and_title_alone() -> None:
    expected = "vw 2026 42 awa diop zoe muller ecole dakar org internationale de lycee thies faire vivre le pp"
    assert words_of(DAKAR) == set(expected.split())
    assert words_of(LAUSANNE) == {"qu", "2026", "7", "awa", "diop", "lycee", "de", "lausanne"}


def test_the_name_and_the_addresses_of_a_participant_find_a_change() -> None:
    change = request_of({"participant": "Ling Wei", "old_email": "l@x.org", "new_email": "ling@x.org"})
    assert {"ling", "wei", "l", "x", "org"} <= words_of(change)


def test_a_query_is_read_without_case_accents_order_and_repetition() -> None:
    assert read_query("  LYCÉE, lausanne! lycée 0042 ") == ("42", "lausanne", "lycee")
    assert read_query("Lausanne lycee 42") == read_query("42 lycée LAUSANNE")
    assert read_query("0") == ("0",)
    assert read_query("!?") == ()


def test_a_long_query_is_cut_to_what_helps() -> None:
    assert len(read_query(" ".join(f"word{number}" for number in range(50)))) == MOST_WORDS
    assert read_query("x" * 500) == ("x" * LONGEST_WORD,)


@pytest.mark.parametrize(
    ("wanted", "word"),
    [
        ("lausanne", "lausanne"),
        ("lausane", "lausanne"),
        ("lasuanne", "lausanne"),
        ("laussane", "lausanne"),
        ("laus", "lausanne"),
        ("lau", "lausanne"),
        ("sanne", "lausanne"),
        ("pual", "paul"),
        ("internatoinal", "international"),
        ("lausen", "lausannoise"),
        ("int", "international"),
        ("2026", "2026"),
        ("vw", "vw"),
    ],
)
def test_a_word_is_like_one_that_it_means(wanted: str, word: str) -> None:
    assert likeness(wanted, word) > 0
    assert wanted_trigrams(wanted) & list_trigrams(word) or wanted.isdecimal()


@pytest.mark.parametrize(
    ("wanted", "word"),
    [
        ("lausanne", "geneve"),
        ("vw", "vwx"),
        ("42", "420"),
        ("42", "43"),
        ("pau", "pal"),
        ("paul", "peel"),
        ("ann", "lausanne"),
        ("dakar", "lakxr"),
        ("lausanne", "la"),
    ],
)
def test_a_word_is_not_like_one_that_means_something_else(wanted: str, word: str) -> None:
    assert likeness(wanted, word) == 0


@pytest.mark.parametrize(
    ("wanted", "words"),
    [("lausanne", ["lausanne", "lausane", "lausannoise"]), ("laus", ["laus", "lausanne", "xlausx"])],
)
def test_the_word_itself_is_better_than_one_with_a_slip_or_a_longer_one(wanted: str, words: list[str]) -> None:
    scores = [likeness(wanted, word) for word in words]
    assert scores == sorted(set(scores), reverse=True)


@given(some.text(min_size=1, max_size=30), some.text(min_size=1, max_size=30))
def test_likeness_is_a_share(wanted: str, word: str) -> None:
    assert 0 <= likeness(wanted, word) <= 1
    assert likeness(wanted, wanted) == 1


def test_a_number_has_no_trigrams_and_a_short_word_keeps_its_first_letter() -> None:
    assert list_trigrams("2026") == frozenset()
    assert list_trigrams("ab") == {"  a", " ab", "ab "}
    assert "  p" in wanted_trigrams("paul")
    assert "  l" not in wanted_trigrams("lausanne")


def newer(request: Request, reference: str) -> Request:
    return Request(**{**vars(request), "reference": reference, "submitted_at": NOW + timedelta(days=1)})


def test_the_best_comes_first_and_among_equals_the_newest() -> None:
    again = newer(LAUSANNE, "QU-2026-0008")
    words = read_query("lycee lausane")
    assert rank(words, [DAKAR, LAUSANNE, again]) == (again, LAUSANNE, DAKAR)
    assert fit(words, LAUSANNE) > fit(words, DAKAR)


def test_what_has_all_words_is_chosen_or_else_what_has_the_most() -> None:
    stored = [DAKAR, LAUSANNE]
    assert choose(read_query("lycée"), stored, 9) == (DAKAR, LAUSANNE)
    assert choose(read_query("lycée"), stored, 1) == (DAKAR,)
    assert choose(read_query("lycée lausanne"), stored, 9) == (LAUSANNE,)
    assert choose(read_query("lycée lausanne tokyo"), stored, 9) == (LAUSANNE,)
    assert choose(read_query("tokyo"), stored, 9) == ()
    assert choose(read_query("lycée"), [], 9) == ()
