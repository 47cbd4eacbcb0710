"""The outbox: order within a chat, pauses, slots, and a chat's new id."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Engine, event

from bot.adapters.storage.store import SqlStore, open_store
from bot.app.ports import Delivery
from bot.core.messages import Post, Turn
from bot.core.session import Session
from tests.adapters.storage.conftest import Peek
from tests.adapters.storage.samples import ANNA, MINUTE, NOW, keep, post, rich_post, send


async def texts(store: SqlStore, now: object = NOW) -> list[str]:
    return [delivery.post.text for delivery in await store.outbox.due(now)]  # type: ignore[arg-type]


async def send_first(store: SqlStore, message_id: int) -> Delivery:
    delivery = (await store.outbox.due(NOW))[0]
    await store.outbox.mark_sent(delivery, message_id, NOW)
    return delivery


async def test_an_empty_outbox_has_nothing_due(store: SqlStore) -> None:
    assert await store.outbox.due(NOW) == ()
    assert await store.outbox.next_due() is None


@pytest.mark.parametrize("message", [Post(ANNA, "plain"), rich_post()], ids=["plain", "rich"])
async def test_a_message_comes_back_as_it_was_after_a_restart(url: str, message: Post) -> None:
    before = await open_store(url)
    await send(before, message)
    await before.close()
    after = await open_store(url)
    assert [delivery.post for delivery in await after.outbox.due(NOW)] == [message]
    assert await after.outbox.next_due() == NOW
    await after.close()


async def test_nothing_is_due_before_its_turn_has_committed(store: SqlStore) -> None:
    async with store.begin(ANNA, ANNA) as unit:
        await unit.keep(Turn(Session(), (post(),)), NOW)
        assert await store.outbox.due(NOW) == ()
    assert await texts(store) == ["Bonjour"]


async def test_messages_of_a_chat_leave_in_the_order_in_which_they_were_said(store: SqlStore) -> None:
    await send(store, post("1"), post("2"), post("3"))
    await send(store, post("4"), now=NOW - MINUTE)
    left = [(await send_first(store, number)).post.text for number in range(4)]
    assert left == ["1", "2", "3", "4"]
    assert await store.outbox.due(NOW) == ()
    assert await store.outbox.next_due() is None


async def test_the_first_of_each_chat_is_due_oldest_first_up_to_the_limit(store: SqlStore) -> None:
    await send(store, post("a1", 3), post("a2", 3), post("b1", 1), post("a3", 3), post("c1", 2), post("b2", 1))
    assert await texts(store) == ["a1", "b1", "c1"]
    assert [delivery.post.text for delivery in await store.outbox.due(NOW, limit=2)] == ["a1", "b1"]


async def test_a_message_is_not_due_before_its_time(store: SqlStore) -> None:
    await send(store, post())
    assert await texts(store, NOW - timedelta(microseconds=1)) == []
    assert await texts(store, NOW) == ["Bonjour"]


async def test_a_message_put_off_holds_back_its_own_chat_only(store: SqlStore) -> None:
    await send(store, post("a1", 1), post("a2", 1), post("b1", 2))
    first = (await store.outbox.due(NOW))[0]
    await store.outbox.put_off(first, NOW + 2 * MINUTE, "Too Many Requests")
    assert await texts(store) == ["b1"]
    assert await texts(store, NOW + 2 * MINUTE) == ["a1", "b1"]
    again = (await store.outbox.due(NOW + 2 * MINUTE))[0]
    assert (again.id, again.attempts) == (first.id, 1)
    await store.outbox.put_off(again, NOW + 5 * MINUTE, "Timed out")
    assert (await store.outbox.due(NOW + 5 * MINUTE))[0].attempts == 2


async def test_the_next_moment_is_that_of_a_message_whose_turn_it_is(store: SqlStore) -> None:
    await send(store, post("a1", 1), post("a2", 1), post("b1", 2))
    for delivery in await store.outbox.due(NOW):
        await store.outbox.put_off(delivery, NOW + delivery.post.chat * MINUTE, "no network")
    # The second message of chat 1 has an earlier time, but stands behind the first.
    assert await store.outbox.next_due() == NOW + MINUTE


async def test_a_message_given_up_holds_back_nothing_and_keeps_its_reason(store: SqlStore, peek: Peek) -> None:
    await send(store, post("1"), post("2"))
    (first,) = await store.outbox.due(NOW)
    await store.outbox.give_up(first, "Forbidden: bot was blocked by the user", NOW + MINUTE)
    assert await texts(store) == ["2"]
    given_up = peek("SELECT id, error, given_up_at, sent_at FROM outbox WHERE given_up_at IS NOT NULL")
    reason = "Forbidden: bot was blocked by the user"
    assert given_up == [(first.id, reason, "2026-03-02 09:31:15.250000", None)]


async def test_a_message_replaces_the_one_that_its_slot_holds(store: SqlStore) -> None:
    await send(store, post("1", slot="review"), post("2", slot="card"), post("3", slot="review"), post("4"))
    replaced = [(await send_first(store, message_id)).replaces for message_id in (11, 12, 13, 14)]
    assert replaced == [None, None, 11, None]
    await send(store, post("5", slot="review"), post("6", slot="card"), post("other", 2, slot="card"))
    now_held = {delivery.post.text: delivery.replaces for delivery in await store.outbox.due(NOW)}
    assert now_held == {"5": 13, "other": None}
    assert (await send_first(store, 13)).replaces == 13
    assert [delivery.replaces for delivery in await store.outbox.due(NOW)] == [12, None]


async def test_a_slot_is_looked_up_when_the_message_is_due(store: SqlStore) -> None:
    await send(store, post("1", slot="review"), post("2", slot="review"))
    (first,) = await store.outbox.due(NOW)
    await send(store, post("3", slot="review"))
    await store.outbox.mark_sent(first, 70, NOW)
    assert [delivery.replaces for delivery in await store.outbox.due(NOW)] == [70]


async def test_reading_the_outbox_does_not_wait_for_a_turn(store: SqlStore) -> None:
    await send(store, post("before"))
    async with store.begin(ANNA, ANNA) as unit:
        await unit.keep(Turn(Session(), (post("inside"),)), NOW)
        read = await asyncio.wait_for(texts(store), 1)
        assert await asyncio.wait_for(store.outbox.next_due(), 1) == NOW
    assert read == ["before"]


@pytest.fixture
def statements() -> Iterator[list[tuple[str, tuple[object, ...]]]]:
    """The statements that reach any database from now on, with their values."""
    heard: list[tuple[str, tuple[object, ...]]] = []

    def hear(_connection: object, _cursor: object, statement: str, values: tuple[object, ...], *_: object) -> None:
        heard.append((statement, tuple(values)))

    event.listen(Engine, "before_cursor_execute", hear)
    yield heard
    event.remove(Engine, "before_cursor_execute", hear)


async def test_messages_sent_long_ago_are_never_walked_through(
    store: SqlStore, peek: Peek, statements: list[tuple[str, tuple[object, ...]]]
) -> None:
    peek(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000) "
        "INSERT INTO outbox (chat, slot, post, created_at, due_at, attempts, sent_at, message_id) "
        "SELECT i % 500, 'card', '{}', '2020-01-01 00:00:00.000000', '2020-01-01 00:00:00.000000', 0, "
        "'2020-01-01 00:00:00.000000', i FROM n"
    )
    await send(store, *(post(f"to {chat}", chat) for chat in range(100)))
    statements.clear()
    assert len(await store.outbox.due(NOW)) == 50
    assert await store.outbox.next_due() == NOW
    read = [each for each in statements if "outbox" in each[0]]
    assert len(read) == 2
    for statement, values in read:
        plan = [row[3] for row in peek(f"EXPLAIN QUERY PLAN {statement}", *values)]
        scans = [step for step in plan if step.startswith("SCAN")]
        assert scans == ["SCAN outbox USING INDEX ix_outbox_unsent"]


async def test_a_chat_with_a_new_id_takes_along_what_is_not_sent(store: SqlStore) -> None:
    await send(store, post("sent", -5), post("1", -5, slot="card"), post("2", -5), post("other", 6))
    await send_first(store, 1)
    (first, _) = await store.outbox.due(NOW)
    await store.outbox.move_chat(-5, -1005)
    assert [(d.post.chat, d.post.text) for d in await store.outbox.due(NOW)] == [(-1005, "1"), (6, "other")]
    # The sender still holds the delivery that it read before the chat moved.
    await store.outbox.mark_sent(first, 88, NOW)
    await send(store, post("3", -1005, slot="card"))
    await send_first(store, 89)
    await send_first(store, 90)
    assert [(d.post.text, d.replaces) for d in await store.outbox.due(NOW)] == [("3", 88)]


async def test_a_message_already_sent_stays_with_the_chat_it_was_sent_to(store: SqlStore, peek: Peek) -> None:
    await keep(store, Turn(Session(), (post("sent", -5), post("waiting", -5))))
    await send_first(store, 1)
    await store.outbox.move_chat(-5, -1005)
    assert peek("SELECT chat, sent_at IS NULL FROM outbox ORDER BY id") == [(-5, 0), (-1005, 1)]
