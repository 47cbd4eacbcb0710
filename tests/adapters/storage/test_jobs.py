"""Work that takes longer than a turn: committed with the turn, in line until it is done, done by one process."""

from __future__ import annotations

from datetime import timedelta

from bot.adapters.storage.store import SqlStore
from bot.app.job_ports import Taken
from bot.core.jobs import Job, JobKind, Scope, export_of, stats_of
from bot.core.lookups import JobUnderWay
from bot.core.messages import StartJob, Turn
from bot.core.session import Session
from tests.adapters.storage.conftest import Peek
from tests.adapters.storage.samples import MINUTE, NOW, STAFF, due, keep, look_up, post

EXPORT, STATS = export_of(STAFF, "fr", Scope(year=2026)), stats_of(STAFF, "en", 12)


async def begin(store: SqlStore, *jobs: Job) -> None:
    for job in jobs:
        await keep(store, Turn(Session(), (), (StartJob(job),)))


async def take(store: SqlStore, minutes: int = 0) -> Taken | None:
    async with store.work() as jobs:
        assert jobs is not None
        return await jobs.take(NOW + minutes * MINUTE)


async def test_work_is_committed_with_its_turn_and_given_as_it_was_asked_for(store: SqlStore) -> None:
    assert not await store.has_work(NOW)
    await begin(store, EXPORT, STATS)
    assert await store.has_work(NOW)
    first = await take(store)
    assert first == Taken(1, EXPORT, 1)


async def test_work_stays_in_line_until_it_is_done(store: SqlStore) -> None:
    await begin(store, EXPORT, STATS)
    await take(store)
    again = await take(store)
    assert again == Taken(1, EXPORT, 2)
    async with store.work() as jobs:
        assert jobs is not None
        await jobs.finish(again, post("done"), NOW)
    assert [each.post.text for each in await due(store)] == ["done"]
    assert await take(store) == Taken(2, STATS, 1)


async def test_what_is_put_off_lets_others_go_first_and_comes_again(store: SqlStore) -> None:
    await begin(store, EXPORT, STATS)
    first = await take(store)
    assert first is not None
    async with store.work() as jobs:
        assert jobs is not None
        await jobs.note_sent(first, 1)
        await jobs.put_off(first, "a\0b", NOW + MINUTE)
    assert await take(store) == Taken(2, STATS, 1)
    assert await take(store, minutes=2) == Taken(2, STATS, 2)
    async with store.work() as jobs:
        assert jobs is not None
        await jobs.finish(Taken(2, STATS, 2), post("done"), NOW)
    assert not await store.has_work(NOW)
    assert await take(store, minutes=2) == Taken(1, EXPORT, 2, sent=1)


async def test_what_is_given_up_is_told_and_keeps_its_reason(store: SqlStore, peek: Peek) -> None:
    await begin(store, EXPORT)
    first = await take(store)
    assert first is not None
    async with store.work() as jobs:
        assert jobs is not None
        await jobs.give_up(first, "the disk is full", post("sorry"), NOW)
    assert not await store.has_work(NOW + timedelta(days=1))
    assert [each.post.text for each in await due(store)] == ["sorry"]
    assert peek("SELECT error, attempts FROM jobs") == [("the disk is full", 1)]


async def test_progress_is_committed_while_the_work_goes_on(store: SqlStore) -> None:
    await begin(store, EXPORT)
    async with store.work() as jobs:
        assert jobs is not None
        await jobs.take(NOW)
        await jobs.say(post("37,000 of 100,000"), NOW)
        assert [each.post.text for each in await due(store)] == ["37,000 of 100,000"]


async def test_one_process_at_a_time_works(store: SqlStore) -> None:
    async with store.work() as jobs, store.work() as second:
        assert jobs is not None
        assert second is None


async def test_what_is_under_way_is_known_by_its_kind_until_it_is_done(store: SqlStore) -> None:
    await begin(store, EXPORT)
    assert await look_up(store, JobUnderWay(JobKind.EXPORT)) is True
    assert await look_up(store, JobUnderWay(JobKind.STATS)) is False
    first = await take(store)
    assert first is not None
    assert await look_up(store, JobUnderWay(JobKind.EXPORT)) is True
    async with store.work() as jobs:
        assert jobs is not None
        await jobs.finish(first, post("done"), NOW)
    assert await look_up(store, JobUnderWay(JobKind.EXPORT)) is False
