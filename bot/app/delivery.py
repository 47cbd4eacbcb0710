"""Brings committed messages to their chats, in order within each; knows neither what they say nor how they travel."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.app.ports import Delivery, Messenger, Moved, Outbox, Postponed, Refused

log = logging.getLogger(__name__)

FIRST_PAUSE = timedelta(seconds=1)
LONGEST_PAUSE = timedelta(minutes=5)
IDLE = timedelta(seconds=30)


@dataclass
class Courier:
    """Sends what the outbox holds, a message of each chat at a time, until it is told to stop."""

    outbox: Outbox
    messenger: Messenger
    clock: Callable[[], datetime]
    _news: asyncio.Event = field(default_factory=asyncio.Event)
    _is_finishing: bool = False

    def wake(self) -> None:
        """Tell that something was committed."""
        self._news.set()

    def finish(self) -> None:
        """Tell that the courier is to deliver what is due, and then to stop."""
        self._is_finishing = True
        self._news.set()

    async def run(self) -> None:
        """Deliver until told to finish."""
        while True:
            self._news.clear()
            is_last = self._is_finishing
            pause = await self._deliver_all()
            if is_last:
                return
            with suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), pause.total_seconds())

    async def _deliver_all(self) -> timedelta:
        try:
            while await self.deliver_due():
                pass
            return await self._pause()
        except Exception:
            log.exception("The outbox could not be read; trying again.")
            return FIRST_PAUSE

    async def deliver_due(self) -> int:
        """Deliver the first message of every chat whose time has come, and say how many there were."""
        deliveries = await self.outbox.due(self.clock())
        outcomes = await asyncio.gather(*(self._deliver(each) for each in deliveries), return_exceptions=True)
        for outcome in outcomes:
            if isinstance(outcome, BaseException):
                raise outcome
        return len(deliveries)

    async def _pause(self) -> timedelta:
        following = await self.outbox.next_due()
        if following is None:
            return IDLE
        return min(max(following - self.clock(), timedelta()), IDLE)

    async def _deliver(self, delivery: Delivery) -> None:
        try:
            message_id = await self.messenger.deliver(delivery.post, delivery.replaces)
        except Postponed as postponed:
            pause = postponed.after or min(FIRST_PAUSE * 2**delivery.attempts, LONGEST_PAUSE)
            await self.outbox.put_off(delivery, self.clock() + pause, str(postponed))
        except Refused as refused:
            log.warning("A message was given up: %s", refused)
            await self.outbox.give_up(delivery, str(refused), self.clock())
        except Moved as moved:
            log.warning("Chat %s is now %s; a staff chat has to be set so.", delivery.post.chat, moved.new_chat)
            await self.outbox.move_chat(delivery.post.chat, moved.new_chat)
        except Exception as error:
            log.exception("A message could not be delivered.")
            pause = min(FIRST_PAUSE * 2**delivery.attempts, LONGEST_PAUSE)
            await self.outbox.put_off(delivery, self.clock() + pause, type(error).__name__)
        else:
            await self.outbox.mark_sent(delivery, message_id, self.clock())
