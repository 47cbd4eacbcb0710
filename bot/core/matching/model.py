"""Learns one language's topics and gives probabilities for words; knows no decision, chat or other language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from bot.core.common_words import EVERYDAY
from bot.core.matching.arrays import Floats, Rows
from bot.core.matching.calibration import Ballot, Calibration
from bot.core.matching.features import Reader, split_synonym
from bot.core.matching.lesson import Lesson
from bot.core.matching.phrasebook import Phrasebook
from bot.core.matching.spelling import Speller
from bot.core.matching.voting import LeftOut, Voting
from bot.core.words import Stems, flatten, split_words

_MOST_FITTED = 1200
"""Phrasings from which the probabilities are fitted; three numbers need no more."""

_MOST_MASKED = 150
_UNSEEN_TOPIC = 0.1
_UNSEEN_WORDS = 0.05
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
    known: tuple[Known, ...]
    lesson: Lesson

    @classmethod
    def learn(
        cls,
        language: str,
        known: Sequence[Known],
        synonyms: Mapping[str, str],
        right: frozenset[str] = frozenset(),
        lesson: Lesson | None = None,
    ) -> Model:
        """Learn the phrasings, which come ordered by topic without a gap in the numbers.

        A lesson that was learnt of the very same phrasings saves most of the time and memory that this takes.
        """
        topics = np.array([each.topic for each in known], dtype=np.intp)
        lesson = lesson or _study(language, known, synonyms, topics)
        stems = Stems(language, lesson.stems)
        reader = Reader.recall(stems, synonyms, lesson.words, lesson.roots, lesson.groups)
        phrasebook = Phrasebook.recall(len(known), lesson.indexes)
        voting = Voting.arrange(topics, lesson.votes)
        everyday = sorted(EVERYDAY.get(language, frozenset()))
        speller = Speller.learn(stems, [*lesson.words, *sorted(reader.synonyms), *everyday], right)
        return cls(reader, speller, phrasebook, voting, tuple(known), lesson)

    def judge(self, words: tuple[str, ...]) -> Floats:
        """Return the probability of each topic and, as the last, of none."""
        return self.judge_right(self.speller.correct(words))

    def judge_right(self, words: Iterable[str]) -> Floats:
        """Return the probabilities for words whose spelling is right."""
        chances: Floats = self.judge_several([words])[0]
        return chances

    def judge_several(self, texts: Sequence[Iterable[str]]) -> Floats:
        """Return the probabilities (a row each) for several texts whose spelling is right."""
        resemblance = np.stack([self.phrasebook.compare(self.reader.read(words)) for words in texts])
        return self.lesson.calibration.apply(self.voting.vote(resemblance))

    def compare(self, words: tuple[str, ...]) -> Floats:
        """Return how much the words, their spelling corrected, resemble each phrasing."""
        return self.phrasebook.compare(self.reader.read(self.speller.correct(words)))


def _study(language: str, known: Sequence[Known], synonyms: Mapping[str, str], topics: Rows) -> Lesson:
    texts = tuple(split_words(flatten(each.text), language) for each in known)
    everyday = EVERYDAY.get(language, frozenset())
    meant = chain.from_iterable(split_synonym(word, language) for word in synonyms)
    stems = Stems.learn(language, {*everyday, *meant, *chain(*texts)})
    reader = Reader.learn(stems, synonyms, dict.fromkeys(chain(*texts)))
    phrasebook = Phrasebook.learn(len(known), reader.tabulate(texts))
    voting, left_out = Voting.learn(phrasebook, lambda row: reader.read(texts[row]), topics)
    calibration = _calibrate(left_out, _vote_on_masked(reader, phrasebook, voting, texts))
    chances = calibration.apply(left_out.alone).astype(np.float16)
    by_frequency = tuple(word for word, _ in Counter(chain(*texts)).most_common())
    return Lesson(
        by_frequency,
        stems.known,
        tuple(reader.roots),
        tuple(reader.groups),
        phrasebook.indexes,
        voting.weights,
        calibration,
        left_out.rows,
        chances,
    )


def _vote_on_masked(
    reader: Reader, phrasebook: Phrasebook, voting: Voting, texts: Sequence[tuple[str, ...]]
) -> list[Ballot]:
    """Vote on phrasings whose telling words are unknown: the way in which people ask about something else."""
    everyday = EVERYDAY.get(reader.language, frozenset())
    ballots: list[Ballot] = []
    for row in range(0, len(texts), -(-len(texts) // _MOST_MASKED)):
        telling = {word for word in texts[row] if len(word) > 3 and word not in everyday}
        if telling:
            evidence = reader.read(word[::-1] if word in telling else word for word in texts[row])
            ballots.append(voting.vote_without(row, phrasebook.compare(evidence)))
    return ballots


def _calibrate(left_out: LeftOut, masked: Sequence[Ballot]) -> Calibration:
    rows = np.arange(0, len(left_out.rows), -(-len(left_out.rows) // _MOST_FITTED))
    truth = left_out.truth[rows]
    nothing = left_out.alone.votes.shape[1]
    ballots = [left_out.alone.pick(rows), left_out.strange.pick(rows)]
    truths = [truth, np.full(len(truth), nothing)]
    shares = [1 - _UNSEEN_TOPIC - _UNSEEN_WORDS, _UNSEEN_TOPIC]
    if masked:
        ballots.append(Ballot.stack(masked))
        truths.append(np.full(len(masked), nothing))
        shares.append(_UNSEEN_WORDS)
    weights = [np.full(len(each), share / len(each)) for each, share in zip(truths, shares, strict=True)]
    return Calibration.fit(Ballot.join(ballots), np.concatenate(truths), np.concatenate(weights))
