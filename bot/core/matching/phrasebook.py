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

    keys: Rows
    rarity: Floats
    starts: Rows
    rows: Rows
    values: Floats


@dataclass(frozen=True)
class _Found:
    """An index in the form in which single keys are looked up fastest."""

    numbers: Mapping[int, int]
    rarity: array[float]
    starts: array[int]
    rows: Rows
    values: Floats

    @classmethod
    def of(cls, index: Index) -> _Found:
        numbers = dict(zip(index.keys.tolist(), range(len(index.keys)), strict=True))
        rarity, starts = array("f", index.rarity.astype(np.float32).tobytes()), array("i", index.starts.tobytes())
        return cls(numbers, rarity, starts, index.rows.astype(np.intp), index.values)


@dataclass(frozen=True)
class Phrasebook:
    """The phrasings of one language, indexed by each kind of evidence."""

    size: int
    unseen_rarity: float
    indexes: tuple[Index, ...]
    found: tuple[_Found, ...]

    @classmethod
    def learn(cls, size: int, tables: Sequence[Entries]) -> Phrasebook:
        """Index the phrasings' evidence; what is rare among them weighs more."""
        return cls.recall(size, tuple(_index(size, kind, table) for kind, table in zip(Kind, tables, strict=True)))

    @classmethod
    def recall(cls, size: int, indexes: tuple[Index, ...]) -> Phrasebook:
        """Give the phrasebook that was learnt."""
        return cls(size, math.log(1 + size) + 1, indexes, tuple(map(_Found.of, indexes)))

    def compare(self, evidence: Evidence) -> Floats:
        """Return the resemblance (0 to 1) of the evidence to each phrasing."""
        rows: list[Rows] = []
        values: list[Floats] = []
        scales: list[float] = []
        for kind, index in zip(Kind, self.found, strict=True):
            number_of, rarity_of, starts = index.numbers.get, index.rarity, index.starts
            numbers: list[int] = []
            found: list[float] = []
            norm = 0.0
            for key, times in evidence[kind].items():
                number = number_of(key)
                if number is not None:
                    value = rarity_of[number] * (times if times <= 1 else 1 + math.log(times))
                    numbers.append(number)
                    found.append(value)
                elif key == UNSEEN:
                    norm += times * self.unseen_rarity**2
                    continue
                else:
                    value = self.unseen_rarity * (times if times <= 1 else 1 + math.log(times))
                norm += value * value
            scale = math.sqrt(KIND_WEIGHTS[kind] / norm) if norm else 0.0
            scales += [value * scale for value in found]
            stretches = [slice(starts[number], starts[number + 1]) for number in numbers]
            rows += [index.rows[stretch] for stretch in stretches]
            values += [index.values[stretch] for stretch in stretches]
        if not rows:
            return np.zeros(self.size, dtype=np.float32)
        weights = np.concatenate(values) * np.repeat(scales, list(map(len, rows)))
        linear = np.bincount(np.concatenate(rows), weights, minlength=self.size)
        return _sharpen(linear.astype(np.float32))

    def compare_all(self) -> Floats:
        """Return the resemblance of every phrasing to every other."""
        height = max(self.size, _GIVEN_BACK // (4 * self.size))
        linear = np.zeros((height, self.size), dtype=np.float32)[: self.size]
        blocks = [slice(start, start + _BLOCK) for start in range(0, self.size, _BLOCK)]
        for index in self.indexes:
            starts = index.starts
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
        keys,
        rarity.astype(np.float32),
        np.concatenate([[0], np.cumsum(spread)]).astype(np.int32),
        table.rows[order].astype(np.int32),
        values[order].astype(np.float32),
    )
