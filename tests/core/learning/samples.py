"""Unanswered questions for these tests, each with what a test does not care about filled in."""

from __future__ import annotations

from bot.core.learning.kept import Unanswered
from tests.core.samples import NOW


def asked(*texts: str, language: str = "en", first: int = 1) -> list[Unanswered]:
    """Questions that nobody could answer, numbered in their order."""
    return [Unanswered(number, NOW, language, text) for number, text in enumerate(texts, start=first)]
