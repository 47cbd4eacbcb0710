"""What comes in and what goes out, as values; knows neither Telegram nor what is said."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from bot.core.jobs import Job
from bot.core.learning.kept import Outcome, Proposal
from bot.core.letters import Arrival, Media
from bot.core.requests import AuditEntry, Request
from bot.core.session import Session


class Place(StrEnum):
    """Where a message was written."""

    PRIVATE = "private"
    STAFF = "staff"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True)
class Sender:
    """The person who wrote or tapped; `language` is the one that their Telegram is set to."""

    id: int
    name: str
    username: str | None = None
    language: str | None = None


@dataclass(frozen=True)
class Said:
    """A text; `edited` when it replaces one that was sent before, `is_reply` when it answers a message of the bot."""

    text: str
    edited: bool = False
    is_reply: bool = False


@dataclass(frozen=True)
class Commanded:
    """A command without its slash, and what follows it."""

    name: str
    argument: str = ""


@dataclass(frozen=True)
class Tapped:
    """A button's data, and the id of the message that shows it."""

    data: str
    message_id: int = 0


@dataclass(frozen=True)
class Attachment:
    """A document: `rows` are its cells as written, once it was fetched and read; `trouble` says why it could not be.

    `size` is in bytes. `trouble` is one of "large", "kind", "unreadable", "many" and "unavailable". `mime` is what its
    sender's program takes it for. `sheet` names the sheet that was read where there are several, `count` says how many
    lines there are where they are too many.
    """

    id: str
    name: str
    size: int
    rows: tuple[tuple[str, ...], ...] | None = None
    trouble: str | None = None
    mime: str = ""
    sheet: str = ""
    count: int = 0


class Unfetched(Exception):  # noqa: N818 (it is a question to the shell, no error)
    """The core cannot decide before this document was fetched and read."""

    def __init__(self, file: Attachment) -> None:
        super().__init__(file.name)
        self.file = file


@dataclass(frozen=True)
class Sent:
    """Something that is no text, such as a sticker or a document, with its caption.

    `media` is what can be passed on of it; `edited` when it replaces one that was sent before.
    """

    kind: str
    caption: str = ""
    file: Attachment | None = None
    media: Media | None = None
    edited: bool = False


@dataclass(frozen=True)
class Passed:
    """Nothing was said: only time has passed since the person's drafts were last looked at."""


@dataclass(frozen=True)
class Arrived:
    """Nothing was said: a message that staff have sent about a request was brought to its person, or was given up."""

    reference: str
    message: int
    arrival: Arrival


@dataclass(frozen=True)
class Lost:
    """Nothing was said: the topic in which a request's card stood is gone, and the card with it."""

    reference: str


@dataclass(frozen=True)
class Rights:
    """What the bot may do in the staff chat."""

    is_inside: bool
    is_admin: bool
    manages_topics: bool


@dataclass(frozen=True)
class Ranked:
    """Nothing was said: the bot's rights in the staff chat were changed."""

    before: Rights
    after: Rights


NOBODY = Sender(-1, "")
"""From whom news comes that nobody said; not from the desk's own session, which time passes for."""

Unsaid = Passed | Arrived | Lost | Ranked
"""What the desk hears that nobody said."""


@dataclass(frozen=True)
class Incoming:
    """One message as the core sees it; `is_staff` and `is_admin` are what the staff chat's membership said just now.

    `id` is the message's own in its chat, `answers` that of the bot's message that it replies to, `thread` that of the
    forum topic that it stands in.
    """

    chat: int
    place: Place
    sender: Sender
    body: Said | Commanded | Tapped | Sent | Unsaid
    is_staff: bool = False
    is_admin: bool = False
    id: int = 0
    answers: int | None = None
    thread: int | None = None


class Style(StrEnum):
    """How much a button stands out."""

    PLAIN = "plain"
    PRIMARY = "primary"
    DANGER = "danger"


