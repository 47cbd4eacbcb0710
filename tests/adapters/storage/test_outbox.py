"""The outbox: order within a chat, pauses, slots, schedules, a chat's new id, and what is kept of it."""

import asyncio
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, event

from bot.adapters.storage.store import SqlStore, open_store
from bot.app.ports import Delivery, GivenUp, Moved, PutOff, Sent
from bot.core.lookups import MessageIn
from bot.core.messages import Post, Turn
from bot.core.session import Session
from tests.adapters.storage.conftest import Peek, peek_at
from tests.adapters.storage.samples import (
    ANNA,
    MINUTE,
    NOW,
    STAFF,
    due,
    look_up,
    post,
    rich_post,
    send,
    send_first,
    settle,
    turn_in,
    update,
)


async def texts(store: SqlStore, now: datetime = NOW) -> list[str]:
    return [delivery.post.text for delivery in await due(store, now)]


async def next_due(store: SqlStore, now: datetime = NOW) -> datetime | None:
    async with store.deliver() as outbox:
        assert outbox is not None
        return await outbox.next_due(now)


async def prune(store: SqlStore, before: datetime, limit: int = 100) -> int:
    async with store.deliver() as outbox:
        assert outbox is not None
        return await outbox.prune(before, limit)


async def sent_since(store: SqlStore, since: datetime) -> list[tuple[int, datetime]]:
    async with store.deliver() as outbox:
        assert outbox is not None
        return list(await outbox.list_sent(since))


async def test_an_empty_outbox_has_nothing_due(store: SqlStore) -> None:
    assert await due(store) == ()
    assert await next_due(store) is None
    await settle(store)
    assert await sent_since(store, NOW) == []


@pytest.mark.parametrize("message", [Post(ANNA, "plain"), rich_post()], ids=["plain", "rich"])
async def test_a_message_comes_back_as_it_was_after_a_restart(url: str, message: Post) -> None:
    before = await open_store(url)
    await send(before, message)
    await before.close()
    after = await open_store(url)
    (delivery,) = await due(after)
    assert delivery == Delivery(delivery.id, message, ANNA, message.at or NOW)
    await after.close()


async def test_nothing_is_due_before_its_turn_has_committed(store: SqlStore) -> None:
    async with turn_in(store) as unit:
        await unit.keep(Turn(Session(), (post(),)), NOW)
        assert await due(store) == ()
    assert await texts(store) == ["Bonjour"]


async def test_messages_of_a_chat_leave_in_the_order_in_which_they_were_said(store: SqlStore) -> None:
    await send(store, post("1"), post("2"), post("3"), now=NOW - MINUTE)
    await send(store, post("4"))
    left = [(await send_first(store, number)).post.text for number in range(4)]
    assert left == ["1", "2", "3", "4"]
    assert await due(store) == ()
    assert await next_due(store) is None


async def test_the_first_of_each_chat_is_due_oldest_first_up_to_the_limit(store: SqlStore) -> None:
    await send(store, post("a1", 3), post("a2", 3), post("b1", 1), post("a3", 3), post("c1", 2), post("b2", 1))
    assert await texts(store) == ["a1", "b1", "c1"]
    assert [delivery.post.text for delivery in await due(store, limit=2)] == ["a1", "b1"]


async def test_a_message_is_not_due_before_its_time(store: SqlStore) -> None:
    await send(store, post())
    before = NOW - timedelta(microseconds=1)
    assert await texts(store, before) == []
    assert await next_due(store, before) == NOW
    assert await texts(store, NOW) == ["Bonjour"]


async def test_a_message_put_off_holds_back_its_own_chat_only(store: SqlStore) -> None:
    await send(store, post("a1", 1), post("a2", 1), post("b1", 2))
    first = (await due(store))[0]
    await settle(store, PutOff(first, NOW + 2 * MINUTE, "Timed out"))
    assert await texts(store) == ["b1"]
    assert await texts(store, NOW + 2 * MINUTE) == ["b1", "a1"]
    again = (await due(store, NOW + 2 * MINUTE))[1]
    assert (again.id, again.attempts, again.due_since) == (first.id, 1, NOW)
    await settle(store, PutOff(again, NOW + 5 * MINUTE, "Timed out"))
    assert (await due(store, NOW + 5 * MINUTE))[1].attempts == 2


