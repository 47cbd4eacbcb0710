"""Learns one language's topics and gives probabilities for words; knows no decision, chat or other language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bot.core.common_words import EVERYDAY
from bot.core.matching.arrays import Floats, Rows
from bot.core.matching.calibration import Calibration
from bot.core.matching.features import Features, Reader
from bot.core.matching.phrasebook import Phrasebook
from bot.core.matching.ridge import Ridge
from bot.core.matching.spelling import Speller
from bot.core.words import flatten

_ALIKE = 0.6
"""Phrasings of one topic that resemble each other more are left out together: a copy would make it easy."""

_NEVER = -9.0
_STRANGE_SHARE = 0.25
"""How much of what people ask is taken to belong to no topic, when probabilities are fitted."""


@dataclass(frozen=True)
class Known:
    """One phrasing with the number of its topic."""

    text: str
    topic: int


@dataclass(frozen=True)
class LeftOut:
    """Every phrasing judged as if it had never been seen, and as if its whole topic had never been seen."""

    truth: Rows
    alone: Floats
    strange: Floats


@dataclass(frozen=True)
class Model:
    """Everything learnt from one language's phrasings."""

    reader: Reader
    speller: Speller
    phrasebook: Phrasebook
    ridge: Ridge
    calibration: Calibration
    known: tuple[Known, ...]
    starts: Rows
    left_out: LeftOut

    @classmethod
    def learn(
        cls,
        language: str,
        known: Sequence[Known],
        synonyms: Mapping[str, str],
        foreign: frozenset[str] = frozenset(),
    ) -> Model:
        """Learn the phrasings, which come ordered by topic without a gap in the numbers."""
        reader = Reader.learn(language, synonyms)
        texts = [reader.split(flatten(each.text)) for each in known]
        features = [reader.read(words) for words in texts]
        speller = Speller.learn(language, _by_frequency(texts, reader), foreign)
        phrasebook = Phrasebook.learn(features)
        topics = np.array([each.topic for each in known], dtype=np.intp)
        starts = np.flatnonzero(np.diff(topics, prepend=-1))
        likeness = np.stack([phrasebook.compare(each) for each in features])
        likeness = (likeness + likeness.T) / 2
        ridge = Ridge.fit(likeness, topics, len(starts))
        calibration, left_out = _calibrate(likeness, topics, starts, ridge)
        return cls(reader, speller, phrasebook, ridge, calibration, tuple(known), starts, left_out)

    def judge(self, words: tuple[str, ...]) -> Floats:
        """Return the probability of each topic and, as the last, of none."""
        return self.weigh(self.reader.read(self.speller.correct(words)))

    def weigh(self, features: Features) -> Floats:
        """Return the probabilities that the evidence speaks for."""
        resemblance = self.phrasebook.compare(features)
        closeness = np.maximum.reduceat(resemblance, self.starts)
        return self.calibration.apply(resemblance @ self.ridge.votes, closeness)


def _by_frequency(texts: Sequence[tuple[str, ...]], reader: Reader) -> list[str]:
    counted = Counter(word for words in texts for word in words)
    ordered = [word for word, _ in counted.most_common()]
    everyday = EVERYDAY.get(reader.language, frozenset())
    return [*ordered, *sorted(reader.synonyms), *sorted(everyday)]


def _calibrate(likeness: Floats, topics: Rows, starts: Rows, ridge: Ridge) -> tuple[Calibration, LeftOut]:
    count = len(starts)
    groups = _group_alike(likeness, topics, starts)
    votes = ridge.leave_out(groups)
    others = likeness.copy()
    for group in groups:
        others[np.ix_(group, group)] = 0.0
    closeness = np.maximum.reduceat(others, starts, axis=1)

    whole = [np.flatnonzero(topics == topic) for topic in range(count)]
    strange_votes = ridge.leave_out(whole)
    strange_closeness = closeness.copy()
    rows = np.arange(len(topics))
    strange_votes[rows, topics] = _NEVER
    strange_closeness[rows, topics] = 0.0

    weights = np.concatenate([np.full(len(topics), 1 - _STRANGE_SHARE), np.full(len(topics), _STRANGE_SHARE)])
    calibration = Calibration.fit(
        np.concatenate([votes, strange_votes]),
        np.concatenate([closeness, strange_closeness]),
        np.concatenate([topics, np.full(len(topics), count)]),
        weights,
    )
    left_out = LeftOut(topics, calibration.apply(votes, closeness), calibration.apply(strange_votes, strange_closeness))
    return calibration, left_out


def _group_alike(likeness: Floats, topics: Rows, starts: Rows) -> list[Rows]:
    """Group each topic's phrasings so that near copies stand together."""
    groups: list[Rows] = []
    ends = np.append(starts[1:], len(topics))
    for start, end in zip(starts, ends, strict=True):
        left = list(range(start, end))
        while left:
            near = likeness[left[0], left] > _ALIKE
            near[0] = True
            groups.append(np.array(left)[near])
            left = [row for row, is_near in zip(left, near, strict=True) if not is_near]
    return groups
