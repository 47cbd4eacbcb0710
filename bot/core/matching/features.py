"""Turns words of one language into numbered evidence: words, ideas, phrases and letters; knows no topic."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from itertools import chain

import numpy as np

from bot.core.common_words import EVERYDAY
from bot.core.matching.arrays import Floats, Rows
from bot.core.words import Stems, flatten, split_words


class Kind(IntEnum):
    """A kind of evidence; each kind is weighed by itself, then all are added."""

    WORD = 0
    PHRASE = 1
    LETTERS = 2


_GROUPS = (3, 4)
"""Letters in a group; those of four let more right answers through at the same rate of wrong ones."""

EVERYDAY_LETTERS = 0.7
"""How much the letters of an everyday word count: they are in every topic, and telling words have letters like them."""

UNSEEN = -1


Evidence = tuple[Mapping[int, float], Mapping[int, float], Mapping[int, float]]
"""How often each piece of evidence occurs, one table per kind."""


@dataclass(frozen=True)
class Parts:
    """What one word is made of, by number; UNSEEN stands for what no phrasing holds."""

    root: int
    idea: int
    letters: tuple[int, ...]
    loudness: float = 1.0
    """How much its letters count."""

    @property
    def unit(self) -> int:
        """What the word counts as in a phrase: its idea if it has one."""
        return self.root if self.idea == UNSEEN else self.idea


@dataclass(frozen=True)
class Entries:
    """All evidence of one kind in all phrasings: row by row, which key how often."""

    rows: Rows
    keys: Rows
    times: Floats


@dataclass(frozen=True)
class Reader:
    """Reads texts of one language, with the synonyms that its content holds and the words of its phrasings."""

    stems: Stems
    synonyms: Mapping[str, str]
    roots: Mapping[str, int]
    groups: Mapping[str, int]
    words: frozenset[str]
    taken: dict[str, Parts] = field(default_factory=dict, repr=False, compare=False)
    """The words of the phrasings that were taken apart before: nearly all that are typed are among the same few."""

    @classmethod
    def learn(cls, stems: Stems, synonyms: Mapping[str, str], words: Iterable[str]) -> Reader:
        """Number what the words of the phrasings are made of; synonyms (word → idea) are known by word and by stem."""
        ideas = _find_ideas(stems, synonyms)
        known = tuple(words)
        roots: dict[str, None] = {}
        groups: dict[str, None] = {}
        for word in known:
            root = stems.find(word)
            roots[root] = None
            idea = ideas.get(word) or ideas.get(root)
            if idea:
                roots[idea] = None
            groups.update(dict.fromkeys(_letter_groups(word)))
        return cls(stems, ideas, _number(roots), _number(groups), frozenset(known))

    @classmethod
    def recall(
        cls,
        stems: Stems,
        synonyms: Mapping[str, str],
        words: Iterable[str],
        roots: Iterable[str],
        groups: Iterable[str],
    ) -> Reader:
        """Give the reader that was learnt, with its roots and groups in their order."""
        return cls(stems, _find_ideas(stems, synonyms), _number(roots), _number(groups), frozenset(words))

    @property
    def language(self) -> str:
        """The language that is read."""
        return self.stems.language

    def split(self, flat: str) -> tuple[str, ...]:
        """Return the words of a folded text."""
        return split_words(flat, self.language)

    def is_everyday(self, word: str) -> bool:
        """Say whether the word tells nothing of the topic."""
        return word in EVERYDAY.get(self.language, frozenset())

    def take_apart(self, word: str) -> Parts:
        """Return what a word is made of; a word that no phrasing holds may still share its root or letters."""
        taken = self.taken.get(word)
        if taken:
            return taken
        root = self.stems.find(word)
        idea = self.synonyms.get(word) or self.synonyms.get(root) or ""
        letters = tuple([self.groups.get(group, UNSEEN) for group in _letter_groups(word)])
        parts = Parts(
            self.roots.get(root, UNSEEN), self.roots.get(idea, UNSEEN), letters, _find_loudness(word, self.language)
        )
        if word in self.words:
            self.taken[word] = parts
        return parts

    def read(self, words: Iterable[str]) -> Evidence:
        """Return how often each piece of evidence occurs, one table per kind."""
        parts = [self.take_apart(word) for word in words]
        plain = Counter([each.root for each in parts])
        plain.update([each.idea for each in parts if each.idea != UNSEEN])
        units = [each.unit for each in parts]
        phrases = Counter(map(self.number_pair, units, units[1:]))
        phrases.update(-2 - self.number_pair(a, b) for a, b in zip(units, units[2:], strict=False))
        letters: dict[int, float] = defaultdict(float)
        for each in parts:
            for group in each.letters:
                letters[group] += each.loudness
        return plain, phrases, letters

    def number_pair(self, first: int, second: int) -> int:
        """Return one number for two units in a row."""
        return UNSEEN if min(first, second) == UNSEEN else first * len(self.roots) + second

    def tabulate(self, texts: Sequence[Sequence[str]]) -> tuple[Entries, Entries, Entries]:
        """Return the evidence of all texts that were learnt from, one table per kind."""
        numbers = _number(chain.from_iterable(texts))
        parts = [self.take_apart(word) for word in numbers]
        rows = np.repeat(np.arange(len(texts)), [len(text) for text in texts])
        tokens = np.array([numbers[word] for text in texts for word in text], dtype=np.intp)
        root = np.array([each.root for each in parts], dtype=np.intp)[tokens]
        idea = np.array([each.idea for each in parts], dtype=np.intp)[tokens]
        unit = np.where(idea == UNSEEN, root, idea)
        plain = _count(np.concatenate([rows, rows[idea != UNSEEN]]), np.concatenate([root, idea[idea != UNSEEN]]))
        together, apart = rows[1:] == rows[:-1], rows[2:] == rows[:-2]
        pairs = unit[:-1] * len(self.roots) + unit[1:]
        gapped = -2 - (unit[:-2] * len(self.roots) + unit[2:])
        phrases = _count(
            np.concatenate([rows[1:][together], rows[2:][apart]]),
            np.concatenate([pairs[together], gapped[apart]]),
        )
        lengths = np.array([len(each.letters) for each in parts], dtype=np.intp)
        starts = np.cumsum(lengths) - lengths
        letters = np.array([group for each in parts for group in each.letters], dtype=np.intp)
        spread = lengths[tokens]
        within = np.arange(spread.sum()) - np.repeat(np.cumsum(spread) - spread, spread)
        loudness = np.array([each.loudness for each in parts])[tokens]
        grouped = _count(
            np.repeat(rows, spread), letters[np.repeat(starts[tokens], spread) + within], np.repeat(loudness, spread)
        )
        return plain, phrases, grouped


def _find_ideas(stems: Stems, synonyms: Mapping[str, str]) -> dict[str, str]:
    ideas: dict[str, str] = {}
    for word, idea in synonyms.items():
        for piece in split_synonym(word, stems.language):
            ideas.setdefault(piece, "=" + idea)
            ideas.setdefault(stems.find(piece), "=" + idea)
    return ideas


def split_synonym(word: str, language: str) -> tuple[str, ...]:
    """Return the words of a synonym as an editor wrote it."""
    return split_words(flatten(word), language)


def _number(things: Iterable[str]) -> dict[str, int]:
    return {thing: number for number, thing in enumerate(dict.fromkeys(things))}


def _count(rows: Rows, keys: Rows, weights: Floats | None = None) -> Entries:
    """Count equal pairs of row and key, or sum up their weights."""
    least = int(keys.min(initial=0))
    width = int(keys.max(initial=0)) - least + 1
    both, place = np.unique(rows * width + (keys - least), return_inverse=True)
    times = np.bincount(place, weights).astype(np.float32)
    return Entries((both // width).astype(np.int32), both % width + least, times)


def _find_loudness(word: str, language: str) -> float:
    return EVERYDAY_LETTERS if word in EVERYDAY.get(language, frozenset()) else 1.0


def _letter_groups(word: str) -> tuple[str, ...]:
    padded = f"<{word[:40]}>"
    return tuple([padded[i : i + size] for size in _GROUPS for i in range(len(padded) - size + 1)])
