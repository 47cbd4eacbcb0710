"""Makes a statement on SQLite one visit to its thread instead of four; knows no statement.

SQLAlchemy asks aiosqlite for a cursor, its result, its rows and its end one after the other, each a visit of 85 µs to
the connection's thread. One visit for all makes a small statement cost 0.2 ms instead of 0.5 ms.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

import aiosqlite
from sqlalchemy.dialects.sqlite.aiosqlite import (
    AsyncAdapt_aiosqlite_connection,
    AsyncAdapt_aiosqlite_cursor,
    AsyncAdapt_aiosqlite_dbapi,
)


class _Visit:
    """Stands for a cursor: runs one statement, and holds what came of it."""

    arraysize = 1

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._rows: Sequence[Any] = ()
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None

    async def execute(self, statement: str, values: Any = ()) -> None:
        await self._connection._execute(self._run, False, statement, values)

    async def executemany(self, statement: str, values: Any) -> None:
        await self._connection._execute(self._run, True, statement, values)

    async def fetchall(self) -> Sequence[Any]:
        return self._rows

    def close(self) -> None:
        self._rows = ()

    def _run(self, is_many: bool, statement: str, values: Any) -> None:
        cursor = self._connection._conn.cursor()
        try:
            (cursor.executemany if is_many else cursor.execute)(statement, values)
            self.description = cursor.description
            self._rows = cursor.fetchall() if cursor.description else ()
            self.rowcount = cursor.rowcount
            self.lastrowid = cursor.lastrowid
        finally:
            cursor.close()


class _Cursor(AsyncAdapt_aiosqlite_cursor):
    __slots__ = ()
    _awaitable_cursor_close = False

    def _make_new_cursor(self, connection: Any) -> Any:
        return _Visit(connection)

    def _aenter_cursor(self, cursor: Any) -> Any:
        return cursor


class _Connection(AsyncAdapt_aiosqlite_connection):
    __slots__ = ()
    _cursor_cls = _Cursor


class OneVisitDriver(AsyncAdapt_aiosqlite_dbapi):
    """What SQLAlchemy takes for the driver."""

    def __init__(self) -> None:
        super().__init__(aiosqlite, sqlite3)

    def connect(self, *arguments: Any, **named: Any) -> AsyncAdapt_aiosqlite_connection:
        """Open a connection whose statements are one visit each."""
        return _Connection(self, super().connect(*arguments, **named)._connection)
