"""A line gives every address that stands in it, exactly as it stands, with the name that belongs to it."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.core.lines import read_address, read_line


@pytest.mark.parametrize(
    ("line", "name", "address"),
    [
        ("Moussa Fall, moussa fall@ecole.org", "Moussa Fall", "moussa fall@ecole.org"),
        ("Moussa Fall; moussa fall@ecole.org", "Moussa Fall", "moussa fall@ecole.org"),
        ("Moussa Fall\tmoussa fall@ecole.org", "Moussa Fall", "moussa fall@ecole.org"),
        ("| Moussa Fall | moussa fall@ecole.org |", "Moussa Fall", "moussa fall@ecole.org"),
        ('"Moussa Fall","moussa fall@ecole.org"', "Moussa Fall", "moussa fall@ecole.org"),
        ("Moussa Fall, Moussa Fall@ecole.org", "Moussa Fall", "Moussa Fall@ecole.org"),
        ("Moussa Fall, M Fall@ecole.org", "Moussa Fall", "M Fall@ecole.org"),
        ("Moussa Fall, mr moussa fall@ecole.org", "Moussa Fall", "mr moussa fall@ecole.org"),
        ("Moussa Fall moussa fall@ecole.org", "Moussa Fall", "moussa fall@ecole.org"),
        ("Moussa Fall : moussa fall@ecole.org", "Moussa Fall", "moussa fall@ecole.org"),
        ("moussa fall@ecole.org, Moussa Fall", "Moussa Fall", "moussa fall@ecole.org"),
        ("a b@ecole.org", "", "a b@ecole.org"),
        ("Awa Diop, awa@ecole. org", "Awa Diop", "awa@ecole. org"),
        ("Awa Diop, awa@ecole .org", "Awa Diop", "awa@ecole .org"),
        ("Awa Diop, awa@ec ole.org", "Awa Diop", "awa@ec ole.org"),
        ("Awa Diop, awa@ecole.edu .sn", "Awa Diop", "awa@ecole.edu .sn"),
        ("Awa Diop <awa diop@x.org>", "Awa Diop", "awa diop@x.org"),
    ],
)
def test_an_address_with_a_space_in_it_is_kept_as_it_was_written(line: str, name: str, address: str) -> None:
    assert read_line(line, typed=True) == [(name, address)]


@pytest.mark.parametrize(
    ("line", "name", "address"),
    [
        ("Awa Diop awa@ecole.org", "Awa Diop", "awa@ecole.org"),
        ("awa diop awa@ecole.org", "awa diop", "awa@ecole.org"),
        ("Diop, Awa awa@x.org", "Diop, Awa", "awa@x.org"),
        ("1, Awa Diop awa@x.org", "1, Awa Diop", "awa@x.org"),
        ("Awa Diop awa@x.org, directrice", "Awa Diop", "awa@x.org"),
        ("Coordinatrice : Awa Diop awa@x.org", "Coordinatrice : Awa Diop", "awa@x.org"),
        ("Awa Diop awa@x.org directrice", "Awa Diop", "awa@x.org"),
        ("A awa@x.org", "A", "awa@x.org"),
        ("Awa awa@ecole lycee", "Awa", "awa@ecole"),
    ],
)
def test_words_of_a_line_are_no_part_of_the_address(line: str, name: str, address: str) -> None:
    assert read_line(line, typed=True) == [(name, address)]


@pytest.mark.parametrize(
    ("line", "people"),
    [
        (
            "Awa Diop <awa@x.org>; Moussa Fall <moussa@x.org>; zoe@x.org",
            [("Awa Diop", "awa@x.org"), ("Moussa Fall", "moussa@x.org"), ("", "zoe@x.org")],
        ),
        (
            "Awa Diop <awa@x.org>; zoe@x.org, Moussa Fall <moussa@x.org>",
            [("Awa Diop", "awa@x.org"), ("", "zoe@x.org"), ("Moussa Fall", "moussa@x.org")],
        ),
        ("zoe@x.org; Fall, Moussa <moussa@x.org>", [("", "zoe@x.org"), ("Fall, Moussa", "moussa@x.org")]),
        ("zoe@x.org Moussa <moussa@x.org>", [("", "zoe@x.org"), ("Moussa", "moussa@x.org")]),
        ("zoe@x.org <zoe@y.org>", [("", "zoe@x.org"), ("", "zoe@y.org")]),
        ("<a@x.org> Awa, <b@x.org> Bob", [("Awa", "a@x.org"), ("Bob", "b@x.org")]),
        ("a@x.org Awa, b@x.org", [("Awa", "a@x.org"), ("", "b@x.org")]),
        ("Awa a@x.org Bob, b@x.org", [("Awa", "a@x.org"), ("Bob", "b@x.org")]),
        ("a@x.org, Awa; b@x.org, Bob", [("Awa", "a@x.org"), ("Bob", "b@x.org")]),
        (
            "Awa Diop <a@x.org<mailto:a@x.org>>; Bob <b@x.org<mailto:b@x.org>>",
            [("Awa Diop", "a@x.org"), ("Bob", "b@x.org")],
        ),
        ("Awa <prof> <a@x.org>; Bob <b@x.org>", [("Awa <prof", "a@x.org"), ("Bob", "b@x.org")]),
    ],
)
def test_every_address_of_a_line_is_a_person(line: str, people: list[tuple[str, str]]) -> None:
    assert read_line(line, typed=True) == people


def test_a_cell_of_an_address_is_taken_as_it_stands() -> None:
    assert read_address(" awa diop@x.org; ") == "awa diop@x.org"
    assert read_address("mailto:awa@x.org") == "awa@x.org"
    assert read_address("Awa <awa@x.org>") is None
    assert read_address("a@x.org b@x.org") is None
    assert read_address("Awa") is None


WORDS = st.one_of(
    st.sampled_from(
        ["Awa Diop", "zoe@x.org", "<m@x.org>", ";", ", ", " ", "\t", "a b@x.org", "@", "<", ">", "Fall, ", "(b@y.org)"]
    ),
    st.text(max_size=8),
    st.emails(),
)


@given(st.lists(WORDS, max_size=10).map(" ".join), st.booleans())
@example("Awa <awa@x.org>; Moussa <m@x.org>; zoe@x.org", True)
def test_no_address_of_a_line_is_lost(line: str, typed: bool) -> None:
    addresses = [address for _, address in read_line(line, typed)]
    for written in re.findall(r"[\w.+-]*@[\w.+-]*", line):
        assert any(written in address or written.removeprefix("-").strip("-") in address for address in addresses)
