"""The ports that the shell needs filled: storage, delivery and the staff chat's membership; no code of its own."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.core.lookups import Found, Lookup
from bot.core.messages import Post, Turn
from bot.core.session import Session


class StorageUnavailable(Exception):  # noqa: N818 (one line for the operator)
    """The database cannot be opened or used; the text is one line for the operator."""


class UnitOfWork(Protocol):
    """One open transaction, in which one turn of one person in one chat happens."""

    @property
    def session(self) -> Session:
        """The session as it was stored, or a new one."""

    async def look_up(self, lookup: Lookup) -> Found:
        """Answer one of the core's lookups inside this transaction."""

    async def keep(self, turn: Turn, now: datetime) -> None:
        """Write session, requests, audit and outgoing messages of the turn; the transaction commits on leaving."""


class Store(Protocol):
    """Where sessions, requests, audit and outgoing messages live."""

    def begin(self, chat: int, person: int) -> AbstractAsyncContextManager[UnitOfWork]:
        """Open a transaction for a person's turn in a chat; it commits on leaving, or rolls back on an exception."""


@dataclass(frozen=True)
class Delivery:
    """An outgoing message whose turn it is; `replaces` is the id of the message that its slot holds now."""

    id: int
    post: Post
    attempts: int = 0
    replaces: int | None = None


class Outbox(Protocol):
    """The outgoing messages that were committed and are not sent."""

    async def due(self, now: datetime, limit: int = 50) -> tuple[Delivery, ...]:
        """Give the first unsent message of each chat, where its time has come; oldest first."""

    async def next_due(self) -> datetime | None:
        """Say when the next unsent message is to be tried; None when there is none."""

    async def mark_sent(self, delivery: Delivery, message_id: int, now: datetime) -> None:
        """Note that a message was sent under this id, and which message its slot holds from now on."""

    async def put_off(self, delivery: Delivery, until: datetime, error: str) -> None:
        """Count a failed attempt and try again at `until`; later messages of the chat wait behind it."""

    async def give_up(self, delivery: Delivery, error: str, now: datetime) -> None:
        """Set a message aside for good, with the reason; it no longer holds back the others."""

    async def move_chat(self, former: int, new: int) -> None:
        """Carry unsent messages, slots and sessions over to the id that a chat has been given."""


class Postponed(Exception):  # noqa: N818 (an outcome, no error)
    """Telegram wants the message later, or could not be reached; `after` is the pause it asked for, if any."""

    def __init__(self, reason: str, after: timedelta | None = None) -> None:
        super().__init__(reason)
        self.after = after


class Refused(Exception):  # noqa: N818
    """Telegram will never take this message: blocked by the user, chat gone, text it cannot read."""


class Moved(Exception):  # noqa: N818
    """The chat has become another one, a group turned supergroup."""

    def __init__(self, new_chat: int) -> None:
        super().__init__(f"the chat is now {new_chat}")
        self.new_chat = new_chat


class Messenger(Protocol):
    """What brings one message to its chat."""

    async def deliver(self, post: Post, replaces: int | None) -> int:
        """Send or edit, and return the id that the message has; raises Postponed, Refused or Moved."""


class StaffChat(Protocol):
    """The staff's group, as its host knows it."""

    async def has_member(self, person: int) -> bool:
        """Tell whether a person is a member of the staff chat at this moment."""
