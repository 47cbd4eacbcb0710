"""Brings what people typed into letters that can be drawn, and into lines; knows not what is drawn."""

from __future__ import annotations

import textwrap
from functools import cache
from typing import Any

from matplotlib.font_manager import findfont, get_font


@cache
def _letters() -> frozenset[int]:
    font: Any = get_font(findfont("DejaVu Sans"))
    return frozenset(font.get_charmap())


def drawable(text: str) -> str:
    """Leave out the letters that the font does not have, such as emoji, and what a picture would take for a formula."""
    kept = "".join(each if ord(each) in _letters() else " " for each in text)
    return " ".join(kept.split()).replace("$", r"\$")


def wrapped(text: str, width: int, lines: int) -> str:
    """Break a text into at most so many lines."""
    return "\n".join(textwrap.wrap(drawable(text), width, max_lines=lines, placeholder="…"))
