"""Updates are committed before Telegram is told, those that come together in one go, and only so many may wait."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest

from bot.adapters.storage.store import SqlStore
from bot.app import receiving
from bot.app.polling import Poller
from bot.app.ports import StorageUnavailable, Update
from bot.app.receiving import MOST_WAITING, Receiver
from bot.app.telegram_ports import Overloaded, Postponed
from tests.app.conftest import Clock, Diary


@dataclass
class SlowInbox:
    """An inbox that counts its transactions and fails as it was told to."""

    inbox: Any
    failures: list[Exception] = field(default_factory=list)
    poison: int = 0
    written: list[int] = field(default_factory=list)

    async def put(self, updates: Sequence[Update], now: datetime) -> int:
        await asyncio.sleep(0.01)
        if self.failures:
            raise self.failures.pop(0)
        if any(update.number == self.poison for update in updates):
            raise ValueError("this cannot be written")
        self.written.append(len(updates))
        return int(await self.inbox.put(updates, now))

    async def count_waiting(self) -> int:
        return int(await self.inbox.count_waiting())


@dataclass
class Bell:
    """Counts how often it was rung."""

    rung: int = 0

    def __call__(self) -> None:
        self.rung += 1


def updates(first: int, count: int = 1) -> list[Update]:
    return [Update(number, 7, {"update_id": number}) for number in range(first, first + count)]


@pytest.fixture
def inbox(store: SqlStore) -> SlowInbox:
    return SlowInbox(store.inbox)


@pytest.fixture
def bell() -> Bell:
    return Bell()


@pytest.fixture
def receiver(inbox: SlowInbox, clock: Clock, diary: Diary, bell: Bell) -> Receiver:
    return Receiver(inbox, clock, diary, bell)  # type: ignore[arg-type]


async def test_what_was_taken_is_in_the_inbox_and_is_handled_soon(
    receiver: Receiver, store: SqlStore, bell: Bell, diary: Diary
) -> None:
    await receiver.take(updates(1, 3))
    assert await store.inbox.count_waiting() == 3
    assert bell.rung == 1
    await receiver.take(updates(3, 2))
    assert await store.inbox.count_waiting() == 4
    assert diary.received == [(3, 0), (2, 1)]


async def test_what_arrives_while_others_are_written_is_written_together(receiver: Receiver, inbox: SlowInbox) -> None:
    await asyncio.gather(*(receiver.take(updates(number)) for number in range(1, 21)))
    assert sum(inbox.written) == 20
    assert len(inbox.written) <= 3


async def test_what_could_not_be_written_is_not_taken(receiver: Receiver, inbox: SlowInbox, store: SqlStore) -> None:
    inbox.failures = [StorageUnavailable("the disk is full")]
    with pytest.raises(StorageUnavailable):
        await receiver.take(updates(1))
    assert await store.inbox.count_waiting() == 0
    await receiver.take(updates(1))
    assert await store.inbox.count_waiting() == 1


async def test_an_update_that_cannot_be_written_harms_none_that_came_with_it(
    receiver: Receiver, inbox: SlowInbox, store: SqlStore
) -> None:
    inbox.poison = 3
    results = await asyncio.gather(*(receiver.take(updates(number)) for number in range(1, 6)), return_exceptions=True)
    assert [type(result) for result in results].count(ValueError) == 1
    assert isinstance(results[2], ValueError)
    assert await store.inbox.count_waiting() == 4


async def test_beyond_so_many_that_wait_telegram_keeps_them(receiver: Receiver, store: SqlStore, clock: Clock) -> None:
    await receiver.take(updates(1, MOST_WAITING))
    with pytest.raises(Overloaded):
        await receiver.take(updates(5000))
    waiting = asyncio.create_task(receiver.wait_for_room())
    await asyncio.sleep(3 * receiving._LOOK_AGAIN)
    assert not waiting.done()
    async with store.inbox.claim(clock.now, 10) as claim:
        assert claim.updates
    async with asyncio.timeout(5):
        await waiting
    await receiver.take(updates(5000))


@dataclass
class Telegram:
    """A source of updates that forgets what was confirmed."""

    waiting: list[Update]
    failures: list[Exception] = field(default_factory=list)
    fetched: int = 0
    asked: int = 0

    async def fetch(self) -> tuple[Update, ...]:
        self.asked += 1
        if self.failures:
            raise self.failures.pop(0)
        if not self.waiting:
            raise Postponed("there is no more")
        self.fetched = min(2, len(self.waiting))
        return tuple(self.waiting[: self.fetched])

    def confirm(self) -> None:
        del self.waiting[: self.fetched]


async def test_only_what_is_committed_is_confirmed(
    receiver: Receiver, inbox: SlowInbox, store: SqlStore, diary: Diary
) -> None:
    telegram = Telegram(updates(1, 5))
    poller = Poller(store, telegram, receiver, diary)
    inbox.failures = [StorageUnavailable("the disk is full")]
    with pytest.raises(StorageUnavailable):
        await poller.step()
    assert len(telegram.waiting) == 5
    with pytest.raises(Postponed):
        await poller.step()
    assert telegram.waiting == []
    assert await store.inbox.count_waiting() == 5


async def test_a_process_does_not_poll_while_another_one_does(
    receiver: Receiver, store: SqlStore, diary: Diary
) -> None:
    telegram = Telegram(updates(1))
    async with store.poll() as is_mine:
        assert is_mine
        assert not await Poller(store, telegram, receiver, diary).step()
    assert telegram.asked == 0
