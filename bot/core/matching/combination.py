"""Weighs the clauses of one message against each other; knows only probabilities and what a question looks like."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from bot.core.matching.arrays import Floats
from bot.core.matching.clauses import Clause

MARKED = 5.0
ASKING = 1.5
LENGTH = 0.8
CLEARNESS = 0.45
WHOLE = 7.0
FADING = 0.7
INTRODUCING = 0.5
CERTAINTY = 1.25
"""What speaks for a clause to hold the question: fitted once on left-out phrasings set between introductions.

The last makes up for what the other clauses take from the one that counts.
"""

_SHORT = 20
_LONG_ENOUGH = 12
_FAINTEST = -4.0


def lean_towards(clauses: Sequence[Clause]) -> list[float]:
    """Say by their looks which clauses hold the question: the one with the mark, else one that asks; the longer."""
    has_mark = any(clause.is_marked for clause in clauses)
    leanings = []
    for place, clause in enumerate(clauses):
        is_last = clause.sentence not in {other.sentence for other in clauses[place + 1 : place + 2]}
        looks = MARKED * (clause.is_marked and is_last) if has_mark else ASKING * clause.asks
        leanings.append(looks + _weigh_length(len(clause.words)))
    return leanings


def lean_towards_whole(words: int) -> float:
    """Say how much a message counts as a whole beside its clauses: what a short one tells belongs to its question."""
    return WHOLE - FADING * max(0, words - _SHORT) + _weigh_length(words)


def combine_clauses(chances: Floats, leanings: Sequence[float], introductions: int | None = None) -> Floats:
    """Return one message's probabilities from those of its clauses (rows; the last column is "nothing").

    An introduction, if there is a column for them, is like nothing known and must not drown the question, so each
    clause counts by how likely it holds the question.
    """
    mixed = weigh_clauses(chances, leanings, introductions) @ chances
    if introductions is not None:
        mixed[introductions] *= INTRODUCING
    mixed **= CERTAINTY
    combined: Floats = mixed / mixed.sum()
    return combined


def weigh_clauses(chances: Floats, leanings: Sequence[float], introductions: int | None = None) -> Floats:
    """Say how likely each clause holds the question: by its looks, and by how clearly it speaks for anything."""
    if introductions is not None:
        chances = chances.copy()
        chances[:, -1] += chances[:, introductions]
        chances[:, introductions] = 0.0
    logs = np.log(np.maximum(chances, 1e-6))
    clearness = np.maximum(logs[:, :-1].max(axis=1) - logs[:, -1], _FAINTEST)
    weights = np.array(leanings) + CLEARNESS * clearness
    raised = np.exp(weights - weights.max())
    return np.asarray(raised / raised.sum())


def _weigh_length(words: int) -> float:
    return LENGTH * math.log(max(1, min(words, _LONG_ENOUGH)))
