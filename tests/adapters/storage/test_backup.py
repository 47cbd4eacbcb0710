"""Backups: taken while the bot runs, put back whole or not at all, with the former content kept."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.adapters.storage.backup import backup, restore
from bot.adapters.storage.store import open_store
from bot.app.ports import StorageUnavailable
from bot.core.lookups import RequestNamed
from bot.core.messages import Turn
from tests.adapters.storage.conftest import peek_at
from tests.adapters.storage.samples import (
    NOW,
    REFERENCE,
    SESSION,
    due,
    keep,
    look_up,
    opening,
    post,
    request,
    send,
    stored_session,
    update,
)
from tests.postgres import PostgresServer


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return tmp_path / "copy of today.db"


def read(file: Path) -> bytes:
    return file.read_bytes()


def write(file: Path, content: bytes) -> None:
    file.write_bytes(content)


def list_beside(file: Path) -> list[str]:
    return sorted(each.name for each in file.parent.iterdir())


async def test_a_backup_of_a_running_bot_is_one_file_with_all_that_was_committed(sqlite_url: str, copy: Path) -> None:
    store = await open_store(sqlite_url)
    await keep(store, Turn(SESSION, (post("waits"),), (opening(),)))
    await store.inbox.put([update(2, 2)], NOW)
    await backup(sqlite_url, copy)
    await send(store, post("after it"))
    await store.close()
    assert list_beside(copy) == ["copy of today.db", "desk.db", "desk.db.lock"]
    other = await open_store(f"sqlite:///{copy}")
    assert [each.post.text for each in await due(other)] == ["waits"]
    assert await look_up(other, RequestNamed(REFERENCE)) == request()
    assert await stored_session(other) == SESSION
    assert await other.inbox.count_waiting() == 1
    await other.close()


async def test_the_bot_goes_on_writing_while_it_is_copied_and_the_copy_is_of_one_moment(
    sqlite_url: str, copy: Path
) -> None:
    store = await open_store(sqlite_url)
    await send(store, *(post("x" * 3_000, chat) for chat in range(2_000)))
    copying = asyncio.create_task(backup(sqlite_url, copy))
    written = 0
    while not copying.done():
        await send(store, post("one", 1), post("two", 2))
        written += 2
    await copying
    assert written > 2
    await store.close()
    (count,) = peek_at(f"sqlite:///{copy}")("SELECT count(*) FROM outbox")[0]
    assert count % 2 == 0
    assert 2_000 <= count <= 2_000 + written


async def test_a_backup_never_takes_the_place_of_a_file(sqlite_url: str, copy: Path) -> None:
    await (await open_store(sqlite_url)).close()
    write(copy, b"something else")
    with pytest.raises(StorageUnavailable, match=r"is there already\. Name a new file\.$"):
        await backup(sqlite_url, copy)
    assert list_beside(copy) == ["copy of today.db", "desk.db", "desk.db.lock"]


async def test_a_backup_that_fails_leaves_nothing(sqlite_url: str, tmp_path: Path, copy: Path) -> None:
    with pytest.raises(StorageUnavailable, match="there is no such file"):
        await backup(sqlite_url, copy)
    peek_at(sqlite_url)("CREATE TABLE something (id INTEGER)")
    with pytest.raises(StorageUnavailable, match=r"is no database of Guichet\. Name another file\."):
        await backup(sqlite_url, copy)
    assert list_beside(copy) == ["desk.db"]
    write(tmp_path / "desk.db", b"no database, by no means " * 100)
    with pytest.raises(StorageUnavailable, match="no SQLite database"):
        await backup(sqlite_url, copy)
    with pytest.raises(StorageUnavailable, match=r"desk\.db: the file cannot be opened|cannot be written"):
        await backup(sqlite_url, tmp_path / "missing" / "copy.db")
    assert list_beside(copy) == ["desk.db"]


async def test_a_backup_is_put_back_and_the_former_content_is_kept(sqlite_url: str, copy: Path) -> None:
    store = await open_store(sqlite_url)
    await keep(store, Turn(SESSION, (post("before"),), (opening(),)))
    await backup(sqlite_url, copy)
    await send(store, post("after", 2))
    await store.close()
    kept = await restore(sqlite_url, copy)
    assert kept is not None
    assert kept.name == "desk.db.before-restore"
    store = await open_store(sqlite_url)
    assert [each.post.text for each in await due(store)] == ["before"]
    assert await look_up(store, RequestNamed(REFERENCE)) == request()
    await store.close()
    former = await open_store(f"sqlite:///{kept}")
    assert [each.post.text for each in await due(former)] == ["before", "after"]
    await former.close()


async def test_a_log_that_a_killed_bot_has_left_does_not_spoil_what_is_put_back(
    sqlite_url: str, path: Path, copy: Path, tmp_path: Path
) -> None:
    store = await open_store(sqlite_url)
    await send(store, post("before"))
    await backup(sqlite_url, copy)
    await send(store, *(post("in the log only", chat) for chat in range(50)))
    # What a kill leaves behind: the file, and beside it the log that was not carried over.
    left = {suffix: read(Path(f"{path}{suffix}")) for suffix in ("", "-wal")}
    await store.close()
    for suffix, content in left.items():
        write(Path(f"{path}{suffix}"), content)
    assert len(left["-wal"]) > 10_000
    kept = await restore(sqlite_url, copy)
    store = await open_store(sqlite_url)
    assert [each.post.text for each in await due(store)] == ["before"]
    await store.close()
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert peek_at(f"sqlite:///{kept}")("SELECT count(*) FROM outbox") == [(51,)]


@pytest.mark.parametrize("damage", [b"\xff" * 40_000, b"", b"SQLite format 3\0" + b"\x01" * 8_000])
async def test_a_damaged_database_is_replaced_and_kept(sqlite_url: str, path: Path, copy: Path, damage: bytes) -> None:
    store = await open_store(sqlite_url)
    await send(store, post("before"))
    await backup(sqlite_url, copy)
    await store.close()
    write(path, damage)
    kept = await restore(sqlite_url, copy)
    assert (kept is None) == (not damage)
    if kept is not None:
        assert read(kept) == damage
    store = await open_store(sqlite_url)
    assert [each.post.text for each in await due(store)] == ["before"]
    await store.close()


async def test_a_backup_is_put_where_there_is_no_database_yet(sqlite_url: str, tmp_path: Path, copy: Path) -> None:
    store = await open_store(sqlite_url)
    await send(store, post("before"))
    await backup(sqlite_url, copy)
    await store.close()
    assert await restore(f"sqlite:///{tmp_path}/new.db", copy) is None
    store = await open_store(f"sqlite:///{tmp_path}/new.db")
    assert [each.post.text for each in await due(store)] == ["before"]
    await store.close()


async def test_nothing_is_put_back_under_a_running_bot(sqlite_url: str, copy: Path) -> None:
    store = await open_store(sqlite_url)
    await backup(sqlite_url, copy)
    with pytest.raises(StorageUnavailable, match="another Guichet is running on this file"):
        await restore(sqlite_url, copy)
    await store.close()


async def test_a_copy_that_is_damaged_foreign_or_newer_is_refused_and_changes_nothing(
    sqlite_url: str, path: Path, copy: Path, tmp_path: Path
) -> None:
    store = await open_store(sqlite_url)
    await send(store, *(post("x" * 2_000, chat) for chat in range(100)))
    await backup(sqlite_url, copy)
    await store.close()
    before = read(path)

    whole = read(copy)
    damaged, foreign, newer, text = (tmp_path / name for name in ("damaged", "foreign", "newer", "text"))
    write(damaged, whole[:60_000] + b"\xff" * 4_096 * 8 + whole[60_000 + 4_096 * 8 :])
    peek_at(f"sqlite:///{foreign}")("CREATE TABLE something (id INTEGER)")
    write(newer, whole)
    peek_at(f"sqlite:///{newer}")("UPDATE alembic_version SET version_num = '9999'")
    write(text, b"Dear colleagues, " * 500)
    expected = {
        damaged: "is damaged|the file is damaged",
        foreign: "is no database of Guichet",
        newer: "is of version 9999, which this Guichet does not know",
        text: "no SQLite database",
        tmp_path / "missing": "is no file",
    }
    for file, said in expected.items():
        with pytest.raises(StorageUnavailable, match=said) as refused:
            await restore(sqlite_url, file)
        assert str(file) in str(refused.value)
        assert read(path) == before
    assert "desk.db.before-restore" not in list_beside(path)


async def test_what_was_kept_once_is_not_written_over(sqlite_url: str, path: Path, copy: Path) -> None:
    store = await open_store(sqlite_url)
    await backup(sqlite_url, copy)
    await store.close()
    await restore(sqlite_url, copy)
    with pytest.raises(StorageUnavailable, match=r"before-restore is there already, from another time\. Move it away"):
        await restore(sqlite_url, copy)


async def test_on_postgresql_its_own_tools_are_named(postgres: PostgresServer) -> None:
    url = "postgresql://desk:secret@127.0.0.1/guichet"
    with pytest.raises(StorageUnavailable) as refused:
        await backup(url, Path("my copy.dump"))
    assert "pg_dump --format=custom --file='my copy.dump' \"$GUICHET_DATABASE_URL\"" in str(refused.value)
    with pytest.raises(StorageUnavailable) as refused_too:
        await restore(url, Path("copy.dump"))
    assert "pg_restore --clean --if-exists --single-transaction --dbname=" in str(refused_too.value)
    assert "secret" not in f"{refused.value}{refused_too.value}"


async def test_the_tools_that_are_named_bring_a_postgresql_back(postgres: PostgresServer, tmp_path: Path) -> None:
    url = postgres.new_database()
    store = await open_store(url)
    await keep(store, Turn(SESSION, (post("before"),), (opening(),)))
    dump = postgres.dump(url)
    await send(store, post("after", 2))
    await store.close()
    postgres.restore(url, dump)
    store = await open_store(url)
    assert [each.post.text for each in await due(store)] == ["before"]
    assert await look_up(store, RequestNamed(REFERENCE)) == request()
    await store.close()
