"""Measures what staff do at their desk with 100,000 requests stored: a card, the lists, a search, a history.

Run: python -m benchmarks.desk_speed (--url names a database that many_requests has filled already)
Each figure is a whole turn, from the claim of its update to the commit.
"""

import argparse
import asyncio
import gc
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import select

from benchmarks.many_requests import STAFF, UNTIL, fill
from benchmarks.rig import resident_megabytes, show_table
from bot.adapters.storage.opening import open_database
from bot.adapters.storage.store import SqlStore
from bot.adapters.storage.tables import requests
from bot.app.ports import Update
from bot.app.turns import Desk
from bot.content.knowledge import load_knowledge
from bot.core.messages import Commanded, Incoming, Place, Sender, Tapped
from bot.core.requests import Status
from bot.settings import HOME

COUNT = 100_000
ROUNDS = 200
BAR = 50.0
STAFF_CHAT = -1001
NOW = datetime(UNTIL.year, UNTIL.month, UNTIL.day, 9, tzinfo=ZoneInfo("Europe/Zurich")) + timedelta(days=1)
ANA = Sender(*STAFF[0], language="fr")
SEARCHES = {
    "rare words": ("voltaire genève", "kelmerez", "camille dunaeau", "zoé müranis"),
    "common words": ("lycée", "school", "international school", "lycée de"),
    "common words that few have together": ("lycée school", "école academy", "lycée 2024 leeds"),
    "misspelt": ("lausane", "lycee voltere", "internationnal shcool genve", "camile aproaches"),
    "parts of words": ("laus", "inter gen", "apprent dak"),
    "a reference": ("VW-2026-0042", "vw 2026 42", "42"),
    "nothing like it": ("xqzwkj", "lycée xqzwkj", "0000000"),
}

_numbers = count(1)
Body = Commanded | Tapped


async def take(store: SqlStore, desk: Desk, body: Body) -> float:
    """Take one turn of a member of staff, and give the milliseconds from the claim to the commit."""
    number = next(_numbers)
    await store.inbox.put([Update(number, STAFF_CHAT, {"update_id": number})], NOW)
    begun = time.perf_counter()
    async with store.inbox.claim(NOW, 1, only=[STAFF_CHAT]) as claim:
        await claim.load([(STAFF_CHAT, ANA.id)])
        message = Incoming(STAFF_CHAT, Place.STAFF, ANA, body, is_staff=True)
        turn = await desk.take(claim.turn_of(STAFF_CHAT, ANA.id), message, NOW)
    if not turn.posts:
        raise SystemExit(f"{body} was not answered")
    return 1000 * (time.perf_counter() - begun)


def list_cases(submitted: Sequence[str], known: Sequence[str]) -> dict[str, list[Body]]:
    """Give what is measured: each kind of turn with what staff send."""
    cases: dict[str, list[Body]] = {
        "a card: take a request": [Tapped(f"do:take:{each}") for each in submitted[:ROUNDS]],
        "a card: give it back": [Tapped(f"do:release:{each}") for each in submitted[:ROUNDS]],
        "/open": [Commanded("open")] * ROUNDS,
        "/open, a page far behind": [Tapped(f"list:open:{100 + page}") for page in range(ROUNDS)],
        "/mine": [Commanded("mine")] * ROUNDS,
        "/late": [Commanded("late")] * ROUNDS,
        "/show": [Commanded("show", each) for each in known],
        "/show with a number": [Commanded("show", each.split("-")[2]) for each in known],
    }
    for name, queries in SEARCHES.items():
        cases[f"/find: {name}"] = [Commanded("find", queries[each % len(queries)]) for each in range(ROUNDS)]
    return cases


async def measure(url: str) -> bool:
    """Print the figures, and say whether all medians are within the bar."""
    knowledge = load_knowledge(HOME)
    store = SqlStore(database := await open_database(url))
    async with database.reading() as transaction:
        stored = select(requests.c.reference).order_by(requests.c.submitted_at)
        known = list((await transaction.run(stored)).scalars())
        submitted = list((await transaction.run(stored.where(requests.c.status == Status.SUBMITTED))).scalars())
    # As the bot does after its start: what was loaded is no garbage.
    gc.collect()
    gc.freeze()
    desk, rows, slow = Desk(knowledge, STAFF_CHAT), list[tuple[str, ...]](), False
    memory = resident_megabytes(os.getpid())
    for name, bodies in list_cases(submitted, known[:: len(known) // ROUNDS]).items():
        await take(store, desk, Commanded("late"))
        taken = sorted([await take(store, desk, body) for body in bodies])
        median, late = statistics.median(taken), taken[int(0.99 * len(taken))]
        slow = slow or median > BAR
        rows.append((name, f"{median:.1f} ms", f"{late:.1f} ms"))
    show_table((f"with {len(known):,} requests", "median", "99th percentile"), rows)
    turns, grown = next(_numbers), resident_megabytes(os.getpid())
    print(f"\nResident memory: {memory:.0f} MB before, {grown:.0f} MB after {turns:,} turns.")
    await store.close()
    return not slow


def main() -> int:
    """Fill a database and measure; the exit code is 1 when a median is above the bar."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.desk_speed")
    parser.add_argument("--url", help="a database that is filled already")
    parser.add_argument("--count", type=int, default=COUNT, help="how many requests to fill it with")
    given = parser.parse_args()
    if given.url:
        return 0 if asyncio.run(measure(given.url)) else 1
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'many.db'}"
        begun = time.perf_counter()
        asyncio.run(fill(url, given.count))
        print(f"Filled in {time.perf_counter() - begun:.0f} s.\n", flush=True)
        return 0 if asyncio.run(measure(url)) else 1


if __name__ == "__main__":
    sys.exit(main())
