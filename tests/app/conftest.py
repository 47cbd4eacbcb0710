"""A real store on a new SQLite file, a clock that tests set, and a messenger that records."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.adapters.storage.store import SqlStore, open_store
from bot.core.messages import Post
from tests.memory import at_nine


@dataclass
class Clock:
    """A clock that stands until it is moved."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **span: float) -> None:
        """Let time pass."""
        self.now += timedelta(**span)


@dataclass
class Recorder:
    """A messenger that notes what it delivers, and fails as it was told to, once for each failure."""

    delivered: list[tuple[int, str, int | None]] = field(default_factory=list)
    failures: dict[str, list[Exception]] = field(default_factory=dict)
    last_id: int = 1000
    something: asyncio.Event = field(default_factory=asyncio.Event)

    async def deliver(self, post: Post, replaces: int | None) -> int:
        """Note the post, or raise what stands first for its text."""
        failing = self.failures.get(post.text)
        if failing:
            raise failing.pop(0)
        self.delivered.append((post.chat, post.text, replaces))
        self.last_id += 1
        self.something.set()
        return self.last_id

    @property
    def texts(self) -> list[str]:
        """What was delivered, in order."""
        return [text for _, text, _ in self.delivered]


@pytest.fixture
def clock() -> Clock:
    return Clock(at_nine("2026-01-12"))


@pytest.fixture
def recorder() -> Recorder:
    return Recorder()


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqlStore]:
    opened = await open_store(f"sqlite:///{tmp_path / 'desk.db'}")
    yield opened
    await opened.close()
