"""The bot's processes as an operator runs them, any number of them; knows nothing of what they do."""

import asyncio
import contextlib
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

START = 30.0
STOP = 15.0
THERE = "Guichet is @"


@dataclass
class BotProcess:
    """One process: its arguments, its settings, and the file that holds what it printed."""

    arguments: tuple[str, ...]
    settings: dict[str, str]
    output: Path
    process: asyncio.subprocess.Process | None = None
    starts: int = 0
    _read_from: int = field(default=0, repr=False)

    @property
    def pid(self) -> int:
        assert self.process is not None
        return self.process.pid

    async def launch(self) -> None:
        """Start it without waiting for anything."""
        self._read_from = self.output.stat().st_size if self.output.exists() else 0
        own = {name: value for name, value in os.environ.items() if not name.startswith("GUICHET_")}
        with self.output.open("ab") as file:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "bot",
                *self.arguments,
                cwd=self.output.parent,
                env={**own, **self.settings},
                stdout=file,
                stderr=file,
            )
        self.starts += 1

    async def ready(self) -> None:
        """Wait for the line that says that it is there."""
        assert self.process is not None
        async with asyncio.timeout(START):
            while THERE not in (said := self.said()):
                if self.process.returncode is not None:
                    raise AssertionError(f"the bot ended with {self.process.returncode}: {said[-2000:]}")
                await asyncio.sleep(0.02)

    async def start(self) -> None:
        """Start it and wait until it is there."""
        await self.launch()
        await self.ready()

    def said(self) -> str:
        """What it printed since its last start."""
        with self.output.open("rb") as file:
            file.seek(self._read_from)
            return file.read().decode(errors="replace")

    async def end(self, number: int) -> int:
        """Send a signal and wait for the end."""
        assert self.process is not None
        if self.process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self.process.send_signal(number)
        async with asyncio.timeout(STOP):
            return await self.process.wait()


@asynccontextmanager
async def running(crew: list[BotProcess]) -> AsyncIterator[list[BotProcess]]:
    """Start all of them, and let none of them outlive the block."""
    try:
        for bot in crew:
            await bot.start()
        yield crew
    finally:
        for bot in crew:
            if bot.process is not None and bot.process.returncode is None:
                with contextlib.suppress(TimeoutError):
                    await bot.end(signal.SIGTERM)
                await bot.end(signal.SIGKILL)


def free_port() -> int:
    """Find a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
