"""Puts the rooms together and is the bot until the process is told to stop; decides nothing."""

from __future__ import annotations

import asyncio
import logging
import signal
from contextlib import AsyncExitStack, suppress
from datetime import datetime

from bot.adapters.storage.store import open_store
from bot.adapters.telegram.bot import TelegramDesk, TelegramUnusable, build_application
from bot.adapters.telegram.outgoing import TelegramMessenger
from bot.adapters.telegram.staff import TelegramStaffChat
from bot.app.delivery import Courier
from bot.app.ports import StorageUnavailable
from bot.app.turns import Desk
from bot.core.scene import Knowledge
from bot.settings import Settings

_LAST_DELIVERIES = 5.0


class CannotStart(Exception):  # noqa: N818 (one line for the operator)
    """The bot cannot start; the text is one line that says why and what would help."""


async def serve(settings: Settings, knowledge: Knowledge) -> None:
    """Be the bot until the process is told to stop; raises CannotStart."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("httpx").setLevel(logging.WARNING)
    logging.getLogger("telegram.ext").setLevel(logging.WARNING)
    stopped = stop_on_signals()
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


def stop_on_signals() -> asyncio.Event:
    """Give an event that is set when the process is told to stop."""
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    return stopped
