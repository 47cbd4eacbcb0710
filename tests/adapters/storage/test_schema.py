"""The migrations: from nothing to today's tables, down and up again with all data, and never silently backwards."""

import asyncio
import json
import logging
import sqlite3
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import fields, replace
from datetime import timedelta

import asyncpg
import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Inspector, create_engine, inspect
from sqlalchemy.ext.asyncio import create_async_engine

from bot.adapters.storage.engine import Database
from bot.adapters.storage.opening import migrate, read_url
from bot.adapters.storage.schema import alembic_config, bring_to, known_revisions
from bot.adapters.storage.store import open_store
from bot.adapters.storage.tables import metadata
from bot.app.ports import PutOff, Sent, StorageUnavailable
from bot.core.flow import Draft
from bot.core.lookups import HistoryOf, RequestNamed
from bot.core.messages import MoveRequest, Turn
from bot.core.requests import Event, Request, Status
from bot.core.session import Session
from tests.adapters.storage.conftest import Peek, peek_at
from tests.adapters.storage.samples import (
    ANNA,
    MINUTE,
    NOW,
    REFERENCE,
    SESSION,
    due,
    entry,
    keep,
    look_up,
    opening,
    post,
    request,
    rich_post,
    send,
    settle,
    stored_session,
    update,
)
from tests.postgres import PostgresServer

LATEST = known_revisions()[-1]


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest) -> str:
    """The URL of a database without any tables."""
    if request.param == "sqlite":
        return str(request.getfixturevalue("sqlite_url"))
    return str(request.getfixturevalue("postgres").new_database(migrated=False))


@pytest.fixture
async def database(empty: str) -> AsyncIterator[Database]:
    engine = create_async_engine(read_url(empty))
    yield Database(read_url(empty), engine)
    await engine.dispose()


@pytest.fixture
def connection(sqlite_url: str) -> Iterator[Connection]:
    engine = create_engine(sqlite_url)
    with engine.begin() as opened:
        yield opened
    engine.dispose()


def schema(connection: Connection) -> dict[tuple[str, str], str]:
    rows = connection.exec_driver_sql(
        "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' AND name <> 'alembic_version'"
    )
    return {(row.type, row.name): " ".join(row.sql.replace('"', "").split()) for row in rows}


def tables_and_indexes(inspector: Inspector) -> dict[str, object]:
    return {
        table: (
            sorted((each["name"], each["nullable"]) for each in inspector.get_columns(table)),
            sorted(str(each["name"]) for each in inspector.get_indexes(table)),
        )
        for table in inspector.get_table_names()
        if table != "alembic_version"
    }


async def test_the_steps_lead_to_exactly_the_tables_that_the_code_names(database: Database) -> None:
    def check(connection: Connection) -> None:
        def differences() -> list[object]:
            return list(compare_metadata(MigrationContext.configure(connection), metadata))

        assert len(differences()) > len(metadata.tables)
        bring_to(connection)
        assert differences() == []

    async with database.writing() as transaction:
        await transaction.do(check)


async def test_the_steps_lead_down_to_nothing_and_up_again(database: Database) -> None:
    def check(connection: Connection) -> None:
        bring_to(connection)
        before = tables_and_indexes(inspect(connection))
        assert set(before) == set(metadata.tables)
        command.downgrade(alembic_config(connection), "base")
        assert tables_and_indexes(inspect(connection)) == {}
        bring_to(connection)
        assert tables_and_indexes(inspect(connection)) == before

    async with database.writing() as transaction:
        await transaction.do(check)


def test_the_steps_create_the_same_indexes_as_the_tables_themselves(connection: Connection, sqlite_url: str) -> None:
    bring_to(connection)
    engine = create_engine(f"{sqlite_url}.direct")
    with engine.begin() as direct:
        metadata.create_all(direct)
        expected = schema(direct)
    engine.dispose()
    made = schema(connection)
    assert {name for kind, name in made if kind == "trigger"} == {"audit_no_update", "audit_no_delete"}
    assert {key for key in made if key[0] != "trigger"} == set(expected)
    # The comparison by Alembic looks at an index's columns only, not at its condition.
    for key, sql in expected.items():
        if key[0] == "index":
            assert made[key].replace("IF NOT EXISTS ", "") == sql.replace("outbox.", "").replace("inbox.", "").replace(
                "sessions.", ""
            )


