"""The migrations: from nothing to today's tables, down and up again, and never silently backwards."""

import logging
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, create_engine

from bot.adapters.storage.schema import alembic_config, bring_up_to_date
from bot.adapters.storage.store import open_store
from bot.adapters.storage.tables import metadata
from bot.app.ports import StorageUnavailable
from bot.core.messages import Turn
from tests.adapters.storage.conftest import Peek
from tests.adapters.storage.samples import SESSION, keep, opening, post


@pytest.fixture
def connection(path: Path) -> Iterator[Connection]:
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as opened:
        yield opened
    engine.dispose()


def schema(connection: Connection) -> set[tuple[str, str, str]]:
    rows = connection.exec_driver_sql(
        "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' AND name <> 'alembic_version'"
    )
    return {(row.type, row.name, row.sql) for row in rows}


def differences(connection: Connection) -> list[object]:
    return list(compare_metadata(MigrationContext.configure(connection), metadata))


def test_the_steps_lead_to_exactly_the_tables_that_the_code_names(connection: Connection) -> None:
    assert len(differences(connection)) > len(metadata.tables)
    bring_up_to_date(connection)
    assert differences(connection) == []
    names = {name for _, name, _ in schema(connection)}
    assert {"audit_no_update", "audit_no_delete", "ix_outbox_unsent"} <= names


def test_the_steps_create_the_same_as_the_tables_themselves(connection: Connection, tmp_path: Path) -> None:
    bring_up_to_date(connection)
    engine = create_engine(f"sqlite:///{tmp_path}/direct.db")
    with engine.begin() as direct:
        metadata.create_all(direct)
        expected = {(kind, name) for kind, name, _ in schema(direct)}
        indexes = {sql for kind, _, sql in schema(direct) if kind == "index"}
    engine.dispose()
    made = schema(connection)
    assert {(kind, name) for kind, name, _ in made if kind != "trigger"} == expected
    # The comparison by Alembic looks at an index's columns only, not at its condition.
    assert {unqualified(sql) for kind, _, sql in made if kind == "index"} == {unqualified(sql) for sql in indexes}


def unqualified(sql: str) -> str:
    return sql.replace("outbox.", "")


def test_the_steps_lead_down_to_nothing_and_up_again(connection: Connection) -> None:
    bring_up_to_date(connection)
    before = schema(connection)
    command.downgrade(alembic_config(connection), "base")
    assert schema(connection) == set()
    command.upgrade(alembic_config(connection), "head")
    assert schema(connection) == before


async def test_a_full_database_leads_down_and_up_as_well(url: str, path: Path) -> None:
    store = await open_store(url)
    await keep(store, Turn(SESSION, (post(),), (opening(),)))
    await store.close()
    engine = create_engine(url)
    with engine.begin() as opened:
        opened.exec_driver_sql("PRAGMA foreign_keys = ON")
        command.downgrade(alembic_config(opened), "base")
    engine.dispose()
    again = await open_store(url)
    assert await again.outbox.next_due() is None
    await again.close()


async def test_opening_is_quick_and_says_nothing(url: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    began = time.perf_counter()
    await (await open_store(url)).close()
    assert time.perf_counter() - began < 0.5
    assert caplog.records == []


async def test_opening_again_changes_nothing(url: str, peek: Peek) -> None:
    store = await open_store(url)
    await keep(store, Turn(SESSION))
    await store.close()
    before = peek("SELECT * FROM sqlite_master")
    store = await open_store(url)
    async with store.begin(501, 501) as unit:
        assert unit.session == SESSION
    await store.close()
    assert peek("SELECT * FROM sqlite_master") == before
    assert peek("SELECT * FROM alembic_version") == [("0001",)]


async def test_a_database_of_a_newer_version_is_refused_and_left_alone(url: str, peek: Peek) -> None:
    await (await open_store(url)).close()
    peek("UPDATE alembic_version SET version_num = '9999'")
    before = peek("SELECT * FROM sqlite_master")
    with pytest.raises(StorageUnavailable) as refused:
        await open_store(url)
    said = str(refused.value)
    assert "a newer version of Guichet has used this database (it is at 9999, which this one does not know)" in said
    assert said.startswith("GUICHET_DATABASE_URL=sqlite:///")
    assert "\n" not in said
    assert peek("SELECT * FROM sqlite_master") == before
    assert peek("SELECT * FROM alembic_version") == [("9999",)]


async def test_steps_that_fail_leave_nothing_behind(url: str, peek: Peek) -> None:
    # The last table of the first step is in the way.
    peek("CREATE TABLE slots (id INTEGER)")
    with pytest.raises(StorageUnavailable, match="slots already exists"):
        await open_store(url)
    assert peek("SELECT name FROM sqlite_master") == [("slots",)]
