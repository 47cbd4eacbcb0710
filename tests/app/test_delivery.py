"""The courier brings what was committed: in order within a chat, past what can never be sent, and once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.adapters.storage.store import SqlStore
from bot.app.attempts import FIRST_PAUSE, Attempts
from bot.app.delivery import KEPT, Courier
from bot.app.pace import GROUP_MOST, PRIVATE_BURST, Pace
from bot.app.ports import Outbox, Outcome, StorageUnavailable
from bot.app.telegram_ports import ChatMoved, HeldBack, Postponed, Unreachable
from bot.core.messages import Post, Turn
from bot.core.session import Session
from bot.core.undelivered import Reporter
from bot.rehearsal.person import STAFF_CHAT
from tests.app.conftest import Clock, Diary, Mouth, Recorder, private
from tests.shipped import shipped_knowledge

JAMES, ZOE = 7, 8


def build(store: Any, recorder: Recorder, clock: Clock, diary: Diary, per_second: int = 1000) -> Courier:
    pace = Pace(per_second)
    attempts = Attempts(recorder, pace, Reporter(shipped_knowledge().texts, STAFF_CHAT), clock, diary)
    return Courier(store, attempts, pace, clock, diary)


@pytest.fixture
def courier(store: SqlStore, recorder: Recorder, clock: Clock, diary: Diary) -> Courier:
    return build(store, recorder, clock, diary)


async def commit(store: SqlStore, clock: Clock, *posts: Post) -> None:
    mouth = Mouth()
    await store.inbox.put([replace(mouth.update(private("x")), chat=posts[0].chat, body={"at": str(posts)})], clock.now)
    async with store.inbox.claim(clock.now, 1) as claim:
        await claim.load([(posts[0].chat, 1)])
        await claim.turn_of(posts[0].chat, 1).keep(Turn(Session(), posts), clock.now)


@asynccontextmanager
async def running(courier: Courier) -> AsyncIterator[None]:
    """Let the courier run, and end it in good order."""
    task = asyncio.create_task(courier.run())
    try:
        yield
    finally:
        courier.finish()
        async with asyncio.timeout(5):
            await task


async def waiting(store: SqlStore, clock: Clock) -> int:
    return (await store.measure(clock.now)).outbox.waiting


async def test_a_chats_messages_arrive_in_order_and_no_chat_waits_for_another(
    store: SqlStore, clock: Clock, courier: Courier, recorder: Recorder
) -> None:
    recorder.gates["1"] = asyncio.Event()
    await commit(store, clock, Post(JAMES, "1"), Post(JAMES, "2"), Post(ZOE, "one"), Post(ZOE, "two"))
    async with running(courier):
        await recorder.has_delivered("one", "two")
        recorder.gates["1"].set()
        await recorder.has_delivered("1", "2", "one", "two")
    assert [text for chat, text, _ in recorder.delivered if chat == JAMES] == ["1", "2"]


async def test_what_was_sent_is_not_sent_again(store: SqlStore, clock: Clock, recorder: Recorder, diary: Diary) -> None:
    await commit(store, clock, Post(JAMES, "1"))
    for _ in range(2):
        async with running(build(store, recorder, clock, diary)):
            await recorder.has_delivered("1")
    assert recorder.texts == ["1"]
    assert await waiting(store, clock) == 0


async def test_a_later_message_of_a_slot_replaces_the_one_before(
    store: SqlStore, clock: Clock, courier: Courier, recorder: Recorder
) -> None:
    await commit(store, clock, Post(JAMES, "1", slot="draft"), Post(JAMES, "2", slot="draft", in_place=True))
    async with running(courier):
        await recorder.has_delivered("1", "2")
    assert recorder.delivered == [(JAMES, "1", None), (JAMES, "2", 1001)]


async def test_a_message_that_cannot_be_brought_holds_back_its_chat_and_no_other(
    store: SqlStore, clock: Clock, courier: Courier, recorder: Recorder
) -> None:
    recorder.failures["1"] = [Postponed("no network")]
    await commit(store, clock, Post(JAMES, "1"), Post(JAMES, "2"), Post(ZOE, "one"))
    async with running(courier):
        await recorder.has_delivered("one")
        clock.now += FIRST_PAUSE
        courier.wake()
        await recorder.has_delivered("one", "1", "2")
    assert recorder.texts == ["one", "1", "2"]


async def test_while_telegram_wants_a_pause_nothing_is_sent_to_anyone(
    store: SqlStore, clock: Clock, courier: Courier, recorder: Recorder
) -> None:
    recorder.failures["1"] = [HeldBack("flood", 0.4)]
    await commit(store, clock, Post(JAMES, "1"))
    begun = asyncio.get_running_loop().time()
    async with running(courier):
        while recorder.failures["1"]:  # noqa: ASYNC110
            await asyncio.sleep(0.005)
        await commit(store, clock, Post(ZOE, "one"))
        courier.wake()
        await recorder.has_delivered("one")
        assert asyncio.get_running_loop().time() - begun > 0.4
        clock.pass_by(seconds=1)
        courier.wake()
        await recorder.has_delivered("one", "1")


async def test_no_more_leave_in_a_second_than_telegram_allows(
    store: SqlStore, clock: Clock, recorder: Recorder, diary: Diary
) -> None:
    await commit(store, clock, *(Post(chat, str(chat)) for chat in range(1, 16)))
    begun = asyncio.get_running_loop().time()
    async with running(build(store, recorder, clock, diary, per_second=10)):
        await recorder.has_delivered(*(str(chat) for chat in range(1, 16)))
    assert asyncio.get_running_loop().time() - begun > 1.0


async def test_a_new_courier_counts_what_the_former_one_sent(
    store: SqlStore, clock: Clock, recorder: Recorder, diary: Diary
) -> None:
    cards = [Post(STAFF_CHAT, str(number)) for number in range(GROUP_MOST + 1)]
    await commit(store, clock, *cards)
    for courier in (build(store, recorder, clock, diary), build(store, recorder, clock, diary)):
        async with running(courier):
            await recorder.has_delivered(*(card.text for card in cards[:GROUP_MOST]))
            await asyncio.sleep(0.05)
    assert await waiting(store, clock) == 1


async def test_what_is_refused_is_no_longer_in_the_way_and_staff_hear_of_news(
    store: SqlStore, clock: Clock, courier: Courier, recorder: Recorder
) -> None:
    recorder.failures["1"] = [Unreachable("bot was blocked by the user")]
    await commit(store, clock, Post(JAMES, "1", about="VW-2026-0001"), Post(JAMES, "2"))
    async with running(courier):
        while len(recorder.delivered) < 2:  # noqa: ASYNC110
            await asyncio.sleep(0.005)
    told = [text for chat, text, _ in recorder.delivered if chat == STAFF_CHAT]
    assert len(told) == 1
    assert "VW-2026-0001" in told[0]
    assert "2" in recorder.texts


async def test_a_chat_that_has_moved_gets_its_messages_in_its_new_place(
    store: SqlStore, clock: Clock, courier: Courier, recorder: Recorder
) -> None:
    recorder.failures["1"] = [ChatMoved(-100_77)]
    await commit(store, clock, Post(-77, "1", slot="card"), Post(-77, "2", slot="card", in_place=True))
    async with running(courier):
        await recorder.has_delivered("1", "2")
    assert recorder.delivered == [(-100_77, "1", None), (-100_77, "2", 1001)]
    assert (await store.inbox.moved()) == {-100_77: -77}


async def test_a_message_that_is_scheduled_waits_and_holds_back_nobody(
    store: SqlStore, clock: Clock, courier: Courier, recorder: Recorder
) -> None:
    await commit(store, clock, Post(JAMES, "later", at=clock.now + timedelta(days=1)), Post(JAMES, "now"))
    async with running(courier):
        await recorder.has_delivered("now")
        clock.pass_by(days=1)
        courier.wake()
        await recorder.has_delivered("now", "later")


async def test_a_courier_at_rest_wakes_at_once(
    store: SqlStore, clock: Clock, courier: Courier, recorder: Recorder
) -> None:
    async with running(courier):
        for texts in (["1"], ["1", "2"]):
            await commit(store, clock, Post(JAMES, texts[-1]))
            courier.wake()
            await recorder.has_delivered(*texts)


async def test_a_courier_told_to_finish_waits_for_what_is_under_way(
    store: SqlStore, clock: Clock, courier: Courier, recorder: Recorder
) -> None:
    recorder.gates["1"] = asyncio.Event()
    await commit(store, clock, Post(JAMES, "1"))
    task = asyncio.create_task(courier.run())
    await asyncio.sleep(0.1)
    courier.finish()
    await asyncio.sleep(0.05)
    assert not task.done()
    recorder.gates["1"].set()
    async with asyncio.timeout(5):
        await task
    assert await waiting(store, clock) == 0


async def test_what_is_broken_off_is_sent_by_the_next_one(
    store: SqlStore, clock: Clock, courier: Courier, recorder: Recorder, diary: Diary
) -> None:
    recorder.gates["1"] = asyncio.Event()
    await commit(store, clock, Post(JAMES, "1"))
    task = asyncio.create_task(courier.run())
    await asyncio.sleep(0.1)
    courier.finish()
    courier.abandon()
    async with asyncio.timeout(5):
        await task
    recorder.gates.clear()
    async with running(build(store, recorder, clock, diary)):
        await recorder.has_delivered("1")


async def test_settled_rows_are_deleted_after_a_week(
    store: SqlStore, clock: Clock, recorder: Recorder, diary: Diary
) -> None:
    await commit(store, clock, Post(JAMES, "1"))
    async with running(build(store, recorder, clock, diary)):
        await recorder.has_delivered("1")
    clock.now += KEPT + timedelta(seconds=1)
    async with running(build(store, recorder, clock, diary)):
        await asyncio.sleep(0.1)
    async with store.deliver() as outbox:
        assert outbox is not None
        assert await outbox.prune(clock.now, 10) == 0


@dataclass
class ForgetfulStore:
    """A store whose outbox fails at one method, so often."""

    store: SqlStore
    method: str
    times: int
    failed: int = field(default=0)

    @asynccontextmanager
    async def deliver(self) -> AsyncIterator[Any]:
        """Give the outbox that fails."""
        async with self.store.deliver() as outbox:
            yield ForgetfulOutbox(outbox, self)


@dataclass
class ForgetfulOutbox:
    """The outbox of a store that fails."""

    outbox: Outbox | None
    owner: ForgetfulStore

    def __getattr__(self, name: str) -> Any:
        return self._fail if name == self.owner.method and self._is_to_fail() else getattr(self.outbox, name)

    def _is_to_fail(self) -> bool:
        self.owner.failed += 1
        return self.owner.failed <= self.owner.times

    async def _fail(self, *_: Sequence[Outcome] | datetime | int) -> None:
        raise StorageUnavailable("the disk is away")


@pytest.mark.parametrize("method", ["settle", "due", "next_due", "list_sent", "prune"])
async def test_a_database_that_fails_for_a_while_costs_no_message_and_repeats_none(
    store: SqlStore, clock: Clock, recorder: Recorder, diary: Diary, method: str
) -> None:
    await commit(store, clock, Post(JAMES, "1"), Post(JAMES, "2"), Post(ZOE, "one"))
    async with running(build(ForgetfulStore(store, method, times=2), recorder, clock, diary)):
        await recorder.has_delivered("1", "2", "one")
    assert await waiting(store, clock) == 0
    assert diary.troubles
    assert diary.over


async def test_a_courier_that_begins_again_does_not_count_its_own_messages_twice(
    store: SqlStore, clock: Clock, recorder: Recorder, diary: Diary
) -> None:
    messages = [Post(JAMES, str(number)) for number in range(PRIVATE_BURST)]
    await commit(store, clock, *messages[:-1])
    courier = build(ForgetfulStore(store, "prune", times=1), recorder, clock, diary)
    async with running(courier):
        await recorder.has_delivered(*(message.text for message in messages[:-1]))
        while not diary.troubles:  # noqa: ASYNC110
            await asyncio.sleep(0.005)
        begun = asyncio.get_running_loop().time()
        await commit(store, clock, messages[-1])
        courier.wake()
        await recorder.has_delivered(*(message.text for message in messages))
        assert asyncio.get_running_loop().time() - begun < 5


@dataclass
class OccupiedStore:
    """A store whose outbox is another process's, which counts how often it is asked for."""

    asked: int = 0

    @asynccontextmanager
    async def deliver(self) -> AsyncIterator[None]:
        """Give nothing."""
        self.asked += 1
        yield None


async def test_who_stands_by_does_not_ask_at_every_message(recorder: Recorder, clock: Clock, diary: Diary) -> None:
    store = OccupiedStore()
    courier = build(store, recorder, clock, diary)
    async with running(courier):
        for _ in range(20):
            courier.wake()
            await asyncio.sleep(0.01)
    assert store.asked <= 2


async def test_a_pause_that_the_former_courier_was_asked_for_is_kept_by_the_next(
    store: SqlStore, clock: Clock, recorder: Recorder, diary: Diary
) -> None:
    recorder.failures["1"] = [HeldBack("flood", 0.5)]
    await commit(store, clock, Post(JAMES, "1"))
    async with running(build(store, recorder, clock, diary)):
        while not diary.deliveries:  # noqa: ASYNC110
            await asyncio.sleep(0.005)
    await commit(store, clock, Post(ZOE, "one"))
    begun = asyncio.get_running_loop().time()
    async with running(build(store, recorder, clock, diary)):
        await recorder.has_delivered("one")
    assert asyncio.get_running_loop().time() - begun > 0.4