async def test_a_full_database_goes_down_a_version_and_up_again_and_keeps_everything(url: str, peek: Peek) -> None:
    store = await open_store(url)
    later = NOW + timedelta(days=36_500)
    await keep(store, Turn(SESSION, (rich_post(), post("reminder", 6, slot="r", at=later)), (opening(),)))
    await send(store, post("put off", 7, at=NOW), post("sent", 8))
    put_off, sent = [each for each in await due(store) if each.post.chat != ANNA]
    await settle(store, PutOff(put_off, NOW + MINUTE, "slow"), Sent(sent, 5))
    await store.inbox.put([update(ANNA, 1000), update(2, 1001), update(3, 1002)], NOW)
    poison = await store.inbox.first_of([3], NOW)
    assert poison is not None
    await store.inbox.set_aside(poison, "odd", NOW, [])
    async with store.inbox.claim(NOW, 1, only=[2]) as claim:
        await claim.note_move(2, -1002)
    before = await due(store, later)
    assert len(before) == 3
    await store.close()

    await migrate(url, "0001")
    assert peek("SELECT version_num FROM alembic_version") == [("0001",)]
    columns = {row[0] for row in peek("SELECT chat FROM outbox WHERE sent_at IS NULL AND given_up_at IS NULL")}
    assert columns == {ANNA, 7}, "what is scheduled for later would hold back its chat there"
    await migrate(url, LATEST)

    store = await open_store(url)
    rich = {each.post.chat: each for each in await due(store, later)}
    assert set(rich) == {ANNA, 6, 7}
    assert (rich[6].post, rich[6].due_since) == (post("reminder", 6, slot="r", at=later), later)
    assert rich[ANNA].post.text == rich_post().text
    assert rich[ANNA].post.rows == rich_post().rows
    assert await look_up(store, RequestNamed(REFERENCE)) == request()
    assert [each.number for each in await store.inbox.list_aside()] == [1002]
    assert dict(await store.inbox.moved()) == {-1002: 2}
    # The look-up was the turn of the update that waited; its own waits now.
    assert await store.inbox.count_waiting() == 1
    await store.close()


async def test_a_step_down_keeps_the_history_that_the_former_version_cannot_read(url: str, peek: Peek) -> None:
    store = await open_store(url)
    correcting = replace(SESSION.drafts[0], subject=REFERENCE, todo=("start",))
    await keep(store, Turn(replace(SESSION, drafts=(correcting, SESSION.drafts[1])), effects=(opening(),)))
    taken = replace(request(), status=Status.IN_REVIEW, version=2, holder=7, holder_name="Sam")
    taking = entry(REFERENCE, Event.TAKE, before={"status": "submitted"}, after={"status": "in_review"})
    await keep(store, Turn(Session(), effects=(MoveRequest(request(), taken, taking),)), chat=2, person=2)
    closed = replace(taken, status=Status.CLOSED, version=3)
    answering = entry(REFERENCE, Event.ANSWER, after={"status": "closed"})
    await keep(store, Turn(Session(), effects=(MoveRequest(taken, closed, answering),)), chat=2, person=2)
    await store.close()

    await migrate(url, "0003")
    assert peek("SELECT status FROM requests") == [("answered",)]
    assert [event for (event,) in peek("SELECT event FROM audit ORDER BY id")] == ["submit", "answer"]
    state = json.loads(peek("SELECT state FROM sessions WHERE person = ?", ANNA)[0][0])
    assert [draft["flow"] for draft in state["drafts"]] == ["refuse"]
    with pytest.raises((sqlite3.IntegrityError, asyncpg.RaiseError), match="audit is append-only"):
        peek("DELETE FROM audit")
    await migrate(url, LATEST)

    store = await open_store(url)
    read = await look_up(store, RequestNamed(REFERENCE))
    assert isinstance(read, Request)
    assert (read.status, read.version, read.holder) == (Status.CLOSED, 1, None)
    history = await look_up(store, HistoryOf(REFERENCE))
    assert isinstance(history, tuple)
    assert taking in history
    assert len(history) == 3
    await store.close()


async def test_sessions_and_requests_go_down_to_what_the_former_version_reads_and_up_again(
    url: str, peek: Peek
) -> None:
    store = await open_store(url)
    draft = replace(SESSION.drafts[0], picked=("a",), touched=NOW, kept_until=NOW.date())
    await keep(store, Turn(replace(SESSION, drafts=(draft,), spoken="en"), effects=(opening(),), wake_at=NOW))
    await keep(store, Turn(Session(language="en")), chat=2, person=2)
    withdrawn = replace(request(), status=Status.WITHDRAWN, version=2)
    moved = MoveRequest(request(), withdrawn, entry(REFERENCE, Event.WITHDRAW))
    await keep(store, Turn(Session(), effects=(moved,)), chat=3, person=3)
    await store.close()

    await migrate(url, "0002")
    states = {person: json.loads(state) for person, state in peek("SELECT person, state FROM sessions")}
    assert set(states[2]) == {"language", "chosen", "drafts", "begun", "question"}
    assert "spoken" not in states[ANNA]
    assert set(states[ANNA]["drafts"][0]) == {each.name for each in fields(Draft)} - {
        "picked",
        "touched",
        "kept_until",
        "todo",
    }
    assert peek("SELECT status FROM requests") == [("refused",)]
    await migrate(url, LATEST)

    # What waited then is looked at as soon as the bot runs.
    assert [person for (person,) in peek("SELECT person FROM sessions WHERE wake_at IS NOT NULL")] == [ANNA]
    store = await open_store(url)
    assert await look_up(store, RequestNamed(REFERENCE)) == replace(withdrawn, version=1)
    assert (await stored_session(store)).drafts == (replace(draft, picked=None, touched=None, kept_until=None),)
    await store.close()


