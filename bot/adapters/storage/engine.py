"""Opens the database and its transactions, and says in one line why it cannot; knows no table."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, event, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.adapters.storage.schema import NewerDatabase, bring_up_to_date
from bot.app.ports import StorageUnavailable

DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg", "postgres": "postgresql+asyncpg"}
EXAMPLE = "sqlite:///guichet.db"
RIGHTS = "Let this user read and write the file and its folder, or name another place."
REASONS = {
    sqlite3.SQLITE_CANTOPEN: f"the file cannot be opened or created. {RIGHTS}",
    sqlite3.SQLITE_READONLY: f"the file cannot be written. {RIGHTS}",
    sqlite3.SQLITE_NOTADB: "the file is no SQLite database. Name another file.",
    sqlite3.SQLITE_CORRUPT: "the file is damaged. Put a backup in its place.",
    sqlite3.SQLITE_BUSY: "another program keeps the file locked. Stop that program.",
    sqlite3.SQLITE_FULL: "the disk is full. Make room on it.",
}


class Database:
    """An open database: transactions for reading, and transactions for writing that never deadlock.

    SQLite takes one writer at a time. Those of this process queue up here, in order, because its own way of waiting
    is to sleep and try again; writers of other processes wait in that way (5 s, or the URL's `?timeout=`).
    """

    def __init__(self, url: URL, engine: AsyncEngine) -> None:
        self._url = url
        self._engine = engine
        self._writer = engine.execution_options(writes=True)
        one_at_a_time = url.get_backend_name() == "sqlite"
        self._queue: AbstractAsyncContextManager[Any] = asyncio.Lock() if one_at_a_time else nullcontext()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """Open a transaction that only reads; on SQLite it holds up no writer."""
        with _in_one_line(self._url):
            async with self._engine.connect() as connection:
                yield connection

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """Open a transaction that commits on leaving, or rolls back on an exception."""
        with _in_one_line(self._url):
            async with self._queue, self._writer.begin() as connection:
                yield connection

    async def close(self) -> None:
        """Close every connection."""
        await self._engine.dispose()


async def open_database(text: str) -> Database:
    """Open the database that a URL names and bring it up to date; raises StorageUnavailable."""
    url = read_url(text)
    if url.get_backend_name() == "sqlite":
        _check_file(url)
    try:
        engine = _create_engine(url)
    except ModuleNotFoundError as missing:
        wrong = f"its driver, the Python package {missing.name}, is not installed"
        raise _unavailable(url, f"{wrong}. Install it beside Guichet, or name an SQLite file.") from None
    database = Database(url, engine)
    try:
        async with database.writing() as connection:
            await connection.run_sync(bring_up_to_date)
    except NewerDatabase as newer:
        await database.close()
        wrong = f"a newer version of Guichet has used this database (it is at {newer}, which this one does not know)"
        raise _unavailable(url, f"{wrong}. Run that version, or put an older backup in its place.") from None
    except (DBAPIError, OSError) as failure:
        await database.close()
        raise _unavailable(url, _reason(failure)) from failure
    except BaseException:
        await database.close()
        raise
    return database


def read_url(text: str) -> URL:
    """Read a database URL and choose the driver for it; raises StorageUnavailable."""
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        # The text is not repeated: where it should name a database it may hold a password.
        raise StorageUnavailable(f"GUICHET_DATABASE_URL is no database URL. Write one such as {EXAMPLE}.") from None
    backend = url.get_backend_name()
    if backend not in DRIVERS:
        known = "It must begin with sqlite:/// or postgresql://"
        raise StorageUnavailable(f"GUICHET_DATABASE_URL begins with {backend}:. {known}, such as {EXAMPLE}.")
    return url.set(drivername=DRIVERS[backend])


def _check_file(url: URL) -> None:
    if not url.database or url.database == ":memory:":
        raise StorageUnavailable(
            f"GUICHET_DATABASE_URL names no file, so nothing would be kept. Write one such as {EXAMPLE}."
        )
    path = Path(url.database)
    if not path.parent.is_dir():
        raise _unavailable(url, f"the folder {path.parent} does not exist. Create it, or name another place.")
    if path.is_dir():
        raise _unavailable(url, f"this is a folder. Name a file, such as {path / 'guichet.db'}.")
    try:
        # Where aiosqlite itself cannot open a file, its thread outlives the event loop and ends in a traceback.
        sqlite3.connect(path).close()
    except sqlite3.Error as failure:
        raise _unavailable(url, _reason(failure)) from failure


def _create_engine(url: URL) -> AsyncEngine:
    # An error's text must not show what people have answered, hence no parameters in it.
    if url.get_backend_name() != "sqlite":
        return create_async_engine(url, hide_parameters=True)
    # Without a level, sqlite3 begins no transactions of its own, and ours can say how they begin.
    engine = create_async_engine(url, hide_parameters=True, connect_args={"isolation_level": None})
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


@contextmanager
def _in_one_line(url: URL) -> Iterator[None]:
    try:
        yield
    except DBAPIError as failure:
        if isinstance(failure, OperationalError | InterfaceError) or type(failure) is DatabaseError:
            raise _unavailable(url, _reason(failure)) from failure
        raise


def _reason(failure: Exception) -> str:
    origin = failure.orig if isinstance(failure, DBAPIError) else failure
    # The low byte is the kind of error, the others its particulars.
    code = getattr(origin, "sqlite_errorcode", 0) & 0xFF
    return REASONS.get(code) or f"{' '.join(str(origin).split())}. Check this address and the database behind it."


def _unavailable(url: URL, wrong: str) -> StorageUnavailable:
    shown = url.set(drivername=url.get_backend_name()).render_as_string(hide_password=True)
    return StorageUnavailable(f"GUICHET_DATABASE_URL={shown}: {wrong}")
