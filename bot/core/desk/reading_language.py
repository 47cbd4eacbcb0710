"""Tells whether a text is in another language than its reader's; words and decides nothing."""

from __future__ import annotations

from bot.core.requests import Request
from bot.core.scene import Scene

_SURE = 0.95
_FEWEST_WORDS = 4
"""A text of fewer words says too little of its language to hold anybody up."""


def find_foreign(scene: Scene, request: Request, text: str) -> str | None:
    """Give the language of a text that is clearly not the one that the request's person reads."""
    if len(text.split()) < _FEWEST_WORDS or request.language not in scene.knowledge.policy.languages:
        return None
    found = scene.knowledge.matcher.detect(text)
    return found.language if found.language != request.language and found.certainty >= _SURE else None
