"""Turns raw votes into probabilities and learns from left-out rows when to answer; knows only numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bot.core.matching.arrays import Floats, Rows

_STEPS = 25
_PRIOR = 0.01


@dataclass(frozen=True)
class Calibration:
    """How steeply votes and closeness speak for a class, and how strong "nothing that I know" is by itself."""

    vote: float
    closeness: float
    nothing: float

    @classmethod
    def fit(cls, votes: Floats, closeness: Floats, truth: Rows, row_weights: Floats) -> Calibration:
        """Maximise the likelihood of the truth; the class number after the last stands for "nothing"."""
        rows, count = votes.shape
        weights = row_weights / row_weights.sum()
        parts = np.zeros((3, rows, count + 1))
        parts[0, :, :count] = votes
        parts[1, :, :count] = closeness
        parts[2, :, count] = 1.0
        true_parts = parts[:, np.arange(rows), truth]
        values = np.array([4.0, 1.0, 1.0])
        for _ in range(_STEPS):
            chances = _softmax(np.tensordot(values, parts, axes=1))
            means = (parts * chances).sum(axis=2)
            slope = ((true_parts - means) * weights).sum(axis=1) - _PRIOR * values * 0.01
            curve = np.empty((3, 3))
            for i in range(3):
                for j in range(3):
                    both = (parts[i] * parts[j] * chances).sum(axis=1) - means[i] * means[j]
                    curve[i, j] = (both * weights).sum()
            curve += _PRIOR * 0.01 * np.eye(3)
            step = np.linalg.solve(curve, slope)
            values = values + np.clip(step, -3.0, 3.0)
            if np.abs(step).max() < 1e-3:
                break
        return cls(*map(float, values))

    def apply(self, votes: Floats, closeness: Floats) -> Floats:
        """Return each row's probabilities: one per class, and "nothing" as the last."""
        logits = np.full((*votes.shape[:-1], votes.shape[-1] + 1), self.nothing, dtype=np.float32)
        logits[..., :-1] = self.vote * votes + self.closeness * closeness
        return _softmax(logits)


def _softmax(logits: Floats) -> Floats:
    raised = np.exp(logits - logits.max(axis=-1, keepdims=True))
    chances: Floats = raised / raised.sum(axis=-1, keepdims=True)
    return chances
