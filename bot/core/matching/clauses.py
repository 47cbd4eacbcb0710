"""Cuts a message into the clauses that may each ask something; knows no topic."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import dropwhile

from bot.core.common_words import ADDING, ASKING, JOINERS, LEADING, OPENING
from bot.core.words import split_words

MOST_CLAUSES = 10
MOST_PARTS = 7
_SHORT = 20
_LONG = 20
_WINDOW = 12
_LEAST = 4

_SENTENCE = re.compile(r"([^.!?;:\n…()。]+)([.!?;:\n…()。]*)")


@dataclass(frozen=True)
class Clause:
    """A few words that belong together, the number of their sentence, and what tells that they are a question."""

    words: tuple[str, ...]
    sentence: int
    is_marked: bool
    """Whether its sentence ends with a question mark."""
    opens: bool
    """Whether it begins as a question does."""
    asks: bool
    """Whether it begins so, or has a word that asks."""
    is_added: bool = False
    """Whether a word before it says that something else follows."""


def split_clauses(flat: str, language: str) -> list[Clause]:
    """Cut folded text at the ends of sentences; long sentences at commas and joining words too."""
    clauses: list[Clause] = []
    for number, (sentence, is_marked) in enumerate(_sentences(flat)):
        parts = [split_words(part, language) for part in _cut_long(sentence, language)]
        clauses += [_look_at(words, number, is_marked, language) for words in parts if words]
        if len(clauses) >= MOST_CLAUSES:
            break
    return clauses[:MOST_CLAUSES]


def split_questions(flat: str, language: str) -> list[Clause]:
    """Cut folded text at every place where a second question may begin.

    Beside a sentence with a question mark, those without one are left out unless they begin as a question does.
    """
    adding = ADDING.get(language, frozenset())
    parts: list[Clause] = []
    for number, (sentence, is_marked) in enumerate(_sentences(flat)):
        is_added = False
        for piece in _joiner(language).split(sentence):
            is_added |= piece in adding
            words = split_words(piece, language)
            if len(words) > 1:
                parts.append(_look_at(words, number, is_marked, language, is_added=is_added))
                is_added = False
        if len(parts) >= MOST_CLAUSES:
            break
    has_mark = any(part.is_marked for part in parts)
    return [part for part in parts if part.is_marked or part.opens or not has_mark][:MOST_PARTS]


def _sentences(flat: str) -> Iterator[tuple[str, bool]]:
    for found in _SENTENCE.finditer(flat):
        yield found[1], "?" in found[2]


def _look_at(
    words: tuple[str, ...], sentence: int, is_marked: bool, language: str, *, is_added: bool = False
) -> Clause:
    leading = LEADING.get(language, frozenset())
    rest = tuple(dropwhile(leading.__contains__, words))
    opens = not OPENING.get(language, frozenset()).isdisjoint({*rest[:1], " ".join(rest[:2])})
    asks = opens or not ASKING.get(language, frozenset()).isdisjoint(words)
    return Clause(words, sentence, is_marked, opens, asks, is_added)


def _cut_long(sentence: str, language: str) -> list[str]:
    if len(sentence.split()) <= _SHORT:
        return [sentence]
    parts: list[str] = []
    pending = ""
    for piece in _joiner(language).split(sentence)[::2]:
        pending = f"{pending} {piece}".strip()
        if len(pending.split()) >= _LEAST:
            parts.append(pending)
            pending = ""
    if pending:
        parts[-1:] = [f"{parts[-1]} {pending}" if parts else pending]
    return [window for part in parts for window in _windows(part.split())]


def _windows(words: list[str]) -> list[str]:
    """Return overlapping stretches of a run-on sentence, or the sentence when it is short enough."""
    if len(words) <= _LONG:
        return [" ".join(words)]
    step = _WINDOW // 2
    return [" ".join(words[start : start + _WINDOW]) for start in range(0, len(words) - step, step)]


_JOINED_BY = {language: re.compile(rf"(,|\b(?:{'|'.join(sorted(words))})\b)") for language, words in JOINERS.items()}
_COMMA = re.compile("(,)")


def _joiner(language: str) -> re.Pattern[str]:
    """Return what joins clauses, as a group: a split gives it between the pieces."""
    return _JOINED_BY.get(language, _COMMA)