async def test_the_next_moment_is_the_next_one_after_now(store: SqlStore) -> None:
    await send(store, post("a1", 1), post("a2", 1), post("b1", 2), post("b2", 2, at=NOW + 5 * MINUTE))
    for delivery in await due(store):
        await settle(store, PutOff(delivery, NOW + delivery.post.chat * MINUTE, "no network"))
    moments = [await next_due(store, NOW + minutes * MINUTE) for minutes in (0, 1, 2, 5)]
    assert moments == [NOW + MINUTE, NOW + 2 * MINUTE, NOW + 5 * MINUTE, None]


async def test_a_message_given_up_holds_back_nothing_and_keeps_its_reason(store: SqlStore, peek: Peek) -> None:
    await send(store, post("1"), post("2"))
    (first,) = await due(store)
    await settle(store, GivenUp(first, "Forbidden: bot was blocked\0", post("report", STAFF)), now=NOW + MINUTE)
    assert await texts(store, NOW + MINUTE) == ["2", "report"]
    given_up = peek("SELECT id, error FROM outbox WHERE given_up_at IS NOT NULL AND sent_at IS NULL")
    assert given_up == [(first.id, "Forbidden: bot was blocked\ufffd")]


async def test_staff_are_told_once_that_a_message_is_late(store: SqlStore) -> None:
    await send(store, post("1"))
    (first,) = await due(store)
    await settle(store, PutOff(first, NOW + MINUTE, "slow"))
    (second,) = await due(store, NOW + MINUTE)
    assert not second.was_told
    await settle(store, PutOff(second, NOW + 2 * MINUTE, "slow", post("it is late", STAFF)), now=NOW + MINUTE)
    report, third = await due(store, NOW + 2 * MINUTE)
    assert (report.post.text, report.due_since) == ("it is late", NOW + MINUTE)
    assert third.was_told
    await settle(store, PutOff(third, NOW + 3 * MINUTE, "slow"))
    assert (await due(store, NOW + 3 * MINUTE))[1].was_told


async def test_outcomes_of_many_messages_are_noted_at_once(store: SqlStore) -> None:
    await send(store, *(post(f"to {chat}", chat, slot="card") for chat in range(1, 41)))
    deliveries = await due(store)
    outcomes = [
        Sent(each, each.post.chat + 1000) if each.post.chat % 2 else PutOff(each, NOW + MINUTE, "slow")
        for each in deliveries
    ]
    await settle(store, *outcomes)
    assert await due(store) == ()
    assert {each.post.chat for each in await due(store, NOW + MINUTE)} == set(range(2, 41, 2))
    assert [await look_up(store, MessageIn(chat, "card"), 99) for chat in (1, 2, 3)] == [1001, None, 1003]


async def test_an_outcome_that_is_noted_twice_changes_nothing(store: SqlStore, peek: Peek) -> None:
    await send(store, post("1"))
    (first,) = await due(store)
    await settle(store, Sent(first, 5))
    await settle(store, PutOff(first, NOW + MINUTE, "late"), GivenUp(first, "late"))
    assert peek("SELECT attempts, message_id, error FROM outbox") == [(0, 5, None)]


async def test_what_a_message_said_is_not_kept_once_it_was_sent(store: SqlStore, peek: Peek) -> None:
    await send(store, post("Awa Diop, awa@school.org"), post("later"))
    (first,) = await due(store)
    await settle(store, Sent(first, 5))
    kept = [row[0] for row in peek("SELECT CAST(post AS TEXT) FROM outbox ORDER BY id")]
    assert kept[0] == "{}"
    assert "later" in kept[1]


async def test_a_message_replaces_the_one_that_its_slot_holds(store: SqlStore) -> None:
    await send(store, post("1", slot="review"), post("2", slot="card"), post("3", slot="review"), post("4"))
    replaced = [(await send_first(store, message_id)).replaces for message_id in (11, 12, 13, 14)]
    assert replaced == [None, None, 11, None]
    await send(store, post("5", slot="review"), post("6", slot="card"), post("other", 2, slot="card"))
    now_held = {delivery.post.text: delivery.replaces for delivery in await due(store)}
    assert now_held == {"5": 13, "other": None}
    assert (await send_first(store, 13)).replaces == 13
    assert {delivery.replaces for delivery in await due(store)} == {12, None}


