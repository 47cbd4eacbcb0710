"""A playground and the unmodified bot beside it as a process of its own, over real HTTP; nothing is patched."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.playground import Playground
from tests.end_to_end.journeys import TIMEZONE
from tests.people import Play, visit

ROOT = str(Path(__file__).resolve().parents[2])
START = 15.0
STOP = 10.0


@dataclass
class BotProcess:
    """The bot as an operator runs it: `guichet run` with its settings in the environment."""

    settings: dict[str, str]
    folder: Path
    process: asyncio.subprocess.Process | None = None
    output: list[str] = field(default_factory=list)
    _reading: asyncio.Task[None] | None = None

    async def start(self) -> str:
        """Start it and wait for the line that says it is there."""
        before = len(self.output)
        own = {name: value for name, value in os.environ.items() if not name.startswith("GUICHET_")}
        self.process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            "run",
            cwd=self.folder,
            env={**own, **self.settings},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        self._reading = asyncio.create_task(self._read(self.process.stdout))
        async with asyncio.timeout(START):
            while not any("Guichet is @" in line for line in self.output[before:]):
                if self.process.returncode is not None:
                    await self._reading
                    break
                await asyncio.sleep(0.02)
        return "".join(self.output[before:])

    async def stop(self, number: int = signal.SIGTERM) -> int:
        """Send a signal and wait for the end."""
        assert self.process is not None
        if self.process.returncode is None:
            self.process.send_signal(number)
        async with asyncio.timeout(STOP):
            code = await self.process.wait()
        if self._reading is not None:
            await self._reading
        return code

    async def _read(self, stream: asyncio.StreamReader | None) -> None:
        assert stream is not None
        while line := await stream.readline():
            self.output.append(line.decode())


@asynccontextmanager
async def opened_bot(playground: Playground, folder: Path, **settings: str) -> AsyncIterator[BotProcess]:
    """Run the bot against a playground for as long as the block lasts."""
    bot = BotProcess(
        {
            "GUICHET_TOKEN": playground.token,
            "GUICHET_STAFF_CHAT": str(playground.staff_chat),
            "GUICHET_API_URL": playground.url,
            "GUICHET_DATABASE_URL": f"sqlite:///{folder / 'desk.db'}",
            "GUICHET_TIMEZONE": TIMEZONE,
            "PYTHONPATH": ROOT,
            **settings,
        },
        folder,
    )
    await bot.start()
    try:
        yield bot
    finally:
        if bot.process is not None and bot.process.returncode is None:
            await bot.stop()


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
        assert not [line for line in bot.output if "Traceback" in line or "ERROR" in line], "".join(bot.output)
