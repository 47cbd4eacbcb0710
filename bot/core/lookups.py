"""What the core needs to know of stored requests; asks for it as values and knows no database.

A decision that misses a fact raises `Missing`; the shell looks the fact up and lets the core decide again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import cast

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
class MessageIn:
    """Ask for the id of the message that a slot of a chat holds now."""

    chat: int
    slot: str


Lookup = MessageIn | NextReference | SentAs | RequestNamed | OpenRequestsStarting | OwnRequests | HistoryOf
Found = str | int | Request | tuple[Request, ...] | tuple[AuditEntry, ...] | None


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

    def message_in(self, chat: int, slot: str) -> int | None:
        """Give the id of the message that a slot holds, or None."""
        return cast(int | None, self._find(MessageIn(chat, slot)))
