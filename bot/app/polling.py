"""Asks Telegram for updates and has them committed before it is told so; knows neither database nor Bot API."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from bot.app.ports import Store, Update
from bot.app.receiving import Receiver
from bot.app.watching import Watch

TROUBLE = "Telegram cannot be polled."


class Source(Protocol):
    """Where updates are asked for."""

    async def fetch(self) -> tuple[Update, ...]:
        """Wait for updates for a while; raises Postponed or HeldBack."""

    def confirm(self) -> None:
        """Let the next call tell that what was fetched last is safe."""


@dataclass(frozen=True)
class Poller:
    """Polls as long as no other process of the database does."""

    store: Store
    source: Source
    receiver: Receiver
    watch: Watch

    async def step(self) -> bool:
        """Poll until something fails; False when another process polls."""
        async with self.store.poll() as is_mine:
            while is_mine:
                await self.receiver.wait_for_room()
                updates = await self.source.fetch()
                self.watch.trouble_over(TROUBLE)
                if updates:
                    await self.receiver.take(updates)
                    self.source.confirm()
        return False
