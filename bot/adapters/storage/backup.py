"""Copies an SQLite database while it is used, and puts a copy back; names PostgreSQL's own tools for PostgreSQL."""

from __future__ import annotations

import asyncio
import os
import shlex
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import URL

from bot.adapters.storage.failures import reason, unavailable
from bot.adapters.storage.files import take_file
from bot.adapters.storage.opening import check_file, read_url
from bot.adapters.storage.schema import known_revisions
from bot.app.ports import StorageUnavailable

URL_OF_SHELL = '"$GUICHET_DATABASE_URL"'


async def backup(text: str, file: Path) -> None:
    """Copy the database that a URL names into a new file, while it is used; raises StorageUnavailable."""
    url = read_url(text)
    _refuse_postgresql(url, f"pg_dump --format=custom --file={shlex.quote(str(file))} {URL_OF_SHELL}")
    await asyncio.to_thread(_backup, url, file)


async def restore(text: str, file: Path) -> Path | None:
    """Put a copy in the place of the database that a URL names, and say where its former content is kept.

    Raises StorageUnavailable; nothing is changed then.
    """
    url = read_url(text)
    options = f"--clean --if-exists --single-transaction --dbname={URL_OF_SHELL}"
    _refuse_postgresql(url, f"pg_restore {options} {shlex.quote(str(file))}")
    check_file(url)
    return await asyncio.to_thread(_restore, url, file)


def _refuse_postgresql(url: URL, command: str) -> None:
    if url.get_backend_name() != "sqlite":
        raise unavailable(url, f"PostgreSQL has a tool of its own for this. Run {command}.")


def _backup(url: URL, file: Path) -> None:
    path = Path(url.database or "")
    if not path.is_file():
        raise unavailable(url, "there is no such file. Name the database that is to be copied.")
    if file.exists():
        raise StorageUnavailable(f"{file} is there already. Name a new file.")
    unfinished = file.with_name(f"{file.name}.unfinished")
    try:
        unfinished.unlink(missing_ok=True)
        with _told(url), closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(unfinished)) as copy:
            _check_guichets(str(path), source)
            # In one step, during which others write on: in several, each of their commits would begin it anew.
            source.backup(copy)
            # A copy is one file, without a log beside it.
            copy.execute("PRAGMA journal_mode = DELETE")
            _check_whole(str(path), copy)
        _settle(unfinished)
        unfinished.rename(file)
        _settle(file.parent)
    except OSError as failure:
        raise StorageUnavailable(f"{file} cannot be written: {failure.strerror}. Name another place.") from failure
    finally:
        with suppress(OSError):
            unfinished.unlink()


def _restore(url: URL, file: Path) -> Path | None:
    path = Path(url.database or "")
    if not file.is_file():
        raise StorageUnavailable(f"{file} is no file. Name one that `guichet backup` has made.")
    lock = take_file(url)
    try:
        with _told(url), closing(_open_copy(file)) as copy:
            with _of(file):
                _check_guichets(str(file), copy)
                _check_whole(str(file), copy)
            kept = _keep_former(url, path)
            try:
                _copy_in(copy, path)
            except sqlite3.DatabaseError as failure:
                if failure.sqlite_errorcode & 0xFF not in {sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT}:
                    raise
                # What is to be replaced is damaged beyond SQLite's reading, and is kept.
                for suffix in ("-wal", "-shm", ""):
                    Path(f"{path}{suffix}").unlink(missing_ok=True)
                _copy_in(copy, path)
        return kept
    finally:
        lock.release()


def _copy_in(copy: sqlite3.Connection, path: Path) -> None:
    # Through SQLite, in one transaction: a log that is left of the former content cannot spoil the new one.
    with closing(sqlite3.connect(path)) as target:
        target.execute("PRAGMA synchronous = FULL")
        copy.backup(target)
        target.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _keep_former(url: URL, path: Path) -> Path | None:
    if not path.exists() or not path.stat().st_size:
        return None
    kept = Path(f"{path}.before-restore")
    if kept.exists():
        raise unavailable(url, f"{kept} is there already, from another time. Move it away.")
    # File by file, because what is damaged has to be kept as well.
    for suffix in ("-wal", ""):
        if Path(f"{path}{suffix}").exists():
            shutil.copyfile(f"{path}{suffix}", f"{kept}{suffix}")
            _settle(Path(f"{kept}{suffix}"))
    _settle(kept.parent)
    return kept


def _open_copy(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{quote(str(file.resolve()))}?mode=ro", uri=True)


def _check_guichets(name: str, connection: sqlite3.Connection) -> None:
    try:
        versions = [row[0] for row in connection.execute("SELECT version_num FROM alembic_version")]
        connection.execute("SELECT count(*) FROM requests, outbox WHERE false")
    except sqlite3.OperationalError as failure:
        if failure.sqlite_errorcode != sqlite3.SQLITE_ERROR:
            raise
        raise StorageUnavailable(f"{name} is no database of Guichet. Name another file.") from failure
    if len(versions) != 1 or versions[0] not in known_revisions():
        wrong = f"is of version {', '.join(versions) or 'none'}, which this Guichet does not know"
        raise StorageUnavailable(f"{name} {wrong}. Run the version that has made it.")


def _check_whole(name: str, connection: sqlite3.Connection) -> None:
    found = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if found != "ok":
        raise StorageUnavailable(f"{name} is damaged ({' '.join(str(found).split())}). Use another copy.")


@contextmanager
def _told(url: URL) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as failure:
        raise unavailable(url, reason(failure)) from failure


@contextmanager
def _of(file: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as failure:
        raise StorageUnavailable(f"{file}: {reason(failure)}") from failure


def _settle(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
