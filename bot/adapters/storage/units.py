"""A turn inside a claim's transaction: has the core's lookups answered and writes what the turn has decided."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import assert_never

from sqlalchemy import insert, update
from sqlalchemy.exc import IntegrityError

from bot.adapters.storage.answering import answer
from bot.adapters.storage.dialects import upsert
from bot.adapters.storage.engine import Transaction
from bot.adapters.storage.finding import note_words
from bot.adapters.storage.jobs import put_job
from bot.adapters.storage.learnt import Lessons, settle_questions
from bot.adapters.storage.posting import write_posts
from bot.adapters.storage.rows import audit_to_row, request_to_row
from bot.adapters.storage.tables import audit, requests, sessions
from bot.adapters.storage.talking import forget_topics, note_talk
from bot.app.ports import DecideAgain
from bot.core.lookups import Found, Lookup
from bot.core.messages import (
    AddToHistory,
    CountQuestion,
    ForgetTopics,
    KeepQuestion,
    KeepVote,
    MoveRequest,
    OpenRequest,
    Post,
    SettleQuestions,
    StartJob,
    Turn,
)
from bot.core.session import Session, to_json


class Ledger:
    """What the turns of one claim have in common: the sessions as they stand, and what is yet to be written."""

    def __init__(self, transaction: Transaction) -> None:
        self.transaction = transaction
        self.sessions: dict[tuple[int, int], Session] = {}
        self._changed: dict[tuple[int, int], dict[str, datetime | None]] = {}
        self._posts: list[tuple[Post, datetime]] = []
        self._lessons = Lessons()
        self.known: dict[tuple[int, int], dict[Lookup, Found]] = {}

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

    @property
    def known(self) -> Mapping[Lookup, Found]:
        """What was looked up for all turns of the claim at once."""
        return self._ledger.known.get(self._whose, {})

    async def look_up(self, lookup: Lookup) -> Found:
        """Answer one of the core's lookups inside this transaction."""
        return await answer(self._transaction, lookup, self._whose[1])

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
                    await note_talk(self._transaction, self._whose[0], entry)
                case ForgetTopics(chat):
                    await forget_topics(self._transaction, chat)
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
        await note_words(self._transaction, effect.request)

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
        await note_talk(self._transaction, self._whose[0], effect.entry)
        await note_words(self._transaction, effect.after, effect.before)
