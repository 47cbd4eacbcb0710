"""Starts and stops what a benchmark measures, each a process of its own: server, bots, database; measures nothing."""

import asyncio
import contextlib
import os
import signal
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

from tests.crew import BotProcess, free_port, running

ROOT = Path(__file__).resolve().parents[1]
QUESTIONS = (
    "How much does a virtual workshop cost?",
    "do i have to attend every session??",
    "When will our school get the invoice for the virtual workshop?",
    "who helps if zoom fails",
)
PATIENCE = 300.0


@dataclass
class Server:
    """A playground in a process of its own, seen from outside."""

    url: str
    token: str
    staff_chat: int
    session: aiohttp.ClientSession
    _next_person: int = 1_000_000

    async def load(self, people: int, count: int, per_second: float | None = None, first: int = 0) -> dict[str, Any]:
        """Let people talk (new ones, unless `first` names known ones), and give what came of it in the end."""
        if not first:
            first, self._next_person = self._next_person, self._next_person + people
        wish = {"people": people, "first": first, "texts": QUESTIONS, "count": count, "per_second": per_second}
        async with self.session.post(f"{self.url}/play/load", json=wish) as answer:
            answer.raise_for_status()
        until = time.monotonic() + PATIENCE
        while True:
            await asyncio.sleep(0.25)
            async with self.session.get(f"{self.url}/play/load") as answer:
                progress: dict[str, Any] = await answer.json()
            if progress["finished"]:
                return progress
            if time.monotonic() > until:
                raise TimeoutError(f"not answered within {PATIENCE:.0f} s: {progress}")

    async def post(self, path: str, wish: dict[str, Any]) -> Any:
        """Let somebody do something."""
        async with self.session.post(f"{self.url}/play/{path}", json=wish) as answer:
            return await answer.json()


@asynccontextmanager
async def serving() -> AsyncIterator[Server]:
    """Run a playground."""
    async with program("bot.playground") as process:
        assert process.stdout
        url, token, staff_chat = (await process.stdout.readline()).decode().split()
        async with aiohttp.ClientSession() as session:
            yield Server(url, token, int(staff_chat), session)


@asynccontextmanager
async def echoing(server: Server, concurrent: int) -> AsyncIterator[None]:
    """Run the bare bot of the framework, which repeats what it hears."""
    async with program("benchmarks.echo_bot", server.url, server.token, str(concurrent)) as process:
        assert process.stdout
        await process.stdout.readline()
        yield


@asynccontextmanager
async def guichet(
    server: Server, database: str, folder: Path, *processes: tuple[str, ...]
) -> AsyncIterator[list[BotProcess]]:
    """Run the bot as it is shipped, but for the limit on all messages, in one process or several."""
    crew = []
    for number, arguments in enumerate(processes):
        listen = f"127.0.0.1:{free_port()}"
        settings = {
            "GUICHET_TOKEN": server.token,
            "GUICHET_STAFF_CHAT": str(server.staff_chat),
            "GUICHET_API_URL": server.url,
            "GUICHET_DATABASE_URL": database,
            "GUICHET_MESSAGES_PER_SECOND": "10000",
            "GUICHET_LISTEN": listen,
            "PYTHONPATH": str(ROOT),
        }
        if "--webhook" in arguments:
            settings["GUICHET_WEBHOOK_URL"] = f"http://{listen}/telegram"
        crew.append(BotProcess(arguments, settings, folder / f"bot-{number}.log"))
    async with running(crew):
        yield crew


@asynccontextmanager
async def program(module: str, *arguments: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run a module of this checkout, and end it with the block."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        module,
        *arguments,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(signal.SIGTERM)
        try:
            async with asyncio.timeout(10):
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()


def resident_megabytes(pid: int) -> float:
    """Say how much memory a process holds."""
    status = Path(f"/proc/{pid}/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")) / 1024


def show_table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    """Print a Markdown table; all columns but the first hold figures."""
    print("| " + " | ".join(head) + " |")
    print("|---|" + "---:|" * (len(head) - 1))
    for row in rows:
        print("| " + " | ".join(row) + " |")
