"""Makes one process at a time the one that delivers, polls, or works; knows not what it does in its role."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from enum import Enum

from sqlalchemy import URL, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.storage.engine import Database, Transaction, Transactions, committing
from bot.adapters.storage.failures import unavailable


class Role(Enum):
    """What one process does at a time; the value is the key of its lock, and no chat's id."""

    DELIVERY = 0x6775_6963_6865_7402
    POLLING = 0x6775_6963_6865_7403
    WORKING = 0x6775_6963_6865_7404


class Held:
    """Transactions over the one connection that holds a role's lock: who has lost it can write nothing more."""

    def __init__(self, connection: AsyncConnection, url: URL) -> None:
        self._connection = connection
        self._url = url
        self._one_at_a_time = asyncio.Lock()

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Transaction]:
        """Open a transaction that commits on leaving, or rolls back on an exception."""
        async with self._one_at_a_time:
            # Left to itself, the connection would be made anew, without the lock.
            if self._connection.closed or self._connection.invalidated:
                raise unavailable(self._url, "the connection that held the role was lost. It is taken up again.")
            async with committing(self._connection, self._url) as transaction:
                yield transaction

    reading = writing


class Roles:
    """The roles of a process on a database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._taken: set[Role] = set()

    @asynccontextmanager
    async def take(self, role: Role) -> AsyncIterator[Transactions | None]:
        """Take a role as long as the block lasts, and give what works under its protection; None when it is taken."""
        if role in self._taken:
            yield None
            return
        self._taken.add(role)
        try:
            if self._database.is_sqlite:
                # The file is this process's alone.
                yield self._database
            else:
                async with self._locked(role) as held:
                    yield held
        finally:
            self._taken.discard(role)

    @asynccontextmanager
    async def _locked(self, role: Role) -> AsyncIterator[Held | None]:
        async with self._database.connected() as connection:
            try:
                async with committing(connection, self._database.url) as transaction:
                    query = text("SELECT pg_try_advisory_lock(:key)").bindparams(key=role.value)
                    is_ours = bool(await transaction.scalar(query))
                yield Held(connection, self._database.url) if is_ours else None
            finally:
                # The lock ends with the connection: it must not go back to the others that are kept open.
                with suppress(Exception):
                    await asyncio.shield(_release(connection))
                with suppress(Exception):
                    await asyncio.shield(connection.invalidate())


async def _release(connection: AsyncConnection) -> None:
    if not connection.invalidated:
        await connection.execute(text("SELECT pg_advisory_unlock_all()"))
        await connection.commit()
