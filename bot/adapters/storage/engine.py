"""An open database and its transactions; knows no table."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, nullcontext, suppress
from functools import wraps
from typing import Any, ParamSpec, Protocol, TypeVar

from sqlalchemy import URL, Connection, CursorResult, Executable, event
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.adapters.storage.failures import in_one_line, unavailable
from bot.adapters.storage.files import FileLock
from bot.app.ports import DecideAgain, StorageUnavailable

P = ParamSpec("P")
T = TypeVar("T")

# A machine that vanishes says no farewell: the server gives its locks free after 5 + 3 × 2 seconds without a sign.
SIGNS_OF_LIFE = {
    "tcp_keepalives_idle": "5",
    "tcp_keepalives_interval": "2",
    "tcp_keepalives_count": "3",
    "tcp_user_timeout": "11000",
}
CONNECTING, ANSWERING = 10.0, 30.0
ATTEMPTS = 5


class Transaction:
    """An open transaction; what fails in it is told in one line."""

    def __init__(self, connection: AsyncConnection, url: URL) -> None:
        self._connection = connection
        self._url = url
        self.dialect = connection.dialect.name

    async def run(
        self, statement: Executable, values: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None
    ) -> CursorResult[Any]:
        """Run a statement, once for each of several sets of values."""
        with in_one_line(self._url):
            return await self._connection.execute(statement, values)

    async def scalar(self, statement: Executable, values: Mapping[str, Any] | None = None) -> Any:
        """Give the first value of the first row, or None."""
        return (await self.run(statement, values)).scalar()

    async def do(self, work: Callable[[Connection], T]) -> T:
        """Let something that is not asynchronous work on the connection, and give what it gives."""
        with in_one_line(self._url):
            return await self._connection.run_sync(work)


class Transactions(Protocol):
    """What opens transactions: the whole database, or one connection of it."""

    def reading(self) -> AbstractAsyncContextManager[Transaction]:
        """Open a transaction that only reads."""

    def writing(self) -> AbstractAsyncContextManager[Transaction]:
        """Open a transaction that commits on leaving, or rolls back on an exception."""


class Database:
    """An open database: transactions for reading, and transactions for writing that never deadlock on SQLite.

    SQLite takes one writer at a time. Those of this process queue up here, in order, because its own way of waiting
    is to sleep and try again; writers of other processes wait in that way (5 s, or the URL's `?timeout=`).
    """

    def __init__(self, url: URL, engine: AsyncEngine, lock: FileLock | None = None) -> None:
        self.url = url
        self.engine = engine
        self.is_sqlite = url.get_backend_name() == "sqlite"
        self._lock = lock
        self._writer = engine.execution_options(writes=True)
        self._queue: AbstractAsyncContextManager[Any] = asyncio.Lock() if self.is_sqlite else nullcontext()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Transaction]:
        """Open a transaction that only reads; on SQLite it holds up no writer."""
        async with self._connected(self.engine) as connection:
            yield Transaction(connection, self.url)

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Transaction]:
        """Open a transaction that commits on leaving, or rolls back on an exception."""
        async with (
            self._queue,
            self._connected(self._writer) as connection,
            committing(connection, self.url) as transaction,
        ):
            yield transaction

    @asynccontextmanager
    async def connected(self) -> AsyncIterator[AsyncConnection]:
        """Lend out a connection for longer."""
        async with self._connected(self.engine) as connection:
            yield connection

    async def close(self) -> None:
        """Close every connection, and let others have the file."""
        await self.engine.dispose()
        if self._lock is not None:
            self._lock.release()

    @asynccontextmanager
    async def _connected(self, engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
        async with AsyncExitStack() as stack:
            with in_one_line(self.url):
                connection = await engine.connect().start()
            stack.push_async_callback(_give_back, connection)
            yield connection


def insisting(work: Callable[P, Awaitable[T]]) -> Callable[P, Coroutine[Any, Any, T]]:
    """Make work that decides nothing begin anew where another transaction stood in its way."""

    @wraps(work)
    async def insist(*arguments: P.args, **named: P.kwargs) -> T:
        for _ in range(ATTEMPTS):
            with suppress(DecideAgain):
                return await work(*arguments, **named)
        raise StorageUnavailable("GUICHET_DATABASE_URL: others keep writing the same rows. It is tried again.")

    return insist


@asynccontextmanager
async def committing(connection: AsyncConnection, url: URL) -> AsyncIterator[Transaction]:
    """Open a transaction on a connection; it commits on leaving, or rolls back on an exception."""
    with in_one_line(url):
        opened = await connection.begin()
    try:
        yield Transaction(connection, url)
    except BaseException:
        with suppress(Exception):
            await asyncio.shield(opened.rollback())
        raise
    with in_one_line(url):
        await opened.commit()


async def _give_back(connection: AsyncConnection) -> None:
    closing = asyncio.ensure_future(connection.close())
    try:
        await asyncio.shield(closing)
    except Exception:
        # What is lost cannot be rolled back; the transaction never happened.
        with suppress(Exception):
            await connection.invalidate()


def create_engine(url: URL, answering: float | None = ANSWERING) -> AsyncEngine:
    """Make the engine for a URL; nothing is opened yet. Raises StorageUnavailable where its driver is missing."""
    try:
        return _create_engine(url, answering)
    except ModuleNotFoundError as missing:
        wrong = f"its driver, the Python package {missing.name}, is not installed"
        raise unavailable(url, f"{wrong}. Install it beside Guichet, or name an SQLite file.") from None


def _create_engine(url: URL, answering: float | None) -> AsyncEngine:
    # An error's text must not show what people have answered, hence no parameters in it.
    if url.get_backend_name() != "sqlite":
        arguments = {"timeout": CONNECTING, "command_timeout": answering, "server_settings": SIGNS_OF_LIFE}
        # A connection that the server has cut off is found out and replaced before it is used.
        return create_async_engine(url, hide_parameters=True, connect_args=arguments, pool_pre_ping=True)
    # Without a level, sqlite3 begins no transactions of its own, and ours can say how they begin.
    # Each transaction is ended here, so that nothing is left for the pool to undo.
    own: dict[str, Any] = {"pool_reset_on_return": None, "connect_args": {"isolation_level": None}}
    engine = create_async_engine(url, hide_parameters=True, **own)
    event.listen(engine.sync_engine, "connect", _set_up_sqlite)
    event.listen(engine.sync_engine, "begin", _begin_sqlite)
    return engine


def _set_up_sqlite(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    # FULL survives a power cut: in WAL mode, NORMAL may lose the last transactions.
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # A writer that began by reading could find, at its first write, that another one was faster, and fail.
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
