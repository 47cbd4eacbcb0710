"""A turn inside a claim's transaction: answers the core's lookups and writes what the turn has decided."""

from __future__ import annotations

from datetime import datetime
from typing import Any, assert_never

from sqlalchemy import Select, insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.adapters.storage.dialects import count_up, upsert
from bot.adapters.storage.engine import Transaction
from bot.adapters.storage.jobs import is_under_way, put_job
from bot.adapters.storage.learnt import Lessons, find_question, list_unanswered, settle_questions
from bot.adapters.storage.news import find_histories, find_news, find_open_after
from bot.adapters.storage.posting import write_posts
from bot.adapters.storage.rows import audit_from_row, audit_to_row, request_from_row, request_to_row
from bot.adapters.storage.tables import audit, counters, requests, sessions, slots
from bot.app.ports import DecideAgain
from bot.core.lookups import (
    Found,
    HistoriesOf,
    HistoryOf,
    JobUnderWay,
    Lookup,
    MessageIn,
    NewsOf,
    NextReference,
    OpenRequestsAfter,
    OpenRequestsStarting,
    OwnRequests,
    QuestionKept,
    RequestNamed,
    SentAs,
    UnansweredQuestions,
)
from bot.core.messages import (
    AddToHistory,
    CountQuestion,
    KeepQuestion,
    KeepVote,
    MoveRequest,
    OpenRequest,
    Post,
    SettleQuestions,
    StartJob,
    Turn,
)
from bot.core.requests import OPEN, Request
from bot.core.session import Session, to_json


class Ledger:
    """What the turns of one claim have in common: the sessions as they stand, and what is yet to be written."""

    def __init__(self, transaction: Transaction) -> None:
        self.transaction = transaction
        self.sessions: dict[tuple[int, int], Session] = {}
        self._changed: dict[tuple[int, int], dict[str, datetime | None]] = {}
        self._posts: list[tuple[Post, datetime]] = []
        self._lessons = Lessons()

    def add(self, whose: tuple[int, int], turn: Turn, now: datetime) -> None:
        """Remember a turn's session and messages, and what it teaches, until they are written."""
        self.sessions[whose] = turn.session
        self._changed[whose] = {"updated_at": now, "wake_at": turn.wake_at}
        self._posts.extend((post, now) for post in turn.posts)
        self._lessons.add(turn.effects)

    async def write(self) -> None:
        """Write all sessions and messages at once, and what was learnt."""
        rows = [
            {
                "chat": chat,
                "person": person,
                "state": to_json(self.sessions[chat, person]),
                **self._changed[chat, person],
            }
            for chat, person in sorted(self._changed)
        ]
        if rows:
            kept = upsert(self.transaction.dialect, sessions, ("chat", "person"), ("state", "updated_at", "wake_at"))
            await self.transaction.run(kept, rows)
        await write_posts(self.transaction, self._posts)
        await self._lessons.write(self.transaction)


