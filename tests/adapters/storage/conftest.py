"""A new SQLite file for each test, the store on it, and a look at it from outside."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.adapters.storage.store import SqlStore, open_store

TABLES = ("sessions", "requests", "audit", "counters", "outbox", "slots")

Peek = Callable[..., list[tuple[Any, ...]]]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "desk.db"


@pytest.fixture
def url(path: Path) -> str:
    return f"sqlite:///{path}"


@pytest.fixture
async def store(url: str) -> AsyncIterator[SqlStore]:
    opened = await open_store(url)
    yield opened
    await opened.close()


@pytest.fixture
def peek(path: Path) -> Peek:
    """Run a statement on the file over a connection of its own, as another program would."""

    def run(statement: str, *values: object) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(path)) as connection, connection:
            return connection.execute(statement, values).fetchall()

    return run


def counts(peek: Peek) -> dict[str, int]:
    """Count the rows of every table."""
    return {table: peek(f"SELECT count(*) FROM {table}")[0][0] for table in TABLES}
