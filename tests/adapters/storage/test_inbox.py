"""The inbox: each update once, in order, put off, set aside and put back."""

import asyncio
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from bot.adapters.storage.store import SqlStore, open_store
from bot.app.ports import Aside, Update, Waiting
from bot.core.messages import Turn
from tests.adapters.storage.conftest import Peek
from tests.adapters.storage.samples import MINUTE, NOW, SESSION, due, keep, post, update
from tests.postgres import PostgresServer

ODD = {"text": "é🎓\u0000\ud83c", "list": [1, 2.5, None, True, {"deep": []}], "big": 2**70}


async def held(store: SqlStore, now: datetime = NOW, limit: int = 100) -> list[int]:
    """Give the numbers of the updates that a claim would hold, and leave them waiting."""
    numbers: list[int] = []
    with suppress(InterruptedError):
        async with store.inbox.claim(now, limit) as claim:
            numbers = [each.update.number for each in claim.updates]
            raise InterruptedError
    return numbers


async def first(store: SqlStore, chat: int, now: datetime = NOW) -> Waiting:
    found = await store.inbox.first_of([chat], now)
    assert found is not None
    return found


async def test_an_update_comes_back_as_it_was_after_a_restart(url: str) -> None:
    before = await open_store(url)
    assert await before.inbox.put([Update(7, -1_002_345_678_901, ODD)], NOW) == 1
    await before.close()
    after = await open_store(url)
    async with after.inbox.claim(NOW, 10) as claim:
        (waiting,) = claim.updates
    assert waiting.update == Update(7, -1_002_345_678_901, ODD)
    assert (waiting.received_at, waiting.attempts) == (NOW, 0)
    await after.close()


async def test_an_update_that_comes_again_is_known_whether_it_waits_or_is_done(store: SqlStore) -> None:
    one, two, three = (Update(number, 1, {"update_id": number}) for number in (1, 2, 3))
    assert await store.inbox.put([one, two], NOW) == 2
    assert await store.inbox.put([two, three, one], NOW + MINUTE) == 1
    async with store.inbox.claim(NOW + MINUTE, 10) as claim:
        assert [each.update.number for each in claim.updates] == [1, 2, 3]
    assert await store.inbox.put([three, two, one, one], NOW + MINUTE) == 0
    assert await store.inbox.count_waiting() == 0


async def test_an_update_twice_in_one_batch_is_kept_once(store: SqlStore) -> None:
    assert await store.inbox.put([Update(1, 1, {"a": 1, "b": 2}), Update(1, 1, {"b": 2, "a": 1})], NOW) == 1


async def test_a_server_that_numbers_anew_is_no_repeat(store: SqlStore) -> None:
    assert await store.inbox.put([Update(1, 1, {"text": "old"})], NOW) == 1
    assert await store.inbox.put([Update(1, 1, {"text": "new"})], NOW) == 1
    assert await store.inbox.count_waiting() == 2


async def test_nothing_to_put_is_no_work(store: SqlStore) -> None:
    assert await store.inbox.put([], NOW) == 0


async def test_thousands_of_updates_are_put_at_once_in_order(store: SqlStore) -> None:
    assert await store.inbox.put([Update(number, 1, {"n": number}) for number in range(3000, 0, -1)], NOW) == 3000
    assert await held(store, limit=5000) == list(range(3000, 0, -1))


async def test_an_update_that_is_done_loses_its_content_and_keeps_its_number(store: SqlStore, peek: Peek) -> None:
    await keep(store, Turn(SESSION))
    assert peek("SELECT body IS NULL, done_at IS NULL, count(*) FROM inbox GROUP BY 1, 2") == [(1, 0, 1)]


async def test_an_update_put_off_holds_back_its_own_chat_only(store: SqlStore) -> None:
    await store.inbox.put([update(1, 11), update(1, 12), update(2, 21)], NOW)
    await store.inbox.put_off(await first(store, 1), "LookupError", NOW + MINUTE)
    assert await held(store) == [21]
    assert await store.inbox.first_of([1], NOW) is None
    assert await held(store, NOW + MINUTE) == [11, 12, 21]
    again = await first(store, 1, NOW + MINUTE)
    assert (again.update.number, again.attempts) == (11, 1)


