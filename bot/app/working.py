"""Does the work that takes longer than a turn, one at a time, and tells its chat how it goes; knows no database.

What a chat has been sent is noted file by file. Whoever takes up work that a dead process has left does the rest.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from pathlib import Path
from typing import Protocol

from bot.app.exporting import write_export
from bot.app.job_ports import Artist, FileKind, FileSender, Jobs, Register, Tables, Taken, TooLarge
from bot.app.ports import Inbox, StorageUnavailable
from bot.app.telegram_ports import ChatMoved, HeldBack, Postponed
from bot.app.watching import Watch, name_fault
from bot.core.desk.jobs import tell_done, tell_failed, tell_nothing, tell_progress, tell_too_large
from bot.core.desk.reporting import caption_of, name_topics
from bot.core.figures import Tally, span_of
from bot.core.jobs import JobKind, scope_of, weeks_of
from bot.core.messages import Post
from bot.core.scene import Knowledge

TRIES = 5
"""How often work is begun before its chat is told that it cannot be done."""

FIRST_PAUSE = timedelta(seconds=5)
TOLD_EVERY = 3.0
"""Seconds between two words on how far it is."""

SENDS = 6
"""How often a file that is ready is sent before the whole work is put off."""

LONGEST_HOLD = 60.0
TROUBLE = "Work that takes long cannot be done."


class Workplace(Protocol):
    """The database, as far as work is concerned."""

    @property
    def inbox(self) -> Inbox:
        """Where chats that were given another id are known."""

    async def has_work(self, now: datetime) -> bool:
        """Tell whether there is work whose time has come."""

    def work(self) -> AbstractAsyncContextManager[Jobs | None]:
        """Become the one process that works, as long as the block lasts; None when another one does."""

    def register(self, zone: tzinfo) -> Register:
        """Give all requests to be read."""


@dataclass(frozen=True)
class Worker:
    """What all work needs; `clock` gives moments in the organisation's time zone `zone`."""

    knowledge: Knowledge
    store: Workplace
    sender: FileSender
    tables: Tables
    artist: Artist
    clock: Callable[[], datetime]
    zone: tzinfo
    watch: Watch
    wake_delivery: Callable[[], None]
    pause: float = 1.0
    told_every: float = TOLD_EVERY

    async def step(self) -> bool:
        """Do the first work whose time has come, and say whether there was any that nobody else does."""
        if not await self.store.has_work(self.clock()):
            return False
        async with self.store.work() as jobs:
            taken = await jobs.take(self.clock()) if jobs is not None else None
            if jobs is None or taken is None:
                return False
            await self._do(jobs, taken)
            return True

    async def _do(self, jobs: Jobs, taken: Taken) -> None:
        error, pause = "the process ended in it, again and again", FIRST_PAUSE * 2 ** (taken.attempts - 1)
        if taken.attempts <= TRIES:
            try:
                with tempfile.TemporaryDirectory(prefix="guichet-") as folder:
                    works = {JobKind.EXPORT: self._export, JobKind.STATS: self._show_figures}
                    last = await works[taken.job.kind](jobs, taken, Path(folder))
                await jobs.finish(taken, last, self.clock())
                self.wake_delivery()
                return
            except StorageUnavailable:
                raise
            except Exception as failure:
                self.watch.trouble(TROUBLE, failure)
                error = f"{name_fault(failure)}: {failure}"
                if isinstance(failure, HeldBack):
                    pause = max(pause, timedelta(seconds=failure.seconds))
        if taken.attempts < TRIES:
            await jobs.put_off(taken, error, self.clock() + pause)
            return
        await jobs.give_up(taken, error, tell_failed(self.knowledge.texts, taken.job), self.clock())
        self.wake_delivery()

    async def _export(self, jobs: Jobs, taken: Taken, folder: Path) -> Post:
        texts, told = self.knowledge.texts, time.monotonic()

        async def progress(done: int, total: int) -> None:
            nonlocal told
            if time.monotonic() - told >= self.told_every and done < total:
                told = time.monotonic()
                await jobs.say(tell_progress(texts, taken.job, done, total), self.clock())
                self.wake_delivery()

        language = self.knowledge.policy.default_language
        stem = texts.label("export.file", language, day=self.clock().date().isoformat())
        paths = [folder / f"{stem}.xlsx", folder / f"{stem}.csv"]
        register, scope = self.store.register(self.zone), scope_of(taken.job)
        count = await write_export(register, self.tables, self.knowledge, self.zone, scope, paths, progress)
        if not count:
            return tell_nothing(texts, taken.job)
        try:
            for place, path in enumerate(paths[taken.sent :], start=taken.sent + 1):
                ready = await asyncio.to_thread(self.tables.shrink, path)
                await self._send(taken, FileKind.DOCUMENT, ready, "")
                await jobs.note_sent(taken, place)
        except TooLarge:
            return tell_too_large(texts, taken.job, self.clock().year)
        return tell_done(texts, taken.job, count)

    async def _show_figures(self, jobs: Jobs, taken: Taken, folder: Path) -> Post:
        texts, span = self.knowledge.texts, span_of(weeks_of(taken.job), self.clock())
        register, tally = self.store.register(self.zone), Tally(span, self.knowledge.policy)
        async for courses in register.courses(span):
            await asyncio.to_thread(tally.add, courses)
        figures = tally.sum_up(name_topics(self.knowledge, await register.questions(span)))
        if figures.is_empty:
            return tell_nothing(texts, taken.job)
        picture = folder / "figures.png"
        await asyncio.to_thread(self.artist.draw, figures, picture)
        if not taken.sent:
            await self._send(taken, FileKind.PHOTO, picture, caption_of(texts, taken.job.language, figures))
            await jobs.note_sent(taken, 1)
        return tell_done(texts, taken.job, figures.count)

    async def _send(self, taken: Taken, kind: FileKind, path: Path, caption: str) -> None:
        """Send a file that is ready, and wait for Telegram as long as is sensible."""
        moved = await self.store.inbox.moved()
        address = next((new for new, known in moved.items() if known == taken.job.chat), taken.job.chat)
        for attempt in range(1, SENDS + 1):
            try:
                return await self.sender.send(address, kind, path, caption)
            except ChatMoved as elsewhere:
                address = elsewhere.new
            except HeldBack as held:
                if attempt == SENDS or held.seconds > LONGEST_HOLD:
                    raise
                await asyncio.sleep(held.seconds)
            except Postponed:
                if attempt == SENDS:
                    raise
                await asyncio.sleep(self.pause * 2 ** (attempt - 1))
        raise Postponed("the chat was given another id again and again")
