"""Brings committed messages to their chats, in order within each, as fast as Telegram lets; knows not what they say.

One process delivers at a time. What Telegram took is noted as soon as the database takes the note; until then it is
remembered here, and its chat waits.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.app.attempts import Attempts
from bot.app.loops import IDLE
from bot.app.pace import REMEMBERED, Pace
from bot.app.ports import Delivery, Outbox, Outcome, StorageUnavailable, Store
from bot.app.watching import Watch, name_fault

AT_ONCE = 64
"""Messages that are under way at most, each to another chat."""

LOOK_AHEAD = 200
STANDBY = 1.0
KEPT = timedelta(days=7)
"""How long settled rows of inbox and outbox are kept; Telegram itself repeats nothing that is older than a day."""

PRUNED_AT_ONCE = 500
PRUNE_EVERY = 600.0
_TROUBLE = "The outbox cannot be read or written."


@dataclass
class Courier:
    """Delivers what the outbox holds, until told to finish."""

    store: Store
    attempts: Attempts
    pace: Pace
    clock: Callable[[], datetime]
    watch: Watch
    _news: asyncio.Event = field(default_factory=asyncio.Event)
    _end: asyncio.Event = field(default_factory=asyncio.Event)
    _is_abandoning: bool = False
    _under_way: dict[asyncio.Task[Outcome], Delivery] = field(default_factory=dict)
    _unsettled: list[Outcome] = field(default_factory=list)
    _prune_at: float = 0.0

    def wake(self) -> None:
        """Tell that something was committed."""
        self._news.set()

    def finish(self) -> None:
        """Tell that what can be sent now is to be sent, and then to stop."""
        self._end.set()
        self._news.set()

    def abandon(self) -> None:
        """Break off what is under way; it is sent again by whoever delivers next."""
        self._is_abandoning = True
        for task in self._under_way:
            task.cancel()

    async def run(self) -> None:
        """Deliver whenever no other process does, until told to finish."""
        while True:
            try:
                async with self.store.deliver() as outbox:
                    if outbox is not None:
                        await self._deliver_from(outbox)
            except StorageUnavailable as error:
                self.watch.trouble(_TROUBLE, error)
            except Exception as error:
                self.watch.trouble(f"{_TROUBLE} {name_fault(error)}", error)
            if self._end.is_set():
                return
            # News is for the one that delivers; trying for its place at every message would cost more than the message.
            with suppress(TimeoutError):
                await asyncio.wait_for(self._end.wait(), STANDBY)

    async def _deliver_from(self, outbox: Outbox) -> None:
        now = self.clock()
        sent = await outbox.list_sent(now - timedelta(seconds=REMEMBERED))
        self.pace.begin_anew()
        held_until = await outbox.held_until(now)
        if held_until is not None:
            self.pace.hold(time.monotonic() + (held_until - now).total_seconds())
        for address, moment in sent:
            self.pace.count(address, time.monotonic() - (now - moment).total_seconds())
        while True:
            self._news.clear()
            is_last = self._end.is_set()
            await self._settle(outbox)
            pause = await self._start_due(outbox)
            self.watch.trouble_over(_TROUBLE)
            if is_last and not self._under_way and not self._unsettled:
                return
            await self._prune_sometimes(outbox)
            await self._wait(pause, set(self._under_way))

    async def _settle(self, outbox: Outbox) -> None:
        done = [task for task in self._under_way if task.done()]
        for task in done:
            del self._under_way[task]
            if not task.cancelled():
                self._unsettled.append(task.result())
        if self._unsettled:
            await outbox.settle(self._unsettled, self.clock())
            self._unsettled = []

    async def _start_due(self, outbox: Outbox) -> float:
        """Start what may go now, and say in how many seconds there is more to do."""
        now, moment = time.monotonic(), self.clock()
        room = AT_ONCE - len(self._under_way)
        if room <= 0 or self._is_abandoning:
            return IDLE
        pauses = [IDLE]
        busy = {delivery.post.chat for delivery in self._under_way.values()}
        for delivery in await outbox.due(moment, LOOK_AHEAD):
            if delivery.post.chat in busy:
                continue
            pause = self.pace.wait(delivery.address, now)
            if pause > 0:
                pauses.append(pause)
                continue
            if room == 0:
                break
            room -= 1
            self.pace.count(delivery.address, now, is_edit=_says_nothing_new(delivery))
            task = asyncio.create_task(self.attempts.make(delivery))
            self._under_way[task] = delivery
        following = await outbox.next_due(moment)
        if following is not None:
            pauses.append(max((following - moment).total_seconds(), 0.0))
        return min(pauses)

    async def _prune_sometimes(self, outbox: Outbox) -> None:
        now = time.monotonic()
        if now < self._prune_at or self._end.is_set():
            return
        if await outbox.prune(self.clock() - KEPT, PRUNED_AT_ONCE) < PRUNED_AT_ONCE:
            self._prune_at = now + PRUNE_EVERY
            self.pace.forget(now)

    async def _wait(self, seconds: float, tasks: set[asyncio.Task[Outcome]]) -> None:
        news = asyncio.create_task(self._news.wait())
        try:
            await asyncio.wait({news, *tasks}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        finally:
            news.cancel()


def _says_nothing_new(delivery: Delivery) -> bool:
    is_edit = delivery.post.in_place and delivery.replaces is not None
    return is_edit or delivery.post.reacts_to is not None
