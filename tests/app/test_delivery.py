"""The courier brings what was committed: in order within a chat, with patience, and past what can never be sent."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta
from typing import Any

import pytest

from bot.adapters.storage.store import SqlStore
from bot.app.delivery import FIRST_PAUSE, LONGEST_PAUSE, Courier
from bot.app.ports import Moved, Postponed, Refused
from bot.core.messages import Post, Turn
from bot.core.session import Session
from tests.app.conftest import Clock, Recorder

JAMES, ZOE = 7, 8


@pytest.fixture
def courier(store: SqlStore, recorder: Recorder, clock: Clock) -> Courier:
    return Courier(store.outbox, recorder, clock)


async def commit(store: SqlStore, clock: Clock, *posts: Post) -> None:
    async with store.begin(posts[0].chat, 1) as unit:
        await unit.keep(Turn(Session(), posts), clock.now)


async def deliver_all(courier: Courier) -> int:
    """Deliver until nothing is due, and say in how many rounds."""
    rounds = 0
    while await courier.deliver_due():
        rounds += 1
    return rounds


async def test_a_chats_messages_arrive_in_order_and_chats_side_by_side(
    store: SqlStore, clock: Clock, courier: Courier, recorder: Recorder
) -> None:
    await commit(store, clock, Post(JAMES, "1"), Post(JAMES, "2"), Post(ZOE, "one"), Post(JAMES, "3"))
    assert await courier.deliver_due() == 2
    assert sorted(recorder.texts) == ["1", "one"]
    assert await deliver_all(courier) == 2
    assert [text for chat, text, _ in recorder.delivered if chat == JAMES] == ["1", "2", "3"]


async def test_what_was_sent_is_not_sent_again(
    store: SqlStore, clock: Clock, courier: Courier, recorder: Recorder
) -> None:
    await commit(store, clock, Post(JAMES, "1"))
    await deliver_all(courier)
    await deliver_all(Courier(store.outbox, recorder, clock))
    assert recorder.texts == ["1"]


async def test_a_later_message_of_a_slot_replaces_the_one_before(
    store: SqlStore, clock: Clock, courier: Courier, recorder: Recorder
) -> None:
    await commit(store, clock, Post(JAMES, "1", slot="draft"), Post(JAMES, "2", slot="draft", in_place=True))
    await deliver_all(courier)
    assert recorder.delivered == [(JAMES, "1", None), (JAMES, "2", 1001)]


async def test_a_message_that_cannot_be_brought_is_tried_again_after_growing_pauses(
    store: SqlStore, clock: Clock, courier: Courier, recorder: Recorder
) -> None:
    recorder.failures["1"] = [Postponed("no network") for _ in range(12)]
    await commit(store, clock, Post(JAMES, "1"), Post(JAMES, "2"), Post(ZOE, "one"))
    pauses: list[timedelta] = []
    for _ in range(12):
        assert await courier.deliver_due()
        due = await store.outbox.next_due()
        while due is not None and due <= clock.now:
            await courier.deliver_due()
            due = await store.outbox.next_due()
        assert due is not None
        pauses.append(due - clock.now)
        assert await courier.deliver_due() == 0
        clock.now = due
    assert pauses == [min(FIRST_PAUSE * 2**attempt, LONGEST_PAUSE) for attempt in range(12)]
    assert pauses[-1] == LONGEST_PAUSE
    assert recorder.texts == ["one"]
    await deliver_all(courier)
    assert recorder.texts == ["one", "1", "2"]


async def test_the_pause_that_telegram_asks_for_is_kept(
    store: SqlStore, clock: Clock, courier: Courier, recorder: Recorder
) -> None:
    recorder.failures["1"] = [Postponed("flood", timedelta(seconds=37))]
    await commit(store, clock, Post(JAMES, "1"))
    await courier.deliver_due()
    clock.pass_by(seconds=36)
    assert await courier.deliver_due() == 0
    clock.pass_by(seconds=1)
    await courier.deliver_due()
    assert recorder.texts == ["1"]


async def test_what_is_refused_is_given_up_and_no_longer_in_the_way(
    store: SqlStore, clock: Clock, courier: Courier, recorder: Recorder, caplog: pytest.LogCaptureFixture
) -> None:
    recorder.failures["1"] = [Refused("bot was blocked by the user")]
    await commit(store, clock, Post(JAMES, "1"), Post(JAMES, "2"))
    with caplog.at_level(logging.WARNING):
        await deliver_all(courier)
    assert recorder.texts == ["2"]
    assert "bot was blocked by the user" in caplog.text
    assert await store.outbox.next_due() is None


async def test_a_chat_that_has_moved_gets_its_messages_in_its_new_place(
    store: SqlStore, clock: Clock, courier: Courier, recorder: Recorder
) -> None:
    recorder.failures["1"] = [Moved(-100_77)]
    await commit(store, clock, Post(-77, "1"), Post(-77, "2"))
    await deliver_all(courier)
    assert recorder.delivered == [(-100_77, "1", None), (-100_77, "2", None)]


async def test_an_unforeseen_error_of_one_message_is_put_off_and_the_others_go_on(
    store: SqlStore, clock: Clock, courier: Courier, recorder: Recorder, caplog: pytest.LogCaptureFixture
) -> None:
    recorder.failures["1"] = [ValueError("odd")]
    await commit(store, clock, Post(JAMES, "1"), Post(ZOE, "one"))
    await courier.deliver_due()
    assert recorder.texts == ["one"]
    assert "could not be delivered" in caplog.text
    clock.pass_by(seconds=1)
    await courier.deliver_due()
    assert recorder.texts == ["one", "1"]


async def wait_for(recorder: Recorder, *texts: str) -> None:
    async with asyncio.timeout(5):
        while recorder.texts != list(texts):
            await recorder.something.wait()
            recorder.something.clear()


async def test_a_courier_told_to_finish_delivers_what_is_due_and_stops(
    store: SqlStore, clock: Clock, courier: Courier, recorder: Recorder
) -> None:
    recorder.failures["later"] = [Postponed("no network")]
    await commit(store, clock, Post(JAMES, "1"), Post(JAMES, "2"), Post(ZOE, "later"))
    courier.finish()
    async with asyncio.timeout(5):
        await courier.run()
    assert recorder.texts == ["1", "2"]
    assert await store.outbox.next_due() is not None


async def test_a_courier_at_rest_wakes_at_once(
    store: SqlStore, clock: Clock, courier: Courier, recorder: Recorder
) -> None:
    running = asyncio.create_task(courier.run())
    await commit(store, clock, Post(JAMES, "1"))
    courier.wake()
    await wait_for(recorder, "1")
    await commit(store, clock, Post(JAMES, "2"))
    courier.wake()
    await wait_for(recorder, "1", "2")
    courier.finish()
    await running


class BrokenOnce:
    """An outbox of which one method fails the first time it is called."""

    def __init__(self, store: SqlStore, method: str) -> None:
        self._outbox = store.outbox
        self._broken: str | None = method

    def __getattr__(self, name: str) -> Any:
        if name != self._broken:
            return getattr(self._outbox, name)
        self._broken = None
        return self._fail

    async def _fail(self, *_: object) -> None:
        raise OSError("the disk is away")


async def test_what_was_sent_and_could_not_be_noted_is_sent_again_rather_than_lost(
    store: SqlStore, clock: Clock, recorder: Recorder
) -> None:
    await commit(store, clock, Post(JAMES, "1"), Post(ZOE, "one"))
    courier = Courier(BrokenOnce(store, "mark_sent"), recorder, clock)
    with pytest.raises(OSError, match="the disk is away"):
        await courier.deliver_due()
    await deliver_all(courier)
    assert sorted(recorder.texts) == ["1", "1", "one"]


async def test_a_courier_goes_on_after_the_outbox_could_not_be_read(
    store: SqlStore, clock: Clock, recorder: Recorder, caplog: pytest.LogCaptureFixture
) -> None:
    await commit(store, clock, Post(JAMES, "1"))
    courier = Courier(BrokenOnce(store, "due"), recorder, clock)
    running = asyncio.create_task(courier.run())
    await asyncio.sleep(0.01)
    courier.wake()
    await wait_for(recorder, "1")
    courier.finish()
    await running
    assert "could not be read" in caplog.text


async def test_a_courier_comes_back_by_itself_when_a_message_is_due(
    store: SqlStore, clock: Clock, courier: Courier, recorder: Recorder
) -> None:
    recorder.failures["1"] = [Postponed("a moment", timedelta(seconds=0.05))]
    await commit(store, clock, Post(JAMES, "1"))
    running = asyncio.create_task(courier.run())
    await asyncio.sleep(0.02)
    clock.pass_by(seconds=0.06)
    await wait_for(recorder, "1")
    courier.finish()
    await running
