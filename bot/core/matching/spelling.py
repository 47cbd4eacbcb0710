"""Reads a misspelt word as the known word it stands for; knows no topic and no grammar."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.core.words import Stems

_GLUED = ("l", "d", "j", "n", "s", "c", "m", "t", "qu")
_MOST_CORRECTIONS = 40
"""Unknown words that are looked up in one message: beyond that it is no misspelling but another language."""


@dataclass(frozen=True)
class Speller:
    """Knows the words of one language by length, and the stems and other words that are right as they are."""

    stems: Stems
    known: frozenset[str]
    roots: frozenset[str]
    right: frozenset[str]
    by_length: Mapping[int, tuple[str, ...]]

    @classmethod
    def learn(cls, stems: Stems, known: Iterable[str], right: Iterable[str]) -> Speller:
        """Learn the known words, the most frequent first, and others that are right, of this or other languages."""
        ordered = tuple(dict.fromkeys(known))
        lengths: dict[int, list[str]] = {}
        for word in ordered:
            if len(word) > 3:
                lengths.setdefault(len(word), []).append(word)
        by_length = {
            length: tuple(
                word
                for near in sorted(range(length - 2, length + 3), key=lambda near: abs(near - length))
                for word in lengths.get(near, ())
            )
            for length in range(4, max(lengths, default=0) + 3)
        }
        roots = frozenset(map(stems.find, ordered))
        return cls(stems, frozenset(ordered), roots, frozenset(right), by_length)

    def correct(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """Return the words with each unknown one replaced by what it most likely stands for."""
        corrected = self.correct_each(words)
        return tuple(right for word in words for right in corrected[word])

    def correct_each(self, words: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
        """Return for each of the words what it most likely stands for."""
        corrected: dict[str, tuple[str, ...]] = {}
        looked_up = 0
        for word in dict.fromkeys(words):
            if looked_up == _MOST_CORRECTIONS or self.is_right(word):
                corrected[word] = (word,)
                continue
            looked_up += 1
            corrected[word] = self._unglue(word) or (self._nearest(word) or word,)
        return corrected

    def is_right(self, word: str) -> bool:
        """Say whether the word stands for itself."""
        return (
            len(word) < 4
            or word in self.known
            or word in self.right
            or self.stems.find(word) in self.roots
            or word.isdigit()
        )

    def _unglue(self, word: str) -> tuple[str, ...]:
        """Split a word that swallowed an apostrophe or a space: « latelier », « datelimite »."""
        for front in _GLUED:
            rest = word.removeprefix(front)
            if self.stems.language == "fr" and rest != word and len(rest) > 3 and rest in self.known:
                return (rest,)
        for cut in range(3, len(word) - 2):
            if word[:cut] in self.known and word[cut:] in self.known and len(word) > 8:
                return word[:cut], word[cut:]
        return ()

    def _nearest(self, word: str) -> str | None:
        most = 1 if len(word) < 7 else 2 if len(word) < 12 else 3
        choices = self.by_length.get(len(word), ())
        found = process.extractOne(word, choices, scorer=OSA.distance, score_cutoff=most)
        return found[0] if found else None
