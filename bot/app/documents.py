"""Fetches the documents that turns wait for, beside everything else; knows not what stands in them.

While a document is fetched, its chat is left out of the claims, so that order is kept and nobody else waits. What was
fetched is held in memory until its update is handled; after a crash the update still waits, and it is fetched again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace

from bot.app.ports import Waiting
from bot.app.telegram_ports import DocumentSource, HeldBack, Postponed, Refused
from bot.app.watching import Watch, name_fault
from bot.core.messages import Attachment, Incoming, Sent

MOST_AT_ONCE = 8
"""Documents that are fetched, or held until they are handled, at the same time; more of them wait for room."""

TRIES = 3
FIRST_PAUSE = 0.5
_LONGEST_PAUSE = 30.0
_FETCHED_WITHIN = 20.0
HELD = 60.0
"""Seconds after which what was fetched is let go: another process may have been faster to handle it."""

_TROUBLE = "A document could not be fetched or read."


@dataclass
class Documents:
    """The documents of this process: those under way, and those that their updates may be handled with.

    `read` turns the bytes of a document into its rows, or says what is wrong with it; it may take its time. `pause` is
    how many seconds pass before the second try, `held` how many a document is held for that is not handled.
    """

    source: DocumentSource
    read: Callable[[Attachment, bytes], Attachment]
    wake: Callable[[], None]
    watch: Watch
    pause: float = FIRST_PAUSE
    held: float = HELD
    _room: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(MOST_AT_ONCE))
    _fetching: dict[int, int] = field(default_factory=dict)
    _ready: dict[int, Attachment] = field(default_factory=dict)
    _handled: dict[int, asyncio.Event] = field(default_factory=dict)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def chats(self) -> frozenset[int]:
        """The chats that have to wait for a document."""
        return frozenset(self._fetching.values())

    def fetch(self, waiting: Waiting, file: Attachment) -> None:
        """Begin to fetch the document of an update, unless that is under way."""
        if waiting.id in self._handled:
            return
        self._fetching[waiting.id] = waiting.update.chat
        self._handled[waiting.id] = asyncio.Event()
        task = asyncio.create_task(self._hold(waiting.id, file))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def put_into(self, waiting: Waiting, message: Incoming) -> Incoming:
        """Give the message of an update with its document as it was read, if that was fetched."""
        file = self._ready.get(waiting.id)
        if file is None or not isinstance(message.body, Sent):
            return message
        return replace(message, body=replace(message.body, file=file))

    def let_go(self, waiting: Waiting) -> None:
        """Forget the document of an update that was handled."""
        if waiting.id in self._handled:
            self._handled[waiting.id].set()

    async def finish(self) -> None:
        """Break off what is under way; its updates still wait."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _hold(self, number: int, file: Attachment) -> None:
        try:
            async with self._room:
                self._ready[number] = await self._try(file)
                del self._fetching[number]
                self.wake()
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._handled[number].wait(), self.held)
        finally:
            self._fetching.pop(number, None)
            self._ready.pop(number, None)
            del self._handled[number]

    async def _try(self, file: Attachment) -> Attachment:
        pause = self.pause
        for attempt in range(TRIES):
            try:
                async with asyncio.timeout(_FETCHED_WITHIN):
                    data = await self.source.fetch(file)
                return await asyncio.to_thread(self.read, file, data)
            except Refused:
                break
            except (Postponed, HeldBack, TimeoutError) as error:
                if attempt + 1 < TRIES:
                    await asyncio.sleep(min(error.seconds, _LONGEST_PAUSE) if isinstance(error, HeldBack) else pause)
                pause *= 4
            except Exception as error:
                self.watch.trouble(f"{_TROUBLE} {name_fault(error)}", error)
                break
        return replace(file, trouble="unavailable")
