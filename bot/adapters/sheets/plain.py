"""Writes rows into a CSV file in which no spreadsheet program finds a formula; knows not what they mean."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from bot.core.export import Cell

_BEGINS_A_FORMULA = re.compile(r"[=+\-@\t\r\n＝＋－＠]")
_NUMBER = re.compile(r"[+-][0-9]+(?:(?: [0-9]+)*|[.,][0-9]+)")


class CsvTable:
    """A CSV file that is being written: UTF-8 with the mark by which Excel knows it."""

    def __init__(self, path: Path, labels: Sequence[str]) -> None:
        self._file = path.open("x", encoding="utf-8-sig", errors="replace", newline="")
        self._writer = csv.writer(self._file, quoting=csv.QUOTE_NONNUMERIC)
        self._writer.writerow([_defuse(label) for label in labels])

    def write(self, rows: Iterable[Sequence[Cell]]) -> None:
        """Add rows."""
        self._writer.writerows([[_write(value) for value in row] for row in rows])

    def close(self) -> None:
        """Finish the file."""
        self._file.close()


def _write(value: Cell) -> str | int | None:
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, str):
        return _defuse(value)
    return value.isoformat(" ", "seconds") if isinstance(value, datetime) else value.isoformat()


def _defuse(text: str) -> str:
    """Put an apostrophe before what a spreadsheet program would take for a formula; numbers are none."""
    if _BEGINS_A_FORMULA.match(text) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text
