"""Holds what is costly to learn, so that it can be kept; knows no phrasing and no file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.language import LanguageDetector
from bot.core.matching.arrays import Floats, Rows
from bot.core.matching.calibration import Calibration
from bot.core.matching.phrasebook import Index
from bot.core.matching.thresholds import Thresholds


@dataclass(frozen=True)
class Lesson:
    """What was learnt of one language's phrasings: it is of use beside the very same phrasings only."""

    words: tuple[str, ...]
    """The words of the phrasings, the most frequent first."""
    stems: Mapping[str, str]
    roots: tuple[str, ...]
    groups: tuple[str, ...]
    """The roots and the groups of letters of the words, by number."""
    indexes: tuple[Index, ...]
    votes: Floats | None
    """What each phrasing says for each topic; none where there are too many for the regression."""
    calibration: Calibration
    judged: Rows
    left_out: Floats
    """The probabilities of the judged phrasings (by row) as if each had not been known."""


@dataclass(frozen=True)
class Lessons:
    """What was learnt of each language, and of all of them together."""

    languages: Mapping[str, Lesson]
    detector: LanguageDetector
    thresholds: Thresholds
