"""What the core needs to know of stored requests; asks for it as values and knows no database.

A decision that misses a fact raises `Missing`; the shell looks the fact up and lets the core decide again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import cast

from bot.core.jobs import JobKind
from bot.core.learning.kept import Unanswered
from bot.core.letters import Arrival
from bot.core.requests import AuditEntry, Request


@dataclass(frozen=True)
class NextReference:
    """Ask for the next free reference of a prefix and a year; it is taken when the turn commits."""

    prefix: str
    year: int


@dataclass(frozen=True)
class SentAs:
    """Ask for the request that a draft of a chat has become."""

    chat: int
    draft: int


@dataclass(frozen=True)
class RequestNamed:
    """Ask for the request with this reference."""

    reference: str


@dataclass(frozen=True)
class OpenRequestsStarting:
    """Ask for the open requests of a flow whose workshop starts on a day."""

    flow: str
    start: date


@dataclass(frozen=True)
class OwnRequests:
    """Ask for at most `most` requests that a person has made in a chat, newest first, after skipping some."""

    chat: int
    person: int
    skip: int
    most: int


@dataclass(frozen=True)
class HistoryOf:
    """Ask for the history of the request with this reference, oldest first."""

    reference: str


@dataclass(frozen=True)
class HistoriesOf:
    """Ask for the histories of the requests with these references, each oldest first."""

    references: tuple[str, ...]


@dataclass(frozen=True)
class OpenRequestsAfter:
    """Ask for at most `most` open requests in the order of their references, after this one."""

    reference: str
    most: int


@dataclass(frozen=True)
class NewsOf:
    """Ask what is new since a moment, waits, is late on a day, or begins from that day until another.

    Of each kind at most `most` requests are given, and all are counted.
    """

    day: date
    since: datetime
    until: date
    most: int


Group = tuple[int, tuple[Request, ...]]
"""How many requests there are of a kind, and the first of them."""


@dataclass(frozen=True)
class News:
    """What staff want to know of a day: each kind of requests, those first that press most."""

    new: Group = (0, ())
    waiting: Group = (0, ())
    overdue: Group = (0, ())
    asked_back: Group = (0, ())
    soon: Group = (0, ())


@dataclass(frozen=True)
class RequestsAtWork:
    """Ask for at most `most` requests that are not at an end, those first that staff owe a word soonest.

    After skipping some; only those that one of the staff holds, or that were due before a day, where that is named.
    """

    skip: int
    most: int
    holder: int | None = None
    due_before: date | None = None


@dataclass(frozen=True)
class CountAtWork:
    """Ask how many such requests there are."""

    holder: int | None = None
    due_before: date | None = None


@dataclass(frozen=True)
class RequestsLike:
    """Ask for at most `most` requests that words fit, in any order; the newest where more of them fit."""

    words: tuple[str, ...]
    most: int


@dataclass(frozen=True)
class MessageIn:
    """Ask for the id of the message that a slot of a chat holds now."""

    chat: int
    slot: str


@dataclass(frozen=True)
class UnansweredQuestions:
    """Ask for the questions that nobody could answer and nobody has settled, at most so many, newest first."""

    most: int


@dataclass(frozen=True)
class QuestionKept:
    """Ask for the unanswered question with this number, settled or not."""

    id: int


@dataclass(frozen=True)
class JobUnderWay:
    """Ask whether work of a kind waits or is being done."""

    kind: JobKind


@dataclass(frozen=True)
class SlotAt:
    """Ask which slot of a chat holds a message now."""

    chat: int
    message: int


@dataclass(frozen=True)
class TalkAt:
    """Ask which request a message was about that somebody wrote in a chat."""

    chat: int
    message: int


@dataclass(frozen=True)
class LastWritten:
    """Ask for what staff have last written to a person about one of the requests that they made in a chat."""

    chat: int
    person: int


@dataclass(frozen=True)
class ArrivalsOf:
    """Ask what came of the messages that staff have sent about a request."""

    chat: int
    reference: str


@dataclass(frozen=True)
class TopicAt:
    """Ask for the key of the forum topic that has this id in a chat."""

    chat: int
    thread: int


Lookup = (
    MessageIn
    | NextReference
    | SentAs
    | RequestNamed
    | OpenRequestsStarting
    | OwnRequests
    | HistoryOf
    | HistoriesOf
    | OpenRequestsAfter
    | NewsOf
    | UnansweredQuestions
    | QuestionKept
    | RequestsAtWork
    | CountAtWork
    | RequestsLike
    | JobUnderWay
    | SlotAt
    | TalkAt
    | LastWritten
    | ArrivalsOf
    | TopicAt
)
Found = (
    bool
    | str
    | int
    | Request
    | Unanswered
    | AuditEntry
    | tuple[Request, ...]
    | tuple[AuditEntry, ...]
    | tuple[Unanswered, ...]
    | Mapping[str, tuple[AuditEntry, ...]]
    | News
    | tuple[tuple[int, Arrival], ...]
    | None
)


class Missing(Exception):  # noqa: N818 (it is a question to the shell, no error)
    """The core cannot decide before this lookup is answered."""

    def __init__(self, lookup: Lookup) -> None:
        super().__init__(lookup)
        self.lookup = lookup


@dataclass(frozen=True)
class Records:
    """The lookups answered so far; each method raises Missing when its answer is not among them."""

    found: Mapping[Lookup, Found] = field(default_factory=dict)

    def _find(self, lookup: Lookup) -> Found:
        if lookup not in self.found:
            raise Missing(lookup)
        return self.found[lookup]

    def next_reference(self, prefix: str, year: int) -> str:
        """Give the reference that the next request of this prefix and year will have, such as VW-2026-0001."""
        return cast(str, self._find(NextReference(prefix, year)))

    def sent_as(self, chat: int, draft: int) -> Request | None:
        """Give the request that this draft has become, or None."""
        return cast(Request | None, self._find(SentAs(chat, draft)))

    def request(self, reference: str) -> Request | None:
        """Give the request with this reference, or None."""
        return cast(Request | None, self._find(RequestNamed(reference)))

    def open_requests_starting(self, flow: str, start: date) -> tuple[Request, ...]:
        """Give the open requests of a flow that start on this day."""
        return cast(tuple[Request, ...], self._find(OpenRequestsStarting(flow, start)))

    def own_requests(self, chat: int, person: int, skip: int, most: int) -> tuple[Request, ...]:
        """Give some of the requests that a person has made in a chat, newest first."""
        return cast(tuple[Request, ...], self._find(OwnRequests(chat, person, skip, most)))

    def history_of(self, reference: str) -> tuple[AuditEntry, ...]:
        """Give the history of a request, oldest first."""
        return cast(tuple[AuditEntry, ...], self._find(HistoryOf(reference)))

    def histories_of(self, references: tuple[str, ...]) -> Mapping[str, tuple[AuditEntry, ...]]:
        """Give the histories of several requests by their references, each oldest first."""
        return cast(Mapping[str, tuple[AuditEntry, ...]], self._find(HistoriesOf(references)))

    def open_requests_after(self, reference: str, most: int) -> tuple[Request, ...]:
        """Give some of the open requests, in the order of their references, after this one."""
        return cast(tuple[Request, ...], self._find(OpenRequestsAfter(reference, most)))

    def news(self, day: date, since: datetime, until: date, most: int) -> News:
        """Give what is new since a moment, waits, is late on a day, or begins until another."""
        return cast(News, self._find(NewsOf(day, since, until, most)))

    def requests_at_work(
        self, skip: int, most: int, holder: int | None = None, due_before: date | None = None
    ) -> tuple[Request, ...]:
        """Give some of the requests that are not at an end, those first that staff owe a word soonest."""
        return cast(tuple[Request, ...], self._find(RequestsAtWork(skip, most, holder, due_before)))

    def count_at_work(self, holder: int | None = None, due_before: date | None = None) -> int:
        """Say how many requests are not at an end."""
        return cast(int, self._find(CountAtWork(holder, due_before)))

    def requests_like(self, words: tuple[str, ...], most: int) -> tuple[Request, ...]:
        """Give requests that words fit, in any order."""
        return cast(tuple[Request, ...], self._find(RequestsLike(words, most)))

    def message_in(self, chat: int, slot: str) -> int | None:
        """Give the id of the message that a slot holds, or None."""
        return cast(int | None, self._find(MessageIn(chat, slot)))

    def unanswered_questions(self, most: int) -> tuple[Unanswered, ...]:
        """Give the newest questions that nobody could answer and nobody has settled."""
        return cast(tuple[Unanswered, ...], self._find(UnansweredQuestions(most)))

    def question_kept(self, number: int) -> Unanswered | None:
        """Give the unanswered question with this number, or None."""
        return cast(Unanswered | None, self._find(QuestionKept(number)))

    def job_under_way(self, kind: JobKind) -> bool:
        """Tell whether work of a kind waits or is being done."""
        return cast(bool, self._find(JobUnderWay(kind)))

    def slot_at(self, chat: int, message: int) -> str | None:
        """Give the slot that holds a message, or None."""
        return cast(str | None, self._find(SlotAt(chat, message)))

    def talk_at(self, chat: int, message: int) -> str | None:
        """Give the reference of the request that a message was about, or None."""
        return cast(str | None, self._find(TalkAt(chat, message)))

    def last_written(self, chat: int, person: int) -> AuditEntry | None:
        """Give the line of history in which staff last wrote to a person, or None."""
        return cast(AuditEntry | None, self._find(LastWritten(chat, person)))

    def arrivals_of(self, chat: int, reference: str) -> dict[int, Arrival]:
        """Give what came of the staff's messages about a request, under their ids in the staff chat."""
        return dict(cast(tuple[tuple[int, Arrival], ...], self._find(ArrivalsOf(chat, reference))))

    def topic_at(self, chat: int, thread: int) -> str | None:
        """Give the key of the forum topic that has this id, or None."""
        return cast(str | None, self._find(TopicAt(chat, thread)))
