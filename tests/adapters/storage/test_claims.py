"""Claims: whole chats, each in the hands of one at a time, every update exactly once and in order."""

import asyncio
import random
from collections import Counter, defaultdict
from datetime import timedelta

import pytest

from bot.adapters.storage.store import SqlStore, open_store
from bot.app.ports import DecideAgain, StorageUnavailable
from bot.core.lookups import MessageIn, NextReference, RequestNamed
from bot.core.messages import Turn
from bot.core.session import Session
from tests.adapters.storage.conftest import Peek
from tests.adapters.storage.samples import (
    MINUTE,
    NOW,
    REFERENCE,
    SESSION,
    due,
    opening,
    post,
    request,
    send,
    send_first,
    update,
)


async def numbers_of(store: SqlStore, **options: object) -> list[int]:
    """Claim, and give the numbers of what was held."""
    given = {"now": NOW, "limit": 100, **options}
    async with store.inbox.claim(**given) as claim:  # type: ignore[arg-type]
        return [each.update.number for each in claim.updates]


async def test_nothing_waits_in_an_empty_inbox(store: SqlStore) -> None:
    assert await numbers_of(store) == []


async def test_a_claim_holds_all_updates_of_its_chats_in_the_order_in_which_they_came(store: SqlStore) -> None:
    await store.inbox.put([update(1, 5), update(2, 4), update(1, 3), update(2, 9), update(1, 1)], NOW)
    assert await numbers_of(store) == [5, 4, 3, 9, 1]
    assert await numbers_of(store) == []