async def test_a_slot_is_looked_up_when_the_message_is_due(store: SqlStore) -> None:
    await send(store, post("1", slot="review"), post("2", slot="review"))
    (first,) = await due(store)
    await send(store, post("3", slot="review"))
    await settle(store, Sent(first, 70))
    assert [delivery.replaces for delivery in await due(store)] == [70]


async def test_reading_the_outbox_does_not_wait_for_a_turn(store: SqlStore) -> None:
    await send(store, post("before"))
    async with turn_in(store) as unit:
        await unit.keep(Turn(Session(), (post("inside"),)), NOW)
        assert await asyncio.wait_for(texts(store), 1) == ["before"]
        assert await asyncio.wait_for(next_due(store, NOW - MINUTE), 1) == NOW


async def test_a_message_that_is_scheduled_for_later_holds_back_nobody(store: SqlStore) -> None:
    await send(store, post("reminder", at=NOW + 3 * MINUTE), post("now"))
    assert await next_due(store) == NOW + 3 * MINUTE
    assert (await send_first(store, 1)).post.text == "now"
    assert await texts(store) == []
    await send(store, post("then"), now=NOW + 2 * MINUTE)
    assert await texts(store, NOW + 2 * MINUTE) == ["then"]
    (reminder,) = await due(store, NOW + 3 * MINUTE)
    assert (reminder.post.text, reminder.due_since, reminder.post.at) == ("reminder", *[NOW + 3 * MINUTE] * 2)
    # Its time has come: it is in line, and holds back its chat when it is put off.
    await settle(store, PutOff(reminder, NOW + 9 * MINUTE, "slow"), now=NOW + 3 * MINUTE)
    assert await texts(store, NOW + 4 * MINUTE) == []
    assert await texts(store, NOW + 9 * MINUTE) == ["reminder"]


async def test_a_scheduled_message_gives_way_to_the_next_one_of_its_slot(store: SqlStore) -> None:
    later = NOW + 5 * MINUTE
    await send(
        store,
        post("reminder", slot="r", at=later),
        post("of another slot", slot="s", at=later),
        post("of no slot", at=later),
        post("of another chat", STAFF, slot="r", at=later),
    )
    await send(store, post("postponed", slot="r", at=later + MINUTE), now=NOW + MINUTE)
    assert await texts(store, later) == ["of another slot", "of another chat"]
    await send(store, post("settled", slot="r"), now=NOW + 2 * MINUTE)
    assert await texts(store, NOW + 2 * MINUTE) == ["settled"]
    assert await next_due(store, later) is None


async def test_a_scheduled_message_gives_way_within_a_turn_and_one_that_is_due_does_not(store: SqlStore) -> None:
    await send(store, post("due", slot="r", at=NOW), post("later", slot="r", at=NOW + MINUTE), post("next", slot="r"))
    assert [(await send_first(store, n)).post.text for n in (1, 2)] == ["due", "next"]
    assert await due(store, NOW + MINUTE) == ()


async def test_a_scheduled_message_that_was_tried_gives_way_to_nobody(store: SqlStore) -> None:
    await send(store, post("reminder", slot="r", at=NOW))
    (reminder,) = await due(store)
    await settle(store, PutOff(reminder, NOW + MINUTE, "slow"))
    await send(store, post("next", slot="r"))
    assert await texts(store, NOW) == []
    assert await texts(store, NOW + MINUTE) == ["reminder"]


async def test_a_message_to_a_chat_with_a_new_id_goes_there_at_once(store: SqlStore) -> None:
    await send(store, post("1", -5, slot="card"))
    await send_first(store, 11)
    await send(store, post("2", -5, slot="card"), post("3", -5), post("other", 6))
    first, other = await due(store)
    assert (first.address, first.replaces) == (-5, 11)
    await settle(store, Moved(first, -1005), Sent(other, 12), now=NOW + MINUTE)
    (again,) = await due(store, NOW + MINUTE)
    assert (again.id, again.post.chat, again.address, again.replaces) == (first.id, -5, -1005, None)
    assert (again.attempts, again.due_since) == (0, NOW)
    await settle(store, Moved(again, -2005), now=NOW + MINUTE)
    (again,) = await due(store, NOW + MINUTE)
    assert again.address == -2005
    await settle(store, Sent(again, 13), now=NOW + MINUTE)
    assert await look_up(store, MessageIn(-5, "card")) == 13
    assert dict(await store.inbox.moved()) == {-1005: -5, -2005: -5}
    assert sorted(await sent_since(store, NOW + MINUTE)) == [(-2005, NOW + MINUTE), (6, NOW + MINUTE)]


