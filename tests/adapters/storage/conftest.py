"""A new database for each test, on SQLite and on PostgreSQL, the store on it, and a look at it from outside."""

from __future__ import annotations

import asyncio
import itertools
import sqlite3
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from bot.adapters.storage.store import SqlStore, open_store

TABLES = (
    "inbox",
    "sessions",
    "requests",
    "audit",
    "counters",
    "outbox",
    "slots",
    "moved_chats",
    "asked",
    "unanswered",
    "votes",
    "proposals",
    "request_words",
    "word_trigrams",
)

Peek = Callable[..., list[tuple[Any, ...]]]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "desk.db"


@pytest.fixture
def sqlite_url(path: Path) -> str:
    return f"sqlite:///{path}"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    if request.param == "sqlite":
        found: str = request.getfixturevalue("sqlite_url")
        return found
    return str(request.getfixturevalue("postgres").new_database())


@pytest.fixture
async def store(url: str) -> AsyncIterator[SqlStore]:
    opened = await open_store(url)
    yield opened
    await opened.close()


@pytest.fixture
def peek(url: str) -> Peek:
    """Run a statement on the database over a connection of its own, as another program would."""
    return peek_at(url)


def peek_at(url: str) -> Peek:
    """Give what runs a statement, with a question mark for each value, on the database that a URL names."""

    def run(statement: str, *values: object) -> list[tuple[Any, ...]]:
        if url.startswith("sqlite"):
            file = url.removeprefix("sqlite:///").partition("?")[0]
            with closing(sqlite3.connect(file)) as connection, connection:
                return connection.execute(statement, values).fetchall()
        return _in_thread(_fetch(url, statement, *values))

    return run


async def _fetch(url: str, statement: str, *values: object) -> list[tuple[Any, ...]]:
    connection = await asyncpg.connect(url)
    number = itertools.count(1)
    pieces = statement.split("?")
    numbered = pieces[0] + "".join(f"${next(number)}{piece}" for piece in pieces[1:])
    try:
        return [tuple(row) for row in await connection.fetch(numbered, *values)]
    finally:
        await connection.close()


def _in_thread(work: Any) -> Any:
    outcome: list[Any] = []

    def run() -> None:
        try:
            outcome.append(asyncio.run(work))
        except Exception as failure:
            outcome.append(failure)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    if isinstance(outcome[0], Exception):
        raise outcome[0]
    return outcome[0]


def counts(peek: Peek) -> dict[str, int]:
    """Count the rows of every table."""
    return {table: peek(f"SELECT count(*) FROM {table}")[0][0] for table in TABLES}
