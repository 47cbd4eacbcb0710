"""The ports to the database that the shell needs filled: inbox, claims, outbox, roles; no code of its own."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from bot.core.learning.kept import Proposal
from bot.core.lookups import Found, Lookup
from bot.core.messages import Post, Turn
from bot.core.session import Session

OWN = -1
"""The number of an update that the desk has made itself; Telegram's are positive."""


@dataclass(frozen=True)
class Update:
    """An update as Telegram gave it: its number, the chat within which order is kept (0: none), and its JSON.

    One with the number OWN says that time has passed for a person's session in the chat, or what came of a letter.
    """

    number: int
    chat: int
    body: Mapping[str, Any]


@dataclass(frozen=True)
class Waiting:
    """An update in the inbox; `id` is its place in the order, `attempts` how often its handling has failed."""

    id: int
    update: Update
    received_at: datetime
    attempts: int = 0


@dataclass(frozen=True)
class Aside:
    """An update that was set aside after its last attempt, with the reason."""

    id: int
    number: int
    chat: int
    received_at: datetime
    attempts: int
    error: str


class UnitOfWork(Protocol):
    """One turn of one person in one chat, inside the transaction of a claim."""

    @property
    def session(self) -> Session:
        """The session as it stands after the former turn of the claim, as it was stored, or a new one."""

    @property
    def known(self) -> Mapping[Lookup, Found]:
        """What was looked up for all turns of the claim at once."""

    async def look_up(self, lookup: Lookup) -> Found:
        """Answer one of the core's lookups inside this transaction."""

    async def keep(self, turn: Turn, now: datetime) -> None:
        """Write session, requests, audit and outgoing messages of the turn; raises DecideAgain."""


class Claim(Protocol):
    """An open transaction that holds waiting updates, all those of a chat in order, and nobody else holds the chat.

    It commits on leaving, with every one of them done; on an exception nothing of it has happened.
    """

    @property
    def updates(self) -> tuple[Waiting, ...]:
        """The updates that are held, in order within each chat; none when there is nothing to do."""

    @property
    def moved(self) -> Mapping[int, int]:
        """The chats that were given another id: the new id → the id that the desk knows the chat by."""

    async def load(self, whose: Collection[tuple[int, int]]) -> None:
        """Fetch the sessions of these (chat, person) pairs at once; `turn_of` needs it done."""

    def turn_of(self, chat: int, person: int) -> UnitOfWork:
        """Begin a person's turn in a chat."""

    async def note_move(self, former: int, new: int) -> None:
        """Note that a chat was given another id: its messages are numbered anew, so its slots are forgotten."""


class Inbox(Protocol):
    """The updates that were taken over from Telegram."""

    async def put(self, updates: Sequence[Update], now: datetime) -> int:
        """Commit updates in this order, and say how many were new; the same number with the same content is known."""

    async def put_notices(self, now: datetime, limit: int) -> int:
        """Put an update of our own into the line for each of at most `limit` sessions whose time has come.

        Each is woken once, by whichever process; a turn says when it wants to be woken next. Says how many there were.
        """

    async def wake(self, chat: int, person: int, now: datetime) -> None:
        """Have a session looked at now, one that has not begun yet included."""

    async def count_waiting(self) -> int:
        """Say how many updates wait, those set aside not counted."""

    async def first_of(self, chats: Collection[int], now: datetime) -> Waiting | None:
        """Look at the first waiting update of these chats without holding it; None when its time has not come."""

    async def moved(self) -> Mapping[int, int]:
        """Give the chats that were given another id: the new id → the id that the desk knows the chat by."""

    def claim(
        self,
        now: datetime,
        limit: int,
        only: Collection[int] | None = None,
        without: Collection[int] = (),
    ) -> AbstractAsyncContextManager[Claim]:
        """Open a transaction that holds at most `limit` updates of chats that nobody holds and whose time has come.

        `only` and `without` name chats to keep to, or to leave out.
        """

    async def put_off(self, waiting: Waiting, error: str, until: datetime) -> None:
        """Count a failed attempt and try again at `until`; later updates of the chat wait behind it."""

    async def set_aside(self, waiting: Waiting, error: str, now: datetime, posts: Sequence[Post]) -> None:
        """Take an update out of the line for good, with the reason, and commit what people are told of it."""

    async def list_aside(self) -> tuple[Aside, ...]:
        """Give the updates that were set aside, oldest first."""

    async def replay(self, ids: Collection[int]) -> int:
        """Put updates that were set aside back into the line, their attempts forgotten, and say how many."""


