"""A turn's transaction: answers the core's lookups and writes what the turn has decided; decides nothing itself."""

from __future__ import annotations

from datetime import datetime
from typing import Any, assert_never

from sqlalchemy import Row, Select, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.storage.rows import audit_to_row, post_to_row, request_from_row, request_to_row
from bot.adapters.storage.tables import audit, counters, outbox, requests, sessions, slots
from bot.adapters.storage.upserts import upsert
from bot.core.lookups import Found, Lookup, MessageIn, NextReference, OpenRequestsStarting, RequestNamed, SentAs
from bot.core.messages import MoveRequest, OpenRequest, Turn
from bot.core.requests import OPEN, Request
from bot.core.session import Session, from_json, to_json


class RequestMovedMeanwhile(Exception):  # noqa: N818 (an outcome, no error)
    """The request is no longer in the status that the turn was decided on; nothing of the turn is kept."""


class DraftAlreadySent(Exception):  # noqa: N818
    """The draft has become a request before, or the reference is taken; nothing of the turn is kept."""


class SqlUnit:
    """One open transaction, in which one turn of one person in one chat happens."""

    def __init__(self, connection: AsyncConnection, chat: int, person: int, session: Session) -> None:
        self._connection = connection
        self._chat = chat
        self._person = person
        self._session = session

    @property
    def session(self) -> Session:
        """The session as it was stored, or a new one."""
        return self._session

    async def look_up(self, lookup: Lookup) -> Found:
        """Answer one of the core's lookups inside this transaction."""
        match lookup:
            case NextReference(prefix, year):
                return await self._take_reference(prefix, year)
            case SentAs(chat, draft):
                of_draft = (requests.c.chat == chat, requests.c.draft == draft)
                return await self._find_request(select(requests).where(*of_draft, requests.c.person == self._person))
            case RequestNamed(reference):
                return await self._find_request(select(requests).where(requests.c.reference == reference))
            case OpenRequestsStarting(flow, start):
                rows = await self._connection.execute(
                    select(requests)
                    .where(requests.c.flow == flow, requests.c.status.in_(sorted(OPEN)))
                    .where(requests.c.answers["start"].as_string() == start.isoformat())
                    .order_by(requests.c.submitted_at, requests.c.reference)
                )
                return tuple(request_from_row(row) for row in rows.mappings())
            case MessageIn(chat, slot):
                here = (slots.c.chat == chat, slots.c.slot == slot)
                message_id: int | None = await self._connection.scalar(select(slots.c.message_id).where(*here))
                return message_id
            case _:
                assert_never(lookup)

    async def keep(self, turn: Turn, now: datetime) -> None:
        """Write session, requests, audit and outgoing messages of the turn; the transaction commits on leaving."""
        await self._keep_session(turn.session, now)
        for effect in turn.effects:
            match effect:
                case OpenRequest():
                    await self._open_request(effect)
                case MoveRequest():
                    await self._move_request(effect)
                case _:
                    assert_never(effect)
        if turn.posts:
            await self._connection.execute(insert(outbox), [post_to_row(post, now) for post in turn.posts])

    async def _keep_session(self, session: Session, now: datetime) -> None:
        key = {"chat": self._chat, "person": self._person}
        values = {"state": to_json(session), "updated_at": now}
        await self._connection.execute(upsert(self._connection, sessions, key, values))

    async def _open_request(self, effect: OpenRequest) -> None:
        try:
            await self._connection.execute(insert(requests), request_to_row(effect.request))
        except IntegrityError as taken:
            raise DraftAlreadySent(effect.request.reference) from taken
        await self._connection.execute(insert(audit), audit_to_row(effect.entry))

    async def _move_request(self, effect: MoveRequest) -> None:
        before, after = request_to_row(effect.before), request_to_row(effect.after)
        changed = {name: value for name, value in after.items() if value != before[name]}
        moved = await self._connection.execute(
            update(requests)
            .where(requests.c.reference == effect.before.reference, requests.c.status == before["status"])
            .values({**changed, "status": after["status"]})
        )
        if moved.rowcount != 1:
            raise RequestMovedMeanwhile(effect.before.reference)
        await self._connection.execute(insert(audit), audit_to_row(effect.entry))

    async def _take_reference(self, prefix: str, year: int) -> str:
        key = {"prefix": prefix, "year": year}
        counted = upsert(self._connection, counters, key, {"last": 1}, {"last": counters.c.last + 1})
        number = await self._connection.scalar(counted.returning(counters.c.last))
        return f"{prefix}-{year}-{number:04}"

    async def _find_request(self, query: Select[Any]) -> Request | None:
        row = (await self._connection.execute(query)).mappings().one_or_none()
        return None if row is None else request_from_row(row)


async def open_unit(connection: AsyncConnection, chat: int, person: int) -> SqlUnit:
    """Begin a person's turn in a chat with the session as it is stored."""
    query = select(sessions.c.state).where(sessions.c.chat == chat, sessions.c.person == person)
    stored: Row[Any] | None = (await connection.execute(query)).one_or_none()
    return SqlUnit(connection, chat, person, Session() if stored is None else from_json(stored.state))