async def test_a_claim_holds_no_more_than_its_limit_and_the_next_one_goes_on(store: SqlStore) -> None:
    await store.inbox.put([update(chat, 10 * chat + n) for n in range(3) for chat in (1, 2, 3)], NOW)
    taken = [await numbers_of(store, limit=4) for _ in range(3)]
    assert [len(each) for each in taken] == [4, 4, 1]
    for chat in (1, 2, 3):
        assert [n for batch in taken for n in batch if n // 10 == chat] == [10 * chat, 10 * chat + 1, 10 * chat + 2]


async def test_a_claim_keeps_to_some_chats_or_leaves_some_out(store: SqlStore) -> None:
    await store.inbox.put([update(chat, chat) for chat in (1, 2, 3, 4)], NOW)
    assert await numbers_of(store, only=[2, 9]) == [2]
    assert await numbers_of(store, only=[]) == []
    assert await numbers_of(store, without=[1, 4]) == [3]
    assert await numbers_of(store, only=[1, 4], without=[1]) == [4]
    assert await numbers_of(store) == [1]


async def test_updates_behind_one_that_is_put_off_wait_even_in_the_middle_of_a_chat(
    store: SqlStore, peek: Peek
) -> None:
    await store.inbox.put([update(1, 1), update(1, 2), update(1, 3), update(2, 4)], NOW)
    await store.inbox.put([update(1, 5)], NOW + MINUTE)
    waiting = await store.inbox.first_of([1], NOW)
    assert waiting is not None
    second = type(waiting)(waiting.id + 1, waiting.update, NOW)
    await store.inbox.put_off(second, "odd", NOW + MINUTE)
    assert await numbers_of(store) == [1, 4]
    assert await numbers_of(store) == []
    assert await numbers_of(store, now=NOW + MINUTE) == [2, 3, 5]


async def test_many_chats_do_not_keep_a_later_one_waiting_behind_one_that_is_put_off(store: SqlStore) -> None:
    await store.inbox.put([update(chat, chat) for chat in range(1, 21)], NOW)
    for chat in range(1, 11):
        waiting = await store.inbox.first_of([chat], NOW)
        assert waiting is not None
        await store.inbox.put_off(waiting, "odd", NOW + MINUTE)
    assert await numbers_of(store, limit=10) == list(range(11, 21))


async def test_the_second_turn_of_a_batch_sees_what_the_first_has_left(store: SqlStore, peek: Peek) -> None:
    await store.inbox.put([update(1), update(1), update(2)], NOW)
    async with store.inbox.claim(NOW, 10) as claim:
        await claim.load([(1, 1), (1, 1), (2, 2), (1, 5)])
        first, other = claim.turn_of(1, 1), claim.turn_of(2, 2)
        assert await first.look_up(NextReference("VW", 2026)) == REFERENCE
        await first.keep(Turn(SESSION, (post("1", 1),), (opening(chat=1, person=1),)), NOW)
        second = claim.turn_of(1, 1)
        assert (second.session, other.session, claim.turn_of(1, 5).session) == (SESSION, Session(), Session())
        assert await second.look_up(RequestNamed(REFERENCE)) == request(chat=1, person=1)
        await second.keep(Turn(Session(begun=9), (post("2", 1),)), NOW)
        await claim.load([(1, 1)])
        assert claim.turn_of(1, 1).session == Session(begun=9)
    assert peek("SELECT chat, person FROM sessions") == [(1, 1)]
    assert [(await send_first(store, n)).post.text for n in (1, 2)] == ["1", "2"]


async def test_a_turn_of_somebody_who_was_not_loaded_is_a_mistake(store: SqlStore) -> None:
    with pytest.raises(LookupError, match="not loaded"):
        async with store.inbox.claim(NOW, 10) as claim:
            claim.turn_of(1, 1)


async def test_sessions_of_a_hundred_people_are_loaded_at_once(store: SqlStore) -> None:
    await store.inbox.put([update(chat, chat) for chat in range(100)], NOW)
    async with store.inbox.claim(NOW, 100) as claim:
        await claim.load([(chat, chat + 1) for chat in range(100)])
        for chat in range(100):
            await claim.turn_of(chat, chat + 1).keep(Turn(Session(begun=chat)), NOW)
    async with store.inbox.claim(NOW, 100) as claim:
        await claim.load([(chat, chat + 1) for chat in range(100)] + [(5, 5)])
        assert [claim.turn_of(chat, chat + 1).session.begun for chat in range(100)] == list(range(100))
        assert claim.turn_of(5, 5).session == Session()


async def test_a_batch_that_has_to_be_decided_again_is_as_it_was(store: SqlStore) -> None:
    await store.inbox.put([update(1, 1), update(2, 2)], NOW)

    async def take_both() -> None:
        async with store.inbox.claim(NOW, 10) as claim:
            await claim.load([(1, 1), (2, 2)])
            await claim.turn_of(1, 1).keep(Turn(SESSION, (post("1", 1),), (opening(chat=1, person=1),)), NOW)
            await claim.turn_of(2, 2).keep(Turn(SESSION, (), (opening(chat=2, person=2),)), NOW)

    with pytest.raises(DecideAgain):
        await take_both()
    assert await due(store) == ()
    async with store.inbox.claim(NOW, 10) as claim:
        assert [each.attempts for each in claim.updates] == [0, 0]
        await claim.load([(1, 1)])
        assert claim.turn_of(1, 1).session == Session()
        assert await claim.turn_of(1, 1).look_up(RequestNamed(REFERENCE)) is None


async def test_a_chat_with_a_new_id_keeps_its_former_one_at_the_desk_and_forgets_its_slots(store: SqlStore) -> None:
    for chat in (-5, 6):
        await send(store, post(chat=chat, slot="card"))
        await send_first(store, 77)
    await store.inbox.put([update(-5), update(-1005), update(-2005)], NOW)
    async with store.inbox.claim(NOW, 10) as claim:
        assert dict(claim.moved) == {}
        await claim.note_move(-5, -1005)
        assert dict(claim.moved) == {-1005: -5}
        await claim.note_move(-1005, -2005)
        assert dict(claim.moved) == {-1005: -5, -2005: -5}
        await claim.load([(1, 1)])
        unit = claim.turn_of(1, 1)
        assert await unit.look_up(MessageIn(-5, "card")) is None
        assert await unit.look_up(MessageIn(6, "card")) == 77
    assert dict(await store.inbox.moved()) == {-1005: -5, -2005: -5}


async def test_a_move_that_is_told_twice_forgets_nothing_that_came_after_it(store: SqlStore) -> None:
    await store.inbox.put([update(-5)], NOW)
    async with store.inbox.claim(NOW, 10) as claim:
        await claim.note_move(-5, -1005)
        await claim.note_move(-5, -5)
    await send(store, post(chat=-5, slot="card"))
    await send_first(store, 77)
    await store.inbox.put([update(-5)], NOW)
    async with store.inbox.claim(NOW, 10) as claim:
        await claim.note_move(-5, -1005)
        await claim.load([(1, 1)])
        assert await claim.turn_of(1, 1).look_up(MessageIn(-5, "card")) == 77


async def test_a_chat_that_is_held_is_left_out_by_others(postgres: object) -> None:
    url = postgres.new_database()  # type: ignore[attr-defined]
    one, other = await open_store(url), await open_store(url)
    await one.inbox.put([update(1, 1), update(1, 2), update(2, 3)], NOW)
    async with one.inbox.claim(NOW, 10, only=[1]) as held:
        assert [each.update.number for each in held.updates] == [1, 2]
        await one.inbox.put([update(1, 4)], NOW)
        assert await asyncio.wait_for(numbers_of(other), 2) == [3]
        assert await asyncio.wait_for(numbers_of(other), 2) == []
    assert await numbers_of(other) == [4]
    await one.close()
    await other.close()


async def test_a_chat_is_not_torn_apart_by_an_earlier_update_that_comes_back(postgres: object) -> None:
    url = postgres.new_database()  # type: ignore[attr-defined]
    one, other = await open_store(url), await open_store(url)
    await one.inbox.put([update(1, 1), update(1, 2)], NOW)
    first = await one.inbox.first_of([1], NOW)
    assert first is not None
    await one.inbox.set_aside(first, "odd", NOW, [])
    async with one.inbox.claim(NOW, 10) as held:
        assert [each.update.number for each in held.updates] == [2]
        assert await other.inbox.replay([first.id]) == 1
        assert await numbers_of(other) == []
    assert await numbers_of(other) == [1]
    await one.close()
    await other.close()


async def test_many_claimers_do_every_update_once_and_in_order(url: str) -> None:
    chance = random.Random(7)
    chats = list(range(1, 13))
    waiting = [update(chance.choice(chats)) for _ in range(700)]
    # Several processes share a PostgreSQL; an SQLite file has one, with several tasks.
    stores = [await open_store(url) for _ in range(1 if url.startswith("sqlite") else 4)]
    holders: Counter[int] = Counter()
    done: dict[int, list[int]] = defaultdict(list)
    is_put = asyncio.Event()
    batches: Counter[int] = Counter()

    async def put() -> None:
        rest = list(waiting)
        while rest:
            size = chance.randint(1, 40)
            await chance.choice(stores).inbox.put(rest[:size], NOW)
            rest = rest[size:]
            await asyncio.sleep(chance.random() / 200)
        is_put.set()

    async def work(which: int) -> None:
        while True:
            is_last = is_put.is_set()
            try:
                async with stores[which % len(stores)].inbox.claim(NOW, chance.choice([1, 3, 10, 50])) as claim:
                    held = {each.update.chat for each in claim.updates}
                    for chat in held:
                        holders[chat] += 1
                        assert holders[chat] == 1, "two hold the same chat"
                    try:
                        await asyncio.sleep(chance.random() / 200)
                        await claim.load([(chat, 1) for chat in held])
                        for each in claim.updates:
                            unit = claim.turn_of(each.update.chat, 1)
                            begun = unit.session.begun + 1
                            await unit.keep(Turn(Session(begun=begun), (post(str(begun), each.update.chat),)), NOW)
                        if chance.random() < 0.2:
                            raise InterruptedError
                        taken = len(claim.updates)
                        for each in claim.updates:
                            done[each.update.chat].append(each.update.number)
                    finally:
                        for chat in held:
                            holders[chat] -= 1
            except InterruptedError:
                continue
            batches[which] += bool(taken)
            if not taken and is_last and not await stores[which % len(stores)].inbox.count_waiting():
                return
            await asyncio.sleep(0)

    await asyncio.gather(put(), *(work(which) for which in range(6)))
    for chat in chats:
        assert done[chat] == [each.number for each in waiting if each.chat == chat]
    assert sum(map(bool, batches.values())) == 6, "every claimer had a share in it"
    async with stores[0].inbox.claim(NOW, 1) as claim:
        await claim.load([(chat, 1) for chat in chats])
        assert {chat: claim.turn_of(chat, 1).session.begun for chat in chats} == {c: len(done[c]) for c in chats}
    for each in stores:
        await each.close()


async def test_turns_that_stand_in_each_others_way_are_decided_again(postgres: object) -> None:
    url = postgres.new_database()  # type: ignore[attr-defined]
    store = await open_store(url)
    await store.inbox.put([update(1), update(2)], NOW)
    both = asyncio.Barrier(2)

    async def take(chat: int, prefixes: str) -> None:
        async with store.inbox.claim(NOW, 1, only=[chat]) as claim:
            await claim.load([(chat, chat)])
            unit = claim.turn_of(chat, chat)
            await unit.look_up(NextReference(prefixes[0], 2026))
            await both.wait()
            await unit.look_up(NextReference(prefixes[1], 2026))

    outcomes = await asyncio.gather(take(1, "AB"), take(2, "BA"), return_exceptions=True)
    assert sorted(type(each).__name__ for each in outcomes) == ["DecideAgain", "NoneType"]
    assert await store.inbox.count_waiting() == 1
    await store.close()


async def test_claiming_does_not_walk_through_updates_that_are_done(sqlite_url: str) -> None:
    store = await open_store(sqlite_url)
    for start in range(0, 20_000, 5_000):
        await store.inbox.put([update(n % 7) for n in range(start, start + 5_000)], NOW - timedelta(days=1))
        async with store.inbox.claim(NOW, 5_000) as claim:
            assert len(claim.updates) == 5_000
    await store.inbox.put([update(1, -1)], NOW)
    loop = asyncio.get_running_loop()
    began = loop.time()
    assert await numbers_of(store) == [-1]
    assert loop.time() - began < 0.05
    await store.close()


async def test_an_error_of_the_turn_itself_is_no_failure_of_the_database(store: SqlStore) -> None:
    await store.inbox.put([update(1)], NOW)
    for error in (ConnectionResetError("Telegram"), TimeoutError("Telegram"), OSError("file")):
        with pytest.raises(type(error), match=str(error)) as raised:
            async with store.inbox.claim(NOW, 1):
                raise error
        assert not isinstance(raised.value, StorageUnavailable)