@dataclass(frozen=True)
class Delivery:
    """An outgoing message whose turn it is.

    `replaces` is the id of the message that its slot holds now; `due_since` when it was first to be sent; `address`
    the chat's id on Telegram by now; `was_told` whether staff know that it is late; `answers` the id of the message
    that it replies to; `thread` that of its forum topic: None while that is yet to be created, 0 where it has none.
    """

    id: int
    post: Post
    address: int
    due_since: datetime
    attempts: int = 0
    replaces: int | None = None
    was_told: bool = False
    answers: int | None = None
    thread: int | None = 0


HELD_BACK = "held back: "


@dataclass(frozen=True)
class Sent:
    """The message arrived under this id; its slot holds it from now on. `news` tells the desk of it."""

    delivery: Delivery
    message_id: int
    news: Update | None = None


@dataclass(frozen=True)
class PutOff:
    """The message is tried again at `until`; later messages of the chat wait. `report` tells staff that it is late.

    An `error` that begins with HELD_BACK says that Telegram wants nothing at all until then.
    """

    delivery: Delivery
    until: datetime
    error: str
    report: Post | None = None


@dataclass(frozen=True)
class GivenUp:
    """The message will never arrive and no longer holds back the others; `report` tells staff, `news` the desk."""

    delivery: Delivery
    error: str
    report: Post | None = None
    news: Update | None = None


@dataclass(frozen=True)
class Moved:
    """The chat was given another id; its slots are forgotten and the message is tried again there at once."""

    delivery: Delivery
    new: int


@dataclass(frozen=True)
class TopicOpened:
    """The message's topic has this id now; 0: there can be none. The message is tried again at once.

    Of those that there cannot be, the chat's first is told of by `report`.
    """

    delivery: Delivery
    thread: int
    report: Post | None = None


@dataclass(frozen=True)
class TopicGone:
    """The message's topic is no longer there; the message is tried again at once, and `news` tells the desk."""

    delivery: Delivery
    news: Update | None = None


Outcome = Sent | PutOff | GivenUp | Moved | TopicOpened | TopicGone


class Outbox(Protocol):
    """The outgoing messages that were committed and are not sent, in the hands of the one process that delivers."""

    async def due(self, now: datetime, limit: int) -> tuple[Delivery, ...]:
        """Give the first unsent message of each chat, where its time has come; oldest first.

        A message that was put off holds back its chat; one that is scheduled for later does not.
        """

    async def next_due(self, now: datetime) -> datetime | None:
        """Say when, after now, the next message is to be tried; None when there is none."""

    async def settle(self, outcomes: Sequence[Outcome], now: datetime) -> None:
        """Note in one transaction what came of deliveries."""

    async def held_until(self, now: datetime) -> datetime | None:
        """Say until when Telegram wants nothing more from the bot, as a former sender was told; None when it may."""

    async def list_sent(self, since: datetime) -> tuple[tuple[int, datetime], ...]:
        """Give (address, moment) of what was sent since, so that a new sender keeps to the limits."""

    async def prune(self, before: datetime, limit: int) -> int:
        """Delete at most `limit` rows of inbox and outbox that were settled before this moment; say how many."""


@dataclass(frozen=True)
class Depth:
    """How many rows wait, since when the oldest is due, and how many were set aside or given up."""

    waiting: int
    oldest: datetime | None
    set_aside: int


@dataclass(frozen=True)
class Depths:
    """How full inbox and outbox are."""

    inbox: Depth
    outbox: Depth


class Proposals(Protocol):
    """The phrasings that staff propose for topics."""

    def hold_unwritten(self, now: datetime) -> AbstractAsyncContextManager[tuple[Proposal, ...]]:
        """Hold those that are not written into the review file; they are, when the block ends without an exception."""


class Store(Protocol):
    """An open database."""

    @property
    def inbox(self) -> Inbox:
        """The updates that were taken over."""

    def deliver(self) -> AbstractAsyncContextManager[Outbox | None]:
        """Become the one process that delivers, as long as the block lasts; None when another one is."""

    def poll(self) -> AbstractAsyncContextManager[bool]:
        """Become the one process that polls, as long as the block lasts; False when another one does."""

    async def listen(self, heard: Callable[[], None]) -> None:
        """Call `heard` whenever any process commits outgoing messages; runs until cancelled, whatever fails."""

    async def measure(self, now: datetime) -> Depths:
        """Say how full inbox and outbox are."""


class StorageUnavailable(Exception):  # noqa: N818 (one line for the operator)
    """The database cannot be opened or used; the text is one line for the operator."""


class DecideAgain(Exception):  # noqa: N818 (an outcome, no error)
    """What the turn was decided on has changed meanwhile; nothing of it is kept, and it has to be decided anew."""
