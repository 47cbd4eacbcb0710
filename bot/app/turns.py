"""One message in, one kept turn out: lets the core decide and keeps what it decided; knows no database."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bot.app.ports import UnitOfWork
from bot.core.conversation import respond
from bot.core.lookups import Found, Lookup, Missing, Records
from bot.core.messages import Incoming, Topics, Turn
from bot.core.scene import Knowledge, Scene
from bot.core.splitting import in_parts


@dataclass(frozen=True)
class Desk:
    """The front desk: what it knows, where its staff are, and which topics they have there."""

    knowledge: Knowledge
    staff_chat: int
    topics: Topics = Topics.NONE

    async def take(self, unit: UnitOfWork, message: Incoming, now: datetime) -> Turn:
        """Answer one message inside the unit's transaction; raises DecideAgain."""
        turn = await self._decide(unit, message, now)
        posts = tuple(part for post in turn.posts for part in in_parts(post))
        await unit.keep(replace(turn, posts=posts), now)
        return turn

    async def _decide(self, unit: UnitOfWork, message: Incoming, now: datetime) -> Turn:
        found: dict[Lookup, Found] = dict(unit.known)
        while True:
            scene = Scene(self.knowledge, message, unit.session, now, Records(found), self.staff_chat, self.topics)
            try:
                return respond(scene)
            except Missing as missing:
                found[missing.lookup] = await unit.look_up(missing.lookup)
