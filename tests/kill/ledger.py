"""What stands in the database after a kill test; knows the tables' names and nothing of the bot."""

import json
import sqlite3
from dataclasses import dataclass
from typing import Any

import asyncpg

UPDATES = "SELECT number, done_at IS NOT NULL AS done, aside_at IS NOT NULL AS aside FROM inbox"
REQUESTS = "SELECT reference, chat, status, answers FROM requests"
UNSENT = "SELECT count(*) AS unsent FROM outbox WHERE sent_at IS NULL AND given_up_at IS NULL"


@dataclass(frozen=True)
class Ledger:
    """The rows that count."""

    updates: list[dict[str, Any]]
    requests: list[dict[str, Any]]
    unsent: int


async def fetch(url: str, query: str) -> list[dict[str, Any]]:
    """Read rows over a connection of one's own."""
    if url.startswith("sqlite:///"):
        connection = sqlite3.connect(f"file:{url.removeprefix('sqlite:///')}?mode=ro", uri=True)
        try:
            connection.row_factory = sqlite3.Row
            return [dict(row) for row in connection.execute(query)]
        finally:
            connection.close()
    server = await asyncpg.connect(url)
    try:
        return [dict(row) for row in await server.fetch(query)]
    finally:
        await server.close()


async def read_ledger(url: str) -> Ledger:
    """Read what the bot has noted."""
    requests = await fetch(url, REQUESTS)
    for request in requests:
        request["answers"] = json.loads(request["answers"])
    unsent = (await fetch(url, UNSENT))[0]["unsent"]
    return Ledger(await fetch(url, UPDATES), requests, unsent)
