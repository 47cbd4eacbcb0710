"""Sessions whose time has come are put into the line once, whoever looks, and those that are at work are left alone."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from bot.adapters.storage.store import SqlStore, open_store
from bot.app.ports import OWN
from bot.core.messages import Turn
from bot.core.session import Session
from tests.adapters.storage.conftest import peek_at
from tests.adapters.storage.samples import ANNA, MINUTE, NOW, SESSION, STAFF, keep, stored_session, update
from tests.postgres import PostgresServer


async def sleep_until_now(store: SqlStore, *people: int) -> None:
    """Keep a session of each person that wants to be woken now."""
    for person in people:
        await keep(store, Turn(SESSION, wake_at=NOW), person, person)


async def woken(store: SqlStore) -> list[tuple[int, int]]:
    """Give the chat and the person of what waits, and be done with it."""
    async with store.inbox.claim(NOW + MINUTE, 1000) as claim:
        assert {each.update.number for each in claim.updates} <= {OWN}
        return [(each.update.chat, each.update.body["person"]) for each in claim.updates]


async def test_a_session_is_woken_once_when_its_time_has_come(store: SqlStore) -> None:
    await keep(store, Turn(SESSION, wake_at=NOW), STAFF, ANNA)
    await keep(store, Turn(SESSION), 2, 2)
    assert await store.inbox.put_notices(NOW - timedelta(seconds=1), 10) == 0
    assert await store.inbox.put_notices(NOW, 10) == 1
    assert await store.inbox.put_notices(NOW, 10) == 0
    assert await woken(store) == [(STAFF, ANNA)]
    assert await stored_session(store, STAFF, ANNA) == SESSION


async def test_a_turn_says_anew_when_its_session_is_woken(store: SqlStore) -> None:
    await sleep_until_now(store, 1, 2)
    await keep(store, Turn(SESSION, wake_at=NOW + MINUTE), 1, 1)
    await keep(store, Turn(Session()), 2, 2)
    assert await store.inbox.put_notices(NOW, 10) == 0
    assert await store.inbox.put_notices(NOW + MINUTE, 10) == 1
    assert await woken(store) == [(1, 1)]


async def test_the_same_session_is_woken_again_at_the_same_moment(store: SqlStore) -> None:
    for _ in range(2):
        await sleep_until_now(store, ANNA)
        assert await store.inbox.put_notices(NOW, 10) == 1
        assert await woken(store) == [(ANNA, ANNA)]


async def test_not_more_are_woken_than_asked_for_and_the_longest_waiting_first(store: SqlStore) -> None:
    for person in (1, 2, 3):
        await keep(store, Turn(SESSION, wake_at=NOW - person * MINUTE), person, person)
    assert await store.inbox.put_notices(NOW, 2) == 2
    assert await woken(store) == [(3, 3), (2, 2)]
    assert await store.inbox.put_notices(NOW, 2) == 1


async def test_what_was_written_before_comes_before(store: SqlStore) -> None:
    await sleep_until_now(store, ANNA)
    await store.inbox.put([update(ANNA, 7)], NOW)
    assert await store.inbox.put_notices(NOW, 10) == 1
    await store.inbox.put([update(ANNA, 8)], NOW)
    async with store.inbox.claim(NOW, 10) as claim:
        assert [each.update.number for each in claim.updates] == [7, OWN, 8]


async def test_many_processes_that_look_at_once_wake_each_session_once(postgres: PostgresServer) -> None:
    url = postgres.new_database()
    stores = await asyncio.gather(*(open_store(url) for _ in range(4)))
    people = range(1, 31)
    await sleep_until_now(stores[0], *people)
    counts = await asyncio.gather(*(each.inbox.put_notices(NOW, 10) for each in stores for _ in range(4)))
    while found := await stores[0].inbox.put_notices(NOW, 10):
        counts.append(found)
    assert sum(counts) == len(people)
    assert sorted(await woken(stores[0])) == [(person, person) for person in people]
    await asyncio.gather(*(each.close() for each in stores))


async def test_a_session_that_is_being_written_is_awake(postgres: PostgresServer) -> None:
    store = await open_store(postgres.new_database())
    await sleep_until_now(store, ANNA)
    await store.inbox.put([update(ANNA)], NOW)
    async with store.inbox.claim(NOW, 1) as claim:
        await claim.load([(ANNA, ANNA)])
        await claim.turn_of(ANNA, ANNA).keep(Turn(SESSION, wake_at=NOW + MINUTE), NOW)
        await claim._ledger.write()
        async with asyncio.timeout(5):
            assert await store.inbox.put_notices(NOW, 10) == 0
    assert await store.inbox.put_notices(NOW, 10) == 0
    await store.close()


async def test_looking_costs_nothing_where_many_sleep(sqlite_url: str) -> None:
    await (await open_store(sqlite_url)).close()
    plan = peek_at(sqlite_url)("EXPLAIN QUERY PLAN SELECT chat FROM sessions WHERE wake_at <= '2026-01-01' LIMIT 1")
    assert "ix_sessions_wake_at" in str(plan)
