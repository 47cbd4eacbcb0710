"""One turn is one transaction: all that it decides is kept together, or nothing is."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime

import pytest

from bot.adapters.storage.store import SqlStore
from bot.app.ports import UnitOfWork
from bot.app.turns import Desk
from bot.core.lookups import Found, Lookup, RequestNamed, SentAs
from bot.core.messages import Commanded, Incoming, Place, Said, Sender, Tapped, Turn
from bot.core.requests import Request, Status
from bot.core.session import Session
from tests.app.conftest import Clock
from tests.memory import STAFF_CHAT, shipped_knowledge

JAMES, ANA, SAM = Sender(7, "James", language="en"), Sender(8, "Ana", language="en"), Sender(9, "Sam", language="en")
QUESTION = ("/human", "Where is the hall?", "James", "none")


@dataclass
class Group:
    """A staff chat with these members."""

    members: set[int] = field(default_factory=lambda: {ANA.id})

    async def has_member(self, person: int) -> bool:
        """Tell whether a person is among them."""
        return person in self.members


@dataclass
class Bell:
    """Counts how often delivery was woken."""

    rung: int = 0

    def __call__(self) -> None:
        self.rung += 1


class DiskFull(Exception):  # noqa: N818 (an outcome)
    """What a store raises that cannot write."""


@dataclass
class FullUnit:
    """A unit of work that writes everything and then finds the disk full."""

    unit: UnitOfWork

    @property
    def session(self) -> Session:
        """The session as it was stored."""
        return self.unit.session

    async def look_up(self, lookup: Lookup) -> Found:
        """Answer a lookup."""
        return await self.unit.look_up(lookup)

    async def keep(self, turn: Turn, now: datetime) -> None:
        """Write, and fail."""
        await self.unit.keep(turn, now)
        raise DiskFull


@dataclass
class FullStore:
    """A store whose disk is full at the end of every turn."""

    store: SqlStore

    @asynccontextmanager
    async def begin(self, chat: int, person: int) -> AsyncIterator[FullUnit]:
        """Open a transaction that cannot be kept."""
        async with self.store.begin(chat, person) as unit:
            yield FullUnit(unit)


@pytest.fixture
def group() -> Group:
    return Group()


@pytest.fixture
def bell() -> Bell:
    return Bell()


@pytest.fixture
def desk(store: SqlStore, group: Group, bell: Bell, clock: Clock) -> Desk:
    return Desk(shipped_knowledge(), store, group, STAFF_CHAT, clock, bell)


async def say(desk: Desk, *texts: str, sender: Sender = JAMES) -> Turn:
    """Write texts in a private chat and give the last turn."""
    turn = Turn(Session())
    for text in texts:
        body = Commanded(text[1:]) if text.startswith("/") else Said(text)
        turn = await desk.take(Incoming(sender.id, Place.PRIVATE, sender, body))
    return turn


async def tap_in_group(desk: Desk, sender: Sender, data: str, claims_to_be_staff: bool = False) -> Turn:
    return await desk.take(Incoming(STAFF_CHAT, Place.STAFF, sender, Tapped(data, 1), claims_to_be_staff))


async def stored(store: SqlStore, reference: str) -> Request | None:
    async with store.begin(0, 0) as unit:
        found = await unit.look_up(RequestNamed(reference))
    assert found is None or isinstance(found, Request)
    return found


async def session_of(store: SqlStore, sender: Sender = JAMES, chat: int | None = None) -> Session:
    async with store.begin(chat or sender.id, sender.id) as unit:
        return unit.session


async def test_the_session_is_there_at_the_next_message(desk: Desk, store: SqlStore) -> None:
    await say(desk, "/request", "James Okoro")
    session = await session_of(store)
    assert session.draft is not None
    assert session.draft.answers == {"name": "James Okoro"}
    turn = await say(desk, "Teacher")
    assert "At which e-mail address" in turn.posts[-1].text


async def test_a_request_its_card_and_the_reply_are_kept_together(desk: Desk, store: SqlStore, clock: Clock) -> None:
    await say(desk, *QUESTION, "ok")
    request = await stored(store, "QU-2026-0001")
    assert request is not None
    assert (request.status, request.chat, request.submitted_at) == (Status.SUBMITTED, JAMES.id, clock.now)
    due = await store.outbox.due(clock.now)
    assert {delivery.post.chat for delivery in due} == {JAMES.id, STAFF_CHAT}
    assert (await session_of(store)).draft is None


async def test_when_keeping_fails_nothing_is_kept_and_nobody_is_woken(
    desk: Desk, store: SqlStore, group: Group, bell: Bell, clock: Clock
) -> None:
    await say(desk, *QUESTION)
    before, rung, due = await session_of(store), bell.rung, await store.outbox.due(clock.now)
    broken = Desk(shipped_knowledge(), FullStore(store), group, STAFF_CHAT, clock, bell)
    with pytest.raises(DiskFull):
        await say(broken, "ok")
    assert await session_of(store) == before
    assert await stored(store, "QU-2026-0001") is None
    assert await store.outbox.due(clock.now) == due
    assert bell.rung == rung
    async with store.begin(JAMES.id, JAMES.id) as unit:
        assert await unit.look_up(SentAs(JAMES.id, 1)) is None

    await say(desk, "ok")
    assert await stored(store, "QU-2026-0001") is not None


async def test_delivery_is_woken_only_when_there_is_something_to_send(desk: Desk, bell: Bell) -> None:
    await say(desk, "/start")
    assert bell.rung == 1
    await tap_in_group(desk, SAM, "do:answer:QU-2026-0001")
    assert bell.rung == 1


async def test_the_staff_chat_says_who_decides_not_the_message(desk: Desk, store: SqlStore, group: Group) -> None:
    await say(desk, *QUESTION, "ok")
    refused = await tap_in_group(desk, SAM, "do:answer:QU-2026-0001", claims_to_be_staff=True)
    assert refused.toast == "Only members of the staff chat can decide."
    begun = await tap_in_group(desk, ANA, "do:answer:QU-2026-0001")
    assert "What do you answer" in begun.posts[0].text

    group.members.clear()
    await desk.take(Incoming(STAFF_CHAT, Place.STAFF, ANA, Said("There.", is_reply=True)))
    draft = (await session_of(store, ANA, STAFF_CHAT)).draft
    assert draft is not None
    assert draft.answers == {}


async def test_a_decision_moves_the_request_and_tells_its_person(desk: Desk, store: SqlStore) -> None:
    await say(desk, *QUESTION, "ok")
    await tap_in_group(desk, ANA, "do:answer:QU-2026-0001")
    for text in ("Behind the library.", "ok"):
        turn = await desk.take(Incoming(STAFF_CHAT, Place.STAFF, ANA, Said(text, is_reply=True)))
    request = await stored(store, "QU-2026-0001")
    assert request is not None
    assert request.status is Status.ANSWERED
    assert [post.chat for post in turn.posts] == [STAFF_CHAT, STAFF_CHAT, JAMES.id]


async def test_a_second_tap_on_send_stores_nothing_more(desk: Desk, store: SqlStore) -> None:
    await say(desk, *QUESTION)
    for _ in range(2):
        turn = await desk.take(Incoming(JAMES.id, Place.PRIVATE, JAMES, Tapped("send:1", 1)))
    assert "has been sent already, under the reference QU-2026-0001" in turn.posts[0].text
    assert await stored(store, "QU-2026-0002") is None


async def test_references_count_up_within_a_year(desk: Desk, store: SqlStore, clock: Clock) -> None:
    await say(desk, *QUESTION, "ok", *QUESTION, "ok")
    clock.pass_by(days=365)
    await say(desk, *QUESTION, "ok")
    for reference in ("QU-2026-0001", "QU-2026-0002", "QU-2027-0001"):
        assert await stored(store, reference) is not None