@dataclass(frozen=True)
class Button:
    """A button with the data that comes back when it is tapped (at most 64 bytes)."""

    label: str
    data: str
    style: Style = Style.PLAIN


Rows = tuple[tuple[Button, ...], ...]


class Topics(StrEnum):
    """Which topics of their own the staff chat has, where it is a forum."""

    NONE = "none"
    REQUEST = "request"
    KIND = "kind"


@dataclass(frozen=True)
class Topic:
    """A forum topic by the key that the desk knows it by; its name is for people, when it is created."""

    key: str
    name: str


@dataclass(frozen=True)
class Post:
    """A message to send: Telegram HTML of any length and rows of buttons.

    `slot` names the message so that a later one takes its place: `in_place` edits it, otherwise the former loses its
    buttons and a new one is sent. `asks` wants the client to open an answer field. `about` is the reference of the
    request that it tells of: staff hear of it when such a message cannot be delivered. `at` is when it is to be sent,
    at once by default; one that waits for its time gives way to the next message of its slot. `media` is what the text
    stands below. `answers` is the message that it replies to: the slot that holds it, or its id. `receipt` is the id of
    the staff's message that it brings to a person: whether it arrives is noted under it. `reacts_to` is the id of the
    message that it is nothing but a reaction to, its text being the sign. `topic` is the forum topic that it belongs
    in, which is created where it is not there; `thread` names one by the id that it has in the chat.
    """

    chat: int
    text: str
    rows: Rows = ()
    slot: str | None = None
    in_place: bool = False
    asks: bool = False
    about: str | None = None
    at: datetime | None = None
    media: Media | None = None
    answers: str | int | None = None
    receipt: int | None = None
    reacts_to: int | None = None
    topic: Topic | None = None
    thread: int | None = None


@dataclass(frozen=True)
class OpenRequest:
    """Store a new request, with the first line of its history."""

    request: Request
    entry: AuditEntry


@dataclass(frozen=True)
class MoveRequest:
    """Bring a stored request to its next status, with the line of its history."""

    before: Request
    after: Request
    entry: AuditEntry


@dataclass(frozen=True)
class AddToHistory:
    """Add a line to a stored request's history that changes nothing of the request."""

    entry: AuditEntry


@dataclass(frozen=True)
class StartJob:
    """Put work into the line that takes longer than a turn."""

    job: Job


@dataclass(frozen=True)
class CountQuestion:
    """Count a question on its day; `version` names the answer's text, both it and `topic` are empty where none is."""

    day: date
    topic: str
    language: str
    version: str
    outcome: Outcome


@dataclass(frozen=True)
class KeepQuestion:
    """Keep a question that nobody could answer, masked already and without its person."""

    at: datetime
    language: str
    text: str


@dataclass(frozen=True)
class KeepVote:
    """Keep whether a person found an answer's text helpful; a later vote takes the place of the former."""

    topic: str
    language: str
    version: str
    person: int
    helpful: bool
    at: datetime


@dataclass(frozen=True)
class SettleQuestions:
    """Take unanswered questions off the list, all or none of them; they are dismissed unless one is proposed."""

    ids: frozenset[int]
    by: str
    at: datetime
    proposal: Proposal | None = None


@dataclass(frozen=True)
class ForgetTopics:
    """Forget which forum topics of a chat there could not be: they are tried again."""

    chat: int


Recorded = OpenRequest | MoveRequest | AddToHistory
"""What a turn does to a request, with a line in its history."""

Learnt = CountQuestion | KeepQuestion | KeepVote | SettleQuestions
Effect = Recorded | StartJob | Learnt | ForgetTopics


@dataclass(frozen=True)
class Turn:
    """The answer to one message: the session from now on, what to send, what to store, and a toast for a tap.

    `wake_at` is when the session wants to be looked at again though nobody writes.
    """

    session: Session
    posts: tuple[Post, ...] = ()
    effects: tuple[Effect, ...] = field(default_factory=tuple)
    toast: str | None = None
    wake_at: datetime | None = None
