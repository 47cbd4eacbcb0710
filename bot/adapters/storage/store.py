"""The store that the shell works with, on SQLite or PostgreSQL; knows nothing of what it keeps."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, tzinfo

from sqlalchemy import func, select

from bot.adapters.storage.answering import read_history
from bot.adapters.storage.engine import Database
from bot.adapters.storage.inbox import SqlInbox
from bot.adapters.storage.jobs import SqlJobs, is_waiting
from bot.adapters.storage.listening import listen
from bot.adapters.storage.opening import open_database
from bot.adapters.storage.outbox import DUE_SINCE, SqlOutbox, in_line
from bot.adapters.storage.proposals import SqlProposals
from bot.adapters.storage.register import SqlRegister
from bot.adapters.storage.roles import Role, Roles
from bot.adapters.storage.tables import inbox, outbox, waiting
from bot.app.ports import Depth, Depths
from bot.core.requests import AuditEntry


class SqlStore:
    """An open database that fills the shell's port Store."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._roles = Roles(database)
        self._inbox = SqlInbox(database)
        self._proposals = SqlProposals(database)

    @property
    def inbox(self) -> SqlInbox:
        """The updates that were taken over."""
        return self._inbox

    @property
    def proposals(self) -> SqlProposals:
        """The phrasings that staff propose."""
        return self._proposals

    @asynccontextmanager
    async def deliver(self) -> AsyncIterator[SqlOutbox | None]:
        """Become the one process that delivers, as long as the block lasts; None when another one is."""
        async with self._roles.take(Role.DELIVERY) as protected:
            yield None if protected is None else SqlOutbox(protected)

    @asynccontextmanager
    async def poll(self) -> AsyncIterator[bool]:
        """Become the one process that polls, as long as the block lasts; False when another one does."""
        async with self._roles.take(Role.POLLING) as protected:
            yield protected is not None

    @asynccontextmanager
    async def work(self) -> AsyncIterator[SqlJobs | None]:
        """Become the one process that does what takes long, as long as the block lasts; None when another one is."""
        async with self._roles.take(Role.WORKING) as protected:
            yield None if protected is None else SqlJobs(protected)

    async def has_work(self, now: datetime) -> bool:
        """Tell whether there is work that takes long, and whose time has come."""
        async with self._database.reading() as transaction:
            return await is_waiting(transaction, now)

    def register(self, zone: tzinfo) -> SqlRegister:
        """Give all requests to be read; a year begins at midnight in this time zone."""
        return SqlRegister(self._database, zone)

    async def listen(self, heard: Callable[[], None]) -> None:
        """Call `heard` whenever any process commits outgoing messages; runs until cancelled, whatever fails."""
        await listen(self._database, heard)

    async def measure(self, now: datetime) -> Depths:
        """Say how full inbox and outbox are."""
        oldest = func.min(inbox.c.received_at).label("oldest")
        waits = select(func.count().label("count"), oldest).where(waiting)
        aside = select(func.count()).select_from(inbox).where(inbox.c.aside_at.is_not(None))
        due = select(func.count().label("count"), func.min(DUE_SINCE).label("oldest")).where(in_line(now))
        given_up = select(func.count()).select_from(outbox).where(outbox.c.given_up_at.is_not(None))
        async with self._database.reading() as transaction:
            of_inbox, of_outbox = [
                Depth(row["count"], row["oldest"], set_aside=await transaction.scalar(failed))
                for query, failed in ((waits, aside), (due, given_up))
                for row in (await transaction.run(query)).mappings()
            ]
        return Depths(of_inbox, of_outbox)

    async def read_history(self, reference: str) -> tuple[AuditEntry, ...]:
        """Give a request's history, oldest first; none where there is no such request."""
        async with self._database.reading() as transaction:
            return await read_history(transaction, reference)

    async def close(self) -> None:
        """Close the database."""
        await self._database.close()


async def open_store(url: str, shared: bool = False) -> SqlStore:
    """Open the database that a URL names and bring it up to date; raises StorageUnavailable with one line.

    An SQLite file is opened by one process at a time, unless it is `shared` with the one that runs.
    """
    return SqlStore(await open_database(url, shared))
