"""The time from an update's arrival at the server to the reply's, at Telegram's limit and at ten times as much.

Run: python -m benchmarks.latency
"""

import asyncio
import tempfile
from pathlib import Path

from benchmarks.rig import guichet, serving, show_table
from tests.postgres import PostgresServer

PEOPLE = 400
SECONDS = 10
RATES = (30, 300)
WAYS = {"polling": ("run",), "webhook": ("run", "--webhook")}


async def measure(way: tuple[str, ...], postgres: PostgresServer | None, rate: int) -> tuple[float, float, float]:
    """Give the median, the 99th percentile and the worst, in seconds."""
    with tempfile.TemporaryDirectory(prefix="guichet-bench-") as folder:
        url = postgres.new_database() if postgres else f"sqlite:///{Path(folder) / 'desk.db'}"
        async with serving() as server, guichet(server, url, Path(folder), way):
            await server.load(PEOPLE // 4, PEOPLE // 4, per_second=rate)
            progress = await server.load(PEOPLE, rate * SECONDS, per_second=rate)
    return progress["median"], progress["p99"], progress["worst"]


async def main() -> None:
    """Print the figures as a table."""
    rows = []
    with PostgresServer(fsync=True) as server:
        for database, postgres in (("SQLite", None), ("PostgreSQL", server)):
            for name, way in WAYS.items():
                for rate in RATES:
                    figures = await measure(way, postgres, rate)
                    rows.append((f"{database}, {name}, {rate}/s", *(f"{figure * 1000:.0f} ms" for figure in figures)))
    show_table(("set-up", "median", "99th percentile", "worst"), rows)


if __name__ == "__main__":
    asyncio.run(main())
