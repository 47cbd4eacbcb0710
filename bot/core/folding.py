"""Folds text so that case, accents, punctuation and spaces do not tell two names apart; knows no language."""

from __future__ import annotations

import re
import unicodedata


def fold(text: str) -> str:
    """Reduce a text to lower-case letters and digits without accents, one space between words."""
    kept = text.casefold()
    if not kept.isascii():
        plain = unicodedata.normalize("NFKD", kept.replace("œ", "oe").replace("æ", "ae"))
        kept = "".join(each for each in plain if not unicodedata.combining(each)).casefold()
    return re.sub(r"[\W_]+", " ", kept).strip()


def is_same_name(one: str, other: str) -> bool:
    """Compare two names without case, accents, punctuation and spaces."""
    return fold(one).replace(" ", "") == fold(other).replace(" ", "")
