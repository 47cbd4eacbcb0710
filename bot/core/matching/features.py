"""Turns a text of one language into weighted evidence: words, ideas, phrases and letters; knows no topic."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from bot.core.common_words import EVERYDAY
from bot.core.words import flatten, split_words, stem

_GROUP = 3
"""Letters in a group; longer groups beside these brought nothing in cross-validation."""


class Kind(IntEnum):
    """A kind of evidence; each kind is weighed by itself, then all are added."""

    WORD = 0
    PHRASE = 1
    LETTERS = 2


Features = tuple[Counter[str], Counter[str], Counter[str]]
"""How often each piece of evidence occurs, one counter per kind."""


@dataclass(frozen=True)
class Reader:
    """Reads texts of one language, with the synonyms that its content holds."""

    language: str
    synonyms: Mapping[str, str]

    @classmethod
    def learn(cls, language: str, synonyms: Mapping[str, str]) -> Reader:
        """Take the content's synonyms (word → idea) in folded form, by word and by stem."""
        folded: dict[str, str] = {}
        for word, idea in synonyms.items():
            for piece in split_words(flatten(word), language):
                folded.setdefault(piece, idea)
                folded.setdefault(stem(piece, language), idea)
        return cls(language, folded)

    def split(self, flat: str) -> tuple[str, ...]:
        """Return the words of a folded text."""
        return split_words(flat, self.language)

    def read(self, words: Iterable[str]) -> Features:
        """Return the evidence that the words hold."""
        plain: Counter[str] = Counter()
        phrases: Counter[str] = Counter()
        letters: Counter[str] = Counter()
        ideas: list[str] = []
        for word in words:
            root = stem(word, self.language)
            plain[root] += 1
            idea = self.idea_of(word, root)
            if idea:
                plain[idea] += 1
            ideas.append(idea or root)
            letters.update(_letter_groups(word))
        for first, second, third in zip(ideas, ideas[1:], [*ideas[2:], ""], strict=False):
            phrases[f"{first} {second}"] += 1
            phrases[f"{first} * {third}"] += 1
        return plain, phrases, letters

    def idea_of(self, word: str, root: str) -> str:
        """Return the marked idea that the word stands for, or an empty text."""
        idea = self.synonyms.get(word) or self.synonyms.get(root)
        return "=" + idea if idea else ""

    def is_everyday(self, word: str) -> bool:
        """Say whether the word is one that tells nothing of the topic."""
        return word in EVERYDAY.get(self.language, frozenset()) or len(word) < 3


@lru_cache(maxsize=20_000)
def _letter_groups(word: str) -> tuple[str, ...]:
    padded = f"<{word[:40]}>"
    return tuple(padded[i : i + _GROUP] for i in range(len(padded) - _GROUP + 1))
