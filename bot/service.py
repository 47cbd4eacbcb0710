"""Puts the rooms together and runs them: the bot on a Bot API server, or the playground with the bot beside it."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
import tempfile
from collections.abc import Mapping
from contextlib import AsyncExitStack, suppress
from datetime import datetime
from pathlib import Path

from bot.adapters.storage.store import open_store
from bot.adapters.telegram.bot import TelegramDesk, TelegramUnusable, build_application
from bot.adapters.telegram.outgoing import TelegramMessenger
from bot.adapters.telegram.staff import TelegramStaffChat
from bot.app.delivery import Courier
from bot.app.ports import StorageUnavailable
from bot.app.turns import Desk
from bot.core.scene import Knowledge
from bot.playground.server import Playground, PortTakenError
from bot.settings import Settings

PAGE_PORT = 8088
_LAST_DELIVERIES = 5.0


class CannotStart(Exception):  # noqa: N818 (one line for the operator)
    """The bot cannot start; the text is one line that says why and what would help."""


async def serve(settings: Settings, knowledge: Knowledge) -> None:
    """Be the bot until the process is told to stop; raises CannotStart."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("httpx").setLevel(logging.WARNING)
    logging.getLogger("telegram.ext").setLevel(logging.WARNING)
    stopped = _stop_on_signals()
    async with AsyncExitStack() as stack:
        try:
            store = await open_store(settings.database_url)
            stack.push_async_callback(store.close)
            application = build_application(settings.token, settings.api_url)
            staff = TelegramStaffChat(application.bot, settings.staff_chat)

            def clock() -> datetime:
                return datetime.now(settings.timezone)  # noqa: TID251 (the shell reads the clock)

            courier = Courier(store.outbox, TelegramMessenger(application.bot), clock)
            desk = Desk(knowledge, store, staff, settings.staff_chat, clock, courier.wake)
            telegram = TelegramDesk(application, staff, knowledge.texts, desk.take)
            stack.push_async_callback(telegram.close)
            print(await telegram.open(), flush=True)
        except (StorageUnavailable, TelegramUnusable) as error:
            raise CannotStart(str(error)) from error
        delivering = asyncio.create_task(courier.run())
        await stopped.wait()
        await telegram.stop_taking()
        courier.finish()
        with suppress(TimeoutError):
            await asyncio.wait_for(delivering, _LAST_DELIVERIES)


def _stop_on_signals() -> asyncio.Event:
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    return stopped


async def play(environment: Mapping[str, str], port: int | None) -> int:
    """Open the playground's page and run the bot against it over HTTP, until told to stop."""
    stopped = _stop_on_signals()
    async with AsyncExitStack() as stack:
        try:
            playground = await _open_playground(stack, port)
        except PortTakenError as error:
            print(
                f"The playground cannot open: {error.strerror}, for example guichet play --port 8099", file=sys.stderr
            )
            return 1
        database = environment.get("GUICHET_DATABASE_URL")
        if database is None:
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="guichet-"))
            database = f"sqlite:///{Path(folder) / 'playground.db'}"
        own = {
            "GUICHET_TOKEN": playground.token,
            "GUICHET_STAFF_CHAT": str(playground.staff_chat),
            "GUICHET_API_URL": playground.url,
            "GUICHET_DATABASE_URL": database,
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
