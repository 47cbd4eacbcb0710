"""Reads lines of names and e-mail addresses, however people write them; knows no flow, no words and no file."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.core.addresses import find_fault
from bot.core.lists import HEADER_WITHIN, LONGEST_CELL, Columns, Rows, read_header, split_rows
from bot.core.texts import Phrase

LONGEST_NAME = 100
_SHOWN = 80
_FORMULA = ("=", "+", "-", "@")

_BULLET = re.compile(
    r"\s*(?:[•*·▪●○◦‣–—]+\s*|-+\s+|\(?\d{1,4}(?:[.):/]|\s*[-–])\)?\s+|\d{1,4}[.)](?=[^\s@]+\s)|\d{1,4}\s+)"
)
_TYPED_BULLET = re.compile(r"-+(?=[^\s@]+[\s,;])")
_IN_ANGLES = re.compile(r"<([^<>]*)>")
_TOKEN = re.compile(r"[^\s,;<>()\[\]\"“”«»|]+")
_MEANT_AS_ADDRESS = re.compile(r"[\w.+-]+(?:\(at\)|\[at\]|\.)[\w-]+\.[a-z]{2,}", re.IGNORECASE)
_AROUND_NAME = ' \t\r\n\f\v\xa0,;:<>()[]|"“”«»=–—-'


@dataclass(frozen=True)
class Entry:
    """One person of a list: the number of the line, the line, the name, and the address exactly as written.

    What is not there is empty. `is_formula` says that a cell begins as a formula does.
    """

    number: int
    text: str
    name: str
    address: str
    is_formula: bool = False


def read_entries(rows: Rows, columns: Columns, typed: bool, most: int) -> tuple[Entry, ...]:
    """Read the people of a list, below its line of columns' names if it has one.

    Lines without a word are left out, and headings. `typed` says that the lines were typed, so that no cell of theirs
    is a formula. Where there are more than `most` people, only the first of them are read, at least one too many.
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
    return tuple(entries)


def _is_filled(cell: str) -> bool:
    return any(each.isalpha() or each == "@" for each in cell)


def _read_row(number: int, row: Sequence[str], header: Mapping[int, str], typed: bool) -> list[Entry]:
    found_in: dict[str, str] = {}
    for place, holding in header.items():
        if place < len(row) and _is_filled(row[place]):
            found_in.setdefault(holding, row[place])
    used = [found_in[holding] for holding in ("first", "last", "name", "address") if holding in found_in]
    is_elsewhere = "@" not in found_in.get("address", "") and any("@" in cell for cell in row)
    if not used or is_elsewhere:
        used = [cell for cell in row if _is_filled(cell)]
    used = [cell[:LONGEST_CELL] for cell in used]
    is_formula = not typed and any(_begins_as_formula(cell) for cell in used)
    found = _read_cells(used, typed)
    text = " ".join(" ".join(used).split())
    return [Entry(number, text, name[:LONGEST_NAME], address, is_formula) for name, address in found]


def _begins_as_formula(cell: str) -> bool:
    begun = cell.lstrip()
    # A number, as of a telephone, is none; a dash with a space after it begins a line of a list.
    return begun.startswith(_FORMULA) and any(each.isalpha() for each in begun) and not begun.startswith("- ")


def _read_cells(cells: Sequence[str], typed: bool) -> list[tuple[str, str]]:
    if len(cells) == 1:
        return _read_line(cells[0], typed)
    found: list[tuple[str, str]] = []
    names: list[str] = []
    with_address = sum("@" in cell for cell in cells)
    for cell in cells:
        if "@" not in cell:
            names += [cell] if any(each.isalpha() for each in cell) else []
            if with_address > 1 and "@" in cells[0] and found and not found[-1][0]:
                found[-1] = (_tidy(cell), found[-1][1])
                names = []
            continue
        for name, address in _read_line(cell, typed):
            found.append((name or _tidy(" ".join(names)), address))
            names = []
    if not found:
        return [(_tidy(" ".join(names)), "")]
    if names and not found[-1][0]:
        found[-1] = (_tidy(" ".join(names)), found[-1][1])
    return found


def _read_line(line: str, typed: bool) -> list[tuple[str, str]]:
    """Find the names and addresses of one line: one person, or several as mail programs write them."""
    line = line.strip()
    bullet = _BULLET.match(line)
    if bullet is None and typed:
        bullet = _TYPED_BULLET.match(line)
    line = line[bullet.end() :] if bullet else line
    marks = [(mark.start(), mark.end(), mark[1]) for mark in _IN_ANGLES.finditer(line) if "@" in mark[1]]
    marks = marks or _find_addresses(line)
    if not marks:
        return [(_tidy(line), "")]
    addresses = [_bare(address) for _, _, address in marks]
    edges = [0, *(end for _, end, _ in marks)]
    between = [_tidy(line[edge:start]) for edge, (start, _, _) in zip(edges, marks, strict=False)]
    names = [*between, _tidy(line[edges[-1] :])]
    # The names stand before the addresses, unless nothing stands before the first one.
    named = names[:-1] if names[0] or not names[1] else names[1:]
    if len(set(addresses)) == 1:
        return [(next(filter(None, names), ""), addresses[0])]
    return list(zip(named, addresses, strict=True))


def _find_addresses(line: str) -> list[tuple[int, int, str]]:
    """Find what was meant as an address, also where spaces tear it apart, with its place."""
    spans: list[tuple[int, int]] = []
    for token in _TOKEN.finditer(line):
        start, end = token.span()
        if spans and line[spans[-1][1] : start].isspace() and _are_torn(line[slice(*spans[-1])], token[0]):
            start, _ = spans.pop()
        spans.append((start, end))
    return [(start, end, line[start:end]) for start, end in spans if "@" in line[start:end]]


def _are_torn(before: str, after: str) -> bool:
    if after.startswith("@"):
        return "@" not in before
    return before.endswith("@") and "." in after and "@" not in after


def _bare(address: str) -> str:
    bare = address.strip().removeprefix("mailto:")
    return bare.strip("'’‘") if bare[:1] in "'’‘" else bare


def _tidy(name: str) -> str:
    seen = "".join(" " if each.isspace() else each for each in name if each.isspace() or each.isprintable())
    tidy = " ".join(seen.split()).strip(_AROUND_NAME)
    return "" if "@" in tidy and " " not in tidy else tidy


def missing_address(entry: Entry) -> str:
    """Name what is missing on a line without an address: its @, or all of it."""
    return "people.no_at" if _MEANT_AS_ADDRESS.search(entry.text[:_SHOWN]) else "people.no_address"


def has_name(entry: Entry) -> bool:
    """Tell whether there is a name on the line."""
    return sum(each.isalpha() for each in entry.name) >= 2


def read_people(text: str, columns: Columns, most: int) -> tuple[list[str], list[tuple[Entry, Phrase]]]:
    """Read typed lines as people, and list the lines that are none with what is wrong with each."""
    people: list[str] = []
    wrong: list[tuple[Entry, Phrase]] = []
    for entry in read_entries(split_rows(text, columns), columns, typed=True, most=most):
        fault = find_fault(entry.address) if entry.address else Phrase(missing_address(entry))
        fault = fault or (None if has_name(entry) else Phrase("people.no_name"))
        if fault is None:
            people.append(f"{entry.name} <{entry.address}>")
        else:
            wrong.append((entry, fault))
    return people, wrong
