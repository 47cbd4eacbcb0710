"""Reads the first filled sheet of a workbook; computes nothing, and lets no file take more than its share."""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO
from itertools import islice
from typing import Any
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.worksheet.formula import ArrayFormula

ZIP = b"PK\x03\x04"

_MOST_PARTS = 1000
_MOST_COLUMNS = 50
_MOST_SCANNED = 200_000
_LONGEST_CELL = 1000
_ENCRYPTED = 1


class Unreadable(Exception):  # noqa: N818 (an outcome, no error)
    """The file is not what its name says, is damaged, or wants a password."""


class Oversized(Exception):  # noqa: N818
    """The file would unpack to more than it may."""


@dataclass
class Found:
    """The rows of a sheet, and how many of them are filled; beyond what is wanted they are only counted."""

    rows: list[tuple[str, ...]] = field(default_factory=list)
    count: int = 0


def read_workbook(data: bytes, most: int, most_unpacked: int) -> tuple[str, Found]:
    """Give the first sheet that shows something, named where there are several; raises Unreadable or Oversized."""
    _check_parts(data, most_unpacked)
    try:
        # Formulas are taken as they are written: what another program computed from them is not looked at.
        book = load_workbook(BytesIO(data), read_only=True, data_only=False, keep_links=False)
        sheets: list[Any] = [each for each in book.worksheets if each.sheet_state == "visible"]
        for sheet in sheets:
            found = _read_sheet(sheet, most)
            if found.count:
                return (sheet.title if len(sheets) > 1 else ""), found
    except Exception as error:
        # The library raises whatever its parts do on a file that another program wrote amiss.
        raise Unreadable from error
    return "", Found()


def _check_parts(data: bytes, most_unpacked: int) -> None:
    """Look at how much a file would unpack to, before anything is unpacked."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
    except (BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise Unreadable from error
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > most_unpacked:
        raise Oversized
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise Unreadable


def _read_sheet(sheet: Any, most: int) -> Found:
    # What a sheet says of its own size is often wrong.
    sheet.reset_dimensions()
    found = Found()
    for row in islice(sheet.iter_rows(max_col=_MOST_COLUMNS, values_only=True), _MOST_SCANNED):
        cells = tuple(_write(value) for value in row[: _count_cells(row)])
        found.count += any(map(str.strip, cells))
        # One line may hold the names of the columns.
        if found.count <= most + 1:
            found.rows.append(cells)
    return found


def _count_cells(row: tuple[object, ...]) -> int:
    return max((place for place, value in enumerate(row, start=1) if value is not None), default=0)


def _write(value: object) -> str:
    if value is None:
        return ""
    written = str(value.text) if isinstance(value, ArrayFormula) else str(value)
    return written[:_LONGEST_CELL]
