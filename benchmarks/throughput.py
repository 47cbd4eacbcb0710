"""Updates per second: Guichet with its durable inbox and real answers beside a bare echo bot, on the same server.

Run: python -m benchmarks.throughput
"""

import argparse
import asyncio
import statistics
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

from benchmarks.rig import Server, echoing, guichet, serving, show_table
from tests.postgres import PostgresServer

PEOPLE = 400
MESSAGES_EACH = 10
POLLING, WORKER, WEBHOOK = ("run",), ("run", "--worker"), ("run", "--webhook")
Opening = Callable[[Server], AbstractAsyncContextManager[None]]


def bare(concurrent: int) -> Opening:
    """The bare bot, so many updates at a time."""
    return lambda server: echoing(server, concurrent)


def ours(postgres: PostgresServer | None, *processes: tuple[str, ...]) -> Opening:
    """Guichet in so many processes, on a new database."""

    @asynccontextmanager
    async def opened(server: Server) -> AsyncIterator[None]:
        with tempfile.TemporaryDirectory(prefix="guichet-bench-") as folder:
            url = postgres.new_database() if postgres else f"sqlite:///{Path(folder) / 'desk.db'}"
            async with guichet(server, url, Path(folder), *processes):
                yield

    return opened


async def measure(opening: Opening) -> float:
    """Give the updates per second of one run."""
    async with serving() as server, opening(server):
        await server.load(PEOPLE // 4, PEOPLE)
        progress = await server.load(PEOPLE, PEOPLE * MESSAGES_EACH)
        return float(progress["answered"] / progress["seconds"])


async def main() -> None:
    """Measure all in turn, several times, and print the medians as a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    with PostgresServer(fsync=True) as postgres:
        contestants = {
            "bare echo bot, one update at a time": bare(1),
            "bare echo bot, 2 at a time": bare(2),
            "bare echo bot, 64 at a time": bare(64),
            "Guichet, SQLite, polling": ours(None, POLLING),
            "Guichet, SQLite, webhook": ours(None, WEBHOOK),
            "Guichet, PostgreSQL, 1 process": ours(postgres, POLLING),
            "Guichet, PostgreSQL, 2 processes": ours(postgres, POLLING, WORKER),
            "Guichet, PostgreSQL, 4 processes": ours(postgres, POLLING, WORKER, WORKER, WORKER),
        }
        rates: dict[str, list[float]] = {name: [] for name in contestants}
        for _ in range(given.rounds):
            for name, opening in contestants.items():
                rates[name].append(await measure(opening))
    medians = {name: statistics.median(figures) for name, figures in rates.items()}
    best = max(figure for name, figure in medians.items() if name.startswith("bare"))
    rows = [
        (name, f"{medians[name]:.0f}", f"{min(figures):.0f} to {max(figures):.0f}", f"{medians[name] / best:.2f}")
        for name, figures in rates.items()
    ]
    show_table(("what", "updates/s", "range", "× bare bot's best"), rows)
    print(f"\n{PEOPLE * MESSAGES_EACH} updates of {PEOPLE} chats, one reply each; medians of {given.rounds} runs.")


if __name__ == "__main__":
    asyncio.run(main())