async def test_a_message_that_arrived_under_the_former_id_holds_no_slot_under_the_new_one(store: SqlStore) -> None:
    await send(store, post("1", -5, slot="card"), post("2", -5, slot="card"))
    (first,) = await due(store)
    await store.inbox.put([update(-5)], NOW)
    async with store.inbox.claim(NOW, 1) as claim:
        await claim.note_move(-5, -1005)
    await settle(store, Sent(first, 11))
    (second,) = await due(store)
    assert (second.address, second.replaces) == (-1005, None)


async def test_what_was_settled_long_ago_is_deleted_a_few_at_a_time(store: SqlStore, peek: Peek) -> None:
    later = NOW + 10 * MINUTE
    await send(store, *(post(str(chat), chat, at=NOW + chat * MINUTE) for chat in range(1, 6)), post("waits", 9))
    for chat in range(1, 4):
        await send_first(store, chat, NOW + chat * MINUTE)
    deliveries = {each.post.text: each for each in await due(store, later)}
    await settle(store, GivenUp(deliveries["4"], "blocked"), now=later)
    await store.inbox.put([update(1), update(2)], NOW)
    waiting = await store.inbox.first_of([1], NOW)
    assert waiting is not None
    await store.inbox.set_aside(waiting, "odd", NOW, [])
    assert await prune(store, NOW) == 0
    assert await prune(store, later) == 4
    assert await prune(store, later + MINUTE, limit=1) == 1
    assert await prune(store, later + MINUTE, limit=1) == 0
    assert peek("SELECT count(*) FROM inbox WHERE done_at IS NULL") == [(2,)]
    assert peek("SELECT count(*) FROM outbox") == [(2,)]
    assert len(await store.inbox.list_aside()) == 1


async def test_pruning_deletes_no_more_than_its_limit(store: SqlStore, peek: Peek) -> None:
    for number in range(4):
        await send(store, post(str(number)))
        await send_first(store, number)
    deleted = [await prune(store, NOW + MINUTE, limit=3) for _ in range(4)]
    assert deleted == [3, 3, 2, 0]


async def test_what_was_sent_is_listed_from_a_moment_on(store: SqlStore) -> None:
    for number in range(3):
        await send(store, post(str(number), number + 1))
        await send_first(store, number, NOW + number * MINUTE)
    assert await sent_since(store, NOW + MINUTE) == [(2, NOW + MINUTE), (3, NOW + 2 * MINUTE)]


async def test_messages_sent_long_ago_are_never_walked_through(sqlite_url: str) -> None:
    store, peek = await open_store(sqlite_url), peek_at(sqlite_url)
    peek(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000) "
        "INSERT INTO outbox (chat, slot, post, created_at, due_at, attempts, sent_at, message_id) "
        "SELECT i % 500, 'card', '{}', '2020-01-01 00:00:00.000000', '2020-01-01 00:00:00.000000', 0, "
        "'2020-01-01 00:00:00.000000', i FROM n"
    )
    await send(store, *(post(f"to {chat}", chat) for chat in range(100)))
    heard: list[tuple[str, tuple[object, ...]]] = []

    def hear(_connection: object, _cursor: object, statement: str, values: tuple[object, ...], *_: object) -> None:
        heard.append((statement, tuple(values)))

    event.listen(Engine, "before_cursor_execute", hear)
    assert len(await due(store)) == 50
    assert await next_due(store, NOW - MINUTE) == NOW
    assert (await store.measure(NOW)).outbox.waiting == 100
    assert await sent_since(store, NOW) == []
    assert await prune(store, NOW - timedelta(days=9999)) == 0
    event.remove(Engine, "before_cursor_execute", hear)
    read = [each for each in heard if "outbox" in each[0] and not each[0].startswith("EXPLAIN")]
    assert len(read) >= 6
    for statement, values in read:
        plan = [row[3] for row in peek(f"EXPLAIN QUERY PLAN {statement}", *values)]
        assert not [step for step in plan if step.startswith("SCAN") and "USING" not in step], (statement, plan)
    await store.close()
