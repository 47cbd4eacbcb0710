"""Dates as people type them; what is vague stays unread."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.dates import NoDay, months_after, read_date

TODAY = date(2026, 1, 12)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("15/03/2027", date(2027, 3, 15)),
        ("15.3.2027", date(2027, 3, 15)),
        ("15-03-2027", date(2027, 3, 15)),
        ("15 / 03 / 2027", date(2027, 3, 15)),
        ("2027-03-15", date(2027, 3, 15)),
        ("03/04/2027", date(2027, 4, 3)),
        ("15/03", date(2026, 3, 15)),
        ("15 mars", date(2026, 3, 15)),
        ("15 March", date(2026, 3, 15)),
        ("le 1er mai 2026", date(2026, 5, 1)),
        ("1st of May 2026", date(2026, 5, 1)),
        ("March 15th, 2027", date(2027, 3, 15)),
        ("à partir du 4 mai", date(2026, 5, 4)),
        ("le 2 févr. 2027", date(2027, 2, 2)),
        ("2 août", date(2026, 8, 2)),
        ("11 janvier", date(2027, 1, 11)),
        ("29/02/2028", date(2028, 2, 29)),
        ("le premier mai", date(2026, 5, 1)),
        ("first of May", date(2026, 5, 1)),
        ("15 03 2027", date(2027, 3, 15)),
        ("15.03.27", date(2027, 3, 15)),
        ("١٥/٠٣/٢٠٢٧", date(2027, 3, 15)),
        ("२७ mars", date(2026, 3, 27)),
        ("je voudrais le 15 mars 2027, si possible", date(2027, 3, 15)),
        ("the 15th of March please", date(2026, 3, 15)),
        ("lundi prochain", date(2026, 1, 19)),
        ("next monday", date(2026, 1, 19)),
        ("vendredi 20 mars", date(2026, 3, 20)),
        ("dans 3 mois", date(2026, 4, 12)),
        ("dans dix semaines", date(2026, 3, 23)),
        ("10 weeks from now", date(2026, 3, 23)),
        ("demain", date(2026, 1, 13)),
        ("tomorrow", date(2026, 1, 13)),
        ("dans 10 semaines", date(2026, 3, 23)),
        ("in 10 weeks", date(2026, 3, 23)),
    ],
)
def test_a_day_is_read_in_either_language(typed: str, day: date) -> None:
    assert read_date(typed, TODAY) == day


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "lundi en huit",
        "15 mars 9h",
        "may be 5 people",
        "no idea, who can help?",
        "01/01/1900",
        "dans 999999999 jours",
        "dans 900 ans",
        "15 mars " + "x" * 60,
    ],
)
def test_what_names_no_day_is_not_guessed(typed: str) -> None:
    assert read_date(typed, TODAY) is None


@pytest.mark.parametrize(
    ("case", "typed"),
    [
        ("month", "12"),
        ("month", "le 15"),
        ("month", "the 15th"),
        ("month", "lundi 12"),
        ("vague", "mars"),
        ("vague", "fin mars"),
        ("vague", "mid-March 2027"),
        ("vague", "la semaine prochaine"),
        ("vague", "next month"),
        ("vague", "au printemps"),
        ("vague", "in spring"),
        ("vague", "2027"),
        ("vague", "03/2027"),
        ("several", "15/03/2027 ou 22/03/2027"),
        ("several", "15 or 16 March"),
        ("several", "15 et 18 mars"),
        ("several", "from 15 to 17 March"),
        ("several", "du 30 mars au 2 avril"),
        ("none", "32 mars"),
        ("none", "February 30th"),
        ("none", "31 avril 2027"),
    ],
)
def test_what_a_date_lacks_is_named(case: str, typed: str) -> None:
    assert read_date(typed, TODAY) == NoDay(case)


PIECES = [
    "15",
    "16",
    "31",
    "mars",
    "May",
    "et",
    "or",
    "-",
    "/",
    "2027",
    "lundi",
    "next",
    "fin",
    "le",
    "from",
    "dans",
    "²",
]


@given(
    st.lists(st.sampled_from(PIECES), max_size=8).map(" ".join)
    | st.text(max_size=70)
    | st.from_regex(r"(dans|in) [0-9]{1,12} (jours|ans|weeks|months)", fullmatch=True)
)
def test_no_text_breaks_the_reading_of_a_date(typed: str) -> None:
    day = read_date(typed, TODAY)
    assert not isinstance(day, date) or abs(day.year - TODAY.year) <= 20


@given(st.dates(date(2026, 1, 13), date(2040, 1, 1)))
def test_every_day_is_read_as_it_is_written(day: date) -> None:
    assert read_date(day.strftime("%d/%m/%Y"), TODAY) == day
    assert read_date(day.isoformat(), TODAY) == day


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 12), 18, date(2027, 7, 12)),
        (date(2026, 8, 31), 18, date(2028, 2, 29)),
        (date(2025, 8, 31), 18, date(2027, 2, 28)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 11, 30), 0, date(2026, 11, 30)),
    ],
)
def test_months_later_is_the_same_day_or_the_months_last(day: date, months: int, later: date) -> None:
    assert months_after(day, months) == later


@pytest.mark.parametrize("typed", ["31/02/2027", "29/02/2027", "00/00/2027", "99/99/9999"])
def test_a_day_that_the_calendar_does_not_have_is_said_to_be_none(typed: str) -> None:
    assert read_date(typed, date(2026, 11, 23)) == NoDay("none")


def test_a_weekday_that_contradicts_the_date_is_not_passed_over() -> None:
    assert read_date("lundi 15 mars 2027", date(2026, 11, 23)) == date(2027, 3, 15)
    assert read_date("mardi 15 mars 2027", date(2026, 11, 23)) == NoDay("weekday", date(2027, 3, 15))


@pytest.mark.parametrize(
    "typed",
    [
        "15 et 16 mars 2027",
        "du 15 au 16 mars",
        "15-16 mars 2027",
        "15/16 mars",
        "15 and 16 March",
        "15 & 16 March",
        "March 15-16",
        "March 15 and 16, 2027",
        "15 mars et 16 mars",
        "15/03/2027-16/03/2027",
        "du 15/03 au 16/03",
    ],
)
def test_two_days_that_follow_each_other_are_read_as_the_first(typed: str) -> None:
    assert read_date(typed, date(2026, 11, 23)) == date(2027, 3, 15)


@pytest.mark.parametrize(("typed", "day"), [("hier", 22), ("aujourd’hui", 23), ("demain", 24), ("après-demain", 25)])
def test_days_near_today_are_known_by_name(typed: str, day: int) -> None:
    assert read_date(typed, date(2026, 11, 23)) == date(2026, 11, day)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2 jours, les 4 et 5 mai", date(2026, 5, 4)),
        ("two days: 4 and 5 May", date(2026, 5, 4)),
        ("31 May-1 June", date(2026, 5, 31)),
        ("31 mai-1er juin", date(2026, 5, 31)),
        ("in a fortnight", date(2026, 1, 26)),
        ("dans quinze jours", date(2026, 1, 27)),
        ("dans une quinzaine de jours", date(2026, 1, 27)),
        ("peut-on prendre le 15 mars ?", date(2026, 3, 15)),
        ("est-ce que le 15 mars serait possible ?", date(2026, 3, 15)),
        ("can we have 15 March?", date(2026, 3, 15)),
    ],
)
def test_a_day_is_read_however_it_is_asked_for(typed: str, day: date) -> None:
    assert read_date(typed, date(2026, 1, 12)) == day


@pytest.mark.parametrize("typed", ["le 15 mars ou le 16 mars", "15 March or 16 March", "15 mai-3 juin"])
def test_two_days_that_are_not_one_workshop_are_told_apart(typed: str) -> None:
    assert read_date(typed, date(2026, 1, 12)) == NoDay("several")
