"""Roles: one process delivers and one polls, another takes over at once, and who has lost a role writes nothing."""

import asyncio
from contextlib import AsyncExitStack

import pytest
from sqlalchemy import text

from bot.adapters.storage.opening import open_database
from bot.adapters.storage.store import SqlStore, open_store
from bot.app.ports import Sent, StorageUnavailable
from tests.adapters.storage.samples import NOW, due, post, send
from tests.postgres import PostgresServer


async def test_a_role_is_taken_once_and_can_be_taken_again(store: SqlStore) -> None:
    for _ in range(3):
        async with store.deliver() as outbox, store.deliver() as second:
            assert outbox is not None
            assert second is None
        async with store.poll() as polls, store.poll() as second_polls:
            assert (polls, second_polls) == (True, False)


async def test_delivering_and_polling_are_roles_of_their_own(store: SqlStore) -> None:
    async with store.deliver() as outbox, store.poll() as polls:
        assert outbox is not None
        assert polls


async def test_a_role_is_free_again_after_an_error(store: SqlStore) -> None:
    with pytest.raises(InterruptedError):
        async with store.deliver():
            raise InterruptedError
    async with store.deliver() as outbox:
        assert outbox is not None


async def test_another_process_takes_over_when_the_first_one_ends(postgres: PostgresServer) -> None:
    url = postgres.new_database()
    one, other = await open_store(url), await open_store(url)
    async with one.deliver() as first, other.deliver() as second:
        assert first is not None
        assert second is None
        async with other.poll() as polls, one.poll() as one_polls:
            assert (polls, one_polls) == (True, False)
    async with other.deliver() as second, one.deliver() as first:
        assert second is not None
        assert first is None
    await one.close()
    await other.close()


async def test_who_has_lost_the_connection_writes_nothing_more_and_another_takes_over(postgres: PostgresServer) -> None:
    url = postgres.new_database()
    one, other = await open_store(url), await open_store(url)
    await send(one, post("1"))
    async with AsyncExitStack() as stack:
        outbox = await stack.enter_async_context(one.deliver())
        assert outbox is not None
        (delivery,) = await outbox.due(NOW, 5)
        postgres.run_sql("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 1")
        async with other.deliver() as heir:
            assert heir is not None
            for _ in range(3):
                with pytest.raises(StorageUnavailable):
                    await outbox.settle([Sent(delivery, 5)], NOW)
            assert [each.id for each in await heir.due(NOW, 5)] == [delivery.id]
    assert len(await due(one)) == 1
    await one.close()
    await other.close()


async def test_an_outbox_is_used_by_several_tasks_at_once(store: SqlStore) -> None:
    await send(store, *(post(str(chat), chat) for chat in range(1, 9)))
    async with store.deliver() as outbox:
        assert outbox is not None
        deliveries = await outbox.due(NOW, 50)
        await asyncio.gather(*(outbox.settle([Sent(each, each.id)], NOW) for each in deliveries), outbox.next_due(NOW))
        assert await outbox.due(NOW, 50) == ()


async def test_a_commit_of_any_process_is_heard(postgres: PostgresServer) -> None:
    url = postgres.new_database()
    one, other = await open_store(url), await open_store(url)
    heard = asyncio.Event()
    listening = asyncio.create_task(one.listen(heard.set))
    await asyncio.wait_for(heard.wait(), 2)
    heard.clear()
    await send(other)
    await asyncio.sleep(0.05)
    assert not heard.is_set()
    await send(other, post())
    await asyncio.wait_for(heard.wait(), 2)
    # Cut off, it listens again after a while, and looks for what it has missed.
    heard.clear()
    postgres.run_sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'")
    await asyncio.wait_for(heard.wait(), 4)
    listening.cancel()
    await asyncio.gather(listening, return_exceptions=True)
    await one.close()
    await other.close()


async def test_on_sqlite_there_is_nobody_to_listen_to(sqlite_url: str) -> None:
    store = await open_store(sqlite_url)
    heard = asyncio.Event()
    listening = asyncio.create_task(store.listen(heard.set))
    await send(store, post())
    await asyncio.sleep(0.02)
    assert not heard.is_set()
    assert not listening.done()
    listening.cancel()
    await store.close()


async def test_a_machine_that_vanishes_loses_its_roles_within_seconds(postgres: PostgresServer) -> None:
    database = await open_database(postgres.new_database())
    async with database.reading() as transaction:
        names = ("tcp_keepalives_idle", "tcp_keepalives_interval", "tcp_keepalives_count", "tcp_user_timeout")
        shown = [await transaction.scalar(text(f"SELECT setting FROM pg_settings WHERE name = '{n}'")) for n in names]
    assert shown == ["5", "2", "3", "11000"]
    await database.close()
