"""The ports to Telegram that the shell needs filled: reading, delivering, asking for members; no code of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from bot.app.ports import Update
from bot.core.messages import Attachment, Incoming, Post


class NotAnUpdate(ValueError):  # noqa: N818
    """What came in is no update of the Bot API; the text says why."""


class Overloaded(Exception):  # noqa: N818
    """The inbox is full; Telegram is to come again."""


class Postponed(Exception):  # noqa: N818 (an outcome, no error)
    """Telegram could not be reached, or failed."""


class HeldBack(Exception):  # noqa: N818
    """Telegram wants nothing more from the bot for so many seconds."""

    def __init__(self, reason: str, seconds: float) -> None:
        super().__init__(reason)
        self.seconds = seconds


class Refused(Exception):  # noqa: N818
    """Telegram will never take this message."""


class Unreachable(Exception):  # noqa: N818
    """Telegram will take no message for this chat: the bot is blocked or was removed, or the chat is gone."""


class TopicLost(Exception):  # noqa: N818
    """The forum topic is no longer there."""


class TopicClosed(Exception):  # noqa: N818
    """The forum topic is closed to the bot."""


class ChatMoved(Exception):  # noqa: N818
    """The chat was given another id, a group turned supergroup."""

    def __init__(self, new: int) -> None:
        super().__init__(f"the chat is now {new}")
        self.new = new


@dataclass(frozen=True)
class Migrated:
    """What an update says of a group that turned supergroup: its former id and its new one."""

    former: int
    new: int


class Channel(Protocol):
    """How the updates that were taken over are read, and taps answered."""

    def read(self, update: Update, moved: Mapping[int, int]) -> Incoming | Migrated | None:
        """Read what an update says; None when it is nothing that a person said to the bot. Raises what it must."""

    def is_tap(self, update: Update) -> bool:
        """Whether the update is the tap on a button, however odd it is."""

    def language_of(self, update: Update) -> str | None:
        """Give the language that the person's Telegram is set to, however odd the update is."""

    async def answer_tap(self, update: Update, toast: str | None) -> None:
        """Let a button's person know that it was tapped; does nothing when the update is no tap. Never raises."""


class DocumentSource(Protocol):
    """Where the documents that people sent are kept."""

    async def fetch(self, file: Attachment) -> bytes:
        """Give the bytes of a document; raises Postponed, HeldBack, or Refused when there will never be any."""


class Messenger(Protocol):
    """What brings one message to its chat."""

    async def deliver(
        self, post: Post, address: int, replaces: int | None, answers: int | None = None, thread: int = 0
    ) -> int:
        """Send or edit, and return the id that the message has; that of the other for a reaction.

        `answers` is the id of the message that it replies to, `thread` that of the forum topic, 0 where there is none.
        Raises Postponed, HeldBack, Refused, Unreachable, ChatMoved, TopicLost or TopicClosed.
        """

    async def open_topic(self, address: int, name: str) -> int:
        """Create a forum topic and return its id; raises as `deliver` does, Refused where there can be none."""

    async def reopen_topic(self, address: int, thread: int) -> None:
        """Open a closed topic again; raises as `deliver` does."""


class Standing(StrEnum):
    """What somebody is in the staff's group at this moment."""

    OUTSIDER = "outsider"
    MEMBER = "member"
    ADMIN = "admin"


class StaffChat(Protocol):
    """The staff's group, as its host knows it."""

    async def standing_of(self, chat: int, person: int) -> Standing:
        """Tell what a person is in the chat at this moment; raises Postponed or HeldBack."""
