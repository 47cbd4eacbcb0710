"""Splits a list into rows of cells, and finds what its columns hold; knows not who stands in it."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence

from bot.core.folding import fold
from bot.core.texts import Texts

Rows = Sequence[Sequence[str]]

Columns = Mapping[str, str]
"""What columns are called, folded, and what they hold: "name", "first", "last" or "address"."""

HOLDINGS = ("name", "first", "last", "address")
NUMBERS = ("list_lines", "list_megabytes")
"""The numbers of the policy that bound a list."""

HEADER_WITHIN = 10
"""Lines within which the names of the columns stand."""

LONGEST_CELL = 4096
"""Characters of a cell that are looked at: as many as one message has, which may hold one long line of addresses."""

_LONGEST_NAME = 80
_SWALLOWED = 500


def columns_of(texts: Texts) -> Columns:
    """Gather what columns are called in all languages."""
    return {
        fold(word): holding
        for holding in HOLDINGS
        for language in texts.policy.languages
        for word in texts.words(f"words.column.{holding}", language)
    }


def read_header(row: Sequence[str], columns: Columns) -> dict[int, str] | None:
    """Find which cells of a row are names of columns; none for another heading, None for a row that is no heading."""
    found = {place: columns[name] for place, cell in enumerate(row) if (name := fold(cell[:_LONGEST_NAME])) in columns}
    if "address" in found.values() or len(found) > 1:
        return found
    filled = [cell.strip() for cell in row if cell.strip()]
    is_heading = len(filled) == 1 and (filled[0].endswith((":", "：")) or _names_columns(filled[0], columns))
    return {} if is_heading else None


def _names_columns(line: str, columns: Columns) -> bool:
    """Tell whether a line holds nothing but names of columns, as one that was typed."""
    rest = f" {fold(line[:_LONGEST_NAME])} "
    for name in sorted(columns, key=len, reverse=True):
        rest = rest.replace(f" {name} ", "  ")
    return not rest.strip()


def split_rows(text: str, columns: Columns, is_table: bool = False) -> tuple[tuple[str, ...], ...]:
    """Split a text into lines, and these into cells where they are a table; `is_table` says that they are."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    mark = _find_mark(lines, columns, is_table)
    if mark is None:
        return tuple((line,) for line in lines)
    if lines[0].casefold().startswith("sep="):
        lines[0] = ""
    try:
        rows = tuple(tuple(row) for row in csv.reader(lines, delimiter=mark, skipinitialspace=True))
    except csv.Error:
        rows = ()
    # A quote that nothing closes would swallow all that follows.
    is_whole = bool(rows) and max((len(cell) for row in rows for cell in row), default=0) <= _SWALLOWED
    return rows if is_whole else tuple(tuple(each.strip() for each in line.split(mark)) for line in lines)


def _find_mark(lines: Sequence[str], columns: Columns, is_table: bool) -> str | None:
    """Find what parts the cells: a tab, what the names of the columns are parted by, or what stands in most lines."""
    filled = [line for line in lines if line.strip()]
    counts = {mark: sum(mark in line for line in filled) * 2 >= len(filled) > 0 for mark in "\t;,"}
    if counts["\t"]:
        return "\t"
    for line in filled[:HEADER_WITHIN]:
        for mark in ";,":
            if mark in line and "address" in (read_header(line.split(mark), columns) or {}).values():
                return mark
    # Without names of columns, a typed line is read as it stands: a comma may be part of a name.
    return next((mark for mark in ";," if counts[mark]), None) if is_table else None
