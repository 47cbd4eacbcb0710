"""Carries what belongs to a chat over to the id that the chat has been given; knows not why it has a new one."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import delete, exists, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.storage.tables import outbox, requests, sessions, slots, unsent
from bot.core.session import from_json, to_json


async def carry_over(connection: AsyncConnection, former: int, new: int) -> None:
    """Move unsent messages, slots, sessions and requests; what the new chat has of its own already stays."""
    await connection.execute(update(outbox).where(outbox.c.chat == former, unsent).values(chat=new))
    await _carry_slots(connection, former, new)
    await _carry_sessions(connection, former, new)
    await _carry_requests(connection, former, new)


async def _carry_slots(connection: AsyncConnection, former: int, new: int) -> None:
    there = select(slots.c.slot).where(slots.c.chat == new).scalar_subquery()
    await connection.execute(delete(slots).where(slots.c.chat == former, slots.c.slot.in_(there)))
    await connection.execute(update(slots).where(slots.c.chat == former).values(chat=new))


async def _carry_sessions(connection: AsyncConnection, former: int, new: int) -> None:
    old, own = sessions.alias(), sessions.alias()
    both = await connection.execute(
        select(old.c.person, old.c.state.label("old"), own.c.state.label("own"))
        .join(own, (own.c.person == old.c.person) & (own.c.chat == new))
        .where(old.c.chat == former)
    )
    for person, left, kept in both.all():
        # The newer session stays, and its next draft must take no number that a request has already.
        begun = max(from_json(left).begun, from_json(kept).begun)
        merged = to_json(replace(from_json(kept), begun=begun))
        this = (sessions.c.chat == new, sessions.c.person == person)
        await connection.execute(update(sessions).where(*this).values(state=merged))
        await connection.execute(delete(sessions).where(sessions.c.chat == former, sessions.c.person == person))
    await connection.execute(update(sessions).where(sessions.c.chat == former).values(chat=new))


async def _carry_requests(connection: AsyncConnection, former: int, new: int) -> None:
    # One whose draft number the new chat has used as well stays behind: it is still found by its reference.
    own = requests.alias()
    taken = exists().where(own.c.chat == new, own.c.person == requests.c.person, own.c.draft == requests.c.draft)
    await connection.execute(update(requests).where(requests.c.chat == former, ~taken).values(chat=new))
