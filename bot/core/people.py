"""Reads lines of names and e-mail addresses, however people write them; knows no flow, no words and no file."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.core.addresses import find_fault, show_hidden
from bot.core.lines import read_address, read_line, tidy_name
from bot.core.lists import HEADER_WITHIN, LONGEST_CELL, Columns, Rows, read_header, split_rows
from bot.core.texts import Phrase

LONGEST_NAME = 100
_SHOWN = 80
_FORMULA = ("=", "+", "-", "@")
_TYPED_FORMULA = re.compile(r"""(?:^|[,;|\t]|^\s*\d{1,4}[.)])\s*["']?(?:=(?=[\w(+@"-])|[-+@]\w+\()""")

_MEANT_AS_ADDRESS = re.compile(r"[\w.+-]+(?:\(at\)|\[at\]|\.)[\w-]+\.[a-z]{2,}", re.IGNORECASE)


@dataclass(frozen=True)
class Entry:
    """One person of a list: the number of the line, the line, the name, and the address exactly as written.

    What is not there is empty, and all but the line where a cell begins as a formula does, as `is_formula` says.
    Nothing of the line is hidden: what cannot be seen stands there by its number.
    """

    number: int
    text: str
    name: str
    address: str
    is_formula: bool = False


def read_entries(rows: Rows, columns: Columns, typed: bool, most: int) -> tuple[Entry, ...]:
    """Read the people of a list, below its line of columns' names if it has one.

    Lines without a word are left out, and headings. `typed` says that the lines were typed, so that a sign before a
    word makes no formula of it. Where there are more than `most` people, only the first of them are read, at least
    one too many.
    """
    header: Mapping[int, str] = {}
    entries: list[Entry] = []
    for number, row in enumerate(rows, start=1):
        if len(entries) > most:
            break
        if not any(_is_filled(cell) for cell in row):
            continue
        named = read_header(row, columns) if not any("@" in cell for cell in row) else None
        if named is not None:
            header = named or header
            if named and number <= HEADER_WITHIN and not any(entry.address for entry in entries):
                entries.clear()  # What stood above was a title.
            continue
        entries += _read_row(number, row, header, typed)
    return tuple(entries if len(entries) > most else _join_lines(entries))


def _is_filled(cell: str) -> bool:
    return any(each.isalpha() or each == "@" for each in cell)


def _read_row(number: int, row: Sequence[str], header: Mapping[int, str], typed: bool) -> list[Entry]:
    found_in: dict[str, str] = {}
    for place, holding in header.items():
        if place < len(row) and _is_filled(row[place]):
            found_in.setdefault(holding, row[place])
    names = [found_in[holding] for holding in ("first", "last", "name") if holding in found_in]
    address = found_in.get("address", "")
    is_elsewhere = "@" not in address and any("@" in cell for cell in row)
    used = [*names, address] if address else names
    if not used or is_elsewhere:
        names, used = [], [cell for cell in row if _is_filled(cell)]
    used = [cell[:LONGEST_CELL] for cell in used]
    text = show_hidden(" ".join(" ".join(used).split()))
    if any(_begins_as_formula(cell, typed) for cell in used):
        return [Entry(number, text, "", "", is_formula=True)]
    is_alone = bool(address) and not is_elsewhere and not any("@" in name for name in names)
    # A table that has a column for names has nothing but an address in the other one, spaces and all.
    whole = read_address(used[-1]) if is_alone and len({*header.values()}) > 1 else None
    found = _read_cells(used, typed) if whole is None else [(tidy_name(" ".join(used[:-1])), whole)]
    return [Entry(number, text, name[:LONGEST_NAME], address) for name, address in found]


def _begins_as_formula(cell: str, typed: bool) -> bool:
    if typed:
        return _TYPED_FORMULA.search(cell) is not None
    begun = cell.lstrip()
    # A number, as of a telephone, is none; a dash with a space after it begins a line of a list.
    return begun.startswith(_FORMULA) and any(each.isalpha() for each in begun) and not begun.startswith("- ")


def _read_cells(cells: Sequence[str], typed: bool) -> list[tuple[str, str]]:
    if len(cells) == 1:
        return read_line(cells[0], typed)
    found: list[tuple[str, str]] = []
    names: list[str] = []
    with_address = sum("@" in cell for cell in cells)
    beside = " ".join(cell for cell in cells if "@" not in cell)
    for cell in cells:
        if "@" not in cell:
            names += [cell] if any(each.isalpha() for each in cell) else []
            if with_address > 1 and "@" in cells[0] and found and not found[-1][0]:
                found[-1] = (tidy_name(cell), found[-1][1])
                names = []
            continue
        for name, address in read_line(cell, typed, beside):
            is_whole = bool(name) and ("<" in cell or set(" ".join(names).split()) <= set(name.split()))
            found.append((name if is_whole else tidy_name(" ".join((*names, name))), address))
            names = []
    if not found:
        return [(tidy_name(" ".join(names)), "")]
    if names and not found[-1][0]:
        found[-1] = (tidy_name(" ".join(names)), found[-1][1])
    return found


def _join_lines(entries: Sequence[Entry]) -> list[Entry]:
    """Join a list whose names and addresses stand on lines of their own, by turns."""
    pairs = list(zip(entries[::2], entries[1::2], strict=False))
    if len(entries) % 2 or not all(bool(one.address) == bool(other.name) for one, other in pairs):
        return list(entries)
    are_halves = all(bool(each.address) != bool(each.name) for each in entries)
    if not are_halves or len({bool(one.address) for one, _ in pairs}) != 1:
        return list(entries)
    return [
        Entry(one.number, f"{one.text} {other.text}", one.name or other.name, one.address or other.address)
        for one, other in pairs
    ]


def find_fault_of_address(entry: Entry) -> Phrase | None:
    """Say what is wrong with the address of a line, or that there is none."""
    if entry.is_formula:
        return Phrase("people.formula")
    if not entry.address:
        return Phrase("people.no_at" if _MEANT_AS_ADDRESS.search(entry.text[:_SHOWN]) else "people.no_address")
    return find_fault(entry.address)


def find_fault_of_name(entry: Entry) -> Phrase | None:
    """Say that there is no name on the line, or only the beginning of one."""
    if sum(each.isalpha() for each in entry.name) >= 2:
        return None
    return Phrase("people.short_name", {"name": entry.name}) if entry.name else Phrase("people.no_name")


def read_people(text: str, columns: Columns, most: int) -> tuple[list[str], list[tuple[Entry, Phrase]]]:
    """Read typed lines as people, and list the lines that are none with what is wrong with each."""
    people: list[str] = []
    wrong: list[tuple[Entry, Phrase]] = []
    for entry in read_entries(split_rows(text, columns), columns, typed=True, most=most):
        fault = find_fault_of_address(entry) or find_fault_of_name(entry)
        if fault is None:
            people.append(f"{entry.name} <{entry.address}>")
        else:
            wrong.append((entry, fault))
    return people, wrong
