"""Holds the known phrasings of one language by their evidence and says how much a text resembles each of them."""

from __future__ import annotations

import math
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bot.core.matching.arrays import Floats, Rows
from bot.core.matching.features import UNSEEN, Entries, Evidence, Kind

KIND_WEIGHTS = {Kind.WORD: 0.4, Kind.PHRASE: 0.2, Kind.LETTERS: 0.4}
WHOLE_SHARE = 0.5
"""How much of a resemblance counts squared: the more of a phrasing is there at once, the more each part says."""

_FREQUENT = 16
"""Evidence in more phrasings than this is compared by matrices, rarer evidence pair by pair."""


_BLOCK = 256
"""Rows that are worked on at once: a second matrix of everything would double the memory at start."""


_GIVEN_BACK = 33 * 2**20
"""Bytes: a smaller block may stay in the process for good when it is freed (glibc); untouched rows cost nothing."""


@dataclass(frozen=True)
class Index:
    """One kind of evidence: the number of each key, its rarity, and where it occurs with which weight."""

    numbers: Mapping[int, int]
    rarity: array[float]
    starts: array[int]
    rows: Rows
    values: Floats


@dataclass(frozen=True)
class Phrasebook:
    """The phrasings of one language, indexed by each kind of evidence."""

    size: int
    unseen_rarity: float
    indexes: tuple[Index, ...]

    @classmethod
    def learn(cls, size: int, tables: Sequence[Entries]) -> Phrasebook:
        """Index the phrasings' evidence; what is rare among them weighs more."""
        indexes = tuple(_index(size, kind, table) for kind, table in zip(Kind, tables, strict=True))
        return cls(size, math.log(1 + size) + 1, indexes)

    def compare(self, evidence: Evidence) -> Floats:
        """Return the resemblance (0 to 1) of the evidence to each phrasing."""
        rows: list[Rows] = []
        values: list[Floats] = []
        for kind, index in zip(Kind, self.indexes, strict=True):
            found: list[tuple[int, float]] = []
            norm = 0.0
            for key, times in evidence[kind].items():
                number = UNSEEN if key == UNSEEN else index.numbers.get(key, UNSEEN)
                rarity = self.unseen_rarity if number == UNSEEN else index.rarity[number]
                value = rarity * times if times <= 1 else rarity * (1 + math.log(times))
                if number == UNSEEN and key == UNSEEN:
                    norm += times * self.unseen_rarity**2
                else:
                    norm += value * value
                if number != UNSEEN:
                    found.append((number, value))
            scale = math.sqrt(KIND_WEIGHTS[kind] / norm) if norm else 0.0
            for number, value in found:
                start, end = index.starts[number], index.starts[number + 1]
                rows.append(index.rows[start:end])
                values.append(index.values[start:end] * (value * scale))
        if not rows:
            return np.zeros(self.size, dtype=np.float32)
        linear = np.bincount(np.concatenate(rows), np.concatenate(values), minlength=self.size)
        return _sharpen(linear.astype(np.float32))

    def compare_all(self) -> Floats:
        """Return the resemblance of every phrasing to every other."""
        height = max(self.size, _GIVEN_BACK // (4 * self.size))
        linear = np.zeros((height, self.size), dtype=np.float32)[: self.size]
        blocks = [slice(start, start + _BLOCK) for start in range(0, self.size, _BLOCK)]
        for index in self.indexes:
            starts = np.array(index.starts)
            spread = np.diff(starts)
            frequent = np.flatnonzero(spread > _FREQUENT)
            dense = np.zeros((self.size, len(frequent)), dtype=np.float32)
            for column, number in enumerate(frequent):
                here = slice(starts[number], starts[number + 1])
                dense[index.rows[here], column] = index.values[here]
            for block in blocks:
                linear[block] += dense[block] @ dense.T
            for times in range(2, _FREQUENT + 1):
                where = starts[:-1][spread == times, None] + np.arange(times)
                rows, values = index.rows[where], index.values[where]
                pairs = rows[:, :, None] * self.size + rows[:, None, :]
                np.add.at(linear.reshape(-1), pairs.reshape(-1), (values[:, :, None] * values[:, None, :]).reshape(-1))
        np.fill_diagonal(linear, 1.0)
        for block in blocks:
            linear[block] = _sharpen(linear[block])
        return linear


def _sharpen(linear: Floats) -> Floats:
    return linear * ((1 - WHOLE_SHARE) + WHOLE_SHARE * linear)


def _index(size: int, kind: Kind, table: Entries) -> Index:
    keys, number_of, spread = np.unique(table.keys, return_inverse=True, return_counts=True)
    rarity = np.log((1 + size) / (1 + spread)) + 1
    values = np.where(table.times <= 1, table.times, 1 + np.log(table.times)) * rarity[number_of]
    norms = np.bincount(table.rows, values * values, minlength=size)
    values *= np.sqrt(KIND_WEIGHTS[kind] / norms[table.rows])
    order = np.argsort(number_of, kind="stable")
    return Index(
        {key: number for number, key in enumerate(keys.tolist())},
        array("f", rarity.tolist()),
        array("i", [0, *np.cumsum(spread).tolist()]),
        table.rows[order].astype(np.int32),
        values[order].astype(np.float32),
    )
