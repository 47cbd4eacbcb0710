"""Workbooks open again as what they were written from; nothing in them is a formula."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from bot.adapters.sheets.workbook_parts import name_column
from bot.adapters.sheets.xlsx import LONGEST, XlsxTable
from bot.core.export import Cell

LABELS = ("Référence", "Type <&>")


def write(path: Path, *rows: Sequence[Cell], labels: Sequence[str] = LABELS) -> Path:
    table = XlsxTable(path, labels, "Demandes")
    table.write(rows)
    table.close()
    return path


def read(path: Path) -> Worksheet:
    sheet = openpyxl.load_workbook(path).active
    assert isinstance(sheet, Worksheet)
    return sheet


def written(tmp_path: Path, value: Cell) -> tuple[Cell, str]:
    """A value as it comes back, and the type of its cell."""
    cell = read(write(tmp_path / "one.xlsx", (value, None)))["A2"]
    return cell.value, cell.data_type


@pytest.mark.parametrize(
    "value", [7, -5, 0, date(2026, 2, 3), datetime(2026, 2, 3, 23, 59, 30), "Été 🎓", " a\n b ", "<&>"]
)
def test_what_is_written_comes_back(tmp_path: Path, value: Cell) -> None:
    found, _ = written(tmp_path, value)
    assert (found.date() if isinstance(found, datetime) and not isinstance(value, datetime) else found) == value


@pytest.mark.parametrize(
    "text", ["=1+1", "+41 22 791", "-2+3", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x.org")', "{=1}"]
)
def test_no_text_is_a_formula(tmp_path: Path, text: str) -> None:
    found, kind = written(tmp_path, text)
    assert found == text
    assert kind in {"s", "inlineStr"}


def test_numbers_and_dates_are_no_texts(tmp_path: Path) -> None:
    sheet = read(write(tmp_path / "a.xlsx", (-5, date(2026, 2, 3)), (1, datetime(2026, 2, 3, 9))))
    assert [cell.data_type for row in sheet["A2:B3"] for cell in row] == ["n", "d", "n", "d"]
    assert sheet["B2"].number_format == r"yyyy\-mm\-dd"


def test_what_no_workbook_can_hold_is_replaced(tmp_path: Path) -> None:
    assert written(tmp_path, "a\0b\x0bc\ud800d\uffff")[0] == "a\ufffdb\ufffdc\ufffdd\ufffd"


def test_a_text_longer_than_a_cell_is_cut(tmp_path: Path) -> None:
    assert written(tmp_path, "x" * (LONGEST + 5))[0] == "x" * (LONGEST - 1) + "…"


def test_line_ends_are_those_of_workbooks(tmp_path: Path) -> None:
    assert written(tmp_path, "a\r\nb\rc\nd")[0] == "a\nb\nc\nd"


def test_a_text_that_looks_like_a_characters_number_stays_what_it_is(tmp_path: Path) -> None:
    # The library that reads it here leaves the mark in place, programs take it away.
    assert written(tmp_path, "_x0041_")[0] in {"_x0041_", "_x005F_x0041_"}


def test_headings_stay_in_view_with_a_filter_and_room(tmp_path: Path) -> None:
    sheet = read(write(tmp_path / "a.xlsx", ("a", "b"), ("c", None)))
    assert [cell.value for cell in sheet[1]] == list(LABELS)
    assert (sheet.title, sheet.freeze_panes, sheet.auto_filter.ref) == ("Demandes", "A2", "A1:B3")
    assert sheet["A1"].font.bold
    assert 10 < sheet.column_dimensions["A"].width < 50


def test_a_table_without_rows_has_its_headings(tmp_path: Path) -> None:
    assert read(write(tmp_path / "a.xlsx")).max_row == 1


def test_what_one_sheet_cannot_hold_stands_on_the_next(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    table = XlsxTable(path, LABELS, "x" * 40, most_rows=3)
    table.write([(number, None) for number in range(5)])
    table.close()
    sheets = openpyxl.load_workbook(path).worksheets
    assert [len(sheet.title) for sheet in sheets] == [31, 29, 29]
    assert [[cell.value for cell in sheet["A"]][1:] for sheet in sheets] == [[0, 1], [2, 3], [4]]


def test_a_file_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx")
    with pytest.raises(FileExistsError):
        XlsxTable(path, LABELS, "Demandes")


@pytest.mark.parametrize(("place", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_are_named_as_programs_do(place: int, name: str) -> None:
    assert name_column(place) == name
