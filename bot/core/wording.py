"""Tells what a typed text is made of, by the words that the catalogues list for a meaning; knows no step."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

from bot.core.folding import fold
from bot.core.texts import Texts

_LONGEST_PHRASE = 200
"""A text longer than this is none of the words that the catalogue lists; folding a list of people takes its time."""
_WORDS_AT_MOST = 12


def means(texts: Texts, key: str, text: str) -> bool:
    """Tell whether a text is one of the words that the catalogue lists under a key, in any language."""
    return len(text) <= _LONGEST_PHRASE and fold(text) in texts.spoken(key)


def is_made_of(texts: Texts, keys: Iterable[str], text: str) -> bool:
    """Tell whether a text is nothing but words that the catalogue lists under these keys, in any language."""
    words = fold(text).split() if len(text) <= _LONGEST_PHRASE else []
    return bool(words) and len(words) in _ends(texts, keys, words)


def begins_with(texts: Texts, keys: Iterable[str], text: str) -> int:
    """Count how many words at the beginning of a text are listed under these keys."""
    return max(_ends(texts, keys, fold(text[:_LONGEST_PHRASE]).split()))


def phrases_in(texts: Texts, key: str, folded: str) -> frozenset[str]:
    """List the words under a key that a folded text holds."""
    return frozenset(each for each in texts.spoken(key) if each and f" {each} " in f" {folded} ")


def without_beginning(texts: Texts, key: str, text: str) -> str:
    """Drop the words listed under a key, and the greeting, that a text begins with; a greeting alone needs a comma."""
    words = text.split()
    for length in range(min(len(words) - 1, _WORDS_AT_MOST), 0, -1):
        begun = " ".join(words[:length])
        is_set_off = begun.endswith((",", "!", ":")) or bool(phrases_in(texts, key, fold(begun)))
        if is_set_off and is_made_of(texts, (key, "words.small_talk"), begun):
            return " ".join(words[length:])
    return text


def _ends(texts: Texts, keys: Iterable[str], words: list[str]) -> set[int]:
    """Say after how many words a row of listed phrases may end."""
    known = frozenset().union(*(texts.spoken(key) for key in keys))
    ends = {0}
    for start, end in combinations(range(min(len(words), _WORDS_AT_MOST) + 1), 2):
        if start in ends and " ".join(words[start:end]) in known:
            ends.add(end)
    return ends
