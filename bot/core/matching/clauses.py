"""Cuts a message into the clauses that may each ask something; knows no topic."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.core.common_words import ASKING, JOINERS
from bot.core.words import split_words

MOST_CLAUSES = 10
_SHORT = 12
_LONG = 16
_WINDOW = 12
_LEAST = 4
_SENTENCE = re.compile(r"([^.!?;:\n…()。]+)([.!?;:\n…()。]*)")


@dataclass(frozen=True)
class Clause:
    """A few words that belong together, and whether they look like a question."""

    words: tuple[str, ...]
    asks: bool


def split_clauses(flat: str, language: str) -> list[Clause]:
    """Cut folded text at the ends of sentences; long sentences at commas and joining words too."""
    clauses: list[Clause] = []
    asking = ASKING.get(language, frozenset())
    for found in _SENTENCE.finditer(flat):
        is_question = "?" in found[2]
        for part in _cut_long(found[1], language):
            words = split_words(part, language)
            if words:
                clauses.append(Clause(words, is_question or not asking.isdisjoint(words)))
            if len(clauses) == MOST_CLAUSES:
                return clauses
    return clauses


def split_questions(flat: str, language: str) -> list[Clause]:
    """Cut folded text at every place where a second question may begin, in short sentences too."""
    clauses: list[Clause] = []
    for found in _SENTENCE.finditer(flat):
        for part in _joiner(language).split(found[1]):
            words = split_words(part, language)
            if len(words) > 1:
                clauses.append(Clause(words, True))
            if len(clauses) == MOST_CLAUSES:
                return clauses
    return clauses


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
