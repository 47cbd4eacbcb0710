"""Requests: what is stored, its statuses and the one table of what may happen to it; knows no chat and no words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from bot.core.flow import Value


class Status(StrEnum):
    """Where a request stands."""

    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


class Event(StrEnum):
    """What happens to a request."""

    SUBMIT = "submit"
    ACCEPT = "accept"
    REFUSE = "refuse"
    ANSWER = "answer"
    WITHDRAW = "withdraw"


TRANSITIONS: Mapping[tuple[Status | None, Event], Status] = {
    (None, Event.SUBMIT): Status.SUBMITTED,
    (Status.SUBMITTED, Event.ACCEPT): Status.ACCEPTED,
    (Status.SUBMITTED, Event.REFUSE): Status.REFUSED,
    (Status.SUBMITTED, Event.ANSWER): Status.ANSWERED,
    (Status.SUBMITTED, Event.WITHDRAW): Status.WITHDRAWN,
}
"""The whole life of a request: (status, event) → next status. What is not here is illegal."""

OPEN = frozenset({Status.SUBMITTED, Status.ACCEPTED})
"""The statuses in which a request still leads, or may lead, to a workshop."""


@dataclass(frozen=True)
class Request:
    """A stored request; `draft` is the number of the draft it came from in its chat, which makes it unique.

    `answers` are those on the flow's way, `acknowledged` the tokens of the rules' problems that were accepted.
    """

    reference: str
    flow: str
    chat: int
    person: int
    person_name: str
    language: str
    draft: int
    answers: Mapping[str, Value]
    submitted_at: datetime
    acknowledged: frozenset[str] = frozenset()
    status: Status = Status.SUBMITTED


@dataclass(frozen=True)
class AuditEntry:
    """One line of a request's history: who did what when, and what they gave with it."""

    reference: str
    event: Event
    at: datetime
    actor: int
    actor_name: str
    details: Mapping[str, Value] = field(default_factory=dict)


OF_ITS_PERSON = frozenset({Event.SUBMIT, Event.WITHDRAW})
"""What the person does whose request it is; everything else staff decide."""


def next_status(status: Status | None, event: Event) -> Status | None:
    """Name the status that an event leads to, or None when the event is illegal in this one."""
    return TRANSITIONS.get((status, event))


def events_open_to(status: Status) -> frozenset[Event]:
    """List the events that may happen in a status."""
    return frozenset(event for (before, event) in TRANSITIONS if before is status)


def start_of(answers: Mapping[str, Value]) -> date | None:
    """Read the start date out of a request's answers, where it has one."""
    start = answers.get("start")
    return date.fromisoformat(start) if isinstance(start, str) else None