class SqlUnit:
    """One turn of one person in one chat."""

    def __init__(self, ledger: Ledger, chat: int, person: int) -> None:
        self._ledger = ledger
        self._transaction = ledger.transaction
        self._whose = (chat, person)

    @property
    def session(self) -> Session:
        """The session as it stands after the former turn of the claim, as it was stored, or a new one."""
        return self._ledger.sessions[self._whose]

    async def look_up(self, lookup: Lookup) -> Found:
        """Answer one of the core's lookups inside this transaction."""
        match lookup:
            case NextReference(prefix, year):
                return await self._take_reference(prefix, year)
            case SentAs(chat, draft):
                of_draft = (requests.c.chat == chat, requests.c.draft == draft)
                return await self._find_request(select(requests).where(*of_draft, requests.c.person == self._whose[1]))
            case RequestNamed(reference):
                return await self._find_request(select(requests).where(requests.c.reference == reference))
            case OpenRequestsStarting(flow, start):
                rows = await self._transaction.run(
                    select(requests)
                    .where(requests.c.flow == flow, requests.c.status.in_(sorted(OPEN)))
                    .where(requests.c.answers["start"].as_string() == start.isoformat())
                    .order_by(requests.c.submitted_at, requests.c.reference)
                )
                return tuple(request_from_row(row) for row in rows.mappings())
            case OwnRequests(chat, person, skip, most):
                rows = await self._transaction.run(
                    select(requests)
                    .where(requests.c.chat == chat, requests.c.person == person)
                    .order_by(requests.c.submitted_at.desc(), requests.c.reference.desc())
                    .offset(skip)
                    .limit(most)
                )
                return tuple(request_from_row(row) for row in rows.mappings())
            case HistoryOf(reference):
                lines = select(audit).where(audit.c.reference == reference).order_by(audit.c.id)
                rows = await self._transaction.run(lines)
                return tuple(audit_from_row(row) for row in rows.mappings())
            case HistoriesOf():
                return await find_histories(self._transaction, lookup)
            case OpenRequestsAfter():
                return await find_open_after(self._transaction, lookup)
            case NewsOf():
                return await find_news(self._transaction, lookup)
            case MessageIn(chat, slot):
                here = (slots.c.chat == chat, slots.c.slot == slot)
                message_id: int | None = await self._transaction.scalar(select(slots.c.message_id).where(*here))
                return message_id
            case UnansweredQuestions(most):
                return await list_unanswered(self._transaction, most)
            case QuestionKept(number):
                return await find_question(self._transaction, number)
            case JobUnderWay(kind):
                return await is_under_way(self._transaction, kind)
            case _:
                assert_never(lookup)

    async def keep(self, turn: Turn, now: datetime) -> None:
        """Write requests and audit of the turn, and remember its session and messages; raises DecideAgain."""
        for effect in turn.effects:
            match effect:
                case OpenRequest():
                    await self._open_request(effect)
                case MoveRequest():
                    await self._move_request(effect)
                case AddToHistory(entry):
                    await self._transaction.run(insert(audit), audit_to_row(entry))
                case SettleQuestions():
                    await settle_questions(self._transaction, effect)
                case CountQuestion() | KeepQuestion() | KeepVote():
                    pass  # The ledger writes them, those of all turns at once.
                case StartJob(job):
                    await put_job(self._transaction, job, now)
                case _:
                    assert_never(effect)
        self._ledger.add(self._whose, turn, now)

    async def _open_request(self, effect: OpenRequest) -> None:
        try:
            await self._transaction.run(insert(requests), request_to_row(effect.request))
        except IntegrityError as taken:
            # The draft has become a request before, or the reference is taken.
            raise DecideAgain(f"{effect.request.reference} or its draft is stored already") from taken
        await self._transaction.run(insert(audit), audit_to_row(effect.entry))

    async def _move_request(self, effect: MoveRequest) -> None:
        before, after = request_to_row(effect.before), request_to_row(effect.after)
        changed = {name: value for name, value in after.items() if value != before[name]}
        moved = await self._transaction.run(
            update(requests)
            .where(requests.c.reference == effect.before.reference, requests.c.version == before["version"])
            .values(changed)
        )
        if moved.rowcount != 1:
            raise DecideAgain(f"{effect.before.reference} is no longer as it was in version {before['version']}")
        await self._transaction.run(insert(audit), audit_to_row(effect.entry))

    async def _take_reference(self, prefix: str, year: int) -> str:
        key = {"prefix": prefix, "year": year}
        counted = count_up(self._transaction.dialect, counters, key, "last").returning(counters.c.last)
        return f"{prefix}-{year}-{await self._transaction.scalar(counted):04}"

    async def _find_request(self, query: Select[Any]) -> Request | None:
        row = (await self._transaction.run(query)).mappings().one_or_none()
        return None if row is None else request_from_row(row)
