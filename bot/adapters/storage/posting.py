"""Writes outgoing messages into the outbox inside a transaction; sends nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, insert, text

from bot.adapters.storage.engine import Transaction
from bot.adapters.storage.rows import post_to_row
from bot.adapters.storage.tables import outbox, unsent
from bot.core.messages import Post

CHANNEL = "guichet_outbox"

_GIVE_WAY = delete(outbox).where(
    outbox.c.chat == bindparam("of_chat"),
    outbox.c.slot == bindparam("of_slot"),
    unsent,
    outbox.c.scheduled_at.is_not(None),
    outbox.c.attempts == 0,
    outbox.c.due_at > bindparam("now"),
)
_TELL = text(f"SELECT pg_notify('{CHANNEL}', '')")


async def write_posts(transaction: Transaction, posts: Sequence[tuple[Post, datetime]]) -> None:
    """Write messages with the moment they were said at; those scheduled for later give way to their slot's next."""
    rows: dict[int, dict[str, Any]] = {}
    scheduled: dict[tuple[int, str], int] = {}
    follows: dict[tuple[int, str], datetime] = {}
    for place, (post, now) in enumerate(posts):
        if post.slot is not None:
            key = (post.chat, post.slot)
            follows[key] = now
            if key in scheduled and rows[scheduled[key]]["due_at"] > now:
                del rows[scheduled.pop(key)]
            if post.at is not None:
                scheduled[key] = place
        rows[place] = post_to_row(post, now)
    if follows:
        theirs = [{"of_chat": chat, "of_slot": slot, "now": now} for (chat, slot), now in sorted(follows.items())]
        await transaction.run(_GIVE_WAY, theirs)
    if rows:
        await transaction.run(insert(outbox), list(rows.values()))
        if transaction.dialect == "postgresql":
            await transaction.run(_TELL)
