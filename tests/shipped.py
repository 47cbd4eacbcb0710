"""The shipped content and what is prepared for dialogues, each loaded once for all tests."""

from __future__ import annotations

from functools import cache

from bot.content.knowledge import load_knowledge
from bot.core.scene import Knowledge
from bot.rehearsal.dialogue_file import PREPARED_FILE, read_prepared
from bot.settings import HOME

PREPARED = read_prepared(HOME / "tests" / "dialogues" / PREPARED_FILE)["workshop"]
"""What people type who fill in a workshop request: step → text."""


@cache
def shipped_knowledge() -> Knowledge:
    """Give what the desk knows from the content that is shipped."""
    return load_knowledge(HOME)
