"""Writes rows into an XLSX workbook as they come, so that any number of them fits; knows not what they mean.

Text is written as text, never as a formula. The libraries at hand either keep all rows or take four times as long.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from datetime import date, datetime
from pathlib import Path
from typing import IO
from xml.sax.saxutils import escape

from bot.adapters.sheets import workbook_parts as parts
from bot.core.export import Cell

MOST_ROWS = 1_048_576
"""Rows that a sheet can hold, its headings among them; what is beyond stands on the next one."""

LONGEST = 32_767
"""Characters that a cell can hold."""

_DAY, _MOMENT = 1, 2
_EPOCH = date(1899, 12, 30).toordinal()
_SECONDS_A_DAY = 86_400
_ODD = re.compile(r"[&<>\x00-\x1f\ud800-\udfff\ufffe\uffff]|_x[0-9A-Fa-f]{4}_")
_IMPOSSIBLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_PIECE = 256 * 1024


class XlsxTable:
    """A workbook that is being written: headings that stay in view, a filter on them, and row after row."""

    def __init__(self, path: Path, labels: Sequence[str], title: str, most_rows: int = MOST_ROWS) -> None:
        self._most_rows = most_rows
        self._labels = labels
        self._title = title
        self._columns = [parts.name_column(place) for place in range(len(labels))]
        self._sheets = 0
        self._row = 0
        self._written: list[str] = []
        self._size = 0
        self._stack = ExitStack()
        # More effort would save a fifth of the room and take twice the time.
        archive = zipfile.ZipFile(path, "x", zipfile.ZIP_DEFLATED, compresslevel=1)
        self._archive = self._stack.enter_context(archive)
        self._sheet: IO[bytes] = self._begin_sheet()

    def write(self, rows: Iterable[Sequence[Cell]]) -> None:
        """Add rows."""
        for row in rows:
            if self._row >= self._most_rows:
                self._end_sheet()
                self._sheet = self._begin_sheet()
            self._add(self._write_row(row))

    def close(self) -> None:
        """Finish the file."""
        self._end_sheet()
        for name, content in parts.list_parts(self._title, self._sheets):
            self._archive.writestr(name, content)
        self._stack.close()

    def _begin_sheet(self) -> IO[bytes]:
        self._sheets += 1
        self._row = 0
        sheet = self._archive.open(f"xl/worksheets/sheet{self._sheets}.xml", "w", force_zip64=True)
        self._add(parts.begin_sheet(self._labels, is_first=self._sheets == 1))
        cells = "".join(
            f'<c r="{column}1" s="{parts.HEADING}" t="inlineStr"><is>{_write_odd_text(label)}</is></c>'
            for column, label in zip(self._columns, self._labels, strict=True)
        )
        self._row += 1
        self._add(f'<row r="1">{cells}</row>')
        return sheet

    def _end_sheet(self) -> None:
        self._add(parts.end_sheet(f"A1:{self._columns[-1]}{self._row}"))
        self._flush()
        self._sheet.close()

    def _write_row(self, row: Sequence[Cell]) -> str:
        self._row += 1
        number = self._row
        written = [f'<row r="{number}">']
        for column, value in zip(self._columns, row, strict=True):
            if value is None:
                continue
            place = f"{column}{number}"
            if isinstance(value, str):
                if _ODD.search(value) or value[:1].isspace() or value[-1:].isspace() or len(value) > LONGEST:
                    written.append(f'<c r="{place}" t="inlineStr"><is>{_write_odd_text(value)}</is></c>')
                else:
                    written.append(f'<c r="{place}" t="inlineStr"><is><t>{value}</t></is></c>')
            elif isinstance(value, int):
                written.append(f'<c r="{place}"><v>{value}</v></c>')
            elif isinstance(value, datetime):
                part = (value.hour * 3600 + value.minute * 60 + value.second) / _SECONDS_A_DAY
                written.append(f'<c r="{place}" s="{_MOMENT}"><v>{value.toordinal() - _EPOCH + part!r}</v></c>')
            elif isinstance(value, date):
                written.append(f'<c r="{place}" s="{_DAY}"><v>{value.toordinal() - _EPOCH}</v></c>')
        written.append("</row>")
        return "".join(written)

    def _add(self, text: str) -> None:
        self._written.append(text)
        self._size += len(text)
        if self._size > _PIECE:
            self._flush()

    def _flush(self) -> None:
        self._sheet.write("".join(self._written).encode())
        self._written, self._size = [], 0


def _write_odd_text(text: str) -> str:
    """Write a text so that it is read back as it was, but for what no workbook can hold."""
    plain = _IMPOSSIBLE.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
    if len(plain) > LONGEST:
        plain = f"{plain[: LONGEST - 1]}…"
    # Programs read _x0041_ as the character of that number.
    return f'<t xml:space="preserve">{escape(_ESCAPED.sub("_x005F_", plain))}</t>'
