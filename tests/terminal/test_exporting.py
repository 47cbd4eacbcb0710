"""The export on the command line: a new file, also while the bot runs, and clear words where there can be none."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest

from bot.__main__ import main
from bot.adapters.storage.store import open_store
from bot.core.messages import Turn
from bot.core.session import Session
from tests.adapters.storage.samples import keep, opening


@pytest.fixture
async def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A database with two requests, as the settings name it."""
    path = tmp_path / "desk.db"
    monkeypatch.setenv("GUICHET_DATABASE_URL", f"sqlite:///{path}")
    monkeypatch.setenv("GUICHET_TIMEZONE", "Europe/Zurich")
    store = await open_store(f"sqlite:///{path}")
    await keep(store, Turn(Session(), (), (opening("VW-2026-0001", draft=1), opening("VW-2026-0002", draft=2))))
    await store.close()
    return path


def test_a_workbook_is_written(database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "all.xlsx"
    assert main(["export", str(file)]) == 0
    assert capsys.readouterr().out == f"2 requests are in {file}.\n"
    sheet = openpyxl.load_workbook(file).active
    assert sheet is not None
    assert [cell.value for cell in sheet["A"]] == ["Référence", "VW-2026-0001", "VW-2026-0002"]


def test_only_those_since_a_year_are_written(database: Path, tmp_path: Path) -> None:
    file = tmp_path / "later.csv"
    assert main(["export", str(file), "--since", "2027"]) == 0
    with file.open(encoding="utf-8-sig", newline="") as opened:
        assert len(list(csv.reader(opened))) == 1


async def open_and_export(database: Path, file: Path) -> int:
    """Export while another process has the file."""
    import asyncio

    store = await open_store(f"sqlite:///{database}")
    try:
        return await asyncio.to_thread(main, ["export", str(file)])
    finally:
        await store.close()


async def test_it_works_while_the_bot_runs(database: Path, tmp_path: Path) -> None:
    assert await open_and_export(database, tmp_path / "all.csv") == 0
    assert (tmp_path / "all.csv").exists()


@dataclass(frozen=True)
class Wrong:
    """Arguments, and what is said against them."""

    arguments: tuple[str, ...]
    said: str


@pytest.mark.parametrize(
    "wrong",
    [
        Wrong(("all.txt",), "names no kind of table. Let it end in .xlsx or .csv."),
        Wrong(("there.csv",), "is there already. Name a file that is not."),
        Wrong(("nowhere/all.csv",), "cannot be written. Name a file in a folder that is there."),
        Wrong(("all.csv", "--since", "26"), "--since is 26. It has to be a year, such as 2026."),
    ],
)
def test_what_cannot_be_written_is_said(
    database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], wrong: Wrong
) -> None:
    there = tmp_path / "there.csv"
    there.write_text("precious")
    name, *others = wrong.arguments
    assert main(["export", str(tmp_path / name), *others]) == 2
    assert wrong.said in capsys.readouterr().err
    assert there.read_text() == "precious"
    assert {each.name for each in tmp_path.glob("*.csv")} == {"there.csv"}


def test_a_database_that_cannot_be_used_leaves_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GUICHET_DATABASE_URL", f"sqlite:///{tmp_path / 'nothing.db'}")
    assert main(["export", str(tmp_path / "all.csv")]) == 1
    assert "holds nothing yet" in capsys.readouterr().err
    assert not (tmp_path / "all.csv").exists()
