"""The outgoing messages that were committed: which one is due, and what came of it; sends nothing itself."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select, update

from bot.adapters.storage.engine import Database
from bot.adapters.storage.moves import carry_over
from bot.adapters.storage.rows import post_from_row
from bot.adapters.storage.tables import outbox, slots, unsent
from bot.adapters.storage.upserts import upsert
from bot.app.ports import Delivery

FIRST_OF_EACH_CHAT = select(func.min(outbox.c.id)).where(unsent).group_by(outbox.c.chat).scalar_subquery()


class SqlOutbox:
    """The outbox in the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def due(self, now: datetime, limit: int = 50) -> tuple[Delivery, ...]:
        """Give the first unsent message of each chat, where its time has come; oldest first."""
        query = (
            select(outbox, slots.c.message_id.label("replaces"))
            .outerjoin(slots, (slots.c.chat == outbox.c.chat) & (slots.c.slot == outbox.c.slot))
            .where(outbox.c.id.in_(FIRST_OF_EACH_CHAT), outbox.c.due_at <= now)
            .order_by(outbox.c.id)
            .limit(limit)
        )
        async with self._database.reading() as connection:
            rows = (await connection.execute(query)).all()
        return tuple(
            Delivery(row.id, post_from_row(row.chat, row.slot, row.post), row.attempts, row.replaces) for row in rows
        )

    async def next_due(self) -> datetime | None:
        """Say when the next unsent message is to be tried; None when there is none."""
        query = select(func.min(outbox.c.due_at)).where(outbox.c.id.in_(FIRST_OF_EACH_CHAT))
        async with self._database.reading() as connection:
            moment: datetime | None = await connection.scalar(query)
        return moment

    async def mark_sent(self, delivery: Delivery, message_id: int, now: datetime) -> None:
        """Note that a message was sent under this id, and which message its slot holds from now on."""
        sent = (
            update(outbox)
            .where(outbox.c.id == delivery.id)
            .values(sent_at=now, message_id=message_id)
            .returning(outbox.c.chat, outbox.c.slot)
        )
        async with self._database.writing() as connection:
            # The row knows better than the delivery: its chat may have been given another id meanwhile.
            chat, slot = (await connection.execute(sent)).one()
            if slot is not None:
                key = {"chat": chat, "slot": slot}
                await connection.execute(upsert(connection, slots, key, {"message_id": message_id}))

    async def put_off(self, delivery: Delivery, until: datetime, error: str) -> None:
        """Count a failed attempt and try again at `until`; later messages of the chat wait behind it."""
        failed = {"attempts": outbox.c.attempts + 1, "due_at": until, "error": error}
        async with self._database.writing() as connection:
            await connection.execute(update(outbox).where(outbox.c.id == delivery.id).values(failed))

    async def give_up(self, delivery: Delivery, error: str, now: datetime) -> None:
        """Set a message aside for good, with the reason; it no longer holds back the others."""
        failed = {"attempts": outbox.c.attempts + 1, "given_up_at": now, "error": error}
        async with self._database.writing() as connection:
            await connection.execute(update(outbox).where(outbox.c.id == delivery.id).values(failed))

    async def move_chat(self, former: int, new: int) -> None:
        """Carry unsent messages, slots, sessions and requests over to the id that a chat has been given."""
        async with self._database.writing() as connection:
            await carry_over(connection, former, new)
