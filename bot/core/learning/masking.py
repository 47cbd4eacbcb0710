"""Takes out of a question what could tell whose it is, and cuts it; knows neither who asked nor who reads it."""

from __future__ import annotations

import re

from bot.core.splitting import cut

LONGEST_KEPT = 300
"""Characters that are kept of a question."""

ADDRESS = "[@]"
NUMBER = "[#]"

# Bounded on both sides, so that no text makes the search slow.
_ADDRESS = re.compile(r"[^\s@<>()\[\],;:\"]{1,64}\s?@\s?[^\s@<>()\[\],;:\"]{0,190}\w")
_NUMBER = re.compile(r"(?<!\w)\+?\(?\d(?:[ \t\u00a0\u202f.()/-]{0,3}\d){6,}(?!\w)")
_DATE = re.compile(r"\d{1,2}([./-])\d{1,2}\1\d{4}|\d{4}([./-])\d{1,2}\2\d{1,2}")


def mask(text: str) -> str:
    """Give what is kept of a question: on one line, short, without what looks like an address or a phone number."""
    masked = _NUMBER.sub(_mask_number, _ADDRESS.sub(ADDRESS, drop_invisible(text)))
    return cut(" ".join(masked.split()), LONGEST_KEPT)


def drop_invisible(text: str) -> str:
    """Leave out the characters that nobody sees, which no file of the content may hold."""
    return "".join(each for each in text if each.isprintable() or each.isspace())


def _mask_number(found: re.Match[str]) -> str:
    return found[0] if _DATE.fullmatch(found[0]) else NUMBER
