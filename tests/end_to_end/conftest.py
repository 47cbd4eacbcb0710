"""A playground and the unmodified bot beside it as a process of its own, over real HTTP; nothing is patched."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.playground import Playground
from tests.crew import BotProcess, running
from tests.end_to_end.journeys import TIMEZONE
from tests.people import Play, visit

ROOT = str(Path(__file__).resolve().parents[2])


@asynccontextmanager
async def opened_bot(playground: Playground, folder: Path, **settings: str) -> AsyncIterator[BotProcess]:
    """Run the bot against a playground for as long as the block lasts."""
    own = {
        "GUICHET_TOKEN": playground.token,
        "GUICHET_STAFF_CHAT": str(playground.staff_chat),
        "GUICHET_API_URL": playground.url,
        "GUICHET_DATABASE_URL": f"sqlite:///{folder / 'desk.db'}",
        "GUICHET_TIMEZONE": TIMEZONE,
        "PYTHONPATH": ROOT,
        **settings,
    }
    async with running([BotProcess(("run",), own, folder / "bot.log")]) as (bot,):
        yield bot


@pytest.fixture
async def playground() -> AsyncIterator[Playground]:
    async with Playground() as started:
        yield started


@pytest.fixture
async def bot(playground: Playground, tmp_path: Path) -> AsyncIterator[BotProcess]:
    async with opened_bot(playground, tmp_path) as started:
        yield started


@pytest.fixture
async def play(playground: Playground, bot: BotProcess) -> AsyncIterator[Play]:
    async with visit(playground.url) as people:
        yield people
        assert "Traceback" not in bot.said()
        assert '"level": "error"' not in bot.said()
