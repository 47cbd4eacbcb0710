"""The two lines that updates wait in: the staff chat, whose members are asked for first, and everyone else.

Each step handles what stands first in its line, and knows nothing of what is said.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.app.handling import Handling, NotYet
from bot.app.ports import OWN, DecideAgain, StorageUnavailable, Waiting
from bot.app.telegram_ports import HeldBack, Postponed, StaffChat, Standing
from bot.core.messages import Incoming, Place, Said, Unsaid

CHATTER = 60.0
"""Seconds for which somebody counts as a member for what they say to colleagues; for every act it is asked anew."""

BATCH = 64
"""Updates that one transaction handles at most."""

DECISIONS = 10
"""How often a turn is decided anew because its ground has changed, before that counts as a failure."""


@dataclass
class StaffIds:
    """The ids of the staff chat: the one that was set, and those that Telegram has given it since."""

    chat: int
    all: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        self.all = frozenset({self.chat})

    def learn(self, moved: Mapping[int, int]) -> None:
        """Take in which chats were given another id."""
        self.all = frozenset({self.chat, *(new for new, known in moved.items() if known == self.chat)})


@dataclass
class CommonLine:
    """All chats but the staff's and those that wait for a document, many in one transaction."""

    handling: Handling
    staff: StaffIds
    _one_by_one: int = 0
    _decided_again: int = 0

    async def step(self) -> bool:
        """Handle the waiting updates of some chats, and say whether there may be more that nobody holds."""
        held: tuple[Waiting, ...] = ()
        limit = 1 if self._one_by_one else BATCH
        inbox, now = self.handling.inbox, self.handling.clock()
        others = self.staff.all | self.handling.documents.chats
        try:
            async with inbox.claim(now, limit, without=others) as claim:
                held = claim.updates
                handled = await self.handling.handle(claim, {}) if held else ()
        except NotYet:
            self.staff.learn(await inbox.moved())
            return True
        except (StorageUnavailable, Postponed, HeldBack):
            raise
        except Exception as error:
            await self._take_apart(held, error)
            return True
        self._decided_again = 0
        self._one_by_one = max(self._one_by_one - 1, 0) if held else 0
        self.handling.announce(handled)
        return len(held) == limit

    async def _take_apart(self, held: tuple[Waiting, ...], error: Exception) -> None:
        if isinstance(error, DecideAgain) and self._decided_again < DECISIONS:
            self._decided_again += 1
            return
        self._decided_again = 0
        if len(held) > 1:
            self._one_by_one = len(held)
        elif held:
            self._one_by_one = max(self._one_by_one - 1, 0)
            await self.handling.give_another_chance(held[0], error)
        else:
            raise error


@dataclass
class StaffLine:
    """The staff chat: one update at a time, after Telegram was asked whether its sender is a member at this moment."""

    handling: Handling
    staff: StaffIds
    group: StaffChat
    _decided_again: int = field(default=0)
    _standings: dict[int, tuple[float, Standing]] = field(default_factory=dict)

    async def step(self) -> bool:
        """Handle the first waiting update of the staff chat, and say whether there was one."""
        inbox, now = self.handling.inbox, self.handling.clock()
        first = await inbox.first_of(self.staff.all, now)
        if first is None:
            return False
        moved = await inbox.moved()
        self.staff.learn(moved)
        members = await self._ask(first, moved)
        held: tuple[Waiting, ...] = ()
        try:
            async with inbox.claim(now, 1, only=self.staff.all) as claim:
                held = claim.updates
                handled = await self.handling.handle(claim, members) if held else ()
        except NotYet:
            return True
        except (StorageUnavailable, Postponed, HeldBack):
            raise
        except Exception as error:
            if not held:
                raise
            await self._fail(held[0], error)
            return True
        self._decided_again = 0
        self.handling.announce(handled)
        return bool(held)

    async def _ask(self, first: Waiting, moved: Mapping[int, int]) -> Mapping[int, Standing]:
        if first.update.number == OWN:
            return {}
        try:
            message = self.handling.channel.read(first.update, moved)
        except Exception:
            # Whoever handles it will find it just as unreadable, and says so.
            return {}
        if not isinstance(message, Incoming) or message.place is not Place.STAFF or isinstance(message.body, Unsaid):
            return {}
        person, now = message.sender.id, time.monotonic()
        asked_at, standing = self._standings.get(person, (-CHATTER, Standing.OUTSIDER))
        if not _is_act(message) and now - asked_at < CHATTER:
            return {person: standing}
        address = next((new for new, known in moved.items() if known == self.staff.chat), self.staff.chat)
        standing = await self.group.standing_of(address, person)
        # Who was outside may have come in since, and is asked about again.
        self._standings = {one: seen for one, seen in self._standings.items() if now - seen[0] < CHATTER}
        if standing is not Standing.OUTSIDER:
            self._standings[person] = (now, standing)
        return {person: standing}

    async def _fail(self, waiting: Waiting, error: Exception) -> None:
        if isinstance(error, DecideAgain) and self._decided_again < DECISIONS:
            self._decided_again += 1
            return
        self._decided_again = 0
        await self.handling.give_another_chance(waiting, error)


def _is_act(message: Incoming) -> bool:
    """Whether a message of the staff chat may do something, and is no mere talk among colleagues."""
    body = message.body
    return not isinstance(body, Said) or body.edited or body.is_reply or message.thread is not None
