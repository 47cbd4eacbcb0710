"""Lets time pass for sessions that nobody writes to: puts them into the line, and reads them there; decides nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.app.ports import Inbox, Update
from bot.app.receiving import MOST_WAITING
from bot.core.letters import Arrival
from bot.core.messages import NOBODY, Arrived, Incoming, Lost, Passed, Place, Sender

EVERY = 30.0
"""Seconds between looks for sessions whose time has come."""

BATCH = 100
"""Sessions that one step wakes at most."""

_ROOM = MOST_WAITING // 2


@dataclass(frozen=True)
class Waker:
    """Wakes the sessions whose time has come, and lets what people write go first when much waits."""

    inbox: Inbox
    clock: Callable[[], datetime]
    wake_handling: Callable[[], None]

    async def step(self) -> bool:
        """Wake some sessions, and say whether there may be more."""
        if await self.inbox.count_waiting() >= _ROOM:
            return False
        woken = await self.inbox.put_notices(self.clock(), BATCH)
        if woken:
            self.wake_handling()
        return woken == BATCH


def read_notice(update: Update, staff_chat: int) -> Incoming:
    """Read an update of our own: a letter arrived, a card is lost, or time has passed for a person's session.

    Of that person nothing but the id is known.
    """
    if "arrival" in update.body:
        arrived = Arrived(update.body["reference"], update.body["message"], Arrival(update.body["arrival"]))
        return Incoming(staff_chat, Place.STAFF, NOBODY, arrived)
    if "lost" in update.body:
        return Incoming(staff_chat, Place.STAFF, NOBODY, Lost(update.body["reference"]))
    person: int = update.body["person"]
    elsewhere = Place.STAFF if update.chat == staff_chat else Place.ELSEWHERE
    place = Place.PRIVATE if update.chat == person else elsewhere
    return Incoming(update.chat, place, Sender(person, ""), Passed())
