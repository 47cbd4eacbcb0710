"""Holds the known phrasings of one language by their evidence and says how much a text resembles each of them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.core.matching.arrays import Floats, Rows
from bot.core.matching.features import Features, Kind

KIND_WEIGHTS = {Kind.WORD: 0.4, Kind.PHRASE: 0.2, Kind.LETTERS: 0.4}
WHOLE_SHARE = 0.5
"""How much of a resemblance counts squared: the more of a phrasing is there at once, the more each part says."""


@dataclass(frozen=True)
class Phrasebook:
    """An inverted index: per kind of evidence, each key's rarity, phrasings and weights there."""

    size: int
    keys: tuple[dict[str, int], ...]
    rarity: tuple[list[float], ...]
    unseen_rarity: float
    rows: tuple[list[Rows], ...]
    weights: tuple[list[Floats], ...]

    @classmethod
    def learn(cls, phrasings: Sequence[Features]) -> Phrasebook:
        """Index the phrasings; what is rare among them weighs more."""
        size = len(phrasings)
        keys: list[dict[str, int]] = []
        rarity: list[list[float]] = []
        rows: list[list[Rows]] = []
        weights: list[list[Floats]] = []
        for kind in Kind:
            spread = Counter(key for features in phrasings for key in features[kind])
            rare = {key: math.log((1 + size) / (1 + times)) + 1 for key, times in spread.items()}
            found: dict[str, tuple[list[int], list[float]]] = {key: ([], []) for key in spread}
            for row, features in enumerate(phrasings):
                values = {key: (1 + math.log(times)) * rare[key] for key, times in features[kind].items()}
                scale = math.sqrt(KIND_WEIGHTS[kind]) / (math.sqrt(sum(v * v for v in values.values())) or 1)
                for key, value in values.items():
                    where, what = found[key]
                    where.append(row)
                    what.append(value * scale)
            keys.append({key: number for number, key in enumerate(found)})
            rarity.append([rare[key] for key in found])
            rows.append([np.array(where, dtype=np.intp) for where, _ in found.values()])
            weights.append([np.array(what, dtype=np.float32) for _, what in found.values()])
        return cls(size, tuple(keys), tuple(rarity), math.log(1 + size) + 1, tuple(rows), tuple(weights))

    def compare(self, features: Features) -> Floats:
        """Return the resemblance (0 to 1) of the evidence to each phrasing."""
        where: list[Rows] = []
        what: list[Floats] = []
        for kind in Kind:
            values = []
            norm = 0.0
            keys, rarity = self.keys[kind], self.rarity[kind]
            for key, times in features[kind].items():
                number = keys.get(key)
                value = (1 + math.log(times)) * (self.unseen_rarity if number is None else rarity[number])
                norm += value * value
                if number is not None:
                    values.append((number, value))
            scale = math.sqrt(KIND_WEIGHTS[kind]) / (math.sqrt(norm) or 1)
            for number, value in values:
                where.append(self.rows[kind][number])
                what.append(self.weights[kind][number] * (value * scale))
        if not where:
            return np.zeros(self.size, dtype=np.float32)
        linear = np.bincount(np.concatenate(where), np.concatenate(what), minlength=self.size)
        return ((1 - WHOLE_SHARE) * linear + WHOLE_SHARE * linear**2).astype(np.float32)
