"""Leaves out of a text what cannot be drawn; knows not what is drawn."""

from __future__ import annotations

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
