"""Cuts a message into the clauses that may each ask something; knows no topic."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.core.common_words import ASKING, JOINERS
from bot.core.words import split_words

MOST_CLAUSES = 10
_SHORT = 20
_LONG = 20
_WINDOW = 12
_LEAST = 4
_KEYWORDS = 4
"""Words up to which a clause may be a question by keywords: « horaires samedi »."""

_SENTENCE = re.compile(r"([^.!?;:\n…()。]+)([.!?;:\n…()。]*)")


@dataclass(frozen=True)
class Clause:
    """A few words that belong together, and whether they look like a question."""

    words: tuple[str, ...]
    asks: bool


def split_clauses(flat: str, language: str) -> list[Clause]:
    """Cut folded text at the ends of sentences; long sentences at commas and joining words too."""
    clauses: list[Clause] = []
    for found in _SENTENCE.finditer(flat):
        parts = [split_words(part, language) for part in _cut_long(found[1], language)]
        clauses += [_look_at(words, "?" in found[2], language) for words in parts if words]
        if len(clauses) >= MOST_CLAUSES:
            break
    return clauses[:MOST_CLAUSES]


def split_questions(flat: str, language: str) -> list[Clause]:
    """Cut folded text at every place where a second question may begin; statements are left out."""
    clauses: list[Clause] = []
    for found in _SENTENCE.finditer(flat):
        parts = [split_words(part, language) for part in _joiner(language).split(found[1])]
        clauses += [_look_at(words, "?" in found[2], language) for words in parts if len(words) > 1]
        if len(clauses) >= MOST_CLAUSES:
            break
    asking = [clause for clause in clauses if clause.asks or len(clause.words) <= _KEYWORDS]
    return asking[:MOST_CLAUSES]


def _look_at(words: tuple[str, ...], is_question: bool, language: str) -> Clause:
    return Clause(words, is_question or not ASKING.get(language, frozenset()).isdisjoint(words))


def _cut_long(sentence: str, language: str) -> list[str]:
    if len(sentence.split()) <= _SHORT:
        return [sentence]
    parts: list[str] = []
    pending = ""
    for piece in _joiner(language).split(sentence):
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


_JOINED_BY = {language: re.compile(rf",|\b(?:{'|'.join(sorted(words))})\b") for language, words in JOINERS.items()}
_COMMA = re.compile(",")


def _joiner(language: str) -> re.Pattern[str]:
    return _JOINED_BY.get(language, _COMMA)
