"""Hears, over PostgreSQL, that some process has committed outgoing messages; knows nothing of them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from bot.adapters.storage.engine import Database
from bot.adapters.storage.posting import CHANNEL

PAUSE = 1.0
SIGN_OF_LIFE = 10.0


async def listen(database: Database, heard: Callable[[], None]) -> None:
    """Call `heard` whenever any process commits outgoing messages; runs until cancelled, whatever fails."""
    if database.is_sqlite:
        # There is no other process.
        await asyncio.Event().wait()
    while True:
        # Whoever delivers looks into the outbox now and then as well, so that there is nobody to tell of a failure.
        with suppress(Exception):
            await _listen_once(database, heard)
        await asyncio.sleep(PAUSE)


async def _listen_once(database: Database, heard: Callable[[], None]) -> None:
    lost = asyncio.Event()
    async with database.connected() as connection:
        driver: Any = (await connection.get_raw_connection()).driver_connection
        try:
            driver.add_termination_listener(lambda *_: lost.set())
            await driver.add_listener(CHANNEL, lambda *_: heard())
            # Something may have been committed while nobody listened.
            heard()
            while not lost.is_set():
                with suppress(TimeoutError):
                    await asyncio.wait_for(lost.wait(), SIGN_OF_LIFE)
                await driver.execute("SELECT 1")
        finally:
            await asyncio.shield(connection.invalidate())
