"""Two names are the same whatever their case, accents, punctuation and spaces."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.folding import fold, is_same_name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("École Jean-Moulin", "ecole jean moulin"),
        ("Lycée  du Lac", "LYCEE DU LAC"),
        ("L’Institut", "l'institut"),
        ("Sacré-Cœur", "sacre coeur"),
        ("Æsop", "aesop"),
        ("E\u0301cole", "École"),
        ("ＩＢ", "ib"),
        ("School A", "SchoolA"),
    ],
)
def test_the_same_name_is_recognised(one: str, other: str) -> None:
    assert is_same_name(one, other)


@pytest.mark.parametrize(("one", "other"), [("School A", "School B"), ("Lycée 1", "Lycée 2"), ("École", "Écoles")])
def test_another_name_is_told_apart(one: str, other: str) -> None:
    assert not is_same_name(one, other)


def test_folding_leaves_single_spaces_between_words() -> None:
    assert fold("  Où, donc -- va_t-il ?  ") == "ou donc va t il"


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)
