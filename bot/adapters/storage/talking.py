"""Keeps which message is about which request, and finds it again; knows not what the messages say."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import delete, select, tuple_

from bot.adapters.storage.dialects import upsert
from bot.adapters.storage.engine import Transaction
from bot.adapters.storage.rows import audit_from_row
from bot.adapters.storage.tables import audit, requests, slots, talk, topics
from bot.core.letters import Arrival
from bot.core.lookups import ArrivalsOf, LastWritten, SlotAt, TalkAt, TopicAt
from bot.core.requests import AuditEntry, Event


async def note_talk(transaction: Transaction, chat: int, entry: AuditEntry) -> None:
    """Note which message of a chat an entry is made of, so that its edits are known."""
    message = entry.details.get("message")
    if isinstance(message, int):
        said = upsert(transaction.dialect, talk, ("chat", "message_id"), ("reference", "arrival"))
        row = {"chat": chat, "message_id": message, "reference": entry.reference, "arrival": None}
        await transaction.run(said, row)


async def forget_topics(transaction: Transaction, chat: int) -> None:
    """Forget which topics of a chat there could not be."""
    await transaction.run(delete(topics).where(topics.c.chat == chat, topics.c.thread == 0))


async def find_name(transaction: Transaction, asked: SlotAt | TalkAt | TopicAt) -> str | None:
    """Give what is kept under a message's id or a topic's: a slot, a reference, a topic's key."""
    match asked:
        case SlotAt(chat, message):
            query = select(slots.c.slot).where(slots.c.chat == chat, slots.c.message_id == message)
        case TalkAt(chat, message):
            query = select(talk.c.reference).where(talk.c.chat == chat, talk.c.message_id == message)
        case TopicAt(chat, thread):
            query = select(topics.c.key).where(topics.c.chat == chat, topics.c.thread == thread)
    found: str | None = await transaction.scalar(query.limit(1))
    return found


async def find_last_written(transaction: Transaction, asked: LastWritten) -> AuditEntry | None:
    """Give the line of history in which staff last wrote to a person."""
    theirs = (requests.c.chat == asked.chat, requests.c.person == asked.person)
    written = select(audit).join(requests, requests.c.reference == audit.c.reference)
    last = written.where(*theirs, audit.c.event == Event.WRITE.value).order_by(audit.c.id.desc()).limit(1)
    row = (await transaction.run(last)).mappings().one_or_none()
    return None if row is None else audit_from_row(row)


async def find_written_to(transaction: Transaction, whose: Collection[tuple[int, int]]) -> set[tuple[int, int]]:
    """Give those of several (chat, person) pairs to whom staff have ever written."""
    theirs = tuple_(requests.c.chat, requests.c.person).in_(whose)
    written = select(requests.c.chat, requests.c.person).join(audit, requests.c.reference == audit.c.reference)
    rows = await transaction.run(written.where(theirs, audit.c.event == Event.WRITE.value).distinct())
    return {(row.chat, row.person) for row in rows}


async def find_arrivals(transaction: Transaction, asked: ArrivalsOf) -> tuple[tuple[int, Arrival], ...]:
    """Give what came of the messages that staff have sent about a request."""
    theirs = (talk.c.chat == asked.chat, talk.c.reference == asked.reference, talk.c.arrival.is_not(None))
    rows = await transaction.run(select(talk.c.message_id, talk.c.arrival).where(*theirs))
    return tuple((row.message_id, Arrival(row.arrival)) for row in rows)