async def test_the_first_of_several_chats_is_the_one_that_came_first(store: SqlStore) -> None:
    await store.inbox.put([update(3, 31), update(1, 11), update(2, 21), update(1, 12)], NOW)
    found = await store.inbox.first_of([2, 1], NOW)
    assert found is not None
    assert found.update.number == 11
    assert await store.inbox.first_of([4], NOW) is None
    assert await store.inbox.first_of([], NOW) is None


async def test_an_update_set_aside_is_shown_with_its_reason_and_blocks_nobody(store: SqlStore) -> None:
    await store.inbox.put([update(1, 11), update(1, 12)], NOW)
    poison = await first(store, 1)
    await store.inbox.put_off(poison, "first", NOW)
    told = [post("One message could not be handled.", -900)]
    await store.inbox.set_aside(await first(store, 1), "KeyError\0 \ud83c", NOW + MINUTE, told)
    assert await held(store) == [12]
    assert await store.inbox.list_aside() == (Aside(poison.id, 11, 1, NOW, 2, "KeyError\ufffd ?"),)
    assert [each.post.chat for each in await due(store, NOW + MINUTE)] == [-900]
    assert await store.inbox.count_waiting() == 1


async def test_an_update_that_another_process_has_finished_is_neither_put_off_nor_set_aside(store: SqlStore) -> None:
    await store.inbox.put([update(1, 11)], NOW)
    waiting = await first(store, 1)
    async with store.inbox.claim(NOW, 10) as claim:
        assert len(claim.updates) == 1
    await store.inbox.put_off(waiting, "late", NOW)
    await store.inbox.set_aside(waiting, "late", NOW, [post()])
    assert await store.inbox.list_aside() == ()
    assert await store.inbox.count_waiting() == 0
    assert await due(store) == ()


async def test_an_update_that_is_replayed_waits_again_with_its_attempts_forgotten(store: SqlStore) -> None:
    await store.inbox.put([update(1, 11), update(1, 12), update(2, 21)], NOW)
    ids = []
    for chat in (1, 1, 2):
        waiting = await first(store, chat)
        await store.inbox.put_off(waiting, "odd", NOW)
        await store.inbox.set_aside(waiting, "odd", NOW, [])
        ids.append(waiting.id)
    assert await store.inbox.replay([ids[0], ids[2], 999]) == 2
    assert await held(store) == [11, 21]
    assert (await first(store, 1)).attempts == 0
    assert [each.number for each in await store.inbox.list_aside()] == [12]
    assert await store.inbox.replay([ids[0]]) == 0
    assert await store.inbox.replay([]) == 0


async def test_moments_keep_their_instant_whatever_zone_they_are_given_in(store: SqlStore) -> None:
    in_utc = NOW.astimezone(UTC)
    await store.inbox.put([update(1)], NOW + timedelta(microseconds=1))
    assert (await store.inbox.first_of([1], in_utc)) is None
    assert (await first(store, 1, NOW + timedelta(microseconds=1))).received_at == NOW + timedelta(microseconds=1)


async def test_processes_that_are_given_the_same_updates_in_another_order_keep_each_once(
    postgres: PostgresServer,
) -> None:
    url = postgres.new_database()
    stores = [await open_store(url) for _ in range(3)]
    updates = [Update(number, number % 5, {"n": number}) for number in range(300)]
    orders = [updates, updates[::-1], updates[150:] + updates[:150]]
    new = await asyncio.gather(*(store.inbox.put(order, NOW) for store, order in zip(stores, orders, strict=True)))
    assert sum(new) == 300
    assert await stores[0].inbox.count_waiting() == 300
    for each in stores:
        await each.close()


async def test_numbers_that_no_json_has_are_left_out(store: SqlStore) -> None:
    odd = Update(1, 7, {"update_id": 1, "message": {"date": float("nan"), "sizes": [1.5, float("inf")]}})
    now = datetime(2026, 1, 12, tzinfo=UTC)
    assert await store.inbox.put([odd, odd], now) == 1
    first = await store.inbox.first_of([7], now)
    assert first is not None
    assert first.update.body == {"update_id": 1, "message": {"date": None, "sizes": [1.5, None]}}
