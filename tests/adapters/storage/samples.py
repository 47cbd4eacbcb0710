"""Sample values for the storage tests, each with what the test does not care about filled in."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from bot.adapters.storage.store import SqlStore
from bot.app.ports import Delivery, Outcome, Sent, UnitOfWork, Update
from bot.core.flow import Draft
from bot.core.lookups import Found, Lookup
from bot.core.messages import Button, MoveRequest, OpenRequest, Post, Style, Turn
from bot.core.requests import AuditEntry, Event, Request, Status
from bot.core.session import Session

NOW = datetime(2026, 3, 2, 9, 30, 15, 250_000, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
ANNA = 501
STAFF = -900
REFERENCE = "VW-2026-0001"

SESSION = Session(
    language="fr",
    chosen=True,
    drafts=(
        Draft(
            flow="workshop",
            version=3,
            number=4,
            answers={
                "name": "Zoé Müller 🎓",
                "schools": ["École A", "B"],
                "computers": True,
                "count": 12,
                "remarks": None,
            },
            at="start",
            held="2026-04-01",
            acknowledged=frozenset({"late:2026-04-01", "duplicate:VW-2026-0001"}),
            unclear="demain ?",
        ),
        Draft(flow="refuse", version=1, number=5, subject=REFERENCE),
    ),
    begun=5,
    question="Où est la salle ?",
)


def request(reference: str = REFERENCE, **changes: Any) -> Request:
    """A request as Anna sends it, with what the test wants otherwise."""
    values: dict[str, Any] = {
        "reference": reference,
        "flow": "workshop",
        "chat": ANNA,
        "person": ANNA,
        "person_name": "Anna Ångström",
        "language": "fr",
        "draft": 1,
        "answers": {"start": "2026-06-01", "name": "Anna", "schools": ["A", "B"], "computers": True, "remarks": None},
        "submitted_at": NOW,
        "acknowledged": frozenset({"late:2026-06-01"}),
    }
    return Request(**{**values, **changes})


def entry(reference: str = REFERENCE, event: Event = Event.SUBMIT, **changes: Any) -> AuditEntry:
    """A line of a request's history."""
    values: dict[str, Any] = {"at": NOW, "actor": ANNA, "actor_name": "Anna Ångström", "details": {}}
    return AuditEntry(reference, event, **{**values, **changes})


def opening(reference: str = REFERENCE, **changes: Any) -> OpenRequest:
    """The effect that stores a request."""
    return OpenRequest(request(reference, **changes), entry(reference))


def accepting(before: Request) -> MoveRequest:
    """The effect that accepts a request."""
    after = Request(**{**vars(before), "status": Status.ACCEPTED, "version": before.version + 1})
    details = {"link": "https://example.org/r", "schools": ["A"], "late": False}
    return MoveRequest(before, after, entry(before.reference, Event.ACCEPT, actor=7, actor_name="Sam", details=details))


def post(text: str = "Bonjour", chat: int = ANNA, **changes: Any) -> Post:
    """A message to Anna."""
    return Post(chat, text, **changes)


def rich_post() -> Post:
    """A message that uses everything a message can have."""
    rows = ((Button("Oui", "y"), Button("Non", "n", Style.DANGER)), (Button("Plus tard", "l", Style.PRIMARY),))
    return Post(ANNA, "<b>Été</b>\n🎓", rows, slot="review", in_place=True, asks=True, about=REFERENCE, at=NOW - MINUTE)


# Tests that name numbers of their own take lower ones.
_numbers = count(100_000)


def update(chat: int = ANNA, number: int | None = None, **body: Any) -> Update:
    """An update of a chat; its number is a new one."""
    number = next(_numbers) if number is None else number
    return Update(number, chat, {"update_id": number, **body})


@asynccontextmanager
async def turn_in(
    store: SqlStore, chat: int = ANNA, person: int = ANNA, now: datetime = NOW
) -> AsyncIterator[UnitOfWork]:
    """Open a person's turn that a new update of the chat gives rise to."""
    await store.inbox.put([update(chat)], now)
    async with store.inbox.claim(now, 1, only=[chat]) as claim:
        assert claim.updates, "the chat is held, or its time has not come"
        await claim.load([(chat, person)])
        yield claim.turn_of(chat, person)


async def keep(store: SqlStore, turn: Turn, chat: int = ANNA, person: int = ANNA, now: datetime = NOW) -> None:
    """Commit one turn."""
    async with turn_in(store, chat, person, now) as unit:
        await unit.keep(turn, now)


async def send(store: SqlStore, *posts: Post, now: datetime = NOW) -> None:
    """Commit a turn that does nothing but say something."""
    await keep(store, Turn(Session(), posts), now=now)


async def look_up(store: SqlStore, lookup: Lookup, chat: int = ANNA, person: int = ANNA) -> Found:
    """Ask for something in a turn of its own."""
    async with turn_in(store, chat, person) as unit:
        return await unit.look_up(lookup)


async def stored_session(store: SqlStore, chat: int = ANNA, person: int = ANNA) -> Session:
    """Give the session that the next turn would find."""
    async with turn_in(store, chat, person) as unit:
        return unit.session


async def due(store: SqlStore, now: datetime = NOW, limit: int = 50) -> tuple[Delivery, ...]:
    """Give what is to be delivered."""
    async with store.deliver() as outbox:
        assert outbox is not None
        return await outbox.due(now, limit)


async def settle(store: SqlStore, *outcomes: Outcome, now: datetime = NOW) -> None:
    """Note what came of deliveries."""
    async with store.deliver() as outbox:
        assert outbox is not None
        await outbox.settle(outcomes, now)


async def send_first(store: SqlStore, message_id: int, now: datetime = NOW) -> Delivery:
    """Deliver the message whose turn it is."""
    delivery = (await due(store, now))[0]
    await settle(store, Sent(delivery, message_id), now=now)
    return delivery
