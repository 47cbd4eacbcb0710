"""Handles the updates of one claim, and what fails; knows not which chats they come from and in which order.

A batch that fails is taken apart by those who call, so that a poisonous update harms no other. It is tried again
after growing pauses, and then set aside with its error, and its person is told.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.app.documents import Documents
from bot.app.fleeting import TapAnswers
from bot.app.ports import OWN, Claim, Inbox, Update, Waiting
from bot.app.telegram_ports import Channel, Migrated, Standing
from bot.app.turns import Desk
from bot.app.waking import read_notice
from bot.app.watching import TurnOutcome, TurnSeen, Watch, name_fault
from bot.core.messages import (
    AddToHistory,
    Incoming,
    MoveRequest,
    OpenRequest,
    Place,
    Post,
    Ranked,
    Turn,
    Unfetched,
    Unsaid,
)

TRIES = 3
FIRST_PAUSE = timedelta(seconds=1)

Read = tuple[Waiting, Incoming | Migrated | None]


class NotYet(Exception):  # noqa: N818 (a way out of a claim)
    """The claim holds an update that something has to be asked for first; it is let go of untouched."""


@dataclass(frozen=True)
class Handled:
    """An update that was handled, the turn that came of it, if any, and the seconds that it took."""

    waiting: Waiting
    turn: Turn | None
    took: float


@dataclass(frozen=True)
class Handling:
    """What every line of updates needs to be handled."""

    desk: Desk
    inbox: Inbox
    channel: Channel
    clock: Callable[[], datetime]
    watch: Watch
    wake_delivery: Callable[[], None]
    answers: TapAnswers
    documents: Documents

    async def handle(self, claim: Claim, members: Mapping[int, Standing]) -> tuple[Handled, ...]:
        """Handle all updates of a claim in their order; raises NotYet where staff's membership is not in `members`.

        It is raised as well where a document has to be fetched first, which begins then.
        """
        read: list[Read] = [(each, self._read(each.update, claim.moved)) for each in claim.updates]
        messages = [message for _, message in read if isinstance(message, Incoming)]
        if any(_needs_member(each) and each.sender.id not in members for each in messages):
            raise NotYet
        await claim.load({(each.chat, each.sender.id) for each in messages})
        handled = [await self._handle_one(claim, *each, members) for each in read]
        if None in handled:
            raise NotYet
        return tuple(filter(None, handled))

    def _read(self, update: Update, moved: Mapping[int, int]) -> Incoming | Migrated | None:
        is_own = update.number == OWN
        return read_notice(update, self.desk.staff_chat) if is_own else self.channel.read(update, moved)

    async def _handle_one(
        self, claim: Claim, waiting: Waiting, message: Incoming | Migrated | None, members: Mapping[int, Standing]
    ) -> Handled | None:
        begun = time.perf_counter()
        turn = None
        if isinstance(message, Migrated):
            former = claim.moved.get(message.former, message.former)
            if message.new not in claim.moved:
                await claim.note_move(former, message.new)
        elif message is not None:
            if _needs_member(message):
                standing = members[message.sender.id]
                is_staff, is_admin = standing is not Standing.OUTSIDER, standing is Standing.ADMIN
                message = replace(message, is_staff=is_staff, is_admin=is_admin)
            if isinstance(message.body, Ranked):
                self.watch.rights_changed(message.body.after)
            unit = claim.turn_of(message.chat, message.sender.id)
            try:
                turn = await self.desk.take(unit, self.documents.put_into(waiting, message), self.clock())
            except Unfetched as unfetched:
                # Others of the claim may want one as well: all of them are let go of together.
                self.documents.fetch(waiting, unfetched.file)
                return None
        return Handled(waiting, turn, time.perf_counter() - begun)

    def announce(self, handled: tuple[Handled, ...]) -> None:
        """Tell of what was committed: to delivery, to the log, and to those who tapped."""
        if any(each.turn is not None and each.turn.posts for each in handled):
            self.wake_delivery()
        now = self.clock()
        for each in handled:
            self._tell(each.waiting, outcome_of(each.turn), now, each.took)
            self.documents.let_go(each.waiting)
            if each.waiting.update.number != OWN:
                self.answers.give(each.waiting.update, each.turn.toast if each.turn is not None else None)

    async def give_another_chance(self, waiting: Waiting, error: Exception) -> None:
        """Put an update that failed off, or set it aside after its last try and tell its person."""
        reason = f"{name_fault(error)}: {error}"
        now = self.clock()
        if waiting.attempts + 1 < TRIES:
            await self.inbox.put_off(waiting, reason, now + FIRST_PAUSE * 2**waiting.attempts)
            self._tell(waiting, TurnOutcome.FAILED, now, fault=name_fault(error))
            return
        is_own, text = waiting.update.number == OWN, self._fault_text(waiting)
        posts = (Post(waiting.update.chat, text),) if waiting.update.chat and not is_own else ()
        await self.inbox.set_aside(waiting, reason, now, posts)
        self._tell(waiting, TurnOutcome.SET_ASIDE, now, fault=name_fault(error))
        self.documents.let_go(waiting)
        self.wake_delivery()
        if not is_own:
            self.answers.give(waiting.update, text)

    def _fault_text(self, waiting: Waiting) -> str:
        texts = self.desk.knowledge.texts
        spoken = self.channel.language_of(waiting.update) or ""
        return texts.label("fault", spoken if spoken in texts.catalogues else texts.policy.default_language)

    def _tell(
        self, waiting: Waiting, outcome: TurnOutcome, now: datetime, took: float = 0.0, fault: str | None = None
    ) -> None:
        waited = (now - waiting.received_at).total_seconds()
        update = waiting.update
        self.watch.turn_taken(TurnSeen(update.number, update.chat, outcome, waited, took, waiting.attempts, fault))


def _needs_member(message: Incoming) -> bool:
    return message.place is Place.STAFF and not isinstance(message.body, Unsaid)


def outcome_of(turn: Turn | None) -> TurnOutcome:
    """Name what came of an update."""
    if turn is None:
        return TurnOutcome.IGNORED
    if any(isinstance(effect, OpenRequest) for effect in turn.effects):
        return TurnOutcome.STORED
    if any(isinstance(effect, MoveRequest | AddToHistory) for effect in turn.effects):
        return TurnOutcome.MOVED
    return TurnOutcome.REPLIED if turn.posts else TurnOutcome.SILENT
