"""Lets the known phrasings vote for topics by how much a text resembles them; knows only numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from bot.core.matching.arrays import Floats, Rows
from bot.core.matching.calibration import Ballot
from bot.core.matching.features import Evidence
from bot.core.matching.phrasebook import Phrasebook
from bot.core.matching.ridge import Ridge

MOST_REGRESSED = 5000
"""Phrasings for which the regression is worth its time and memory, which grow by the cube and the square."""

_SAMPLE = 600
"""Phrasings that are left out one by one where there are too many for the regression."""

_ALIKE = 0.8
"""Phrasings of one topic that resemble each other more are left out together: a copy would make it easy."""

_NEVER = -9.0


@dataclass(frozen=True)
class LeftOut:
    """Some phrasings' ballots as if unseen: each left out by itself, and with its whole topic."""

    rows: Rows
    truth: Rows
    alone: Ballot
    strange: Ballot


@dataclass(frozen=True)
class Voting:
    """What each phrasing says for each topic; without weights, each phrasing simply says its topic's name."""

    starts: Rows
    sizes: Rows
    weights: Floats | None

    @classmethod
    def arrange(cls, topics: Rows, weights: Floats | None) -> Voting:
        """Give the phrasings, which come ordered by topic, their weights."""
        starts = np.flatnonzero(np.diff(topics, prepend=-1))
        return cls(starts, np.diff(np.append(starts, len(topics))), weights)

    @classmethod
    def learn(cls, phrasebook: Phrasebook, read: Callable[[int], Evidence], topics: Rows) -> tuple[Voting, LeftOut]:
        """Learn the weights by regression, or do without where there are too many phrasings."""
        voting = cls.arrange(topics, None)
        if len(topics) <= MOST_REGRESSED:
            return _regress(phrasebook, topics, voting.starts, voting.sizes)
        rows = np.arange(0, len(topics), -(-len(topics) // _SAMPLE))
        ballots = [voting.vote_without(row, phrasebook.compare(read(row))) for row in rows.tolist()]
        alone = Ballot.stack(ballots)
        return voting, LeftOut(rows, topics[rows], alone, _forget_own(alone, topics[rows]))

    def vote(self, resemblance: Floats) -> Ballot:
        """Return what the phrasings say of a text that resembles them so, or of several (a row each)."""
        closeness = np.maximum.reduceat(resemblance, self.starts, axis=-1)
        if self.weights is None:
            return Ballot(np.add.reduceat(resemblance, self.starts, axis=-1) / self.sizes, closeness)
        return Ballot(resemblance @ self.weights, closeness)

    def vote_without(self, row: int, resemblance: Floats) -> Ballot:
        """Return what the phrasings say when one of them keeps silent."""
        resemblance[row] = 0.0
        return self.vote(resemblance)


def _regress(phrasebook: Phrasebook, topics: Rows, starts: Rows, sizes: Rows) -> tuple[Voting, LeftOut]:
    likeness = phrasebook.compare_all()
    groups = _group_alike(likeness, starts, sizes)
    closeness = np.maximum.reduceat(likeness, starts, axis=1)
    for topic, (start, size) in enumerate(zip(starts, sizes, strict=True)):
        own = slice(start, start + size)
        apart = groups[own, None] != groups[None, own]
        closeness[own, topic] = (likeness[own, own] * apart).max(axis=1)
    ridge = Ridge.fit(likeness, topics, len(starts))
    alone = Ballot(ridge.leave_out(_rows_by_group(groups)), closeness)
    strange = _forget_own(Ballot(ridge.leave_out(_rows_by_group(topics)), closeness), topics)
    return Voting(starts, sizes, ridge.votes), LeftOut(np.arange(len(topics)), topics, alone, strange)


def _forget_own(ballot: Ballot, truth: Rows) -> Ballot:
    votes, closeness = ballot.votes.copy(), ballot.closeness.copy()
    votes[np.arange(len(truth)), truth] = _NEVER
    closeness[np.arange(len(truth)), truth] = 0.0
    return Ballot(votes, closeness)


def _group_alike(likeness: Floats, starts: Rows, sizes: Rows) -> Rows:
    """Number each topic's phrasings so that near copies share a number."""
    groups = [
        start + (likeness[start : start + size, start : start + size] > _ALIKE).argmax(axis=1)
        for start, size in zip(starts, sizes, strict=True)
    ]
    return np.concatenate(groups)


def _rows_by_group(groups: Rows) -> list[Rows]:
    order = np.argsort(groups, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(groups[order])) + 1)
