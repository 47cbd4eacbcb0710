"""Takes updates over from Telegram: commits them before Telegram is told, many at once; knows not how they came."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.app.ports import Inbox, StorageUnavailable, Update
from bot.app.telegram_ports import Overloaded
from bot.app.watching import Watch

MOST_WAITING = 1000
"""Updates that may wait; beyond it Telegram keeps them until some are handled."""

_LOOK_AGAIN = 0.05


@dataclass
class Receiver:
    """Commits updates to the inbox; those that arrive while others are written are written together."""

    inbox: Inbox
    clock: Callable[[], datetime]
    watch: Watch
    wake_handling: Callable[[], None]
    _arrived: list[tuple[Sequence[Update], asyncio.Future[None]]] = field(default_factory=list)
    _writing: asyncio.Task[None] | None = None
    _is_full: bool = False

    async def take(self, updates: Sequence[Update]) -> None:
        """Return when the updates are committed; raises Overloaded or StorageUnavailable when they are not."""
        if self._is_full and not await self._has_room():
            raise Overloaded
        written: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._arrived.append((updates, written))
        if self._writing is None:
            self._writing = asyncio.create_task(self._write())
        await written

    async def wait_for_room(self) -> None:
        """Return when the inbox takes more; raises StorageUnavailable."""
        # No event tells of it: another process may be the one that makes room.
        while self._is_full and not await self._has_room():  # noqa: ASYNC110
            await asyncio.sleep(_LOOK_AGAIN)

    async def _has_room(self) -> bool:
        self._is_full = await self.inbox.count_waiting() >= MOST_WAITING
        return not self._is_full

    async def _write(self) -> None:
        try:
            while self._arrived:
                arrived, self._arrived = self._arrived, []
                await self._write_together(arrived)
        finally:
            self._writing = None

    async def _write_together(self, arrived: list[tuple[Sequence[Update], asyncio.Future[None]]]) -> None:
        updates = [update for each, _ in arrived for update in each]
        try:
            new = await self.inbox.put(updates, self.clock())
            await self._has_room()
        except Exception as error:
            if len(arrived) > 1 and not isinstance(error, StorageUnavailable):
                # One of them cannot be written; the others must not suffer from their company.
                for each in arrived:
                    await self._write_together([each])
                return
            for _, written in arrived:
                if not written.done():
                    written.set_exception(error)
            return
        self.watch.updates_received(len(updates), len(updates) - new)
        self.wake_handling()
        for _, written in arrived:
            if not written.done():
                written.set_result(None)
