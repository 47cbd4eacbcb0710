"""Holds waiting updates of whole chats in one transaction that commits what their turns decided; decides nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, Executable, Integer, bindparam, func, null, select, text, true, tuple_, update
from sqlalchemy.dialects.postgresql import ARRAY

from bot.adapters.storage.dialects import among
from bot.adapters.storage.engine import Transaction, Transactions
from bot.adapters.storage.moved import note_move, read_moves
from bot.adapters.storage.rows import waiting_from_row
from bot.adapters.storage.tables import inbox, sessions, waiting
from bot.adapters.storage.talking import find_written_to
from bot.adapters.storage.units import Ledger, SqlUnit
from bot.app.ports import Waiting
from bot.core.lookups import LastWritten
from bot.core.session import Session, from_json

_EARLIER = inbox.alias("earlier")
FIRST_OF_ITS_CHAT = inbox.c.id == (
    select(func.min(_EARLIER.c.id))
    .where(_EARLIER.c.chat == inbox.c.chat, _EARLIER.c.done_at.is_(None), _EARLIER.c.aside_at.is_(None))
    .scalar_subquery()
)
_UPDATE = (inbox.c.id, inbox.c.number, inbox.c.chat, inbox.c.body, inbox.c.received_at, inbox.c.attempts)
# A statement that is made once is also read once: making it costs as much as running it.
_FIRST_ONES = (
    select(inbox.c.chat)
    .where(waiting, inbox.c.due_at <= bindparam("now"), FIRST_OF_ITS_CHAT)
    .order_by(inbox.c.due_at, inbox.c.id)
    .limit(bindparam("limit", type_=Integer))
    # SQLite has one writer, and needs no locks on rows; SQLAlchemy leaves them out there.
    .with_for_update(skip_locked=True, of=inbox)
)
_LOCK_CHATS = text(
    "SELECT chat FROM unnest(CAST(:chats AS bigint[])) AS chat WHERE pg_try_advisory_xact_lock(chat)"
).bindparams(bindparam("chats", type_=ARRAY(BigInteger)))


class SqlClaim:
    """An open transaction that holds waiting updates."""

    def __init__(self, transaction: Transaction, updates: tuple[Waiting, ...], moved: Mapping[int, int]) -> None:
        self._transaction = transaction
        self._ledger = Ledger(transaction)
        self._moved = moved
        self._updates = updates

    @property
    def updates(self) -> tuple[Waiting, ...]:
        """The updates that are held, in order within each chat; none when there is nothing to do."""
        return self._updates

    @property
    def moved(self) -> Mapping[int, int]:
        """The chats that were given another id: the new id → the id that the desk knows the chat by."""
        return self._moved

    async def load(self, whose: Collection[tuple[int, int]]) -> None:
        """Fetch the sessions of these (chat, person) pairs at once."""
        missing = sorted(set(whose) - self._ledger.sessions.keys())
        if not missing:
            return
        query = select(sessions.c.chat, sessions.c.person, sessions.c.state)
        rows = await self._transaction.run(query.where(tuple_(sessions.c.chat, sessions.c.person).in_(missing)))
        stored = {(row.chat, row.person): from_json(row.state) for row in rows}
        self._ledger.sessions.update({each: stored.get(each, Session()) for each in missing})
        written_to = await find_written_to(self._transaction, missing)
        self._ledger.known.update({each: {LastWritten(*each): None} for each in missing if each not in written_to})

    def turn_of(self, chat: int, person: int) -> SqlUnit:
        """Begin a person's turn in a chat."""
        if (chat, person) not in self._ledger.sessions:
            raise LookupError("the session was not loaded")
        return SqlUnit(self._ledger, chat, person)

    async def note_move(self, former: int, new: int) -> None:
        """Note that a chat was given another id; its slots are forgotten."""
        await note_move(self._transaction, former, new)
        self._moved = await read_moves(self._transaction)

    async def finish(self, now: datetime) -> None:
        """Write what the turns have left, and that the updates are done."""
        await self._ledger.write()
        if self._updates:
            held = [each.id for each in self._updates]
            await self._transaction.run(_mark_done(self._transaction.dialect), {"held": held, "now": now})


@asynccontextmanager
async def open_claim(
    database: Transactions, now: datetime, limit: int, only: Collection[int] | None, without: Collection[int]
) -> AsyncIterator[SqlClaim]:
    """Open a transaction that holds at most `limit` updates of chats that nobody holds and whose time has come."""
    async with database.writing() as transaction:
        chats = await _take_chats(transaction, _first_ones(only, without), {"now": now, "limit": limit})
        updates = await _read_updates(transaction, chats, now, limit) if chats else ()
        claim = SqlClaim(transaction, updates, await read_moves(transaction) if updates else {})
        yield claim
        await claim.finish(now)


@cache
def _mark_done(dialect: str) -> Executable:
    held = among(dialect, inbox.c.id, "held")
    return update(inbox).where(held).values(done_at=bindparam("now"), body=null(), error=None)


@cache
def _all_of(dialect: str) -> Executable:
    query = select(*_UPDATE, inbox.c.due_at).where(waiting)
    limit = bindparam("limit", type_=Integer)
    if dialect != "postgresql":
        return query.where(among(dialect, inbox.c.chat, "chats")).order_by(inbox.c.id).limit(limit)
    # Chat by chat, or else PostgreSQL, where it has not counted the rows yet, walks through all that wait: with 100,000
    # of them, that was 11 ms a claim.
    held = func.unnest(bindparam("chats", type_=ARRAY(BigInteger))).table_valued("chat").render_derived(name="held")
    theirs = query.where(inbox.c.chat == held.c.chat).order_by(inbox.c.id).limit(limit).lateral("theirs")
    return select(theirs).select_from(held.join(theirs, true())).order_by(theirs.c.id).limit(limit)


def _first_ones(only: Collection[int] | None, without: Collection[int]) -> Executable:
    query = _FIRST_ONES
    if only is not None:
        query = query.where(inbox.c.chat.in_(sorted(only)))
    if without:
        query = query.where(inbox.c.chat.not_in(sorted(without)))
    return query


async def _take_chats(transaction: Transaction, query: Executable, values: Mapping[str, Any]) -> Sequence[int]:
    chats = (await transaction.run(query, values)).scalars().all()
    if transaction.dialect != "postgresql" or not chats:
        return chats
    # The rows' locks only spare us the chats that others hold. What makes a chat ours is a lock on its id: an update
    # that comes before the locked one may have been committed since, or be put back into the line.
    return (await transaction.run(_LOCK_CHATS, {"chats": chats})).scalars().all()


async def _read_updates(
    transaction: Transaction, chats: Sequence[int], now: datetime, limit: int
) -> tuple[Waiting, ...]:
    rows = await transaction.run(_all_of(transaction.dialect), {"chats": chats, "limit": limit})
    taken: list[Waiting] = []
    held_back: set[int] = set()
    for row in rows.mappings():
        if row["due_at"] > now:
            held_back.add(row["chat"])
        if row["chat"] not in held_back:
            taken.append(waiting_from_row(row))
    return tuple(taken)
