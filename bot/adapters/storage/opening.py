"""Finds the database that a URL names, and brings it to a version; says in one line why it cannot."""

from __future__ import annotations

import sqlite3
from functools import partial
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from bot.adapters.storage.engine import Database, create_engine
from bot.adapters.storage.failures import reason, unavailable
from bot.adapters.storage.files import take_file
from bot.adapters.storage.schema import NewerDatabase, UnknownRevision, bring_to, find_revision, known_revisions
from bot.app.ports import StorageUnavailable

DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg", "postgres": "postgresql+asyncpg"}
EXAMPLE = "sqlite:///guichet.db"
SSL = "sslmode"
SSL_MODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")


async def open_database(text: str, shared: bool = False) -> Database:
    """Open the database that a URL names and bring it up to date; raises StorageUnavailable.

    One that is `shared` with the bot that may run is opened as it is, and has to be of this version; an SQLite file is
    this process's alone otherwise.
    """
    url = read_url(text)
    lock = None
    if url.get_backend_name() == "sqlite":
        check_file(url)
        lock = None if shared else take_file(url)
    try:
        await (_check_version(url) if shared else _bring_to(url, None))
        return Database(url, create_engine(url), lock)
    except BaseException:
        if lock is not None:
            lock.release()
        raise


async def migrate(text: str, revision: str) -> None:
    """Bring the database that a URL names to a version, up or down; raises StorageUnavailable."""
    url = read_url(text)
    if url.get_backend_name() != "sqlite":
        await _bring_to(url, revision)
        return
    check_file(url)
    lock = take_file(url)
    try:
        await _bring_to(url, revision)
    finally:
        lock.release()


async def _check_version(url: URL) -> None:
    engine = create_engine(url)
    try:
        async with Database(url, engine).reading() as transaction:
            here = await transaction.do(find_revision)
    finally:
        await engine.dispose()
    wanted = known_revisions()[-1]
    if here != wanted:
        what = f"is at version {here}" if here else "holds nothing yet"
        raise unavailable(url, f"it {what}, and this Guichet works with {wanted}. Start the bot, or migrate it first.")


async def _bring_to(url: URL, revision: str | None) -> None:
    # A step may take longer than an answer is waited for otherwise.
    engine = create_engine(url, answering=None)
    try:
        async with Database(url, engine).writing() as transaction:
            await transaction.do(partial(bring_to, revision=revision))
    except UnknownRevision as unknown:
        raise unavailable(url, f"there is no version {revision} of the tables. Name one of {unknown}.") from None
    except NewerDatabase as newer:
        wrong = f"a newer version of Guichet has used this database (it is at {newer}, which this one does not know)"
        raise unavailable(url, f"{wrong}. Run that version, or put an older backup in its place.") from None
    except DBAPIError as failure:
        # A step that does not fit what is there.
        raise unavailable(url, reason(failure)) from failure
    finally:
        await engine.dispose()


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
    if DRIVERS[backend] == DRIVERS["postgresql"]:
        url = _read_options(url)
    return url.set(drivername=DRIVERS[backend])


def _read_options(url: URL) -> URL:
    # PostgreSQL's own tools call it sslmode, its driver calls it ssl.
    unknown = sorted(url.query.keys() - {"ssl", SSL})
    if unknown:
        raise unavailable(url, f"?{unknown[0]}= is not known here. The one that is: ?{SSL}=, such as ?{SSL}=require.")
    given = url.query.get(SSL) or url.query.get("ssl")
    if given is not None and given not in SSL_MODES:
        raise unavailable(url, f"?{SSL}= is {given!r}. It has to be one of {', '.join(SSL_MODES)}.")
    return url.set(query={"ssl": given} if given is not None else {})


def check_file(url: URL) -> None:
    """Refuse what is no SQLite file that could be opened; raises StorageUnavailable."""
    if not url.database or url.database == ":memory:":
        raise StorageUnavailable(
            f"GUICHET_DATABASE_URL names no file, so nothing would be kept. Write one such as {EXAMPLE}."
        )
    path = Path(url.database)
    if not path.parent.is_dir():
        raise unavailable(url, f"the folder {path.parent} does not exist. Create it, or name another place.")
    if path.is_dir():
        raise unavailable(url, f"this is a folder. Name a file, such as {path / 'guichet.db'}.")
    try:
        # Where aiosqlite itself cannot open a file, its thread outlives the event loop and ends in a traceback.
        sqlite3.connect(path).close()
    except sqlite3.Error as failure:
        raise unavailable(url, reason(failure)) from failure
