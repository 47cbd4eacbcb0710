"""One message in, one committed turn out: loads, lets the core decide, keeps; knows no database and no Telegram."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from bot.app.ports import StaffChat, Store, UnitOfWork
from bot.core.conversation import respond
from bot.core.lookups import Found, Lookup, Missing, Records
from bot.core.messages import Incoming, Place, Turn
from bot.core.scene import Knowledge, Scene

Clock = Callable[[], datetime]
"""Gives the moment it is, in the organisation's time zone."""


@dataclass(frozen=True)
class Desk:
    """The front desk: what it knows, where it keeps things, and who its staff are."""

    knowledge: Knowledge
    store: Store
    staff: StaffChat
    staff_chat: int
    clock: Clock
    wake_delivery: Callable[[], None]

    async def take(self, message: Incoming) -> Turn:
        """Answer one message: session, requests, audit and outgoing messages commit together, or not at all."""
        if message.place is Place.STAFF:
            message = replace(message, is_staff=await self.staff.has_member(message.sender.id))
        now = self.clock()
        async with self.store.begin(message.chat, message.sender.id) as unit:
            turn = await self._decide(unit, message, now)
            await unit.keep(turn, now)
        if turn.posts:
            self.wake_delivery()
        return turn

    async def _decide(self, unit: UnitOfWork, message: Incoming, now: datetime) -> Turn:
        found: dict[Lookup, Found] = {}
        while True:
            scene = Scene(self.knowledge, message, unit.session, now, Records(found), self.staff_chat)
            try:
                return respond(scene)
            except Missing as missing:
                found[missing.lookup] = await unit.look_up(missing.lookup)