async def test_updates_that_wait_are_not_lost_on_the_way_down_and_up(url: str) -> None:
    store = await open_store(url)
    await store.inbox.put([update(1, 1), update(2, 2)], NOW)
    await store.close()
    await migrate(url, "0001")
    store = await open_store(url)
    async with store.inbox.claim(NOW, 10) as claim:
        assert [each.update for each in claim.updates] == [update(1, 1), update(2, 2)]
    await store.close()


async def test_a_database_of_the_first_version_goes_up_with_what_it_holds(empty: str) -> None:
    await migrate(empty, "0001")
    insert = (
        "INSERT INTO outbox (chat, slot, post, created_at, due_at, attempts) VALUES (501, 'card', "
        """'{"text": "old", "rows": [[{"label": "Oui", "data": "y", "style": "plain"}]], """
        """"in_place": true, "asks": false}', '2026-03-02 09:00:00.000000', '2026-03-02 09:01:00.000000', 2)"""
    )
    peek_at(empty)(insert)
    store = await open_store(empty)
    (delivery,) = await due(store)
    assert (delivery.post.text, delivery.post.rows[0][0].data, delivery.attempts) == ("old", "y", 2)
    await store.close()


async def test_an_unknown_version_is_refused_in_one_line(url: str, peek: Peek) -> None:
    with pytest.raises(StorageUnavailable) as refused:
        await migrate(url, "0815")
    said = str(refused.value)
    assert said.startswith("GUICHET_DATABASE_URL=")
    assert said.endswith(f"there is no version 0815 of the tables. Name one of {', '.join(known_revisions())}.")
    assert "\n" not in said


async def test_a_database_in_use_goes_nowhere(sqlite_url: str) -> None:
    store = await open_store(sqlite_url)
    with pytest.raises(StorageUnavailable, match="another Guichet is running on this file"):
        await migrate(sqlite_url, "0001")
    await store.close()
    await migrate(sqlite_url, "0001")


async def test_processes_that_start_at_once_bring_it_up_to_date_once(postgres: PostgresServer) -> None:
    url = postgres.new_database(migrated=False)
    stores = await asyncio.gather(*(open_store(url) for _ in range(6)))
    assert peek_at(url)("SELECT version_num FROM alembic_version") == [(LATEST,)]
    await asyncio.gather(*(each.close() for each in stores))


async def test_opening_is_quick_and_says_nothing(sqlite_url: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    began = time.perf_counter()
    await (await open_store(sqlite_url)).close()
    assert time.perf_counter() - began < 0.5
    assert caplog.records == []


async def test_opening_again_changes_nothing(url: str, peek: Peek) -> None:
    store = await open_store(url)
    await keep(store, Turn(SESSION))
    await store.close()
    store = await open_store(url)
    assert await stored_session(store) == SESSION
    await store.close()
    assert peek("SELECT version_num FROM alembic_version") == [(LATEST,)]


async def test_a_database_of_a_newer_version_is_refused_and_left_alone(url: str, peek: Peek) -> None:
    await (await open_store(url)).close()
    peek("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StorageUnavailable) as refused:
        await open_store(url)
    said = str(refused.value)
    assert "a newer version of Guichet has used this database (it is at 9999, which this one does not know)" in said
    assert said.startswith("GUICHET_DATABASE_URL=")
    assert "\n" not in said
    assert peek("SELECT version_num FROM alembic_version") == [("9999",)]


async def test_steps_that_fail_leave_nothing_behind(empty: str) -> None:
    # The last table of the first step is in the way.
    peek = peek_at(empty)
    peek("CREATE TABLE slots (id INTEGER)")
    with pytest.raises(StorageUnavailable, match=r"slots.* already exists"):
        await open_store(empty)
    assert peek("SELECT count(*) FROM slots") == [(0,)]
    with pytest.raises(Exception, match="requests"):
        peek("SELECT count(*) FROM requests")
