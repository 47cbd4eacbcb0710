"""Says in one line why the database cannot be used; knows no table and no transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import URL
from sqlalchemy.exc import DatabaseError, DBAPIError, InterfaceError, InternalError, NotSupportedError, OperationalError

from bot.app.ports import DecideAgain, StorageUnavailable

RIGHTS = "Let this user read and write the file and its folder, or name another place."
OF_SQLITE = {
    sqlite3.SQLITE_CANTOPEN: f"the file cannot be opened or created. {RIGHTS}",
    sqlite3.SQLITE_READONLY: f"the file cannot be written. {RIGHTS}",
    sqlite3.SQLITE_NOTADB: "the file is no SQLite database. Name another file.",
    sqlite3.SQLITE_CORRUPT: "the file is damaged. Put a backup in its place.",
    sqlite3.SQLITE_BUSY: "another program keeps the file locked. Stop that program.",
    sqlite3.SQLITE_FULL: "the disk is full. Make room on it.",
    sqlite3.SQLITE_IOERR: "the disk fails to read or write. Check the disk, and the room that is left on it.",
}
OF_POSTGRESQL = {
    "25006": "the server lets nothing be written. Name its primary, or make this one the primary.",
    "28P01": "the server refuses the password. Correct it.",
    "3D000": "the server has no such database. Create it, or name another one.",
    "53100": "the server's disk is full. Make room on it.",
    "53300": "the server has too many connections. Raise its max_connections, or run fewer processes.",
    "57P01": "the server is being stopped. Start it again.",
    "57P02": "the server has crashed. Look at its log.",
    "57P03": "the server is still starting, or is being stopped. Wait until it takes connections.",
    "58030": "the server's disk fails. Look at its log.",
}
# The first two characters of what PostgreSQL calls a state: connections, rights, resources, operators, the system.
NOT_OURS = frozenset({"08", "25", "28", "3D", "53", "55", "57", "58", "F0", "XX"})
DECIDED_TOO_LATE = frozenset({"40001", "40P01"})
GONE = "the server cannot be reached, or has cut the connection off. Check this address, and that the server runs."
SLOW = "the server does not answer in time. Check this address, and what the server is busy with."
KINDS = (OperationalError, InterfaceError, InternalError, NotSupportedError)


@contextmanager
def in_one_line(url: URL) -> Iterator[None]:
    """Turn what the database cannot help into StorageUnavailable or DecideAgain; only its own calls belong inside."""
    try:
        yield
    except Exception as failure:
        origin = _origin(failure)
        if getattr(origin, "sqlstate", None) in DECIDED_TOO_LATE:
            raise DecideAgain("two transactions stood in each other's way") from failure
        if _is_outside(failure, origin):
            raise unavailable(url, reason(failure)) from failure
        raise


def reason(failure: BaseException) -> str:
    """Say what is wrong with a database, and what would help."""
    origin = _origin(failure)
    # The low byte is the kind of error, the others its particulars.
    known = OF_SQLITE.get(getattr(origin, "sqlite_errorcode", 0) & 0xFF) or OF_POSTGRESQL.get(
        getattr(origin, "sqlstate", None) or ""
    )
    if known:
        return known
    if isinstance(origin, TimeoutError):
        return SLOW
    said = " ".join(str(origin).split())
    if isinstance(origin, OSError) or "connection is closed" in said or "connection was closed" in said:
        return GONE
    return f"{said or type(origin).__name__}. Check this address and the database behind it."


def unavailable(url: URL, wrong: str) -> StorageUnavailable:
    """Make the one line for the operator, which shows the address without its password."""
    shown = url.set(drivername=url.get_backend_name()).render_as_string(hide_password=True)
    return StorageUnavailable(f"GUICHET_DATABASE_URL={shown}: {wrong}")


def _origin(failure: BaseException) -> BaseException:
    # The driver's own exception tells more than the two that are wrapped around it.
    origin = failure.orig if isinstance(failure, DBAPIError) and failure.orig is not None else failure
    return origin.__cause__ if origin.__cause__ is not None and _is_of_asyncpg(origin.__cause__) else origin


def _is_of_asyncpg(failure: BaseException) -> bool:
    # By name, because the driver is not loaded where SQLite is used.
    return type(failure).__module__.partition(".")[0] == "asyncpg"


def _is_outside(failure: Exception, origin: BaseException) -> bool:
    state = getattr(origin, "sqlstate", None)
    if state is not None:
        return state[:2] in NOT_OURS
    if isinstance(failure, DBAPIError):
        return isinstance(failure, KINDS) or type(failure) in {DatabaseError, DBAPIError}
    return isinstance(failure, OSError) or _is_of_asyncpg(failure)
