"""People are read from lines however they are written: name and address, the address exactly as it stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.addresses import find_fault
from bot.core.lists import Rows, columns_of, split_rows
from bot.core.people import Entry, read_entries, read_people
from bot.core.texts import Phrase
from tests.shipped import shipped_knowledge

COLUMNS = columns_of(shipped_knowledge().texts)


def entries(rows: Rows | str, typed: bool = True, most: int = 100) -> tuple[Entry, ...]:
    return read_entries(split_rows(rows, COLUMNS) if isinstance(rows, str) else rows, COLUMNS, typed, most)


def pairs(rows: Rows | str, typed: bool = True) -> list[tuple[str, str]]:
    return [(entry.name, entry.address) for entry in entries(rows, typed)]


@pytest.mark.parametrize(
    "line",
    [
        "Awa Diop, awa@x.org",
        "Awa Diop <awa@x.org>",
        "Awa Diop awa@x.org",
        "awa@x.org; Awa Diop",
        "Awa Diop\tawa@x.org",
        "1. Awa Diop awa@x.org",
        "12) Awa Diop – awa@x.org",
        "(3) Awa Diop (awa@x.org)",
        "4 Awa Diop : awa@x.org",
        "5 - Awa Diop, awa@x.org",
        "6.Awa Diop awa@x.org",
        "- Awa Diop, awa@x.org",
        "-Awa Diop, awa@x.org",
        "• Awa Diop, awa@x.org",
        '"Awa Diop" <awa@x.org>',
        "Awa Diop <mailto:awa@x.org>",
        "Awa Diop, mailto:awa@x.org",
        "awa@x.org <awa@x.org> Awa Diop",
        "Awa Diop 'awa@x.org'",
        "Awa\u00a0Diop\u200b, awa@x.org",
        "Awa Diop awa@x.org awa@x.org",
    ],
)
def test_a_line_is_understood_however_it_is_written(line: str) -> None:
    assert pairs(line) == [("Awa Diop", "awa@x.org")]


@pytest.mark.parametrize(
    ("line", "name", "address"),
    [
        ("Diop, Awa, awa@x.org", "Diop, Awa", "awa@x.org"),
        ("O'Brien o'brien@school.ie", "O'Brien", "o'brien@school.ie"),
        ("12.martin@x.org Martin", "Martin", "12.martin@x.org"),
        ("-awa@x.org", "", "-awa@x.org"),
        ("Awa.Diop+IB@X.org", "", "Awa.Diop+IB@X.org"),
        ("a\u200bwa@x.org Awa", "Awa", "a\u200bwa@x.org"),
        ("Awa awa @ x.org", "Awa", "awa @ x.org"),
        ("Awa awa@ x.org", "Awa", "awa@ x.org"),
        ("Awa awa @x.org", "Awa", "awa @x.org"),
        ("awa@", "", "awa@"),
        ("Awa Diop", "Awa Diop", ""),
        ("Awa awa(at)x.org", "Awa awa(at)x.org", ""),
    ],
)
def test_an_address_is_kept_exactly_as_it_stands(line: str, name: str, address: str) -> None:
    assert pairs(line) == [(name, address)]


def test_what_mail_programs_write_on_one_line_is_several_people() -> None:
    assert pairs("Awa <a@x.org>; Lee, Bob <b@x.org>, z@x.org <z@x.org>") == [
        ("Awa", "a@x.org"),
        ("Lee, Bob", "b@x.org"),
        ("", "z@x.org"),
    ]
    assert pairs("a@x.org, b@x.org") == [("", "a@x.org"), ("", "b@x.org")]
    assert pairs("a@x.org Awa, b@x.org Bob") == [("Awa", "a@x.org"), ("Bob", "b@x.org")]


def test_a_whole_message_may_be_one_line_of_addresses() -> None:
    line = "; ".join(f"Awa Diop <awa.diop{number}@school.org>" for number in range(80))
    assert 2500 < len(line) < 4096
    assert len(pairs(line)) == 80


@pytest.mark.parametrize(
    "text",
    [
        "Nom;Courriel\nAwa Diop;awa diop@ecole.org",
        "Courriel\tNom\nawa diop@ecole.org\tAwa Diop",
        'Nom,Courriel\n"Awa Diop","awa diop@ecole.org"',
    ],
)
def test_a_column_of_addresses_is_taken_as_it_stands(text: str) -> None:
    assert pairs(text) == [("Awa Diop", "awa diop@ecole.org")]


def test_a_column_of_addresses_alone_may_hold_the_names_too() -> None:
    assert pairs((("Courriel",), ("Awa Diop awa@x.org",)), typed=False) == [("Awa Diop", "awa@x.org")]
    assert pairs("Nom;Courriel\nAwa;Awa Diop <awa@x.org>\na@x.org;b@x.org\n;a b@x.org") == [
        ("Awa Diop", "awa@x.org"),
        ("", "a@x.org"),
        ("", "b@x.org"),
        ("", "a b@x.org"),
    ]


def test_a_cell_of_an_address_keeps_its_spaces_without_names_of_columns_too() -> None:
    rows = (
        ("Awa Diop", "awa diop@x.org"),
        ("moussa fall@x.org", "Moussa Fall"),
        ("Diop", "Awa awa@x.org"),
        ("Awa Diop", "Awa awa@x.org"),
        ("Awa", "Awa Diop <awa@x.org>"),
        ("a b@x.org",),
    )
    assert pairs(rows, typed=False) == [
        ("Awa Diop", "awa diop@x.org"),
        ("Moussa Fall", "moussa fall@x.org"),
        ("Diop Awa", "awa@x.org"),
        ("Awa Diop", "Awa awa@x.org"),
        ("Awa Diop", "awa@x.org"),
        ("", "a b@x.org"),
    ]


def test_names_and_addresses_on_lines_by_turns_are_joined() -> None:
    assert [(each.number, each.name, each.address) for each in entries("Awa Diop\na@x.org\n\nBob Lee\nb@x.org")] == [
        (1, "Awa Diop", "a@x.org"),
        (4, "Bob Lee", "b@x.org"),
    ]
    assert pairs("a@x.org\nAwa Diop") == [("Awa Diop", "a@x.org")]


@pytest.mark.parametrize(
    "text",
    ["Awa\na@x.org\nBob", "Awa\na@x.org\nb@x.org\nBob", "Awa\na@x.org\nBob\nLi l@x.org", "Awa\nBob\na@x.org\nb@x.org"],
)
def test_lines_that_do_not_take_turns_are_left_as_they_stand(text: str) -> None:
    assert len(entries(text)) == len(text.splitlines())


def test_lines_by_turns_of_too_long_a_list_are_not_taken_for_fewer() -> None:
    assert len(entries("Awa\na@x.org\n" * 20, most=11)) == 12


def test_empty_lines_are_left_out_and_counted() -> None:
    assert [(entry.number, entry.name) for entry in entries("Awa a@x.org\n\n \u200b\nBob b@x.org")] == [
        (1, "Awa"),
        (4, "Bob"),
    ]


def test_columns_are_found_in_any_order() -> None:
    rows = (
        ("List of 2026",),
        ("Courriel", "Fonction", "Prénom", "Nom"),
        ("a@x.org", "Prof", "Awa", "Diop"),
        ("", "Prof", "Bob", "Lee"),
        ("Zoe", "z@x.org", "", ""),
        ("", "only a note", "", ""),
    )
    found = entries(rows, typed=False)
    assert [(each.number, each.name, each.address) for each in found] == [
        (3, "Awa Diop", "a@x.org"),
        (4, "Bob Lee", ""),
        (5, "Zoe", "z@x.org"),
        (6, "only a note", ""),
    ]


def test_headings_and_what_stands_above_the_names_of_the_columns_are_no_people() -> None:
    assert pairs("Bonjour, voici la liste :\nAwa a@x.org\nÉquipe du PP :\n-----\nBob b@x.org") == [
        ("Awa", "a@x.org"),
        ("Bob", "b@x.org"),
    ]
    assert pairs("Awa Diop\nÉquipe :\nBob b@x.org") == [("Awa Diop", ""), ("Bob", "b@x.org")]
    assert pairs("Nom Prénom Courriel\nDiop Awa a@x.org") == [("Diop Awa", "a@x.org")]
    assert pairs("| Name | E-mail |\n|---|---|\n| Awa | a@x.org |") == [("Awa", "a@x.org")]


def test_a_second_table_has_columns_of_its_own() -> None:
    rows = (
        ("Contact", "head@x.org"),
        ("Nom", "Courriel"),
        ("Diop", "a@x.org"),
        ("7", ""),
        ("Courriel", "Nom"),
        ("b@x.org", "Lee"),
        ("c@x.org", ""),
    )
    assert pairs(rows, typed=False) == [
        ("Contact", "head@x.org"),
        ("Diop", "a@x.org"),
        ("Lee", "b@x.org"),
        ("", "c@x.org"),
    ]


def test_people_above_are_kept_where_a_heading_comes_late() -> None:
    names = "\n".join(f"Awa Diop{'i' * number}" for number in range(12))
    assert len(pairs(f"{names}\nName;E-mail\nBob;b@x.org")) == 13


def test_names_of_columns_without_one_of_addresses_are_no_person() -> None:
    assert pairs((("Nom", "Prénom"), ("Diop", "Awa", "a@x.org")), typed=False) == [("Diop Awa", "a@x.org")]


def test_a_list_without_names_of_columns_is_read_cell_by_cell() -> None:
    rows = (
        ("1", "Awa", "Diop", "a@x.org", "+33 612"),
        ("b@x.org", "Bob"),
        ("Zoe <z@x.org>", ""),
        ("Li", "l@x.org", "Ann", "n@x.org"),
        ("l@x.org", "Li", "n@x.org", "Ann"),
        ("l@x.org", "n@x.org"),
        ("Awa", "Diop"),
    )
    assert pairs(rows, typed=False) == [
        ("Awa Diop", "a@x.org"),
        ("Bob", "b@x.org"),
        ("Zoe", "z@x.org"),
        ("Li", "l@x.org"),
        ("Ann", "n@x.org"),
        ("Li", "l@x.org"),
        ("Ann", "n@x.org"),
        ("", "l@x.org"),
        ("", "n@x.org"),
        ("Awa Diop", ""),
    ]


@pytest.mark.parametrize(
    ("row", "in_a_file", "typed"),
    [
        (("=A1&B1", "a@x.org"), True, True),
        (("Awa", "=HYPERLINK(a@x.org)"), True, True),
        (("+awa@x.org",), True, False),
        (("@SUM(A1)", "a@x.org"), True, True),
        (("-awa@x.org",), True, False),
        (("- Awa a@x.org",), False, False),
        (("+33 612 34 56", "a@x.org"), False, False),
        (("Awa = Diop", "a@x.org"), False, False),
    ],
)
def test_a_cell_that_begins_as_a_formula_is_one(row: tuple[str, ...], in_a_file: bool, typed: bool) -> None:
    assert entries((row,), typed=False)[0].is_formula is in_a_file
    assert entries((row,), typed=True)[0].is_formula is typed


@pytest.mark.parametrize(
    "line",
    [
        '=HYPERLINK("x"), a@b.org',
        'Awa Diop, =HYPERLINK("x";"a@b.org")',
        "1. =A1, a@b.org",
        "+cmd(1) a@b.org",
        "=1+1 a@b.org",
    ],
)
def test_a_pasted_formula_is_pointed_out_with_its_sign(line: str) -> None:
    (entry,) = entries(line)
    assert entry.is_formula
    assert entry.text == line
    assert read_people(line, COLUMNS, 10) == ([], [(entry, Phrase("people.formula"))])


def test_a_row_with_a_formula_is_one_line_of_the_report() -> None:
    assert [each.text for each in entries((("@Bar", "b@x.org"),), typed=False)] == ["@Bar b@x.org"]


def test_reading_ends_soon_after_there_are_too_many() -> None:
    assert len(entries("\n".join(f"a{number}@x.org" for number in range(50)), most=10)) == 11
    assert 11 <= len(entries("a@x.org b@x.org c@x.org\n" * 1000, most=10)) <= 13


def test_typed_people_are_kept_as_names_and_addresses() -> None:
    assert read_people("Awa Diop, Awa@x.org\nBob Lee <b@x.org>", COLUMNS, 10) == (
        ["Awa Diop <Awa@x.org>", "Bob Lee <b@x.org>"],
        [],
    )


def test_every_line_that_is_no_person_is_named() -> None:
    people, wrong = read_people("Awa a@x.org\nb@x.org\nZoe\nLi li.x.org\nAnn ann@x", COLUMNS, 10)
    assert people == ["Awa <a@x.org>"]
    assert [(entry.number, fault.key) for entry, fault in wrong] == [
        (2, "people.no_name"),
        (3, "people.no_address"),
        (4, "people.no_at"),
        (5, "people.no_dot"),
    ]


CELLS = st.one_of(
    st.text(max_size=30),
    st.sampled_from(["Awa", "a@x.org", "Nom", "E-mail", "=A1", "", "<b@x.org>", "1.", "@", "\u202e", "a @ b.org"]),
    st.emails(),
)


@given(st.lists(st.lists(CELLS, max_size=5)), st.booleans())
def test_any_rows_are_read(rows: list[list[str]], typed: bool) -> None:
    found = entries(rows, typed)
    numbers = [entry.number for entry in found]
    assert numbers == sorted(numbers)
    assert all(1 <= number <= len(rows) for number in numbers)
    for entry in found:
        assert "\n" not in entry.name


@given(st.lists(st.tuples(st.sampled_from(["Awa Diop", "Bob Lee"]), st.emails()), max_size=8))
def test_ordinary_lines_are_read_back_as_they_were_written(people: list[tuple[str, str]]) -> None:
    plain = [(name, address) for name, address in people if find_fault(address) is None and address[0].isalnum()]
    assert pairs("\n".join(f"{name} <{address}>" for name, address in plain)) == plain
