"""A list is split into rows as people write them, pasted from anywhere."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.core.lists import columns_of, read_header, split_rows
from tests.shipped import shipped_knowledge

COLUMNS = columns_of(shipped_knowledge().texts)


def split(text: str, is_table: bool = False) -> tuple[tuple[str, ...], ...]:
    return split_rows(text, COLUMNS, is_table)


def test_typed_lines_are_read_as_they_stand() -> None:
    assert split("Diop, Awa\r\n\r\nLee; Bob\rZoe") == (("Diop, Awa",), ("",), ("Lee; Bob",), ("Zoe",))


def test_tabs_make_a_table() -> None:
    assert split("Awa\ta@x.org\nBob\tb@x.org\nnote") == (("Awa", "a@x.org"), ("Bob", "b@x.org"), ("note",))


def test_names_of_columns_tell_what_parts_the_cells() -> None:
    assert split("Liste\nNom;Courriel\nDiop, Awa;a@x.org")[2] == ("Diop, Awa", "a@x.org")
    assert split('E-mail,Name\na@x.org,"Lee, Bob"')[1] == ("a@x.org", "Lee, Bob")


def test_a_table_without_names_of_columns_is_parted_by_what_stands_in_most_lines() -> None:
    assert split("Awa;a@x.org\nBob;b@x.org", is_table=True)[1] == ("Bob", "b@x.org")
    assert split("Awa,a@x.org\nBob", is_table=True) == (("Awa", "a@x.org"), ("Bob",))
    assert split("Awa a@x.org\nBob b@x.org", is_table=True) == (("Awa a@x.org",), ("Bob b@x.org",))
    assert split("", is_table=True) == (("",),)


def test_the_line_that_excel_writes_first_is_no_person() -> None:
    assert split("sep=;\nAwa;a@x.org", is_table=True) == ((), ("Awa", "a@x.org"))


def test_a_quote_that_nothing_closes_swallows_nothing() -> None:
    lines = [f"Awa{number};a{number}@x.org" for number in range(60)]
    found = split("\n".join(['"Zoe;z@x.org', *lines]), is_table=True)
    assert len(found) == 61
    assert found[60] == ("Awa59", "a59@x.org")


def test_a_cell_that_is_too_long_for_the_library_is_split_as_well() -> None:
    found = split("Awa;" + "x" * 200_000 + "\nBob;b@x.org", is_table=True)
    assert [len(row) for row in found] == [2, 2]
    assert len(found[0][1]) == 200_000


def test_columns_are_known_in_both_languages_however_they_are_spelt() -> None:
    header = read_header(("NOM", "Prénom", "E-Mail", "Fonction", "adresse électronique", "First name"), COLUMNS)
    assert header == {0: "last", 1: "first", 2: "address", 4: "address", 5: "first"}


@given(st.text(), st.booleans())
def test_any_text_has_a_row_for_each_line_or_less(text: str, is_table: bool) -> None:
    rows = split(text, is_table)
    assert 1 <= len(rows) <= text.count("\n") + text.count("\r") + 1
