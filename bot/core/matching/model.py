"""Learns one language's topics and gives probabilities for words; knows no decision, chat or other language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bot.core.common_words import EVERYDAY
from bot.core.matching.arrays import Floats, Rows
from bot.core.matching.calibration import Calibration
from bot.core.matching.features import Reader
from bot.core.matching.phrasebook import Phrasebook
from bot.core.matching.spelling import Speller
from bot.core.matching.voting import LeftOut, Voting
from bot.core.words import flatten, split_words

_MOST_JUDGED = 1200
"""Phrasings from which the probabilities are fitted; three numbers need no more."""

_MOST_MASKED = 150
_UNSEEN_TOPIC = 0.2
_UNSEEN_WORDS = 0.1
"""How much of what people ask is taken to be of an unknown topic, or all in unknown words."""


@dataclass(frozen=True)
class Known:
    """One phrasing with the number of its topic."""

    text: str
    topic: int


@dataclass(frozen=True)
class Model:
    """Everything learnt from one language's phrasings."""

    reader: Reader
    speller: Speller
    phrasebook: Phrasebook
    voting: Voting
    calibration: Calibration
    known: tuple[Known, ...]
    judged: Rows
    left_out: Floats

    @classmethod
    def learn(
        cls,
        language: str,
        known: Sequence[Known],
        synonyms: Mapping[str, str],
        foreign: frozenset[str] = frozenset(),
    ) -> Model:
        """Learn the phrasings, which come ordered by topic without a gap in the numbers."""
        texts = [split_words(flatten(each.text), language) for each in known]
        reader = Reader.learn(language, synonyms, texts)
        phrasebook = Phrasebook.learn(len(known), reader.tabulate(texts))
        topics = np.array([each.topic for each in known], dtype=np.intp)
        step = -(-len(known) // _MOST_JUDGED)
        judged = np.arange(0, len(known), step)
        voting, left_out = Voting.learn(phrasebook, lambda row: reader.read(texts[row]), topics, judged)
        masked = _judge_masked(reader, phrasebook, voting, texts)
        calibration = _calibrate(left_out, masked, topics[judged])
        speller = Speller.learn(language, _by_frequency(texts, reader), foreign)
        return cls(
            reader, speller, phrasebook, voting, calibration, tuple(known), judged, calibration.apply(*left_out.alone)
        )

    def judge(self, words: tuple[str, ...]) -> Floats:
        """Return the probability of each topic and, as the last, of none."""
        return self.weigh(self.compare(words))

    def compare(self, words: tuple[str, ...]) -> Floats:
        """Return how much the words, their spelling corrected, resemble each phrasing."""
        return self.phrasebook.compare(self.reader.read(self.speller.correct(words)))

    def weigh(self, resemblance: Floats) -> Floats:
        """Return the probabilities for a resemblance to each phrasing."""
        return self.calibration.apply(*self.voting.vote(resemblance))


def _by_frequency(texts: Sequence[tuple[str, ...]], reader: Reader) -> list[str]:
    counted = Counter(word for words in texts for word in words)
    ordered = [word for word, _ in counted.most_common()]
    return [*ordered, *sorted(reader.synonyms), *sorted(EVERYDAY.get(reader.language, frozenset()))]


def _judge_masked(
    reader: Reader, phrasebook: Phrasebook, voting: Voting, texts: Sequence[tuple[str, ...]]
) -> tuple[Floats, Floats]:
    """Judge phrasings whose telling words are unknown: the way in which people ask about something else."""
    everyday = EVERYDAY.get(reader.language, frozenset())
    votes: list[Floats] = []
    closeness: list[Floats] = []
    for row in range(0, len(texts), -(-len(texts) // _MOST_MASKED)):
        telling = {word for word in texts[row] if len(word) > 3 and word not in everyday}
        if telling:
            masked = tuple(word[::-1] if word in telling else word for word in texts[row])
            resemblance = phrasebook.compare(reader.read(masked))
            resemblance[row] = 0.0
            vote, close = voting.vote(resemblance)
            votes.append(vote)
            closeness.append(close)
    if not votes:
        return np.zeros((0, voting.count)), np.zeros((0, voting.count))
    return np.stack(votes), np.stack(closeness)


def _calibrate(left_out: LeftOut, masked: tuple[Floats, Floats], truth: Rows) -> Calibration:
    count = left_out.alone[0].shape[1]
    nothing = np.full(len(truth), count)
    return Calibration.fit(
        np.concatenate([left_out.alone[0], left_out.strange[0], masked[0]]),
        np.concatenate([left_out.alone[1], left_out.strange[1], masked[1]]),
        np.concatenate([truth, nothing, np.full(len(masked[0]), count)]),
        np.concatenate(
            [
                np.full(len(truth), (1 - _UNSEEN_TOPIC - _UNSEEN_WORDS) / len(truth)),
                np.full(len(truth), _UNSEEN_TOPIC / len(truth)),
                np.full(len(masked[0]), _UNSEEN_WORDS / max(1, len(masked[0]))),
            ]
        ),
    )
