"""The updates that were taken over from Telegram, and our own: put, put off, set aside; knows not what they say."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime

from sqlalchemy import Integer, bindparam, func, insert, null, select, update
from sqlalchemy import Update as Change

from bot.adapters.storage.claims import SqlClaim, open_claim
from bot.adapters.storage.dialects import insert_new, upsert
from bot.adapters.storage.engine import Transactions, insisting
from bot.adapters.storage.moved import read_moves
from bot.adapters.storage.posting import write_posts
from bot.adapters.storage.rows import notice_to_row, storable, update_to_row, waiting_from_row
from bot.adapters.storage.tables import inbox, sessions, waiting
from bot.app.ports import Aside, Update, Waiting
from bot.core.messages import Post
from bot.core.session import Session, to_json

_DUE = sessions.c.wake_at <= bindparam("now")
_FIRST_TO_WAKE = select(sessions.c.chat).where(_DUE).limit(1)
_TO_WAKE = (
    select(sessions.c.chat, sessions.c.person)
    .where(_DUE)
    .order_by(sessions.c.wake_at)
    .limit(bindparam("limit", type_=Integer))
    # Whose session is being written is awake, and other processes wake the others.
    .with_for_update(skip_locked=True)
)
_IS_WOKEN = (
    update(sessions)
    .where(sessions.c.chat == bindparam("of_chat"), sessions.c.person == bindparam("of_person"))
    .values(wake_at=None)
)


class SqlInbox:
    """The inbox in the database."""

    def __init__(self, database: Transactions) -> None:
        self._database = database

    @insisting
    async def put(self, updates: Sequence[Update], now: datetime) -> int:
        """Commit updates in this order, and say how many were new; the same number with the same content is known."""
        rows = [update_to_row(each, now) for each in updates]
        if not rows:
            return 0
        async with self._database.writing() as transaction:
            known = insert_new(transaction.dialect, inbox, ("number", "digest"))
            return len((await transaction.run(known.returning(inbox.c.id), rows)).all())

    @insisting
    async def put_notices(self, now: datetime, limit: int) -> int:
        """Put an update of our own into the line for each of at most `limit` sessions whose time has come."""
        async with self._database.reading() as transaction:
            if await transaction.scalar(_FIRST_TO_WAKE, {"now": now}) is None:
                return 0
        async with self._database.writing() as transaction:
            due = (await transaction.run(_TO_WAKE, {"now": now, "limit": limit})).all()
            if due:
                await transaction.run(_IS_WOKEN, [{"of_chat": row.chat, "of_person": row.person} for row in due])
                await transaction.run(insert(inbox), [notice_to_row(row.chat, row.person, now) for row in due])
            return len(due)

    @insisting
    async def wake(self, chat: int, person: int, now: datetime) -> None:
        """Have a session looked at now, one that has not begun yet included."""
        row = {"chat": chat, "person": person, "state": to_json(Session()), "updated_at": now, "wake_at": now}
        async with self._database.writing() as transaction:
            awake = upsert(transaction.dialect, sessions, ("chat", "person"), ("wake_at",))
            await transaction.run(awake, row)

    async def count_waiting(self) -> int:
        """Say how many updates wait, those set aside not counted."""
        async with self._database.reading() as transaction:
            return int(await transaction.scalar(select(func.count()).select_from(inbox).where(waiting)))

    async def first_of(self, chats: Collection[int], now: datetime) -> Waiting | None:
        """Look at the first waiting update of these chats without holding it; None when its time has not come."""
        query = select(inbox).where(waiting, inbox.c.chat.in_(sorted(chats))).order_by(inbox.c.id).limit(1)
        async with self._database.reading() as transaction:
            row = (await transaction.run(query)).mappings().one_or_none()
        return None if row is None or row["due_at"] > now else waiting_from_row(row)

    async def moved(self) -> Mapping[int, int]:
        """Give the chats that were given another id: the new id → the id that the desk knows the chat by."""
        async with self._database.reading() as transaction:
            return await read_moves(transaction)

    def claim(
        self,
        now: datetime,
        limit: int,
        only: Collection[int] | None = None,
        without: Collection[int] = (),
    ) -> AbstractAsyncContextManager[SqlClaim]:
        """Open a transaction that holds at most `limit` updates of chats that nobody holds and whose time has come."""
        return open_claim(self._database, now, limit, only, without)

    @insisting
    async def put_off(self, waiting: Waiting, error: str, until: datetime) -> None:
        """Count a failed attempt and try again at `until`; later updates of the chat wait behind it."""
        failed = {"attempts": inbox.c.attempts + 1, "due_at": until, "error": storable(error)}
        async with self._database.writing() as transaction:
            await transaction.run(_still(waiting).values(failed))

    @insisting
    async def set_aside(self, waiting: Waiting, error: str, now: datetime, posts: Sequence[Post]) -> None:
        """Take an update out of the line for good, with the reason, and commit what people are told of it."""
        failed = {"attempts": inbox.c.attempts + 1, "aside_at": now, "error": storable(error)}
        async with self._database.writing() as transaction:
            # Another process may have succeeded with it meanwhile: then there is nothing to tell.
            if (await transaction.run(_still(waiting).values(failed))).rowcount:
                await write_posts(transaction, [(post, now) for post in posts])

    async def list_aside(self) -> tuple[Aside, ...]:
        """Give the updates that were set aside, oldest first."""
        columns = (inbox.c.id, inbox.c.number, inbox.c.chat, inbox.c.received_at, inbox.c.attempts, inbox.c.error)
        query = select(*columns).where(inbox.c.aside_at.is_not(None)).order_by(inbox.c.id)
        async with self._database.reading() as transaction:
            return tuple(Aside(**row) for row in (await transaction.run(query)).mappings())

    @insisting
    async def replay(self, ids: Collection[int]) -> int:
        """Put updates that were set aside back into the line, their attempts forgotten, and say how many."""
        again = {"aside_at": None, "attempts": 0, "due_at": inbox.c.received_at, "error": null()}
        those = update(inbox).where(inbox.c.id.in_(sorted(ids)), inbox.c.aside_at.is_not(None))
        async with self._database.writing() as transaction:
            return (await transaction.run(those.values(again))).rowcount


def _still(held: Waiting) -> Change:
    return update(inbox).where(inbox.c.id == held.id, waiting)
