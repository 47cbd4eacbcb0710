"""What is kept of people's questions, as values; knows no person but the staff who file them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Outcome(StrEnum):
    """What came of a question; OUTSIDE are those on a known topic that the FAQ only points away from."""

    ANSWER = "answer"
    SUGGEST = "suggest"
    UNKNOWN = "unknown"
    OUTSIDE = "outside"


@dataclass(frozen=True)
class Unanswered:
    """A question that nobody could answer, masked and cut; whose it was is not kept.

    `settled_at` is when staff filed it under `topic`, or dismissed it (without a topic); `settled_by` is their name.
    """

    id: int
    at: datetime
    language: str
    text: str
    settled_at: datetime | None = None
    settled_by: str = ""
    topic: str | None = None


@dataclass(frozen=True)
class Proposal:
    """A question that staff propose as a phrasing of a topic; `count` is how often it was asked, in one way or another.

    `id` is its number once it is stored.
    """

    language: str
    topic: str
    question: str
    count: int
    filed_by: str
    filed_at: datetime
    id: int = 0
