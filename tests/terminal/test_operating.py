"""What operators do on the command line: see and replay updates set aside, back up, restore, change the version."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.adapters.storage.schema import known_revisions
from bot.adapters.storage.store import open_store
from bot.app.ports import Update

NOON = datetime(2026, 1, 12, 12, tzinfo=UTC)


LATEST = known_revisions()[-1]


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "desk.db"
    monkeypatch.setenv("GUICHET_DATABASE_URL", f"sqlite:///{path}")
    monkeypatch.setenv("GUICHET_TIMEZONE", "Europe/Zurich")
    return path


async def set_one_aside(path: Path) -> None:
    store = await open_store(f"sqlite:///{path}")
    await store.inbox.put([Update(4711, 7, {"update_id": 4711}), Update(4712, 8, {"update_id": 4712})], NOON)
    first = await store.inbox.first_of([7], NOON)
    assert first is not None
    await store.inbox.set_aside(first, "KeyError at core/flow.py:12: 'x'", NOON, ())
    await store.close()


@pytest.fixture
async def aside(path: Path) -> Path:
    await set_one_aside(path)
    return path


def lines(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return capsys.readouterr().out.strip().splitlines()


def test_updates_set_aside_are_listed_with_their_error(aside: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["inbox"]) == 0
    update, advice, inbox, outbox = lines(capsys)
    assert update == "1: update 4711 of chat 7, 2026-01-12 13:00, 1 tries: KeyError at core/flow.py:12: 'x'"
    assert "guichet inbox --replay" in advice
    assert inbox == "inbox: 1 wait, the oldest since 2026-01-12 13:00:00; 1 set aside"
    assert outbox == "outbox: 0 wait; 0 given up"


@pytest.mark.parametrize("which", ["1", "all"])
def test_an_update_is_put_back_into_the_line(aside: Path, capsys: pytest.CaptureFixture[str], which: str) -> None:
    assert main(["inbox", "--replay", which]) == 0
    assert main(["inbox"]) == 0
    assert lines(capsys)[:3] == [
        "1 put back into the line.",
        "No update is set aside.",
        "inbox: 2 wait, the oldest since 2026-01-12 13:00:00; 0 set aside",
    ]


def test_an_update_that_is_not_set_aside_is_named(aside: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["inbox", "--replay", "1", "2", "x"]) == 1
    assert capsys.readouterr().err.strip() == "Not set aside: 2, x. Those that are: 1."
    assert main(["inbox"]) == 0
    assert lines(capsys)[0].startswith("1: update 4711")


def test_a_backup_brings_everything_back(aside: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    saved = tmp_path / "saved.db"
    assert main(["backup", str(saved)]) == 0
    assert main(["inbox", "--replay", "all"]) == 0
    assert main(["restore", str(saved)]) == 0
    assert str(saved) in capsys.readouterr().out
    assert main(["inbox"]) == 0
    assert lines(capsys)[0].startswith("1: update 4711")


def test_a_backup_never_overwrites_a_file(aside: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    there = tmp_path / "there.db"
    there.write_text("precious")
    assert main(["backup", str(there)]) == 1
    assert str(there) in capsys.readouterr().err
    assert there.read_text() == "precious"


def test_a_database_goes_down_to_the_version_before_and_up_again(
    aside: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["migrate", "--to", "0001"]) == 0
    with closing(sqlite3.connect(aside)) as connection:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert "sessions" in tables
    assert "moved_chats" not in tables
    assert main(["inbox"]) == 1
    assert f"it is at version 0001, and this Guichet works with {LATEST}" in capsys.readouterr().err
    assert main(["migrate", "--to", LATEST]) == 0
    assert main(["inbox"]) == 0
    told = lines(capsys)
    assert told[0] == f"The database is at version {LATEST}."
    assert told[1].startswith("1: update 4711")


def test_looking_into_the_inbox_makes_no_database(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["inbox"]) == 1
    assert "it holds nothing yet" in capsys.readouterr().err


def test_an_unknown_version_is_named(aside: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["migrate", "--to", "9999"]) == 1
    told = capsys.readouterr().err
    assert "9999" in told
    assert "0001" in told
