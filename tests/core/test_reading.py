"""What people type is read as an answer by the step's type, or it is said why not."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.flow import StepType, Value
from bot.core.reading import LONGEST, Misread, Read, Reader, clean
from bot.core.showing import show_value
from bot.core.versions import fits
from tests.core.samples import TODAY, options, step
from tests.shipped import shipped_knowledge

READER = Reader(shipped_knowledge().texts, TODAY)


def read(kind: StepType, typed: str, **changes: Any) -> Value | str:
    """Give what was read, or the key of what is wrong."""
    reading = READER.read(step("one", kind, **changes), typed)
    return reading.value if isinstance(reading, Read) else reading.key


def test_a_text_is_kept_up_to_its_length() -> None:
    assert read(StepType.TEXT, " x ") == "x"
    assert read(StepType.TEXT, "x" * 500) == "x" * 500
    assert read(StepType.TEXT, "x" * 501) == "read.text.long"
    assert read(StepType.TEXT, "xxxx", maximum=3) == "read.text.long"
    assert read(StepType.TEXT, "xx", minimum=3) == "read.text.short"
    assert read(StepType.TEXT, "") == "read.text.short"
    assert read(StepType.QUESTION, "x" * 1000) == "x" * 1000


@pytest.mark.parametrize("typed", ["Awa Diop", "Li", "Ng", "李娜", "  Awa \n Diop ", "O'Brien", "X Æ A-12"])
def test_a_name_has_at_least_two_letters(typed: str) -> None:
    assert read(StepType.NAME, typed) == " ".join(typed.split())


@pytest.mark.parametrize("typed", ["", "A", "🎉🎉", "1234", "--", "A 1"])
def test_what_has_no_letters_is_no_name(typed: str) -> None:
    assert read(StepType.NAME, typed) == "read.name"


def test_a_name_has_an_end() -> None:
    assert read(StepType.NAME, "x" * 101) == "read.text.long"


@pytest.mark.parametrize(
    "typed", ["a@b.org", "Awa.Diop+ib@ecole-dakar.org", "o'brien@school.ie", "élève@école.fr", "A@GMAIL.com"]
)
def test_an_address_is_kept_exactly_as_typed(typed: str) -> None:
    assert read(StepType.EMAIL, typed) == typed


@pytest.mark.parametrize(
    "pasted",
    [
        "<Awa.Diop@school.org>",
        "mailto:Awa.Diop@school.org",
        "Awa Diop <Awa.Diop@school.org>",
        "“Diop, Awa” <mailto:Awa.Diop@school.org>,",
    ],
)
def test_an_address_is_taken_out_of_what_mail_programs_copy(pasted: str) -> None:
    assert read(StepType.EMAIL, pasted) == "Awa.Diop@school.org"


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ("awa.school.org", "no_at"),
        ("", "no_at"),
        ("@", "bad"),
        ("awa@", "bad"),
        ("awa@school", "bad"),
        ("awa diop@school.org", "bad"),
        ("awa@school..org", "bad"),
        ("awa@school.org, ben@school.org", "bad"),
        ("Awa <awa@school>", "bad"),
        ("<awa@school.org> <ben@school.org>", "bad"),
        ("x" * 300 + "@school.org", "bad"),
    ],
)
def test_what_is_no_address_is_named(typed: str, wrong: str) -> None:
    assert read(StepType.EMAIL, typed) == f"read.email.{wrong}"


def test_a_long_wrong_address_is_not_repeated_in_full() -> None:
    reading = READER.read(step("one", StepType.EMAIL), "@" * 4096)
    assert reading == Misread("read.email.bad", {"typed": "@" * 80})


@pytest.mark.parametrize("typed", ["https://x.org", "http://x.org/a?b=c&d=1#e", "https://école.fr/atelier"])
def test_a_complete_link_is_read(typed: str) -> None:
    assert read(StepType.URL, typed) == typed


@pytest.mark.parametrize(
    "typed", ["", "x.org", "ftp://x.org", "https://localhost", "https://x.org a", "https://x.org\na", "http://[x"]
)
def test_what_is_no_complete_link_is_refused(typed: str) -> None:
    assert read(StepType.URL, typed) == "read.url"


def test_a_link_has_an_end() -> None:
    assert read(StepType.URL, "https://x.org/" + "y" * 300) == "read.text.long"


@pytest.mark.parametrize(
    ("typed", "number"),
    [("24", 24), ("about 24 people", 24), ("1 000", 1000), ("1,000", 1000), ("1.000", 1000), ("1", 1), ("٢٤", 24)],
)
def test_one_number_is_read(typed: str, number: int) -> None:
    assert read(StepType.INTEGER, typed, minimum=1, maximum=1000) == number


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ("", "none"),
        ("many", "none"),
        ("20-25", "none"),
        ("20 or 25", "none"),
        ("1" * 13, "none"),
        ("24" + " " * 2 + "x" * 40, "none"),
        ("0", "range"),
        ("-3", "range"),
        ("1001", "range"),
        ("999999999999", "range"),
    ],
)
def test_no_number_and_a_number_out_of_range_are_told_apart(typed: str, wrong: str) -> None:
    assert read(StepType.INTEGER, typed, minimum=1, maximum=1000) == f"read.integer.{wrong}"


def test_a_number_without_bounds_may_be_nought() -> None:
    assert read(StepType.INTEGER, "0") == 0


PROGRAMMES = next(each for each in shipped_knowledge().flows["workshop"].steps if each.id == "programme")


@pytest.mark.parametrize(
    ("typed", "choice"),
    [
        ("pyp", "pyp"),
        ("PP (primaire)", "pyp"),
        ("le pp", "pyp"),
        ("pp ou pei", "read.choice"),
        ("Middle Years", "myp"),
        ("MYP (Middle Years)", "myp"),
        ("4", "cp"),
        ("5", "read.choice"),
        ("0", "read.choice"),
        ("9" * 4096, "read.choice"),
        ("㉈" * 4096, "read.choice"),
        ("primary year programme", "pyp"),
        ("diplome", "dp"),
        ("", "read.choice"),
    ],
)
def test_a_choice_is_its_label_its_words_or_its_number(typed: str, choice: str) -> None:
    reading = READER.read(PROGRAMMES, typed)
    assert (reading.value if isinstance(reading, Read) else reading.key) == choice


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("Oui", True),
        ("ok", True),
        ("D’accord.", True),
        ("YES!", True),
        ("non", False),
        ("nope", False),
        ("maybe", "read.confirm"),
        ("yes and no", "read.confirm"),
        ("merci", "read.confirm"),
        ("Oui, bien sûr !", True),
        ("yep, of course", True),
        ("c'est bon", True),
        ("D'accord, merci beaucoup", True),
        ("Absolutely, thank you", True),
        ("Non merci", False),
        ("no, not at all", False),
        ("nope thanks", False),
        ("", "read.confirm"),
    ],
)
def test_yes_and_no_are_understood_in_both_languages(typed: str, answer: bool | str) -> None:
    assert read(StepType.CONFIRM, typed) == answer


def test_a_date_becomes_iso_text() -> None:
    assert read(StepType.DATE, "15 mars") == "2026-03-15"
    assert read(StepType.DATE, "soon") == "read.date"


@pytest.mark.parametrize(
    ("typed", "schools"),
    [
        ("School A", ["School A"]),
        ("1. School A\n2) École  B\n\n- C.S. Lac\n• Dé", ["School A", "École B", "C.S. Lac", "Dé"]),
        ("A School; B School", ["A School", "B School"]),
        ("42 Lyon\n2 Rives", ["42 Lyon", "2 Rives"]),
    ],
)
def test_schools_stand_one_a_line(typed: str, schools: list[str]) -> None:
    assert read(StepType.SCHOOLS, typed) == schools


@pytest.mark.parametrize(
    ("typed", "wrong", "values"),
    [
        ("", "none", {"line": 1, "typed": ""}),
        ("School A\n123", "none", {"line": 2, "typed": "123"}),
        ("\n".join(f"School {each}" for each in "abc"), "many", {"many": 3, "most": 2}),
        ("School A\n" + "x" * 121, "long", {"line": 2, "longest": 120}),
    ],
)
def test_what_is_wrong_with_a_list_of_schools_is_said_by_line(typed: str, wrong: str, values: dict[str, Any]) -> None:
    reading = READER.read(step("one", StepType.SCHOOLS, maximum=2), typed)
    assert reading == Misread(f"read.schools.{wrong}", values)


def test_ten_schools_at_most_where_the_step_says_nothing() -> None:
    ten = "\n".join(f"School {each}" for each in "abcdefghij")
    assert len(ten.split("\n")) == LONGEST[StepType.SCHOOLS]
    assert isinstance(read(StepType.SCHOOLS, ten), list)
    assert read(StepType.SCHOOLS, f"{ten}\nSchool k") == "read.schools.many"


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("  a  ", "a"),
        ("\u200b\u200e", ""),
        ("a\u200bb", "ab"),
        ("\x00a\x07", "a"),
        ("a\tb\nc", "a b\nc"),
        ("👩‍🏫 é", "👩🏫 é"),
        ("\u202eabc", "abc"),
        ("a\u00a0b", "a\u00a0b"),
    ],
)
def test_what_cannot_be_seen_is_dropped(typed: str, seen: str) -> None:
    assert clean(typed) == seen


@given(st.sampled_from(sorted({*StepType} - {StepType.FIELDS})), st.text(max_size=60))
def test_whatever_is_read_fits_its_step_and_can_be_shown(kind: StepType, typed: str) -> None:
    one = step("one", kind, options=options("one", "two"))
    reading = READER.read(one, typed)
    if isinstance(reading, Read):
        assert fits(one, reading.value)
        assert all(show_value(READER.texts, one, reading.value, language) for language in ("fr", "en"))
    else:
        assert READER.texts.say(reading.key, "fr", **reading.values)
        assert READER.texts.say(reading.key, "en", **reading.values)


def test_people_are_kept_with_their_addresses_exactly_as_written() -> None:
    assert read(StepType.PEOPLE, "1. Awa Diop, Awa@x.org\nb@x.org; Bob Lee") == [
        "Awa Diop <Awa@x.org>",
        "Bob Lee <b@x.org>",
    ]
    assert read(StepType.PEOPLE, "Awa Diop") == "read.people.none"
    assert read(StepType.PEOPLE, "Awa a@x.org\nBob b@x.org", maximum=1) == "read.people.many"
    assert read(StepType.PEOPLE, "Awa a@x.org", minimum=2) == "read.people.few"


def test_all_wrong_lines_are_named_together_up_to_some() -> None:
    reading = READER.read(step("one", StepType.PEOPLE), "Awa a@x.org\n" + "Bob bob@x\n" * 14)
    assert isinstance(reading, Misread)
    all_wrong = (reading, *reading.also)
    assert [each.values.get("line") for each in all_wrong[:-1]] == list(range(2, 12))
    assert (all_wrong[-1].key, all_wrong[-1].values) == ("flow.more", {"count": 4})
    worded = shipped_knowledge().texts.say(reading.key, "en", **reading.values)
    assert worded.startswith("❌ Line 2 (“Bob bob@x”): “x” is not complete")


def test_a_list_has_several_lines_or_an_address() -> None:
    assert read(StepType.FILE, " Awa \n\nBob") == ["Awa", "Bob"]
    assert read(StepType.FILE, "a@x.org") == ["a@x.org"]
    assert read(StepType.FILE, "Awa") == "read.list"


def test_a_comma_may_be_part_of_a_schools_name() -> None:
    assert read(StepType.SCHOOLS, "Collège du Léman, Genève\nÉcole B; École C") == [
        "Collège du Léman, Genève",
        "École B",
        "École C",
    ]
