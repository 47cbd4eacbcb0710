"""Learns from left-out phrasings how sure is sure enough to answer or to suggest; knows only probabilities."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.core.matching.arrays import Floats, Rows

MOST_WRONG = 0.02
"""The share of questions on our topics that may get a wrong topic's answer."""

MOST_FALSE = 0.035
"""The share of questions on no topic of ours that may get an answer."""

LEAST_OFFERED = 0.97
"""The share of questions that must get an answer or suggestions, of those whose topic is among the first three."""

LEAST_RIGHT_OF_TWO = 0.96
"""The share of answers that must be right where a message asks two questions on our topics and both are answered."""

_SAFE = 0.5
_LOWEST_OF_TWO = 0.25
_HIGHEST = 0.95


@dataclass(frozen=True)
class Judged:
    """Left-out phrasings of one language: probabilities of the topics, and the right one (-1: none of them)."""

    chances: Floats
    truth: Rows


@dataclass(frozen=True)
class Thresholds:
    """How probable the best topic must be to be answered, the first three together to be offered, and each of two.

    Who asks two questions is answered sooner: suggestions would be for one of them only, and a wrong answer stands
    beside a right one.
    """

    answer: float
    suggest: float
    two: float

    @classmethod
    def learn(cls, judged: Sequence[Judged]) -> Thresholds:
        """Take the lowest bars that keep wrong answers and false answers as rare as promised."""
        best = np.concatenate([each.chances.max(axis=1) for each in judged])
        right = np.concatenate([each.chances.argmax(axis=1) == each.truth for each in judged])
        ours = np.concatenate([each.truth >= 0 for each in judged])
        answer = max(
            _lowest_bar(best[ours & ~right], int(MOST_WRONG * ours.sum())),
            _lowest_bar(best[~ours], int(MOST_FALSE * (~ours).sum())),
        )
        offered = np.concatenate([-np.sort(-each.chances, axis=1)[:, :3].sum(axis=1) for each in judged])
        helpful = np.concatenate([_is_among_first_three(each) for each in judged])
        wanted = np.sort(offered[helpful])
        suggest = float(wanted[int((1 - LEAST_OFFERED) * len(wanted))]) if len(wanted) else _SAFE
        answer = min(max(answer, _SAFE), _HIGHEST)
        two = min(max(_lowest_right(best[ours], right[ours]), _LOWEST_OF_TWO), answer)
        return cls(answer, min(suggest, answer), two)


def _lowest_bar(mistakes: Floats, allowed: int) -> float:
    """Return the bar that no more than the allowed number of mistakes pass."""
    ordered = -np.sort(-mistakes)
    return float(ordered[allowed]) + 1e-6 if len(ordered) > allowed else 0.0


def _lowest_right(best: Floats, right: NDArray[np.bool_]) -> float:
    """Return the lowest bar above which nearly all are right."""
    order = np.argsort(-best)
    shares = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero(shares >= LEAST_RIGHT_OF_TWO)
    return float(best[order[enough[-1]]]) if len(enough) else _HIGHEST


def _is_among_first_three(judged: Judged) -> NDArray[np.bool_]:
    first = np.argsort(-judged.chances, axis=1)[:, :3]
    return np.asarray((first == judged.truth[:, None]).any(axis=1))
