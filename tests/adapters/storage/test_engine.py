"""Opening the database: what is wrong is said in one line, with what would be right."""

import asyncio
import os
import shutil
import sqlite3
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.adapters.storage.engine import open_database, read_url
from bot.adapters.storage.store import SqlStore, open_store
from bot.app.ports import StorageUnavailable
from bot.core.messages import Turn
from tests.adapters.storage.conftest import Peek
from tests.adapters.storage.samples import NOW, SESSION, keep, post, send


async def complaint(url: str) -> str:
    """Open a store that cannot be opened, and give what is said about it."""
    with pytest.raises(StorageUnavailable) as refused:
        await open_store(url)
    said = str(refused.value)
    assert said.startswith("GUICHET_DATABASE_URL")
    assert said.endswith(".")
    assert "\n" not in said
    return said


def write(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def read(path: Path) -> bytes:
    return path.read_bytes()


@pytest.fixture
def someone_elses() -> Iterator[Path]:
    """A folder that the user of this process may read, and not write."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    with closing(sqlite3.connect(folder / "there.db")) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE something (at INTEGER)")
    (folder / "there.db").chmod(0o444)
    folder.chmod(0o555)
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    yield folder
    os.seteuid(user)
    folder.chmod(0o755)
    shutil.rmtree(folder)


@pytest.mark.parametrize(
    ("written", "understood"),
    [
        ("sqlite:///guichet.db", "sqlite+aiosqlite:///guichet.db"),
        ("sqlite:////srv/guichet.db", "sqlite+aiosqlite:////srv/guichet.db"),
        ("sqlite+aiosqlite:///guichet.db", "sqlite+aiosqlite:///guichet.db"),
        ("postgresql://desk:secret@db/guichet", "postgresql+asyncpg://desk:secret@db/guichet"),
        ("postgres://desk@db/guichet", "postgresql+asyncpg://desk@db/guichet"),
        ("postgresql+psycopg2://db/guichet", "postgresql+asyncpg://db/guichet"),
    ],
)
def test_a_url_needs_to_name_no_driver(written: str, understood: str) -> None:
    assert read_url(written).render_as_string(hide_password=False) == understood


@pytest.mark.parametrize("url", ["", "guichet.db", "postgresql://desk:secret@db:port/guichet"])
async def test_what_is_no_url_is_refused_without_repeating_it(url: str) -> None:
    assert await complaint(url) == ("GUICHET_DATABASE_URL is no database URL. Write one such as sqlite:///guichet.db.")


async def test_another_kind_of_database_is_refused() -> None:
    said = await complaint("mysql://desk:secret@db/guichet")
    assert "begins with mysql:. It must begin with sqlite:/// or postgresql://" in said
    assert "secret" not in said


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:"])
async def test_a_database_that_would_keep_nothing_is_refused(url: str) -> None:
    assert "names no file, so nothing would be kept" in await complaint(url)


async def test_a_missing_driver_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "asyncpg", None)
    said = await complaint("postgresql://desk:secret@db/guichet")
    assert "asyncpg, is not installed" in said
    assert "secret" not in said


async def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    said = await complaint(f"sqlite:///{tmp_path}/missing/desk.db")
    assert f"the folder {tmp_path}/missing does not exist. Create it" in said
    assert not (tmp_path / "missing").exists()


async def test_a_folder_is_no_database(tmp_path: Path) -> None:
    assert f"this is a folder. Name a file, such as {tmp_path}/guichet.db." in await complaint(f"sqlite:///{tmp_path}")


async def test_a_file_that_is_no_database_is_refused_and_left_alone(path: Path, url: str) -> None:
    letter = "Chère équipe,\n".encode() * 200
    write(path, letter)
    assert "no SQLite database. Name another file." in await complaint(url)
    assert read(path) == letter


async def test_a_damaged_database_is_refused(path: Path, url: str) -> None:
    await (await open_store(url)).close()
    whole = read(path)
    write(path, whole[:100] + b"\xff" * (len(whole) - 100))
    assert "the file is damaged. Put a backup in its place." in await complaint(url)


async def test_another_programs_database_is_refused_and_left_alone(url: str, peek: Peek) -> None:
    peek("CREATE TABLE sessions (id INTEGER)")
    assert "table sessions already exists" in await complaint(url)
    assert peek("SELECT name FROM sqlite_master") == [("sessions",)]


async def test_a_folder_that_cannot_be_written_is_refused(someone_elses: Path) -> None:
    threads = threading.active_count()
    said = await complaint(f"sqlite:///{someone_elses}/desk.db")
    assert threading.active_count() == threads
    assert "cannot be opened or created. Let this user read and write the file and its folder" in said


async def test_a_file_that_cannot_be_written_is_refused(someone_elses: Path) -> None:
    said = await complaint(f"sqlite:///{someone_elses}/there.db")
    assert "Let this user read and write the file and its folder" in said


async def test_a_file_that_another_program_keeps_locked_is_refused(path: Path, url: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert "another program keeps the file locked" in await complaint(f"{url}?timeout=0.05")


async def test_a_turn_waits_for_another_programs_writing(path: Path, store: SqlStore) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        turn = asyncio.create_task(keep(store, Turn(SESSION)))
        await asyncio.sleep(0.15)
        assert not turn.done()
        other.execute("COMMIT")
        await turn
    async with store.begin(501, 501) as unit:
        assert unit.session == SESSION


async def test_a_turn_that_waits_in_vain_says_so(path: Path, url: str) -> None:
    store = await open_store(f"{url}?timeout=0.05")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageUnavailable, match="another program keeps the file locked"):
            await keep(store, Turn(SESSION))
    await keep(store, Turn(SESSION))
    await store.close()


async def test_a_full_disk_fails_the_turn_with_one_line_and_spoils_nothing(url: str, peek: Peek) -> None:
    database = await open_database(url)
    store = SqlStore(database)
    await send(store, post("before"))
    async with database.writing() as connection:
        # The file may not grow beyond the pages that it has now.
        await connection.exec_driver_sql("PRAGMA max_page_count = 1")
    with pytest.raises(StorageUnavailable, match="the disk is full"):
        await send(store, post("x" * 100_000))
    await send(store, post("after"))
    assert peek("SELECT count(*) FROM outbox") == [(2,)]
    await store.close()


async def test_every_connection_waits_for_the_disk_and_minds_foreign_keys(url: str) -> None:
    database = await open_database(url)
    async with database.reading() as first, database.writing() as second:
        for connection in (first, second):
            pragmas = ("journal_mode", "synchronous", "foreign_keys")
            rows = [await connection.exec_driver_sql(f"PRAGMA {each}") for each in pragmas]
            assert [row.scalar() for row in rows] == ["wal", 2, 1]
    await database.close()


async def test_neither_a_closed_store_nor_a_refused_one_leaves_a_thread_behind(path: Path, url: str) -> None:
    before = threading.active_count()
    store = await open_store(url)
    await asyncio.gather(*(store.outbox.due(NOW) for _ in range(4)))
    await store.close()
    write(path, b"no database at all, by no means " * 100)
    await complaint(url)
    for _ in range(100):
        if threading.active_count() == before:
            break
        await asyncio.sleep(0.01)
    assert threading.active_count() == before
