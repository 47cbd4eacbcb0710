"""The store that the shell works with, on SQLite or PostgreSQL; knows nothing of what it keeps."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.adapters.storage.engine import Database, open_database
from bot.adapters.storage.outbox import SqlOutbox
from bot.adapters.storage.units import SqlUnit, open_unit


class SqlStore:
    """An open database that fills the shell's ports Store and, as `outbox`, Outbox."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.outbox = SqlOutbox(database)

    @asynccontextmanager
    async def begin(self, chat: int, person: int) -> AsyncIterator[SqlUnit]:
        """Open a transaction for a person's turn in a chat; it commits on leaving, or rolls back on an exception."""
        async with self._database.writing() as connection:
            yield await open_unit(connection, chat, person)

    async def close(self) -> None:
        """Close the database."""
        await self._database.close()


async def open_store(url: str) -> SqlStore:
    """Open the database that a URL names and bring it up to date; raises StorageUnavailable with one line."""
    return SqlStore(await open_database(url))
