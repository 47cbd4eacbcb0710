"""Turns beside one another: each is kept as a whole or not at all, and they wait for each other in order."""

import asyncio
from collections.abc import Awaitable

import pytest

from bot.adapters.storage.store import SqlStore, open_store
from bot.core.lookups import (
    Found,
    NextReference,
    RequestNamed,
)
from bot.core.messages import Turn
from bot.core.session import Session
from tests.adapters.storage.conftest import Peek, counts
from tests.adapters.storage.samples import (
    ANNA,
    NOW,
    REFERENCE,
    SESSION,
    keep,
    look_up,
    opening,
    post,
    request,
    send,
    stored_session,
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


async def test_a_turn_that_fails_leaves_nothing(store: SqlStore, peek: Peek) -> None:
    async def fail() -> None:
        async with store.begin(ANNA, ANNA) as unit:
            assert await unit.look_up(NextReference("VW", 2026)) == REFERENCE
            await unit.keep(Turn(SESSION, (post(slot="card"),), (opening(),)), NOW)
            assert await unit.look_up(RequestNamed(REFERENCE)) == request()
            raise LookupError("the turn fails after all was written")

    with pytest.raises(LookupError, match="after all was written"):
        await fail()
    assert set(counts(peek).values()) == {0}
    assert await look_up(store, NextReference("VW", 2026)) == REFERENCE


async def test_a_turn_that_is_cancelled_leaves_nothing_and_holds_up_nobody(store: SqlStore, peek: Peek) -> None:
    written = asyncio.Event()

    async def hang() -> None:
        async with store.begin(ANNA, ANNA) as unit:
            await unit.keep(Turn(SESSION, (post(),), (opening(),)), NOW)
            written.set()
            await asyncio.Event().wait()

    turn = asyncio.create_task(hang())
    await written.wait()
    turn.cancel()
    with pytest.raises(asyncio.CancelledError):
        await turn
    assert set(counts(peek).values()) == {0}
    await asyncio.wait_for(send(store, post()), 1)


async def test_two_turns_of_one_chat_come_one_after_the_other(store: SqlStore) -> None:
    async def begin_a_draft() -> None:
        async with store.begin(ANNA, ANNA) as unit:
            begun = unit.session.begun
            await asyncio.sleep(0.002)
            await unit.keep(Turn(Session(begun=begun + 1), (post(str(begun)),)), NOW)

    await asyncio.gather(*(begin_a_draft() for _ in range(25)))
    assert (await stored_session(store)).begun == 25


async def test_turns_are_taken_in_the_order_in_which_they_came(store: SqlStore) -> None:
    taken: list[int] = []

    async def take(number: int) -> None:
        async with store.begin(number, number) as unit:
            taken.append(number)
            await unit.keep(Turn(Session()), NOW)

    await asyncio.gather(*(take(number) for number in range(40)))
    assert taken == list(range(40))


async def test_no_two_concurrent_turns_are_given_the_same_reference(store: SqlStore) -> None:
    turns: list[Awaitable[Found]] = [look_up(store, NextReference("VW", 2026), i, i) for i in range(25)]
    given = await asyncio.gather(*turns)
    assert sorted(map(str, given)) == [f"VW-2026-{number:04}" for number in range(1, 26)]


async def test_two_stores_on_one_file_take_turns(url: str) -> None:
    stores = [await open_store(url), await open_store(url)]
    turns = [look_up(stores[i % 2], NextReference("VW", 2026)) for i in range(16)]
    assert len(set(await asyncio.gather(*turns))) == 16
    for each in stores:
        await each.close()
