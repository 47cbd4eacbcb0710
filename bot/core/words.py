"""Reduces a message to folded words, clauses and stems; knows nothing of topics."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

import snowballstemmer

from bot.core.common_words import SHORT_FORMS

LONGEST_TEXT = 4096
"""Telegram's own limit; what comes after it is not read."""

_STEMMERS = {"fr": "french", "en": "english", "es": "spanish", "de": "german", "it": "italian", "pt": "portuguese"}
_LOOKALIKES = str.maketrans(
    {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'"}
)
_SIGNS = {"€": " euro ", "$": " dollar ", "£": " pound ", "%": " percent "}
_SIGN = re.compile("|".join(map(re.escape, _SIGNS)))
_ACCENT = re.compile("[\u0300-\u036f]+")
_WORD = re.compile(r"[^\W_]+")
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")
_QUANTITY = re.compile(r"(\d+)([^\W\d_]{0,4})")
_ELIDED = frozenset({"c", "d", "j", "l", "m", "n", "s", "t"})
_CONTRACTED = {
    "can't": "can not",
    "won't": "will not",
    "n't": " not",
    "'re": " are",
    "'ve": " have",
    "'ll": " will",
    "'m": " am",
    "'d": " would",
}
_CONTRACTION = re.compile(r"(?:\b(?:can't|won't)|n't|'re|'ve|'ll|'m|'d)(?![^\W_])")


def flatten(text: str) -> str:
    """Return the text in lower case without accents, invisible characters and kinds of apostrophe."""
    text = text[:LONGEST_TEXT].casefold()
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.translate(_LOOKALIKES))[: 2 * LONGEST_TEXT]
        text = _ACCENT.sub("", text)
        if not text.isascii():
            text = "".join(c for c in text if unicodedata.category(c) not in {"Mn", "Me", "Cf"})
        text = text.casefold().translate(_LOOKALIKES)[:LONGEST_TEXT]
    return text


def split_pieces(flat: str) -> list[str]:
    """Return the runs of letters and digits of folded text as they stand."""
    return _WORD.findall(flat)


def split_words(flat: str, language: str) -> tuple[str, ...]:
    """Return the words of flat text, elisions dropped and short forms written out."""
    if language == "en":
        flat = _CONTRACTION.sub(lambda found: _CONTRACTED[found[0]], flat)
    flat = _STRETCHED.sub(r"\1", _SIGN.sub(lambda found: _SIGNS[found[0]], flat))
    short = SHORT_FORMS.get(language, {})
    words: list[str] = []
    pieces = [(found[0], found.end()) for found in _WORD.finditer(flat)]
    for piece, end in pieces:
        before_apostrophe = flat[end : end + 1] == "'"
        if before_apostrophe and (piece in _ELIDED or piece.endswith("qu")):
            if piece.endswith("qu"):
                words.append(piece + "e")
            continue
        if language == "en" and piece == "s" and words:
            continue
        if piece in short:
            words.extend(short[piece].split())
        elif piece[0].isdecimal() and (quantity := _QUANTITY.fullmatch(piece)):
            words.append(quantity[1] if len(quantity[1]) < 3 else "0")
            words.extend(quantity.groups()[1:] if quantity[2] else ())
        else:
            words.append(piece)
    return tuple(words)


def stem(word: str, language: str) -> str:
    """Return the stem of a flat word; a language without a stemmer keeps the word."""
    return _stem(word, language) if len(word) > 3 else word


@dataclass(frozen=True)
class Stems:
    """The stems of one language, those of known words looked up: stemming them all takes a third of a second."""

    language: str
    known: Mapping[str, str]

    @classmethod
    def learn(cls, language: str, words: Iterable[str]) -> Stems:
        """Stem the words."""
        return cls(language, {word: stem(word, language) for word in words})

    def find(self, word: str) -> str:
        """Return the stem of a flat word."""
        return self.known.get(word) or stem(word, self.language)


@lru_cache(maxsize=50_000)
def _stem(word: str, language: str) -> str:
    algorithm = _STEMMERS.get(language)
    return str(_stemmer(algorithm).stemWord(word)) if algorithm else word


@cache
def _stemmer(algorithm: str) -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer(algorithm)
