"""Prints what ever happened to a request, for operators; knows no Telegram and no sentence for people.

Raises StorageUnavailable with one line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from zoneinfo import ZoneInfo

from bot.adapters.storage.store import open_store
from bot.core.flow import Value
from bot.core.references import REFERENCE
from bot.core.requests import AuditEntry


class UnknownRequest(Exception):  # noqa: N818 (one line for the operator)
    """There is no such request; the text is one line that says so and what a reference looks like."""


async def trace(url: str, zone: ZoneInfo, typed: str) -> list[str]:
    """List who did what to a request when, what they gave and what it changed, also while the bot runs.

    Raises UnknownRequest.
    """
    reference = typed.strip().upper()
    if not REFERENCE.fullmatch(reference):
        raise UnknownRequest(f"{typed!r} is no reference. Write one such as VW-2026-0042.")
    store = await open_store(url, shared=True)
    try:
        history = await store.read_history(reference)
    finally:
        await store.close()
    if not history:
        raise UnknownRequest(f"There is no request {reference}. Check the reference; /find in the staff chat searches.")
    return [f"{reference}: {len(history)} entries", *(line for entry in history for line in _show(entry, zone))]


def _show(entry: AuditEntry, zone: ZoneInfo) -> Iterator[str]:
    at = entry.at.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")
    yield f"{at}  {entry.event}  {entry.actor_name} ({entry.actor})"
    for name in dict.fromkeys((*entry.before, *entry.after)):
        yield f"    {name}: {_in_one(entry.before, name)} -> {_in_one(entry.after, name)}"
    for name in entry.details:
        yield f"    {name}: {_in_one(entry.details, name)}"


def _in_one(values: Mapping[str, Value], name: str) -> str:
    value = values.get(name)
    parts = value if isinstance(value, list) else ["-" if value is None else str(value)]
    return " / ".join(" / ".join(part.splitlines()) for part in parts)
