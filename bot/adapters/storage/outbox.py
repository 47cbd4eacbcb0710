"""The outgoing messages that were committed: which one is due, and what came of it; sends nothing itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Integer, and_, bindparam, delete, func, or_, select

from bot.adapters.storage.engine import Transaction, Transactions, insisting
from bot.adapters.storage.moved import read_addresses
from bot.adapters.storage.rows import post_from_row
from bot.adapters.storage.settling import settle_outcomes
from bot.adapters.storage.tables import inbox, outbox, slots, topics, unsent
from bot.app.ports import HELD_BACK, Delivery, Outcome
from bot.core.messages import Post

_EARLIER = outbox.alias("earlier")
DUE_SINCE = func.coalesce(outbox.c.scheduled_at, outbox.c.created_at, type_=outbox.c.created_at.type)
_FIRST_IN_LINE = (
    select(func.min(_EARLIER.c.id))
    .where(_EARLIER.c.chat == outbox.c.chat, _EARLIER.c.sent_at.is_(None), _EARLIER.c.given_up_at.is_(None))
    .where(or_(_EARLIER.c.attempts > 0, _EARLIER.c.due_at <= bindparam("now")))
    .scalar_subquery()
)
_DUE = (
    select(outbox, DUE_SINCE.label("due_since"), slots.c.message_id.label("replaces"))
    .outerjoin(slots, (slots.c.chat == outbox.c.chat) & (slots.c.slot == outbox.c.slot))
    .where(unsent, outbox.c.due_at <= bindparam("now"), outbox.c.id == _FIRST_IN_LINE)
    .order_by(outbox.c.due_at, outbox.c.id)
    .limit(bindparam("limit", type_=Integer))
)
_HELD = select(slots.c.message_id).where(slots.c.chat == bindparam("of_chat"), slots.c.slot == bindparam("of_slot"))
_OPENED = select(topics.c.thread).where(topics.c.chat == bindparam("of_chat"), topics.c.key == bindparam("of_key"))
_NEXT_DUE = select(func.min(outbox.c.due_at)).where(unsent, outbox.c.due_at > bindparam("now"))


class SqlOutbox:
    """The outbox in the database, in the hands of the one who delivers."""

    def __init__(self, database: Transactions) -> None:
        self._database = database

    async def due(self, now: datetime, limit: int) -> tuple[Delivery, ...]:
        """Give the first unsent message of each chat, where its time has come; oldest first."""
        async with self._database.reading() as transaction:
            rows = (await transaction.run(_DUE, {"now": now, "limit": limit})).mappings().all()
            addresses = await read_addresses(transaction) if rows else {}
            posts = [(row, post_from_row(row)) for row in rows]
            answered = [await _find_answered(transaction, post) for _, post in posts]
            threads = [await _find_thread(transaction, post) for _, post in posts]
        return tuple(
            Delivery(
                id=row["id"],
                post=post,
                address=addresses.get(row["chat"], row["chat"]),
                due_since=row["due_since"],
                attempts=row["attempts"],
                replaces=row["replaces"],
                was_told=row["told_at"] is not None,
                answers=answers,
                thread=thread,
            )
            for (row, post), answers, thread in zip(posts, answered, threads, strict=True)
        )

    async def next_due(self, now: datetime) -> datetime | None:
        """Say when, after now, the next message is to be tried; None when there is none."""
        async with self._database.reading() as transaction:
            moment: datetime | None = await transaction.scalar(_NEXT_DUE, {"now": now})
        return moment

    @insisting
    async def settle(self, outcomes: Sequence[Outcome], now: datetime) -> None:
        """Note in one transaction what came of deliveries."""
        if outcomes:
            async with self._database.writing() as transaction:
                await settle_outcomes(transaction, outcomes, now)

    async def held_until(self, now: datetime) -> datetime | None:
        """Say until when Telegram wants nothing more from the bot, as a former sender was told; None when it may."""
        held = (unsent, outbox.c.due_at > now, outbox.c.error.startswith(HELD_BACK))
        async with self._database.reading() as transaction:
            moment: datetime | None = await transaction.scalar(select(func.max(outbox.c.due_at)).where(*held))
        return moment

    async def list_sent(self, since: datetime) -> tuple[tuple[int, datetime], ...]:
        """Give (address, moment) of what was sent since, so that a new sender keeps to the limits."""
        query = select(outbox.c.chat, outbox.c.sent_at).where(outbox.c.sent_at >= since).order_by(outbox.c.sent_at)
        async with self._database.reading() as transaction:
            rows = (await transaction.run(query)).all()
            addresses = await read_addresses(transaction)
        return tuple((addresses.get(row.chat, row.chat), row.sent_at) for row in rows)

    @insisting
    async def prune(self, before: datetime, limit: int) -> int:
        """Delete at most `limit` rows of inbox and outbox that were settled before this moment; say how many."""
        deleted = 0
        async with self._database.writing() as transaction:
            for table, column in ((inbox, "done_at"), (outbox, "sent_at"), (outbox, "given_up_at")):
                settled_at = table.c[column]
                old = select(table.c.id).where(settled_at < before).order_by(settled_at).limit(limit - deleted)
                deleted += (await transaction.run(delete(table).where(table.c.id.in_(old)))).rowcount
        return deleted


async def _find_answered(transaction: Transaction, post: Post) -> int | None:
    """Give the id of the message that a post replies to, as its slot holds it now."""
    if not isinstance(post.answers, str):
        return post.answers
    message_id: int | None = await transaction.scalar(_HELD, {"of_chat": post.chat, "of_slot": post.answers})
    return message_id


async def _find_thread(transaction: Transaction, post: Post) -> int | None:
    """Give the id of the forum topic that a post belongs in; None where it is not there yet, 0 where it has none."""
    if post.topic is None:
        return post.thread or 0
    thread: int | None = await transaction.scalar(_OPENED, {"of_chat": post.chat, "of_key": post.topic.key})
    return thread


def in_line(now: datetime) -> ColumnElement[bool]:
    """Tell the unsent messages that hold back later ones of their chat from those that are scheduled for later."""
    return and_(unsent, or_(outbox.c.attempts > 0, outbox.c.due_at <= now))
