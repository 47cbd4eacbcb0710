"""Opens the playground, runs the unmodified bot beside it as its own process, and writes down what people do there."""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.adapters.files.lists import ListReader
from bot.adapters.telegram.incoming import read_update
from bot.core.documents import READABLE, kind_of
from bot.core.messages import Incoming, Sent
from bot.core.scene import Knowledge
from bot.playground.server import Playground, PortTakenError
from bot.playground.world import World
from bot.rehearsal.recording import Recording
from bot.service import stop_on_signals

PAGE_PORT = 8088


@dataclass(frozen=True)
class Record:
    """The dialogue file to write, with what its writer has to know: the content, and where it is which day."""

    path: Path
    knowledge: Knowledge
    zone: ZoneInfo


async def play(environment: Mapping[str, str], port: int | None, record: Record | None = None) -> int:
    """Open the playground's page and run the bot against it over HTTP, until told to stop."""
    stopped = stop_on_signals()
    async with AsyncExitStack() as stack:
        try:
            playground = await _open_playground(stack, port)
        except PortTakenError as error:
            print(
                f"The playground cannot open: {error.strerror}, for example guichet play --port 8099", file=sys.stderr
            )
            return 1
        if record is not None:
            _begin_recording(playground, record)
        database = environment.get("GUICHET_DATABASE_URL")
        # With a token, the settings are those of the real desk, whose requests and people have no place in a game.
        # A recording begins with an empty desk, as a dialogue does.
        if database is None or "GUICHET_TOKEN" in environment or record is not None:
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="guichet-"))
            database = f"sqlite:///{Path(folder) / 'playground.db'}"
        own = {
            "GUICHET_TOKEN": playground.token,
            "GUICHET_STAFF_CHAT": str(playground.staff_chat),
            "GUICHET_API_URL": playground.url,
            "GUICHET_DATABASE_URL": database,
            "GUICHET_LISTEN": "",
            "GUICHET_LOG_LEVEL": environment.get("GUICHET_LOG_LEVEL", "WARNING"),
        }
        bot = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", env={**os.environ, **environment, **own}, start_new_session=True
        )
        print(f"The playground is open: {playground.url}/  (Ctrl+C closes it)", flush=True)
        ended = asyncio.create_task(bot.wait())
        stopping = asyncio.create_task(stopped.wait())
        await asyncio.wait({ended, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if not stopped.is_set():
            return await ended or 1
        bot.terminate()
        await ended
        stopping.cancel()
    return 0


async def _open_playground(stack: AsyncExitStack, port: int | None) -> Playground:
    if port is not None:
        return await stack.enter_async_context(Playground(port=port))
    try:
        return await stack.enter_async_context(Playground(port=PAGE_PORT))
    except PortTakenError:
        return await stack.enter_async_context(Playground(port=0))


def _begin_recording(playground: Playground, record: Record) -> None:
    """Write down from now on what people do; one fault ends the recording, and not the game."""
    world = playground.world
    recording = Recording(record.path, _today(record.zone), record.knowledge)
    reader = ListReader(record.knowledge.texts)

    def hear(update: dict[str, Any]) -> None:
        message = read_update(update, world.staff_chat, world.bot.username, {})
        if not isinstance(message, Incoming):
            return
        try:
            recording.note(_read_document(message, world, reader), _today(record.zone))
        except Exception as error:
            world.updates.listeners.remove(hear)
            print(f"The recording ends here: {error!r}", file=sys.stderr, flush=True)

    world.updates.listeners.append(hear)


def _read_document(message: Incoming, world: World, reader: ListReader) -> Incoming:
    """Give a message with the rows of its document, which the bot fetches when it needs them."""
    sent = message.body
    if not isinstance(sent, Sent) or sent.file is None or kind_of(sent.file) not in READABLE:
        return message
    return replace(message, body=replace(sent, file=reader.read(sent.file, world.files.by_id[sent.file.id].data)))


def _today(zone: ZoneInfo) -> date:
    return datetime.now(zone).date()  # noqa: TID251 (a shell reads the clock)
