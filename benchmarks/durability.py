"""What SQLite's settings cost on this disk: commits per second, and which of them outlive a power cut.

Run: python -m benchmarks.durability
"""

import sqlite3
import tempfile
import time
from pathlib import Path

from benchmarks.rig import show_table

SECONDS = 3.0
BATCHES = (1, 20)
SETTINGS = (
    ("WAL", "FULL", "every commit"),
    ("WAL", "NORMAL", "not the last commits"),
    ("DELETE", "FULL", "every commit, but for a lost folder entry"),
    ("DELETE", "EXTRA", "every commit"),
)
TURN = "x" * 600


def measure(folder: Path, journal: str, synchronous: str, batch: int) -> float:
    """Give the turns per second when so many of them share a commit; a turn writes three rows."""
    connection = sqlite3.connect(folder / f"{journal}-{synchronous}-{batch}.db", isolation_level=None)
    connection.execute(f"PRAGMA journal_mode={journal}")
    connection.execute(f"PRAGMA synchronous={synchronous}")
    connection.execute("CREATE TABLE inbox (id INTEGER PRIMARY KEY, body TEXT, done INTEGER)")
    connection.execute("CREATE TABLE sessions (chat INTEGER PRIMARY KEY, state TEXT)")
    connection.execute("CREATE TABLE outbox (id INTEGER PRIMARY KEY, post TEXT)")
    turns, begun = 0, time.perf_counter()
    while time.perf_counter() < begun + SECONDS:
        connection.execute("BEGIN IMMEDIATE")
        for _ in range(batch):
            turns += 1
            connection.execute("INSERT INTO inbox (body, done) VALUES (?, 1)", (TURN,))
            connection.execute("INSERT OR REPLACE INTO sessions VALUES (?, ?)", (turns % 400, TURN))
            connection.execute("INSERT INTO outbox (post) VALUES (?)", (TURN,))
        connection.execute("COMMIT")
    taken = time.perf_counter() - begun
    connection.close()
    return turns / taken


def main() -> None:
    """Print the figures as a table."""
    rows = []
    with tempfile.TemporaryDirectory(prefix="guichet-bench-", dir=Path.cwd()) as folder:
        for journal, synchronous, survives in SETTINGS:
            figures = (f"{measure(Path(folder), journal, synchronous, batch):.0f}" for batch in BATCHES)
            rows.append((f"{journal}, synchronous {synchronous}", *figures, survives))
    head = ("settings", *(f"turns/s, {batch} to a commit" for batch in BATCHES), "outlives a power cut")
    show_table(head, rows)


if __name__ == "__main__":
    main()
