"""Gives what is only fleeting directly, without the outbox: the answers to taps; keeps nothing over a restart."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from bot.app.ports import Update
from bot.app.telegram_ports import Channel

MOST_AT_ONCE = 100


@dataclass
class TapAnswers:
    """Answers taps beside everything else, so that a slow Telegram holds up no turn."""

    channel: Channel
    _under_way: set[asyncio.Task[None]] = field(default_factory=set)

    def give(self, update: Update, toast: str | None) -> None:
        """Answer a tap soon; where too many answers are under way, its button just stops turning by itself."""
        if not self.channel.is_tap(update) or len(self._under_way) >= MOST_AT_ONCE:
            return
        task = asyncio.create_task(self.channel.answer_tap(update, toast))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def finish(self) -> None:
        """Wait for those under way."""
        await asyncio.gather(*self._under_way)
