"""Turns beside one another: each is kept as a whole or not at all, and they wait for each other in order."""

import asyncio
from collections.abc import Awaitable
from datetime import timedelta

import pytest

from bot.adapters.storage.store import SqlStore, open_store
from bot.app.ports import Depth, Depths, GivenUp, PutOff
from bot.core.lookups import Found, NextReference, RequestNamed
from bot.core.messages import Turn
from tests.adapters.storage.conftest import Peek, counts
from tests.adapters.storage.samples import (
    MINUTE,
    NOW,
    REFERENCE,
    SESSION,
    due,
    keep,
    look_up,
    opening,
    post,
    request,
    send,
    settle,
    stored_session,
    turn_in,
    update,
)


async def test_a_session_comes_back_as_it_was_after_a_restart(url: str) -> None:
    before = await open_store(url)
    await keep(before, Turn(SESSION))
    await before.close()
    after = await open_store(url)
    assert await stored_session(after) == SESSION
    await after.close()


async def test_counting_goes_on_after_a_restart(url: str) -> None:
    for expected in ("VW-2026-0001", "VW-2026-0002"):
        store = await open_store(url)
        assert await look_up(store, NextReference("VW", 2026)) == expected
        await store.close()


async def test_a_turn_that_fails_leaves_nothing_but_its_update(store: SqlStore, peek: Peek) -> None:
    async def fail() -> None:
        async with turn_in(store) as unit:
            assert await unit.look_up(NextReference("VW", 2026)) == REFERENCE
            await unit.keep(Turn(SESSION, (post(slot="card"),), (opening(),)), NOW)
            assert await unit.look_up(RequestNamed(REFERENCE)) == request()
            raise LookupError("the turn fails after all was written")

    with pytest.raises(LookupError, match="after all was written"):
        await fail()
    rows = counts(peek)
    assert rows.pop("inbox") == 1
    assert set(rows.values()) == {0}
    assert await store.inbox.count_waiting() == 1
    assert await look_up(store, NextReference("VW", 2026)) == REFERENCE


async def test_a_turn_that_is_cancelled_leaves_nothing_and_holds_up_nobody(store: SqlStore, peek: Peek) -> None:
    written = asyncio.Event()

    async def hang() -> None:
        async with turn_in(store) as unit:
            await unit.keep(Turn(SESSION, (post(),), (opening(),)), NOW)
            written.set()
            await asyncio.Event().wait()

    turn = asyncio.create_task(hang())
    await written.wait()
    turn.cancel()
    with pytest.raises(asyncio.CancelledError):
        await turn
    rows = counts(peek)
    assert rows.pop("inbox") == 1
    assert set(rows.values()) == {0}
    await asyncio.wait_for(send(store, post()), 1)


async def test_no_two_concurrent_turns_are_given_the_same_reference(store: SqlStore) -> None:
    turns: list[Awaitable[Found]] = [look_up(store, NextReference("VW", 2026), i, i) for i in range(12)]
    given = await asyncio.gather(*turns)
    assert sorted(map(str, given)) == [f"VW-2026-{number:04}" for number in range(1, 13)]


async def test_two_stores_on_one_database_take_turns(url: str) -> None:
    stores = [await open_store(url), await open_store(url, shared=True)]
    turns = [look_up(stores[i % 2], NextReference("VW", 2026), i, i) for i in range(12)]
    assert len(set(await asyncio.gather(*turns))) == 12
    for each in stores:
        await each.close()


async def test_an_empty_database_measures_nothing(store: SqlStore) -> None:
    assert await store.measure(NOW) == Depths(Depth(0, None, 0), Depth(0, None, 0))


async def test_what_waits_is_measured_with_its_age_and_what_is_for_later_is_left_out(store: SqlStore) -> None:
    later = NOW + 10 * MINUTE
    await send(store, post("put off", 1), post("given up", 2), post("for later", 3, at=later))
    first, second = await due(store)
    await settle(store, PutOff(first, NOW + 2 * MINUTE, "slow"), GivenUp(second, "blocked"), now=NOW)
    await store.inbox.put([update(4), update(5)], NOW - MINUTE)
    await store.inbox.put([update(6)], NOW)
    async with store.inbox.claim(NOW, 5, only=[4]) as claim:
        (waiting,) = claim.updates
        await claim.load([])
    aside = await store.inbox.first_of([5], NOW)
    assert waiting.update.chat == 4
    assert aside is not None
    await store.inbox.set_aside(aside, "odd", NOW, [])
    assert await store.measure(NOW) == Depths(Depth(1, NOW, 1), Depth(1, NOW, 1))
    moved_on = await store.measure(later + timedelta(seconds=1))
    assert moved_on.outbox == Depth(2, NOW, 1)
