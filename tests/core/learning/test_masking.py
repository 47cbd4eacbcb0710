"""What is kept of a question says nothing of whose it was."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.learning.masking import LONGEST_KEPT, mask


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Write to awa.diop+ib@ecole-dakar.org, please", "Write to [@], please"),
        ("awa @ school.org or AWA@SCHOOL.ORG?", "[@] or [@]?"),
        ("<paul@x.org>", "<[@]>"),
        ("Call me: +221 77 123 45 67.", "Call me: [#]."),
        ("(022) 345-67-89 or 0033612345678", "[#] or [#]"),
        ("my number is +44 (0)20 7946 0958", "my number is [#]"),
        ("On 15/03/2027 or 2027-03-15, or 15.3.2027?", "On 15/03/2027 or 2027-03-15, or 15.3.2027?"),
        ("24 people for 2 days in 2027", "24 people for 2 days in 2027"),
        ("two\n\n lines\tand   spaces", "two lines and spaces"),
        ("B2B7654321X and x86", "B2B7654321X and x86"),
        ("@home", "@home"),
        ("in\u200bvis\u00adible\x7f\ufeff \ud83d", "invisible"),
    ],
)
def test_addresses_and_numbers_are_taken_out_and_the_rest_stays(text: str, kept: str) -> None:
    assert mask(text) == kept


def test_a_long_text_is_cut_visibly_after_it_was_masked() -> None:
    kept = mask("a" * 290 + " paul.meyer@school-leeds.org " + "b" * 3000)
    assert len(kept) == LONGEST_KEPT
    assert kept.endswith("…")
    assert "paul" not in kept


@given(st.text(max_size=400), st.from_regex(r"[a-z]{1,8}@[a-z]{1,8}\.(org|ch)", fullmatch=True))
def test_no_address_between_words_is_ever_kept(around: str, address: str) -> None:
    assert address not in mask(f"{around} {address} {around}") or address in around


@given(st.text())
def test_masking_twice_changes_nothing_more(text: str) -> None:
    assert mask(mask(text)) == mask(text)


@pytest.mark.parametrize("piece", ["a", "1", "1 ", "a@", "@", "+", "1.", "1 (", "a. "])
def test_no_text_makes_masking_slow(piece: str) -> None:
    begun = time.process_time()
    mask(piece * 4096)
    assert time.process_time() - begun < 0.5
