"""Opening the database: what is wrong is said in one line, with what would be right."""

import asyncio
import os
import re
import shutil
import sqlite3
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.adapters.storage.failures import reason
from bot.adapters.storage.opening import open_database, read_url
from bot.adapters.storage.store import SqlStore, open_store
from bot.app.ports import DecideAgain, StorageUnavailable
from bot.core.messages import Turn
from tests.adapters.storage.conftest import peek_at
from tests.adapters.storage.samples import NOW, SESSION, due, keep, post, send, stored_session, turn_in, update
from tests.postgres import PostgresServer


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


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ("sslmode=sometimes", "?sslmode= is 'sometimes'. It has to be one of disable,"),
        ("foo=bar", "?foo= is not known"),
    ],
)
def test_an_option_that_would_stop_the_driver_is_named(options: str, told: str) -> None:
    with pytest.raises(StorageUnavailable, match=re.escape(told)):
        read_url(f"postgresql://desk:secret@host/desk?{options}")


def test_tls_is_asked_for_in_the_words_of_postgresqls_own_tools() -> None:
    assert read_url("postgresql://desk@host/desk?sslmode=require").query == {"ssl": "require"}
    assert read_url("postgresql://desk@host/desk?ssl=verify-full").query == {"ssl": "verify-full"}


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


async def test_a_file_that_is_no_database_is_refused_and_left_alone(path: Path, sqlite_url: str) -> None:
    letter = "Chère équipe,\n".encode() * 200
    write(path, letter)
    assert "no SQLite database. Name another file." in await complaint(sqlite_url)
    assert read(path) == letter


async def test_a_damaged_database_is_refused(path: Path, sqlite_url: str) -> None:
    await (await open_store(sqlite_url)).close()
    whole = read(path)
    write(path, whole[:100] + b"\xff" * (len(whole) - 100))
    assert "the file is damaged. Put a backup in its place." in await complaint(sqlite_url)


async def test_another_programs_database_is_refused_and_left_alone(sqlite_url: str) -> None:
    peek = peek_at(sqlite_url)
    peek("CREATE TABLE sessions (id INTEGER)")
    assert "table sessions already exists" in await complaint(sqlite_url)
    assert peek("SELECT name FROM sqlite_master") == [("sessions",)]


async def test_a_folder_that_cannot_be_written_is_refused(someone_elses: Path) -> None:
    threads = threading.active_count()
    said = await complaint(f"sqlite:///{someone_elses}/desk.db")
    assert threading.active_count() == threads
    assert "cannot be opened or created. Let this user read and write the file and its folder" in said


async def test_a_file_that_cannot_be_written_is_refused(someone_elses: Path) -> None:
    said = await complaint(f"sqlite:///{someone_elses}/there.db")
    assert "Let this user read and write the file and its folder" in said


async def test_a_file_that_another_program_keeps_locked_is_refused(path: Path, sqlite_url: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert "another program keeps the file locked" in await complaint(f"{sqlite_url}?timeout=0.05")


async def test_a_turn_waits_for_another_programs_writing(path: Path, sqlite_url: str) -> None:
    store = await open_store(sqlite_url)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        turn = asyncio.create_task(keep(store, Turn(SESSION)))
        await asyncio.sleep(0.15)
        assert not turn.done()
        other.execute("COMMIT")
        await turn
    assert await stored_session(store) == SESSION
    await store.close()


async def test_a_turn_that_waits_in_vain_says_so(path: Path, sqlite_url: str) -> None:
    store = await open_store(f"{sqlite_url}?timeout=0.05")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageUnavailable, match="another program keeps the file locked"):
            await keep(store, Turn(SESSION))
    await keep(store, Turn(SESSION))
    await store.close()


async def test_a_full_disk_fails_the_turn_with_one_line_and_spoils_nothing(sqlite_url: str) -> None:
    peek = peek_at(sqlite_url)
    database = await open_database(sqlite_url)
    store = SqlStore(database)
    await send(store, post("before"))
    async with database.writing() as connection:
        # The file may not grow beyond the pages that it has now.
        await connection.run(text("PRAGMA max_page_count = 1"))
    with pytest.raises(StorageUnavailable, match="the disk is full"):
        await send(store, post("x" * 100_000))
    await send(store, post("after"))
    assert peek("SELECT count(*) FROM outbox") == [(2,)]
    await store.close()


async def test_every_connection_waits_for_the_disk_and_minds_foreign_keys(sqlite_url: str) -> None:
    database = await open_database(sqlite_url)
    async with database.reading() as first, database.writing() as second:
        for connection in (first, second):
            pragmas = ("journal_mode", "synchronous", "foreign_keys")
            assert [await connection.scalar(text(f"PRAGMA {each}")) for each in pragmas] == ["wal", 2, 1]
    await database.close()


async def test_neither_a_closed_store_nor_a_refused_one_leaves_a_thread_behind(path: Path, sqlite_url: str) -> None:
    before = threading.active_count()
    store = await open_store(sqlite_url)
    await asyncio.gather(*(store.inbox.moved() for _ in range(4)))
    await store.close()
    write(path, b"no database at all, by no means " * 100)
    await complaint(sqlite_url)
    for _ in range(100):
        if threading.active_count() == before:
            break
        await asyncio.sleep(0.01)
    assert threading.active_count() == before


