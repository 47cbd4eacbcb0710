"""Chooses the kind of file that a path's ending asks for, and makes one smaller that Telegram would not take."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.adapters.sheets.plain import CsvTable
from bot.adapters.sheets.xlsx import XlsxTable

ENDINGS = (".xlsx", ".csv")
"""The endings of the files that can be written."""

LARGEST = 49 * 1024 * 1024
"""Bytes of a file that Telegram takes from a bot for sure: its limit is 50 MB for the whole call."""


@dataclass(frozen=True)
class FileTables:
    """Makes files of rows; those of more than `largest` bytes are packed before they are sent."""

    largest: int = LARGEST

    def open(self, path: Path, labels: Sequence[str], title: str) -> CsvTable | XlsxTable:
        """Begin the file that the path's ending asks for, with its headings."""
        return CsvTable(path, labels) if path.suffix.lower() == ".csv" else XlsxTable(path, labels, title)

    def shrink(self, path: Path) -> Path:
        """Give the file, or where it is too large to be sent, one beside it that holds the same in less room."""
        if path.stat().st_size <= self.largest:
            return path
        packed = path.with_name(f"{path.name}.zip")
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.write(path, path.name)
        return packed
