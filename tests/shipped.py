"""What the desk knows from the content that is shipped, loaded once for all tests."""

from __future__ import annotations

from functools import cache

from bot.content.knowledge import load_knowledge
from bot.core.scene import Knowledge
from bot.settings import HOME


@cache
def shipped_knowledge() -> Knowledge:
    """Give what the desk knows from the content that is shipped."""
    return load_knowledge(HOME)
