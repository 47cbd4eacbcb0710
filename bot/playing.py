"""Opens the playground and runs the unmodified bot beside it, as a process of its own; knows nothing of its inside."""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from collections.abc import Mapping
from contextlib import AsyncExitStack
from pathlib import Path

from bot.playground.server import Playground, PortTakenError
from bot.service import stop_on_signals

PAGE_PORT = 8088


async def play(environment: Mapping[str, str], port: int | None) -> int:
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
        database = environment.get("GUICHET_DATABASE_URL")
        # With a token, the settings are those of the real desk, whose requests and people have no place in a game.
        if database is None or "GUICHET_TOKEN" in environment:
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
