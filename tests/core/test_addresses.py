"""An address is looked at exactly as it was written, and the library has the last word."""

from __future__ import annotations

import pytest
from email_validator import EmailNotValidError, validate_email
from hypothesis import example, given
from hypothesis import strategies as st

from bot.core.addresses import find_fault, find_odd_letters, show_hidden, suggest_address

KNOWN = ("gmail.com", "free.fr")


@pytest.mark.parametrize(
    "address", ["a@b.org", "Awa.Diop+ib@ecole-dakar.org", "o'brien@school.ie", "élève@école.fr", "12.m@school.org"]
)
def test_nothing_is_wrong_with_what_the_library_takes(address: str) -> None:
    assert find_fault(address) is None


@pytest.mark.parametrize(
    ("address", "wrong"),
    [
        ("awa.school.org", "no_at"),
        ("", "no_at"),
        ("a@b@school.org", "two_at"),
        ("@school.org", "half"),
        ("awa@", "half"),
        ("awa @ school.org", "space"),
        ("awa..d@school.org", "dots"),
        (".awa@school.org", "dots"),
        ("awa.@school.org", "dots"),
        ("awa@school.org.", "dots"),
        ("awa@school", "no_dot"),
        ("awa:d@school.org", "character"),
        ("awa@sch_ool.org", "character"),
        ("awa@school.123", "bad"),
        ("awa@-school.org", "bad"),
        ("\u200bawa@school.org", "invisible_first"),
        ("awa\u200b@school.org", "invisible"),
        ("awa@\u202eloohcs.org", "invisible"),
        ("awa@school.org\u00a0", "invisible"),
        ("a" * 250 + "@school.org", "bad"),
    ],
)
def test_it_is_said_what_is_wrong(address: str, wrong: str) -> None:
    fault = find_fault(address)
    assert fault is not None
    assert fault.key == f"people.{wrong}"


def test_it_is_said_where_the_invisible_character_stands() -> None:
    fault = find_fault("first.last\u200d@school.org")
    assert fault is not None
    assert fault.values == {"before": "first.last"}


@given(st.one_of(st.text(), st.from_regex(r"[\w.+'\-@ ]{0,70}@[\w.\-@ ]{0,20}"), st.emails()))
@example("x" * 64 + "@b.org")
@example("x" * 65 + "@b.org")
@example("xn--a@b.org")
def test_what_is_taken_is_what_the_library_takes(address: str) -> None:
    try:
        validate_email(address, check_deliverability=False)
    except EmailNotValidError:
        assert find_fault(address) is not None
    else:
        assert find_fault(address) is None or not address.isprintable()


def test_letters_that_addresses_seldom_have_are_named_once_each() -> None:
    assert find_odd_letters("awa@school.org") == ""
    assert find_odd_letters("éléve@school.org") == "é"
    assert find_odd_letters("\u0430wa@school.org") == "\u0430"


@pytest.mark.parametrize(
    ("address", "suggestion"),
    [
        ("awa@gmial.com", "awa@gmail.com"),
        ("awa@GMIAL.com", "awa@gmail.com"),
        ("awa@gmail.co", "awa@gmail.com"),
        ("awa@gmail.com", None),
        ("awa@Gmail.com", None),
        ("awa@gmxxx.com", None),
        ("awa", None),
    ],
)
def test_a_domain_one_letter_off_is_asked_about(address: str, suggestion: str | None) -> None:
    assert suggest_address(address, KNOWN) == suggestion


def test_nothing_is_suggested_where_nothing_is_known() -> None:
    assert suggest_address("awa@gmial.com", ()) is None


def test_what_cannot_be_seen_is_written_by_its_number() -> None:
    assert show_hidden("awa@school.org") == "awa@school.org"
    assert show_hidden("a\u200bwa\u202e@school.org") == "a[U+200B]wa[U+202E]@school.org"
