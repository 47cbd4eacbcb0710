"""Tells in which of the known languages a message is written; knows nothing of topics or chats."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from bot.core.common_words import EVERYDAY, SHORT_FORMS
from bot.core.words import flatten, split_pieces

_LONGEST = 120
"""Words that are looked at: a message does not change its language after that."""

_JOINED = 2000
"""Characters up to which texts are folded together."""

_WORD_WEIGHT = 1.6
_GRAMMAR_CAP = 4.0
_TOPIC_CAP = 1.5
"""A borrowed word (« le deadline ») must not outvote the small words that carry the sentence."""


_SMALL_WORDS = frozenset().union(*EVERYDAY.values(), *SHORT_FORMS.values())


@dataclass(frozen=True)
class Detection:
    """A language and how certain it is: 0.5 is a coin's toss between two, 1 is certain."""

    language: str
    certainty: float


@dataclass(frozen=True)
class LanguageDetector:
    """Compares a message's words and letter groups with what each language's texts hold."""

    languages: tuple[str, ...]
    evidence: Mapping[str, tuple[float, ...]]
    """How much a word (after "=") or a group of letters speaks for each language."""
    weighed: dict[str, list[float]] = field(default_factory=dict, repr=False, compare=False)
    """The known words that were weighed before: nearly all that are typed are among the same few."""

    @classmethod
    def learn(cls, texts: Mapping[str, Iterable[str]]) -> LanguageDetector:
        """Learn from each language's texts, beside the everyday words known for it."""
        languages = tuple(texts)
        counts = [_count(language, texts[language]) for language in languages]
        known = tuple({key: None for counted in counts for key in counted})
        shares = np.array([[counted.get(key, 0.0) for key in known] for counted in counts]) + 0.5
        logs = np.log(shares / shares.sum(axis=1, keepdims=True))
        evidence = zip(known, map(tuple, (logs - logs.mean(axis=0)).T.tolist()), strict=True)
        return cls(languages, dict(evidence))

    def detect(self, text: str) -> Detection:
        """Return the most likely language; without any evidence the first one, with an even certainty."""
        words = split_pieces(flatten(text))[:_LONGEST]
        sums = [0.0] * len(self.languages)
        for word in words:
            weighed = self._weigh(word) if word not in self.weighed else self.weighed[word]
            for place, value in enumerate(weighed):
                sums[place] += value
        best = max(sums)
        odds = sum(math.exp(max(-50.0, value - best)) for value in sums)
        return Detection(self.languages[sums.index(best)], 1 / odds)

    def _weigh(self, word: str) -> list[float]:
        """Return each language's share of the evidence of one word, their mean being nought."""
        whole = self.evidence.get("=" + word)
        groups = [self.evidence[group] for group in _letter_groups(word) if group in self.evidence]
        cap = _GRAMMAR_CAP if word in _SMALL_WORDS else _TOPIC_CAP
        shares = []
        for place in range(len(self.languages)):
            value = _WORD_WEIGHT * whole[place] if whole else 0.0
            if groups:
                value += 0.5 * sum([group[place] for group in groups]) / math.sqrt(len(groups))
            shares.append(max(-cap, min(cap, value)))
        if whole:
            self.weighed[word] = shares
        return shares


def _count(language: str, texts: Iterable[str]) -> dict[str, float]:
    counted: dict[str, float] = defaultdict(float)
    words: Counter[str] = Counter()
    for text in _join_short(texts):
        words.update(split_pieces(flatten(text)))
    for word in EVERYDAY.get(language, frozenset()) | SHORT_FORMS.get(language, {}).keys():
        words[word] += 3
    for word, times in words.items():
        weight = 1 + math.log(times)
        counted["=" + word] += weight
        for group in _letter_groups(word):
            counted[group] += weight
    return counted


def _join_short(texts: Iterable[str]) -> Iterator[str]:
    """Join texts into fewer, as many short ones cost much more to fold than a few long ones."""
    joined = ""
    for text in texts:
        if len(joined) + len(text) > _JOINED:
            yield joined
            joined = ""
        joined = f"{joined}\n{text}"
    yield joined


def _letter_groups(word: str) -> list[str]:
    padded = f"<{word}>"
    return [padded[i : i + size] for size in (2, 3) for i in range(len(padded) - size + 1)]
