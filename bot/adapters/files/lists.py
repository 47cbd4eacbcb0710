"""Reads the bytes of a list, text or workbook, into rows of cells as they were written; knows not what they mean."""

from __future__ import annotations

from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.adapters.files.workbooks import ZIP, Oversized, Unreadable, read_workbook
from bot.core.documents import kind_of
from bot.core.lists import columns_of, split_rows
from bot.core.messages import Attachment
from bot.core.texts import Texts

Rows = tuple[tuple[str, ...], ...]

_BYTES = 1024 * 1024
_ROOM = 500
"""Characters that a line may have on average, with all its columns."""

_TABLES = frozenset({"csv", "tsv"})
_MARKS = ((BOM_UTF8, "utf-8-sig"), (BOM_UTF16_LE, "utf-16"), (BOM_UTF16_BE, "utf-16"))
_FOREIGN = (b"%PDF", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff", b"{\\rtf", b"GIF8", b"\x1f\x8b")
"""How files begin that are no text, whatever they are called; the second is an old workbook, or one with a password."""


@dataclass(frozen=True)
class ListReader:
    """Reads lists of the size that the policy sets, whose columns are called as the catalogues say."""

    texts: Texts

    def read(self, file: Attachment, data: bytes) -> Attachment:
        """Give the document with its rows, or with what is wrong with it."""
        policy = self.texts.policy
        most_bytes, most_lines = policy.number("list_megabytes") * _BYTES, policy.number("list_lines")
        if len(data) > most_bytes:
            return replace(file, trouble="large")
        try:
            if data.startswith(ZIP):
                sheet, found = read_workbook(data, most_lines, 20 * most_bytes)
                rows, count = _trim(found.rows), found.count
            else:
                sheet, rows = (
                    "",
                    _trim(split_rows(_decode(data), columns_of(self.texts), is_table=kind_of(file) in _TABLES)),
                )
                count = sum(any(map(str.strip, row)) for row in rows)
        except Oversized:
            return replace(file, trouble="large")
        except Unreadable:
            return replace(file, trouble="unreadable")
        # One line may hold the names of the columns.
        if count > most_lines + 1:
            return replace(file, trouble="many", count=count)
        if sum(len(cell) for row in rows for cell in row) > most_lines * _ROOM:
            return replace(file, trouble="large")
        return replace(file, rows=rows, sheet=sheet)


def _decode(data: bytes) -> str:
    """Read text however it was written: what is no Unicode is taken for Western European."""
    if data.startswith(_FOREIGN):
        raise Unreadable
    text = _decode_unicode(data)
    if text is None:
        text = data.decode("cp1252", "replace") if not _has_undefined(data) else data.decode("latin-1")
    odd = sum(each < " " and each not in "\t\r\n\v\f" for each in text)
    if odd * 50 > len(text):
        raise Unreadable
    return text


def _decode_unicode(data: bytes) -> str | None:
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    if encoding is None and data.count(0) * 4 > len(data):
        # Text of two bytes a character has an empty one in each, on the side that tells their order.
        encoding = "utf-16-le" if data[1::2].count(0) > data[::2].count(0) else "utf-16-be"
    if encoding is not None:
        return data.decode(encoding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _has_undefined(data: bytes) -> bool:
    return any(each in data for each in b"\x81\x8d\x8f\x90\x9d")


def _trim(rows: Iterable[tuple[str, ...]]) -> Rows:
    """Leave out the empty lines at the end."""
    kept = list(rows)
    while kept and not any(map(str.strip, kept[-1])):
        kept.pop()
    return tuple(kept)
