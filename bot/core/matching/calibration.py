"""Turns raw votes into probabilities, and learns from left-out phrasings how to; knows only numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.core.matching.arrays import Floats, Rows

_STEPS = 12
_RESTRAINT = 1e-4
_START = (10.0, 2.0, 3.0)


@dataclass(frozen=True)
class Ballot:
    """What the phrasings say of one text or of several: per class the votes, and how close the closest is."""

    votes: Floats
    closeness: Floats

    def pick(self, rows: Rows) -> Ballot:
        """Return the ballot of some of the texts."""
        return Ballot(self.votes[rows], self.closeness[rows])

    @classmethod
    def stack(cls, ballots: Sequence[Ballot]) -> Ballot:
        """Return one ballot of several texts from one ballot for each."""
        return cls(np.stack([each.votes for each in ballots]), np.stack([each.closeness for each in ballots]))

    @classmethod
    def join(cls, ballots: Sequence[Ballot]) -> Ballot:
        """Return one ballot of all the texts of several."""
        votes, closeness = [each.votes for each in ballots], [each.closeness for each in ballots]
        return cls(np.concatenate(votes), np.concatenate(closeness))


@dataclass(frozen=True)
class Calibration:
    """How much votes speak for a class, how much closeness to any class denies "nothing", and how strong that is.

    Which class it is, the votes tell better alone: a single phrasing that happens to be close misleads.
    """

    vote: float
    closeness: float
    nothing: float

    @classmethod
    def fit(cls, ballot: Ballot, truth: Rows, row_weights: Floats) -> Calibration:
        """Maximise the likelihood of the truth; the class number after the last stands for "nothing"."""
        rows, count = ballot.votes.shape
        weights = row_weights / row_weights.sum()
        parts = np.zeros((len(_START), rows, count + 1))
        parts[0, :, :count] = ballot.votes
        parts[1, :, count] = -ballot.closeness.max(axis=1)
        parts[2, :, count] = 1.0
        true_parts = parts[:, np.arange(rows), truth]
        values = np.array(_START)
        for _ in range(_STEPS):
            chances = _softmax(np.tensordot(values, parts, axes=1))
            means = np.einsum("prc,rc->pr", parts, chances)
            slope = (true_parts - means) @ weights - _RESTRAINT * values
            weighted = parts * (chances * weights[:, None])
            curve = np.tensordot(parts, weighted, axes=([1, 2], [1, 2])) - (means * weights) @ means.T
            values += np.linalg.solve(curve + _RESTRAINT * np.eye(len(values)), slope).clip(-3.0, 3.0)
            values[:2] = values[:2].clip(0.0)
        return cls(*map(float, values))

    def apply(self, ballot: Ballot) -> Floats:
        """Return each text's probabilities: one per class, and "nothing" as the last."""
        votes = ballot.votes
        logits = np.empty((*votes.shape[:-1], votes.shape[-1] + 1), dtype=np.float32)
        logits[..., :-1] = self.vote * votes
        logits[..., -1] = self.nothing - self.closeness * ballot.closeness.max(axis=-1)
        return _softmax(logits)


def _softmax(logits: Floats) -> Floats:
    raised = np.exp(logits - logits.max(axis=-1, keepdims=True))
    chances: Floats = raised / raised.sum(axis=-1, keepdims=True)
    return chances
