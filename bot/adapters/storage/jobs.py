"""The line of work that takes longer than a turn, as rows; does none of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select, update

from bot.adapters.storage.engine import Transaction, Transactions, insisting
from bot.adapters.storage.posting import write_posts
from bot.adapters.storage.rows import storable
from bot.adapters.storage.tables import jobs, undone
from bot.app.job_ports import Taken
from bot.core.jobs import Job, JobKind
from bot.core.messages import Post


async def put_job(transaction: Transaction, job: Job, now: datetime) -> None:
    """Put work at the end of the line."""
    row = {
        "kind": job.kind.value,
        "chat": job.chat,
        "language": job.language,
        "wish": dict(job.wish),
        "asked_at": now,
        "due_at": now,
        "attempts": 0,
        "sent": 0,
    }
    await transaction.run(insert(jobs), row)


async def is_under_way(transaction: Transaction, kind: JobKind) -> bool:
    """Tell whether work of a kind waits or is being done."""
    return bool(await transaction.scalar(select(func.count()).where(jobs.c.kind == kind.value, undone)))


async def is_waiting(transaction: Transaction, now: datetime) -> bool:
    """Tell whether there is work whose time has come."""
    return bool(await transaction.scalar(select(func.count()).where(undone, jobs.c.due_at <= now)))


class SqlJobs:
    """The work in the hands of the one process that does it."""

    def __init__(self, database: Transactions) -> None:
        self._database = database

    @insisting
    async def take(self, now: datetime) -> Taken | None:
        """Count an attempt at the first work whose time has come, and give it; it stays in line until it is done."""
        async with self._database.writing() as transaction:
            first = select(jobs).where(undone, jobs.c.due_at <= now).order_by(jobs.c.due_at, jobs.c.id).limit(1)
            row = (await transaction.run(first)).mappings().one_or_none()
            if row is None:
                return None
            attempts = row["attempts"] + 1
            await transaction.run(update(jobs).where(jobs.c.id == row["id"]).values(attempts=attempts))
        job = Job(JobKind(row["kind"]), row["chat"], row["language"], row["wish"])
        return Taken(row["id"], job, attempts, row["sent"])

    async def note_sent(self, taken: Taken, count: int) -> None:
        """Note that the first so many of its files were sent."""
        await self._change(taken, sent=count)

    @insisting
    async def say(self, post: Post, now: datetime) -> None:
        """Commit what its chat is told meanwhile."""
        async with self._database.writing() as transaction:
            await write_posts(transaction, [(post, now)])

    async def put_off(self, taken: Taken, error: str, until: datetime) -> None:
        """Try again at `until`."""
        await self._change(taken, due_at=until, error=storable(error))

    async def finish(self, taken: Taken, post: Post, now: datetime) -> None:
        """Take it out of the line as done, and commit what its chat is told."""
        await self._change(taken, post, now, done_at=now, error=None)

    async def give_up(self, taken: Taken, error: str, post: Post, now: datetime) -> None:
        """Take it out of the line in vain, with the reason, and commit what its chat is told."""
        await self._change(taken, post, now, given_up_at=now, error=storable(error))

    @insisting
    async def _change(self, taken: Taken, post: Post | None = None, now: datetime | None = None, **values: Any) -> None:
        async with self._database.writing() as transaction:
            await transaction.run(update(jobs).where(jobs.c.id == taken.id).values(values))
            if post is not None and now is not None:
                await write_posts(transaction, [(post, now)])
