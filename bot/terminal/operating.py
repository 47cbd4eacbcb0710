"""What operators do with the database: updates set aside, backup and restore, versions; knows no Telegram.

Each function does its work and gives the lines to print; raises StorageUnavailable with one line.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.adapters.storage.backup import backup, restore
from bot.adapters.storage.opening import migrate
from bot.adapters.storage.store import open_store
from bot.app.ports import Aside, Depth

ALL = "all"


class UnknownUpdates(Exception):  # noqa: N818 (one line for the operator)
    """These updates are not set aside; the text is one line that says which and what there is."""


async def show_inbox(url: str, zone: ZoneInfo) -> list[str]:
    """List the updates that were set aside, and say how full inbox and outbox are."""
    store = await open_store(url, shared=True)
    try:
        aside = await store.inbox.list_aside()
        depths = await store.measure(datetime.now(zone))  # noqa: TID251 (the command line is in the shell)
    finally:
        await store.close()
    lines = [_show_aside(each, zone) for each in aside]
    if aside:
        lines.append("Put one back into the line with: guichet inbox --replay ID (or all)")
    return [
        *(lines or ["No update is set aside."]),
        _show_depth("inbox", depths.inbox, "set aside", zone),
        _show_depth("outbox", depths.outbox, "given up", zone),
    ]


async def replay(url: str, wanted: Sequence[str]) -> list[str]:
    """Put updates that were set aside back into the line; raises UnknownUpdates."""
    store = await open_store(url, shared=True)
    try:
        known = {str(each.id): each.id for each in await store.inbox.list_aside()}
        chosen = known if ALL in wanted else {each: known[each] for each in wanted if each in known}
        unknown = [each for each in wanted if each != ALL and each not in known]
        if unknown:
            there = ", ".join(known) or "none"
            raise UnknownUpdates(f"Not set aside: {', '.join(unknown)}. Those that are: {there}.")
        count = await store.inbox.replay(chosen.values())
    finally:
        await store.close()
    return [f"{count} put back into the line."]


async def save_backup(url: str, file: Path) -> list[str]:
    """Write a backup while the bot may run."""
    await backup(url, file)
    return [f"The backup is {file}. Bring it back with: guichet restore {file}"]


async def bring_back(url: str, file: Path) -> list[str]:
    """Put a backup in the place of the database, while no bot runs."""
    former = await restore(url, file)
    kept = [f"What was there before is kept as {former}."] if former else []
    return [f"The database is now what {file} holds.", *kept]


async def bring_to(url: str, revision: str) -> list[str]:
    """Bring the database to a version, up or down."""
    await migrate(url, revision)
    return [f"The database is at version {revision}."]


def _show_aside(aside: Aside, zone: ZoneInfo) -> str:
    first = next(iter(aside.error.splitlines()), "")
    came = aside.received_at.astimezone(zone).strftime("%Y-%m-%d %H:%M")
    return f"{aside.id}: update {aside.number} of chat {aside.chat}, {came}, {aside.attempts} tries: {first}"


def _show_depth(name: str, depth: Depth, lost: str, zone: ZoneInfo) -> str:
    since = f", the oldest since {depth.oldest.astimezone(zone):%Y-%m-%d %H:%M:%S}" if depth.oldest else ""
    return f"{name}: {depth.waiting} wait{since}; {depth.set_aside} {lost}"
