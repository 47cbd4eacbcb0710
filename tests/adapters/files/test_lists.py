"""Lists are read from whatever a school's programs write; what is no list, or too much of one, is said to be so."""

from __future__ import annotations

import zipfile
from datetime import date
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.worksheet.formula import ArrayFormula

from bot.adapters.files.lists import ListReader
from bot.core.messages import Attachment
from tests.shipped import shipped_knowledge

READER = ListReader(shipped_knowledge().texts)
TEXT = "Nom;Courriel\nAïssatou “Aï” Diop;awa@x.org\n"
ROWS = (("Nom", "Courriel"), ("Aïssatou “Aï” Diop", "awa@x.org"))


def read(data: bytes, name: str = "list.csv") -> Attachment:
    return READER.read(Attachment("id", name, len(data)), data)


def packed(book: Workbook) -> bytes:
    data = BytesIO()
    book.save(data)
    return data.getvalue()


def workbook(*rows: tuple[object, ...]) -> bytes:
    book = Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    return packed(book)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_text_is_read_in_every_encoding(encoding: str, end: str) -> None:
    assert read(TEXT.replace("\n", end).encode(encoding)).rows == ROWS


def test_text_of_western_europe_is_read_where_it_is_no_windows_text() -> None:
    assert read(b"Zo\xe9\x81;z@x.org").rows == (("Zoé\x81", "z@x.org"),)


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_cells_may_be_parted_by_any_mark(mark: str) -> None:
    assert read(f"Awa{mark}a@x.org\nBob{mark}b@x.org".encode()).rows == (("Awa", "a@x.org"), ("Bob", "b@x.org"))


def test_plain_text_is_read_line_by_line() -> None:
    assert read(b"Diop, Awa a@x.org\n\n\n", "list.txt").rows == (("Diop, Awa a@x.org",),)


def test_a_workbook_is_read_as_it_is_written() -> None:
    data = workbook(("Name", "E-mail", None, "When"), ("Awa", "=CONCAT(A1)", 12.5, date(2026, 1, 5)), (), ("Bob", True))
    found = read(data, "list.xlsx")
    assert found.rows is not None
    assert found.rows[0] == ("Name", "E-mail", "", "When")
    assert found.rows[1][:3] == ("Awa", "=CONCAT(A1)", "12.5")
    assert found.rows[1][3].startswith("2026-01-05")
    assert found.rows[3] == ("Bob", "True")
    assert found.sheet == ""


def test_merged_cells_and_formulas_over_several_cells_are_read() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"], sheet["C1"] = "Awa", "a@x.org"
    sheet.merge_cells("A1:B1")
    sheet["A2"] = ArrayFormula("A2", "=A1:A1")
    rows = read(packed(book), "list.xlsx").rows
    assert rows is not None
    assert rows[0] == ("Awa", "", "a@x.org")
    assert rows[1][0] == "=A1:A1"


def test_the_first_visible_sheet_that_shows_something_is_read() -> None:
    book = Workbook()
    hidden = book.create_sheet("Hidden")
    hidden.append(("secret",))
    hidden.sheet_state = "hidden"
    book.create_sheet("People").append(("Awa", "a@x.org"))
    book.create_sheet("More").append(("Bob", "b@x.org"))
    found = read(packed(book), "list.xlsx")
    assert (found.sheet, found.rows) == ("People", (("Awa", "a@x.org"),))


def test_a_workbook_without_anything_has_no_rows() -> None:
    assert read(workbook(), "list.xlsx").rows == ()


def test_what_a_file_is_counts_more_than_its_name() -> None:
    assert read(workbook(("Awa", "a@x.org")), "list.csv").rows == (("Awa", "a@x.org"),)
    assert read(b"Awa,a@x.org", "list.xlsx").rows == (("Awa,a@x.org",),)


def other_zip(**parts: bytes) -> bytes:
    data = BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (parts or {"a": b"x"}).items():
            archive.writestr(name, content)
    return data.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7 ...",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500),
        b"\x89PNG\r\n\x1a\n" + bytes(50),
        b"\x00\x01\x02\x03\x04" * 50,
        other_zip(),
        other_zip(**{"word/document.xml": b"<a/>"}),
        workbook(("Awa",))[:-400],
        b"PK\x03\x04 and nothing more",
    ],
    ids=["pdf", "xls", "png", "binary", "zip", "docx", "cut", "header"],
)
@pytest.mark.parametrize("name", ["list.csv", "list.xlsx"])
def test_what_is_no_list_is_unreadable(data: bytes, name: str) -> None:
    found = read(data, name)
    assert (found.rows, found.trouble) == (None, "unreadable")


def test_a_workbook_with_a_locked_part_is_unreadable() -> None:
    data = bytearray(workbook(("Awa", "a@x.org")))
    directory = data.index(b"PK\x01\x02")
    data[directory + 8] |= 1
    assert read(bytes(data), "list.xlsx").trouble == "unreadable"


def test_ten_thousand_lines_are_counted() -> None:
    lines = "".join(f"Awa,a{number}@x.org\n\n" for number in range(10_000)).encode()
    found = read(lines)
    assert (found.trouble, found.count, found.rows) == ("many", 10_000, None)
    book = workbook(*((f"Awa{number}", "a@x.org") for number in range(3_000)))
    assert (read(book, "list.xlsx").trouble, read(book, "list.xlsx").count) == ("many", 3_000)


def test_two_thousand_lines_below_the_names_of_the_columns_are_not_too_many() -> None:
    lines = "Name,E-mail\n" + "".join(f"Awa,a{number}@x.org\n" for number in range(2_000))
    found = read(lines.encode())
    assert found.trouble is None
    assert found.rows is not None
    assert len(found.rows) == 2_001


def test_what_is_larger_than_was_said_is_too_large() -> None:
    assert read(b"a" * (2 * 1024 * 1024 + 1)).trouble == "large"
    assert read(b"Awa " * 300_000).trouble == "large"
    assert read(workbook(*((f"{'x' * 900}{row}",) * 50 for row in range(300))), "list.xlsx").trouble == "large"


def test_what_would_unpack_to_too_much_is_too_large() -> None:
    assert read(other_zip(bomb=bytes(60_000_000)), "list.xlsx").trouble == "large"
    assert read(other_zip(**{f"part{number}": b"" for number in range(1001)}), "list.xlsx").trouble == "large"


def test_a_cell_far_out_takes_no_room() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"], sheet["XFD1"], sheet["A1048576"] = "Awa a@x.org", "far", "low"
    rows = read(packed(book), "list.xlsx").rows
    assert rows is not None
    assert len(rows) < 10
    assert len(rows[0]) <= 50


@given(st.binary(max_size=300), st.sampled_from(["l.csv", "l.txt", "l.xlsx", "l"]))
def test_any_bytes_are_read_or_said_to_be_unreadable(data: bytes, name: str) -> None:
    found = read(data, name)
    assert (found.rows is None) == (found.trouble is not None)


@given(st.integers(0, 400), st.binary(min_size=1, max_size=4))
def test_a_workbook_with_a_wrong_byte_is_read_or_said_to_be_unreadable(place: int, change: bytes) -> None:
    data = workbook(("Awa", "a@x.org"))
    found = read(data[:place] + change + data[place + len(change) :], "list.xlsx")
    assert (found.rows is None) == (found.trouble is not None)
