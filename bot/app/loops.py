"""Repeats a step until told to finish, and waits where there is nothing to do; knows not what the step does."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field

from bot.app.ports import StorageUnavailable
from bot.app.telegram_ports import HeldBack, Postponed
from bot.app.watching import Watch, name_fault

IDLE = 1.0
"""Seconds between looks when nobody rings: what other processes commit is found by looking."""

FIRST_PAUSE = 0.25
LONGEST_PAUSE = 5.0


@dataclass
class Loop:
    """Runs `step`, which says whether there was something to do; `trouble` is told when the outside fails.

    `idle` are the seconds between looks when nobody rings.
    """

    step: Callable[[], Awaitable[bool]]
    watch: Watch
    trouble: str
    idle: float = IDLE
    _news: asyncio.Event = field(default_factory=asyncio.Event)
    _is_finishing: bool = False

    def wake(self) -> None:
        """Tell that there is something to do."""
        self._news.set()

    def finish(self) -> None:
        """Tell that the step under way is the last one."""
        self._is_finishing = True
        self._news.set()

    async def run(self) -> None:
        """Repeat until told to finish."""
        pause = FIRST_PAUSE
        while not self._is_finishing:
            self._news.clear()
            begun = time.monotonic()
            try:
                did_something = await self.step()
            except Exception as error:
                known = isinstance(error, StorageUnavailable | Postponed | HeldBack)
                self.watch.trouble(self.trouble if known else f"{self.trouble} {name_fault(error)}", error)
                if time.monotonic() - begun > LONGEST_PAUSE:
                    pause = FIRST_PAUSE
                await self._wait(error.seconds if isinstance(error, HeldBack) else pause)
                pause = min(pause * 2, LONGEST_PAUSE)
                continue
            self.watch.trouble_over(self.trouble)
            pause = FIRST_PAUSE
            if not did_something:
                await self._wait(self.idle)

    async def _wait(self, seconds: float) -> None:
        if not self._is_finishing:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), seconds)
