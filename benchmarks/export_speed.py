"""Measures the export of many requests: seconds, and the most memory that the process takes, for few and for many.

Run: python -m benchmarks.export_speed (or with another count than 100000, and a PostgreSQL URL instead of a new file)
"""

import argparse
import asyncio
import resource
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from zoneinfo import ZoneInfo

from benchmarks.many_requests import fill
from bot.adapters.sheets.tables import FileTables
from bot.adapters.storage.store import open_store
from bot.app.exporting import write_export
from bot.content.knowledge import load_knowledge
from bot.core.jobs import Scope
from bot.settings import HOME

MEGABYTE = 1024 * 1024
FEW = 1000
LONGEST = 20.0
"""Seconds that both files of 100,000 requests may take."""


async def _export(url: str, folder: Path) -> tuple[int, float, float, float]:
    """Export into both kinds of file; give how many requests, the seconds, those of work, and the most memory in MB."""
    knowledge, zone = load_knowledge(HOME), ZoneInfo("Europe/Zurich")
    store = await open_store(url)

    async def progress(done: int, total: int) -> None:
        """Tell nobody."""

    try:
        begun, worked = time.perf_counter(), time.process_time()
        paths = [folder / "all.xlsx", folder / "all.csv"]
        count = await write_export(store.register(zone), FileTables(), knowledge, zone, Scope(), paths, progress)
        took, worked = time.perf_counter() - begun, time.process_time() - worked
    finally:
        await store.close()
    return count, took, worked, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / MEGABYTE


def measure(url: str, folder: Path) -> tuple[int, float, float, float]:
    """Export in this process."""
    return asyncio.run(_export(url, folder))


def main() -> int:
    """Measure few requests and many, each in a process of its own, so that none pays for another's memory."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.export_speed")
    parser.add_argument("count", nargs="?", type=int, default=100_000)
    parser.add_argument("--url", help="an empty database for the many (default: a new SQLite file)")
    given = parser.parse_args()
    took = 0.0
    for count in (FEW, given.count):
        with tempfile.TemporaryDirectory(prefix="guichet-") as name:
            folder = Path(name)
            url = given.url if given.url and count == given.count else f"sqlite:///{folder / 'many.db'}"
            asyncio.run(fill(url, count))
            with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
                done, took, worked, memory = pool.submit(measure, url, folder).result()
            sizes = " and ".join(
                f"{file.name} {file.stat().st_size / MEGABYTE:.1f} MB" for file in folder.glob("all.*")
            )
            busy = f"{took:.1f} s ({worked:.1f} s of work), at most {memory:.0f} MB of memory"
            print(f"{done:,} requests: {busy}; {sizes}", flush=True)
    return 0 if took <= LONGEST * given.count / 100_000 else 1


if __name__ == "__main__":
    sys.exit(main())
