"""Holds what is costly to learn of one language, so that it can be kept; knows no phrasing and no file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.core.matching.arrays import Floats, Rows
from bot.core.matching.calibration import Calibration


@dataclass(frozen=True)
class Lesson:
    """What was learnt of the phrasings, in numbers: it is of use beside the very same phrasings only."""

    texts: Sequence[tuple[str, ...]]
    """The words of each phrasing."""
    stems: Mapping[str, str]
    votes: Floats | None
    """What each phrasing says for each topic; none where there are too many for the regression."""
    calibration: Calibration
    judged: Rows
    left_out: Floats
    """The probabilities of the judged phrasings (by row) as if each had not been known."""
