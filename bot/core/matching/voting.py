"""Lets the known phrasings vote for topics by how much a text resembles them; knows only numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from bot.core.matching.arrays import Floats, Rows
from bot.core.matching.features import Evidence
from bot.core.matching.phrasebook import Phrasebook
from bot.core.matching.ridge import Ridge

MOST_REGRESSED = 6000
"""Phrasings for which the regression is worth its time and memory, which grow by the cube and the square."""

_ALIKE = 0.6
"""Phrasings of one topic that resemble each other more are left out together: a copy would make it easy."""

_NEVER = -9.0


@dataclass(frozen=True)
class LeftOut:
    """Votes and closeness of phrasings as if unseen: by themselves, and with their whole topic."""

    alone: tuple[Floats, Floats]
    strange: tuple[Floats, Floats]


@dataclass(frozen=True)
class Voting:
    """What each phrasing says for each topic; without weights, each topic's phrasings simply say its name."""

    starts: Rows
    sizes: Rows
    weights: Floats | None

    @property
    def count(self) -> int:
        """How many topics there are."""
        return len(self.starts)

    @classmethod
    def learn(
        cls, phrasebook: Phrasebook, read: Callable[[int], Evidence], topics: Rows, judged: Rows
    ) -> tuple[Voting, LeftOut]:
        """Learn the weights by regression, or do without where there are too many phrasings."""
        starts = np.flatnonzero(np.diff(topics, prepend=-1))
        sizes = np.diff(np.append(starts, len(topics)))
        if len(topics) > MOST_REGRESSED:
            voting = cls(starts, sizes, None)
            return voting, voting._leave_out_rows(phrasebook, read, topics, judged)
        likeness = phrasebook.compare_all()
        groups = _group_alike(likeness, starts, sizes)
        closeness = np.maximum.reduceat(likeness, starts, axis=1)
        for start, size in zip(starts, sizes, strict=True):
            own = slice(start, start + size)
            apart = groups[own, None] != groups[None, own]
            closeness[own, topics[start]] = (likeness[own, own] * apart).max(axis=1)
        ridge = Ridge.fit(likeness, topics, len(starts))
        alone = ridge.leave_out(_rows_by_group(groups))
        strange = ridge.leave_out(_rows_by_group(topics))
        left_out = LeftOut(
            (alone[judged], closeness[judged]),
            _forget_own(strange[judged], closeness[judged], topics[judged]),
        )
        return cls(starts, sizes, ridge.votes), left_out

    def vote(self, resemblance: Floats) -> tuple[Floats, Floats]:
        """Return each topic's votes and its closest phrasing's resemblance."""
        closeness = np.maximum.reduceat(resemblance, self.starts)
        if self.weights is None:
            return np.add.reduceat(resemblance, self.starts) / self.sizes, closeness
        return resemblance @ self.weights, closeness

    def _leave_out_rows(
        self, phrasebook: Phrasebook, read: Callable[[int], Evidence], topics: Rows, judged: Rows
    ) -> LeftOut:
        votes = np.empty((len(judged), self.count))
        closeness = np.empty_like(votes)
        for number, row in enumerate(judged):
            resemblance = phrasebook.compare(read(row))
            resemblance[row] = 0.0
            votes[number], closeness[number] = self.vote(resemblance)
        return LeftOut((votes, closeness), _forget_own(votes, closeness, topics[judged]))


def _forget_own(votes: Floats, closeness: Floats, truth: Rows) -> tuple[Floats, Floats]:
    votes, closeness = votes.copy(), closeness.copy()
    votes[np.arange(len(truth)), truth] = _NEVER
    closeness[np.arange(len(truth)), truth] = 0.0
    return votes, closeness


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
