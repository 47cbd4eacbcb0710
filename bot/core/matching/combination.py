"""Weighs the clauses of one message against each other; knows only probabilities."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bot.core.matching.arrays import Floats

ANY_CLAUSE = 0.15
ASKING_CLAUSE = 0.35
CLEAREST_CLAUSE = 0.5
OUTSIDE = -0.65
"""How much each view of the clauses counts: fitted once on left-out phrasings set between introductions."""

_NOT_ASKING = 1.5
_FAINTEST = -4.0


def combine_clauses(chances: Floats, asks: Sequence[bool], topics: int) -> Floats:
    """Return one message's probabilities from those of its clauses (rows); the first columns are topics.

    An introduction is like nothing known and must not drown the question, so the clauses are not averaged:
    a topic counts by the clause that speaks most for it, and most of all by the clearest one that asks.
    """
    logs = np.log(np.maximum(chances, 1e-6))
    against_nothing = np.maximum(logs - logs[:, -1:], _FAINTEST)
    asking = np.array(asks)
    if not asking.any():
        asking[:] = True
    clearness = against_nothing[:, :topics].max(axis=1) - _NOT_ASKING * ~asking
    evidence = (
        ANY_CLAUSE * against_nothing.max(axis=0)
        + ASKING_CLAUSE * against_nothing[asking].max(axis=0)
        + CLEAREST_CLAUSE * against_nothing[clearness.argmax()]
    )
    evidence[topics:-1] += OUTSIDE
    raised = np.exp(evidence - evidence.max())
    combined: Floats = raised / raised.sum()
    return combined
