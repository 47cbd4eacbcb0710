"""Kernel ridge regression with its left-out predictions in closed form; knows only numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.core.matching.arrays import Floats, Rows

SMOOTHING = 0.3


@dataclass(frozen=True)
class Ridge:
    """What each known row says for each class, and the inverse from which left-out predictions follow."""

    votes: Floats
    inverse: Floats
    targets: Floats

    @classmethod
    def fit(cls, likeness: Floats, classes: Rows, count: int) -> Ridge:
        """Fit one column per class to 1 for its own rows and 0 for all others: what is like nothing known gets 0."""
        size = len(classes)
        targets = np.zeros((size, count), dtype=np.float32)
        targets[np.arange(size), classes] = 1.0
        inverse = np.linalg.inv(likeness + SMOOTHING * np.eye(size, dtype=np.float32))
        return cls(inverse @ targets, inverse, targets)

    def leave_out(self, groups: Sequence[Rows]) -> Floats:
        """Predict each group's rows as if all rows of that group had never been seen."""
        left_out = np.empty_like(self.votes)
        for group in groups:
            block = self.inverse[np.ix_(group, group)]
            left_out[group] = self.targets[group] - np.linalg.solve(block, self.votes[group])
        return left_out
