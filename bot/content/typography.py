"""Sets texts with the spaces that their language wants around punctuation, however editors type them; reads no file."""

from __future__ import annotations

import re

from bot.content.problem import Text

_THIN, _FIXED = "\u202f", "\u00a0"
_FRENCH = (
    (re.compile(r"(?<=\S) (?=[?!;]+(?:[\s<)»]|$))"), _THIN),
    (re.compile(r"(?<=\S) (?=:(?:[\s<]|$))"), _FIXED),
    (re.compile(r"(?<=«) (?=\S)|(?<=\S) (?=»)"), _FIXED),
)


def typeset(text: Text, language: str) -> Text:
    """Keep French punctuation on the line of the word before it; other languages want nothing."""
    if language.split("_", maxsplit=1)[0] != "fr":
        return text
    found = str(text)
    for pattern, space in _FRENCH:
        found = pattern.sub(space, found)
    return Text(found, text.line, text.last_line)
