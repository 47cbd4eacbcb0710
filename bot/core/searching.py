"""Finds requests by words, however they are typed: what a request is found by, what is alike; knows no database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from rapidfuzz.distance import OSA

from bot.core.flow import Value
from bot.core.folding import fold
from bot.core.requests import Request

LONGEST_WORD = 40
MOST_WORDS = 8
"""How many words of a query count; more would only repeat what is said."""

_SEARCHED = ("schools", "school", "name", "participant", "email", "old_email", "new_email", "title")
_SHORTEST_PART, _SHORTEST_INSIDE, _SHORTEST_MISSPELT_PART = 3, 4, 5
_ONE_SLIP, _TWO_SLIPS = 4, 8
"""From how many letters on a word may have one slip, or two."""


def list_words(reference: str, person_name: str, answers: Mapping[str, Value]) -> frozenset[str]:
    """List the words that a request is found by: those of its reference, schools, names, addresses and title."""
    found = [reference, person_name]
    for name in _SEARCHED:
        value = answers.get(name)
        found += [str(each) for each in value] if isinstance(value, list) else [value] if isinstance(value, str) else []
    return frozenset(word for text in found for word in _divide(text))


def words_of(request: Request) -> frozenset[str]:
    """List the words that a stored request is found by."""
    return list_words(request.reference, request.person_name, request.answers)


def read_query(text: str) -> tuple[str, ...]:
    """Read the words that somebody looks for; each counts once, in whatever order they stand."""
    return tuple(sorted(dict.fromkeys(_divide(text)[:MOST_WORDS])))


@lru_cache(maxsize=16_384)
def _divide(text: str) -> tuple[str, ...]:
    # A number is the same with and without the zeros that fill references up.
    words = (word[:LONGEST_WORD] for word in fold(text).split())
    return tuple(word.lstrip("0") or "0" if word.isdecimal() else word for word in words)


@lru_cache(maxsize=65_536)
def likeness(wanted: str, word: str) -> float:
    """Say how well a word fits the wanted one, from 0 (not at all) to 1: as a part of it, or but for small slips."""
    if wanted == word:
        return 1.0
    if wanted.isdecimal() or len(wanted) < _SHORTEST_PART:
        return 0.0
    share = min(len(wanted) / len(word), 1.0)
    if word.startswith(wanted):
        return 0.8 + 0.1 * share
    slips = 2 if len(wanted) >= _TWO_SLIPS else 1 if len(wanted) >= _ONE_SLIP else 0
    distance = OSA.distance(wanted, word, score_cutoff=slips)
    if distance <= slips:
        return 0.95 - 0.1 * distance
    if len(wanted) >= _SHORTEST_INSIDE and wanted in word:
        return 0.6 + 0.1 * share
    if len(wanted) < _SHORTEST_MISSPELT_PART:
        return 0.0
    lengths = range(len(wanted) - 1, min(len(wanted) + 1, len(word) - 1) + 1)
    distance = min((OSA.distance(wanted, word[:each], score_cutoff=slips) for each in lengths), default=slips + 1)
    return 0.7 - 0.1 * distance if distance <= slips else 0.0


def list_trigrams(word: str) -> frozenset[str]:
    """Cut a word into runs of three letters, its edges as spaces; a number is not guessed at and has none."""
    if word.isdecimal():
        return frozenset()
    edged = f"  {word} "
    return frozenset(edged[place : place + 3] for place in range(len(edged) - 2))


def wanted_trigrams(word: str) -> frozenset[str]:
    """Give the runs of three letters that a word like this one may share; of a short one also its first letter."""
    found = list_trigrams(word)
    return found if len(word) <= _SHORTEST_MISSPELT_PART else found - {f"  {word[0]}"}


def fit(words: Sequence[str], request: Request) -> float:
    """Say how well a request fits a query, from 0 to 1: each word counts by the best of the request's words."""
    found = words_of(request)
    return sum(max(likeness(wanted, each) for each in found) for wanted in words) / len(words)


def rank(words: Sequence[str], requests: Iterable[Request]) -> tuple[Request, ...]:
    """Put what fits a query best first, and among equals the newest."""
    newest = sorted(requests, key=lambda each: (each.submitted_at, each.reference), reverse=True)
    return tuple(sorted(newest, key=lambda each: -round(fit(words, each), 6)))


def choose(words: Sequence[str], requests: Iterable[Request], most: int) -> tuple[Request, ...]:
    """Give the requests that have something like every word; where none has, those that have the most of them."""
    counted = [
        (sum(any(likeness(wanted, each) for each in words_of(one)) for wanted in words), one) for one in requests
    ]
    best = max((count for count, _ in counted), default=0)
    return rank(words, (one for count, one in counted if count == best))[:most] if best else ()
