"""Kernel ridge regression with its left-out predictions in closed form; knows only numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.core.matching.arrays import Floats, Rows

SMOOTHING = 0.1
_SMALL = 128


@dataclass(frozen=True)
class Ridge:
    """What each known row says for each class, and the factor F of the inverse FᵀF that left-out predictions need."""

    votes: Floats
    factor: Floats
    targets: Floats

    @classmethod
    def fit(cls, likeness: Floats, classes: Rows, count: int) -> Ridge:
        """Fit a column per class to 1 for its rows and 0 for others; `likeness` is overwritten."""
        targets = np.zeros((len(classes), count), dtype=np.float32)
        targets[np.arange(len(classes)), classes] = 1.0
        likeness[np.diag_indices_from(likeness)] += SMOOTHING
        invert_factor_in_place(likeness)
        return cls(likeness.T @ (likeness @ targets), likeness, targets)

    def leave_out(self, groups: Sequence[Rows]) -> Floats:
        """Predict each group's rows as if all rows of that group had never been seen."""
        own = np.einsum("ij,ij->j", self.factor, self.factor)
        left_out = self.targets - self.votes / own[:, None]
        for group in groups:
            if len(group) > 1:
                columns = self.factor[:, group]
                left_out[group] = self.targets[group] - np.linalg.solve(columns.T @ columns, self.votes[group])
        return np.asarray(left_out)


def invert_factor_in_place(matrix: Floats) -> None:
    """Replace a symmetric positive definite matrix by the inverse of its Cholesky factor.

    Done by halves it is nearly all multiplication, which takes a fraction of LAPACK's time in numpy.
    """
    size = len(matrix)
    if size <= _SMALL:
        matrix[:] = np.linalg.inv(np.linalg.cholesky(matrix))
        return
    half = size // 2
    first, across, second = matrix[:half, :half], matrix[half:, :half], matrix[half:, half:]
    invert_factor_in_place(first)
    solved = across @ first.T
    second -= solved @ solved.T
    invert_factor_in_place(second)
    across[:] = -(second @ solved) @ first
    matrix[:half, half:] = 0.0
