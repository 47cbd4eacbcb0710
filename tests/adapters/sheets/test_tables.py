"""CSV files that Excel opens as text, the kind of file by its ending, and large ones in less room."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import pytest

from bot.adapters.sheets.tables import FileTables
from bot.core.export import Cell


def write(path: Path, *rows: Sequence[Cell]) -> Path:
    table = FileTables().open(path, ["=label", "other"], "Demandes")
    table.write(rows)
    table.close()
    return path


def written(tmp_path: Path, value: Cell) -> str:
    with write(tmp_path / "one.csv", (value, None)).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))[1][0]


@pytest.mark.parametrize(
    "text", ["=1+1", "+1-2", "-2+3", "@SUM(A1)", "\tx", "\rx", "\nx", "＝1", "-", "+41-22", "-x", "+1,2,3"]
)
def test_what_a_program_would_take_for_a_formula_is_made_text(tmp_path: Path, text: str) -> None:
    assert written(tmp_path, text) == f"'{text}"


@pytest.mark.parametrize(
    "text", ["-5", "+41227917700", "+41 22 791 77 00", "-3.5", "-3,5", "a=b", "Été 🎓", "1-2", " =1"]
)
def test_numbers_and_other_texts_stay_as_they_are(tmp_path: Path, text: str) -> None:
    assert written(tmp_path, text) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(-5, "-5"), (date(2026, 2, 3), "2026-02-03"), (datetime(2026, 2, 3, 9, 5), "2026-02-03 09:05:00"), (None, "")],
)
def test_numbers_and_dates_are_written_for_programs(tmp_path: Path, value: Cell, text: str) -> None:
    assert written(tmp_path, value) == text


def test_excel_knows_the_file_by_its_mark_and_headings_are_no_formulas(tmp_path: Path) -> None:
    data = write(tmp_path / "a.CSV").read_bytes()
    assert data.startswith(b'\xef\xbb\xbf"\'=label"')


def test_half_a_character_does_not_stop_a_file(tmp_path: Path) -> None:
    assert written(tmp_path, "a\ud800b") == "a?b"


def test_the_ending_chooses_the_kind(tmp_path: Path) -> None:
    assert write(tmp_path / "a.xlsx", ("a", 1)).read_bytes().startswith(b"PK")


def test_a_file_that_telegram_takes_is_sent_as_it_is(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv")
    assert FileTables().shrink(path) == path


def test_a_file_that_is_too_large_is_packed(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", *[("text", 1)] * 50)
    packed = FileTables(largest=100).shrink(path)
    assert packed.name == "a.csv.zip"
    with zipfile.ZipFile(packed) as archive:
        assert archive.read("a.csv") == path.read_bytes()
