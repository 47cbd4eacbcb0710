"""Memory over 100,000 updates, and the start with 100,000 open drafts in the database.

Run: python -m benchmarks.endurance
"""

import argparse
import asyncio
import sqlite3
import tempfile
import time
from pathlib import Path

from benchmarks.rig import Server, guichet, resident_megabytes, serving, show_table

PEOPLE = 5_000
CHUNKS = 10
DRAFTS = 100_000
COPY = """
WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {drafts})
INSERT INTO sessions ({columns}) SELECT {values} FROM sessions, numbers WHERE chat = {chat}
"""


async def measure_memory(chunk: int) -> list[tuple[str, ...]]:
    """Give the bot's resident memory after each chunk of updates, and how fast they went."""
    rows = []
    with tempfile.TemporaryDirectory(prefix="guichet-bench-") as folder:
        url = f"sqlite:///{Path(folder) / 'desk.db'}"
        async with serving() as server, guichet(server, url, Path(folder), ("run",)) as (bot,):
            for number in range(1, CHUNKS + 1):
                progress = await server.load(PEOPLE, chunk, first=2_000_000)
                rate = progress["answered"] / progress["seconds"]
                rows.append((f"{number * chunk:,}", f"{resident_megabytes(bot.pid):.0f} MB", f"{rate:.0f}"))
    return rows


async def measure_start(drafts: int) -> tuple[float, float]:
    """Give the seconds from process start to "is there" and to the first answer, with so many open drafts."""
    with tempfile.TemporaryDirectory(prefix="guichet-bench-") as folder:
        file = Path(folder) / "desk.db"
        url = f"sqlite:///{file}"
        async with serving() as server:
            async with guichet(server, url, Path(folder), ("run",)):
                await open_draft(server, 3_000_000)
            if drafts:
                copy_session(file, 3_000_000, drafts)
            begun = time.perf_counter()
            async with guichet(server, url, Path(folder), ("run",)):
                there = time.perf_counter() - begun
                asked = time.perf_counter() - begun
                progress = await server.load(1, 1)
    return there, asked + float(progress["worst"])


async def open_draft(server: Server, person: int) -> None:
    """Let somebody begin a request and answer its first questions."""
    await server.load(1, 1, first=person)
    for text in ("/request", "Camille Durand", "Coordinator"):
        await server.post(f"people/{person}/say", {"text": text})
    await asyncio.sleep(2)


def copy_session(file: Path, chat: int, drafts: int) -> None:
    """Give as many other chats the very same session."""
    connection = sqlite3.connect(file)
    names = [row[1] for row in connection.execute("PRAGMA table_info(sessions)")]
    values = [f"{name} + numbers.n" if name in ("chat", "person") else name for name in names]
    query = COPY.format(drafts=drafts, columns=", ".join(names), values=", ".join(values), chat=chat)
    connection.execute(query)
    connection.commit()
    (count,) = connection.execute("SELECT count(*) FROM sessions WHERE state LIKE '%Camille Durand%'").fetchone()
    connection.close()
    assert count == drafts + 1, f"{count} drafts stand in the database, not {drafts + 1}"


async def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--updates", type=int, default=100_000)
    given = parser.parse_args()
    show_table(("updates handled", "resident memory", "updates/s"), await measure_memory(given.updates // CHUNKS))
    print()
    rows = []
    for drafts in (0, DRAFTS):
        there, answered = await measure_start(drafts)
        rows.append((f"{drafts:,}", f"{there:.2f} s", f"{answered:.2f} s"))
    show_table(("open drafts", "start to “is there”", "start to first answer"), rows)


if __name__ == "__main__":
    asyncio.run(main())
