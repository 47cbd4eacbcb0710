"""The FAQ as values and the matcher's verdict; knows nothing of files, chats or flows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True)
class Entry:
    """One topic in one language, as an editor wrote it; texts keep their {placeholders}."""

    id: str
    language: str
    question: str
    label: str
    answer: str
    phrasings: tuple[str, ...]
    related: tuple[str, ...] = ()
    flow: str | None = None


@dataclass(frozen=True)
class Outside:
    """A known topic that the FAQ does not answer, with the pointer to where people may go instead."""

    id: str
    language: str
    phrasings: tuple[str, ...]
    pointer: str | None = None


@dataclass(frozen=True)
class Faq:
    """Everything the FAQ files say: language → entries by id, outside topics and synonyms (word → concept)."""

    entries: Mapping[str, Mapping[str, Entry]]
    outside: Mapping[str, tuple[Outside, ...]] = field(default_factory=dict)
    synonyms: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that have a file, in the order in which they were loaded."""
        return tuple(self.entries)


class Decision(StrEnum):
    """What to do with a question."""

    ANSWER = "answer"
    SUGGEST = "suggest"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Candidate:
    """A topic with the probability (0 to 1) that its answer helps."""

    id: str
    score: float


@dataclass(frozen=True)
class Match:
    """The matcher's verdict on one message: its language, the decision, and up to five topics, best first.

    `answers` are the topics to answer at once (two when a message asks two questions); it is empty unless the
    decision is ANSWER. `outside` names the outside topic that won, if one did.
    """

    language: str
    decision: Decision
    ranked: tuple[Candidate, ...] = ()
    answers: tuple[str, ...] = ()
    outside: Outside | None = None
    language_is_sure: bool = False