async def test_a_second_start_on_the_same_file_is_refused_with_the_first_ones_number(
    sqlite_url: str, path: Path, tmp_path: Path
) -> None:
    store = await open_store(sqlite_url)
    (tmp_path / "link.db").symlink_to(path)
    for url in (sqlite_url, f"sqlite:///{tmp_path}/./desk.db", f"sqlite:///{tmp_path}/link.db"):
        said = await complaint(url)
        assert f"another Guichet is running on this file (process {os.getpid()}). Stop it, or use PostgreSQL" in said
    await store.close()
    await (await open_store(sqlite_url)).close()


async def test_a_look_beside_a_running_bot_is_not_refused(sqlite_url: str) -> None:
    store = await open_store(sqlite_url)
    beside = await open_store(sqlite_url, shared=True)
    await store.inbox.put([update(1)], NOW)
    assert await beside.inbox.count_waiting() == 1
    await beside.close()
    assert "another Guichet is running" in await complaint(sqlite_url)
    await store.close()


async def test_a_file_is_free_again_when_its_bot_was_killed(sqlite_url: str) -> None:
    program = (
        "import asyncio, sys\n"
        "from bot.adapters.storage.store import open_store\n"
        "async def main():\n"
        "    store = await open_store(sys.argv[1])\n"
        "    print('open', flush=True)\n"
        "    await asyncio.sleep(60)\n"
        "asyncio.run(main())\n"
    )
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", program, sqlite_url, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    assert await process.stdout.readline() == b"open\n"
    assert f"(process {process.pid})" in await complaint(sqlite_url)
    process.kill()
    await process.wait()
    await (await open_store(sqlite_url)).close()


async def test_a_start_that_fails_leaves_the_file_free(sqlite_url: str, path: Path) -> None:
    write(path, b"no database at all, by no means " * 100)
    for _ in range(2):
        assert "no SQLite database" in await complaint(sqlite_url)


async def test_nobody_at_the_address_is_told_in_one_line() -> None:
    said = await complaint("postgresql://desk:secret@127.0.0.1:1/guichet")
    assert "postgresql://desk:***@127.0.0.1:1/guichet: the server cannot be reached" in said


async def test_a_database_that_the_server_does_not_have_is_named(postgres: PostgresServer) -> None:
    assert "/missing: the server has no such database. Create it, or name another one." in await complaint(
        postgres.url_of("missing")
    )


async def test_a_server_that_is_restarted_or_killed_is_used_again_at_once(tmp_path: Path) -> None:
    with PostgresServer(fsync=True) as server:
        url = server.new_database()
        store = await open_store(url)
        await asyncio.gather(*(keep(store, Turn(SESSION, (post(),)), chat, chat) for chat in range(3)))
        for end in (server.stop, server.kill):
            async with store.deliver() as outbox:
                assert outbox is not None
                end()
                with pytest.raises(StorageUnavailable, match=r"the server .*\.$"):
                    await outbox.next_due(NOW)
            for _ in range(2):
                for work in (store.inbox.count_waiting(), store.inbox.put([update(7)], NOW), send(store, post())):
                    with pytest.raises(StorageUnavailable, match=r"the server .*\.$") as said:
                        await work
                    assert "\n" not in str(said.value)
            with pytest.raises(StorageUnavailable, match="the server"):
                await store.deliver().__aenter__()
            server.start()
            # The first attempt of each succeeds.
            await asyncio.gather(*(store.inbox.count_waiting() for _ in range(4)))
            await send(store, post())
            assert len(await due(store)) > 0
        await store.close()


async def test_a_connection_cut_off_in_a_turn_undoes_it_and_the_next_one_is_well(postgres: PostgresServer) -> None:
    store = await open_store(postgres.new_database())

    async def cut() -> None:
        async with turn_in(store) as unit:
            await unit.keep(Turn(SESSION, (post(),)), NOW)
            postgres.run_sql(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state = 'idle in transaction'"
            )

    with pytest.raises(StorageUnavailable, match="the server"):
        await cut()
    assert await due(store) == ()
    assert await stored_session(store) != SESSION
    await store.close()


async def test_a_turn_that_cannot_be_serialized_is_decided_again(postgres: PostgresServer) -> None:
    database = await open_database(postgres.new_database())

    async def fail(state: str) -> None:
        async with database.writing() as transaction:
            await transaction.run(text(f"DO $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '{state}'; END $$"))

    for state in ("40001", "40P01"):
        with pytest.raises(DecideAgain):
            await fail(state)
    expected = {
        "53100": "the server's disk is full",
        "25006": "the server lets nothing be written",
        "57P03": "the server is still starting",
        "53300": "too many connections",
        "58030": "the server's disk fails",
        "XX000": "no. Check this address",
    }
    for state, said in expected.items():
        with pytest.raises(StorageUnavailable, match=said):
            await fail(state)
    await database.close()


async def test_a_disk_that_fails_is_told_in_one_line(sqlite_url: str) -> None:
    failure = sqlite3.OperationalError("disk I/O error")
    failure.sqlite_errorcode = sqlite3.SQLITE_IOERR | (4 << 8)
    assert reason(failure).startswith("the disk fails to read or write.")
