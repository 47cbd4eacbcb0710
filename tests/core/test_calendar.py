"""The calendar of a date step: what it opens at, what it marks, how far it goes; the dialogues show it in use."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from bot.core.calendar import Calendar, Verdict, read_day, read_view
from bot.core.messages import Style
from bot.core.rules import RULES, Facts, Problem, Remedy, WayOut
from bot.core.scene import Knowledge
from bot.rehearsal.person import Person
from tests.core.samples import TODAY

WORKSHOP = ("start_is_ahead", "start_leaves_notice")
AT_THE_START = ("James", "Teacher", "james@school.org", "School A", "Mali", "DP", "Inquiry", "English", "12")


def judged(is_excluded: Callable[[date], bool]) -> Callable[[date], tuple[Problem, ...]]:
    return lambda day: (Problem("rule", "key"),) if is_excluded(day) else ()


def calendar(
    judge: Callable[[date], tuple[Problem, ...]] = lambda day: (),
    *chosen: date,
    locale: str = "fr",
    today: date = TODAY,
) -> Calendar:
    return Calendar("1:start", Locale.parse(locale), today, chosen, cache(judge))


@pytest.fixture
def workshop(knowledge: Knowledge) -> Calendar:
    facts = Facts(knowledge.policy, TODAY, "workshop", {}, None)  # type: ignore[arg-type]

    def judge(day: date) -> tuple[Problem, ...]:
        found = (RULES[name].check(day.isoformat(), facts) for name in WORKSHOP)
        return tuple(each for each in found if each is not None)

    return calendar(judge)


def labels(of: Calendar, view: date | int) -> list[list[str]]:
    return [[button.label for button in row] for row in of.page(view).rows]


@pytest.mark.parametrize(
    ("locale", "header", "weekdays"),
    [
        ("fr", ["‹", "mars 2027", "›"], ["lu", "ma", "me", "je", "ve", "sa", "di"]),
        ("en_GB", ["‹", "March 2027", "›"], ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]),
        ("en_US", ["‹", "March 2027", "›"], ["Su", "Mo", "Tu", "We", "Th", "Fr", "Sa"]),
    ],
)
def test_the_locale_names_the_month_and_the_days_and_says_which_comes_first(
    locale: str, header: list[str], weekdays: list[str]
) -> None:
    assert labels(calendar(locale=locale), date(2027, 3, 1))[:2] == [header, weekdays]


def test_every_day_of_a_month_stands_below_its_weekday() -> None:
    first, *_, last = labels(calendar(), date(2027, 3, 1))[2:]
    assert first == ["1", "2", "3", "4", "5", "6", "7"]
    assert last == ["29", "30", "31", "·", "·", "·", "·"]
    sunday_first = labels(calendar(locale="en_US"), date(2027, 3, 1))[2]
    assert sunday_first == ["·", "1", "2", "3", "4", "5", "6"]


def test_a_year_shows_its_months_and_the_years_beside_it() -> None:
    header, *months = labels(calendar(), 2027)
    assert header == ["‹ 2026", "2027", "2028 ›"]
    assert months == [
        ["janvier", "février", "mars"],
        ["avril", "mai", "juin"],
        ["juillet", "août", "septembre"],
        ["octobre", "novembre", "décembre"],
    ]


def test_it_opens_at_the_earliest_date_in_time(workshop: Calendar) -> None:
    assert workshop.first_view == date(2026, 3, 1)


def test_it_opens_at_the_answer() -> None:
    assert calendar(lambda day: (), date(2027, 5, 31), date(2027, 6, 1)).first_view == date(2027, 5, 1)


def test_it_does_not_open_at_an_answer_that_time_has_taken_out_of_reach() -> None:
    held = calendar(judged(lambda day: day <= TODAY), date(2025, 3, 2))
    assert held.first_view == date(2026, 1, 1)


def test_it_opens_at_a_day_to_acknowledge_where_no_day_is_free() -> None:
    late = Problem("late", "key", ways_out=(WayOut(Remedy.ACKNOWLEDGE, "way"),), token="late")
    opened = calendar(lambda day: (late,) if day.month == 2 else (Problem("rule", "key"),))
    assert opened.first_view == date(2026, 2, 1)
    assert opened.page(date(2026, 2, 1)).marks == {Verdict.ASKS}


def test_where_nothing_can_be_chosen_only_todays_month_is_shown() -> None:
    shut = calendar(judged(lambda day: True))
    assert shut.first_view == date(2026, 1, 1)
    assert shut.shows(date(2026, 1, 1))
    assert not shut.shows(date(2026, 2, 1))
    assert not shut.shows(2025)
    assert labels(shut, date(2026, 1, 1))[0] == ["·", "janvier 2026", "·"]
    assert labels(shut, 2026)[:2] == [["·", "2026", "·"], ["×janvier", "×février", "×mars"]]


def test_days_are_marked_by_what_the_rules_say_of_them(workshop: Calendar) -> None:
    assert [workshop.verdict(TODAY + timedelta(days=days)) for days in (0, 1, 55, 56)] == [
        Verdict.EXCLUDED,
        Verdict.ASKS,
        Verdict.ASKS,
        Verdict.FREE,
    ]
    assert labels(workshop, date(2026, 3, 1))[3:5] == [
        ["*2", "*3", "*4", "*5", "*6", "*7", "*8"],
        ["9", "10", "11", "12", "13", "14", "15"],
    ]
    assert workshop.page(date(2026, 3, 1)).marks == {Verdict.ASKS}
    assert workshop.page(date(2026, 1, 1)).marks == {Verdict.ASKS, Verdict.EXCLUDED}
    assert not workshop.page(date(2026, 5, 1)).marks


def test_it_goes_one_month_beyond_those_to_choose_from_and_no_farther(workshop: Calendar) -> None:
    assert workshop.shows(date(2025, 12, 1))
    assert not workshop.shows(date(2025, 11, 1))
    assert workshop.shows(date(2027, 8, 1))
    assert not workshop.shows(date(2027, 9, 1))
    assert labels(workshop, date(2027, 8, 1))[0] == ["‹", "août 2027", "·"]
    assert labels(workshop, date(2025, 12, 1))[0] == ["·", "décembre 2025", "›"]
    assert not workshop.shows(2028)
    assert labels(workshop, 2027)[0] == ["‹ 2026", "2027", "·"]


def test_a_month_with_a_single_day_to_choose_is_reached() -> None:
    alone = calendar(judged(lambda day: day not in {date(2026, 1, 20), date(2026, 2, 14)}))
    assert labels(alone, 2026)[1] == ["janvier", "février", "×mars"]


def test_a_month_of_a_year_is_explained_by_its_day_nearest_to_those_to_choose(workshop: Calendar) -> None:
    assert workshop.nearest_day(date(2025, 12, 1)) == date(2025, 12, 31)
    assert workshop.nearest_day(date(2027, 8, 1)) == date(2027, 8, 1)


def test_the_days_of_the_answer_are_marked_alike_over_the_end_of_a_month() -> None:
    chosen = calendar(lambda day: (), date(2027, 1, 31), date(2027, 2, 1))  # a Sunday and a Monday
    for month in (date(2027, 1, 1), date(2027, 2, 1)):
        cells = [button for row in chosen.page(month).rows[2:] for button in row]
        marked = {button.label: button.data for button in cells if button.style is Style.PRIMARY}
        assert marked == {"✓31": "a:1:start:2027-01-31", "✓1": "a:1:start:2027-02-01"}
    assert not any("✓" in label for row in labels(chosen, date(2027, 3, 1)) for label in row)
    assert labels(chosen, 2027)[1] == ["✓janvier", "✓février", "mars"]


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.sampled_from(["fr", "en_GB", "en_US", "ar_EG"]))
def test_every_month_fits_a_keyboard_and_holds_each_of_its_days_once(day: date, locale: str) -> None:
    chosen = (day, day + timedelta(days=1))
    page = calendar(lambda _: (), *chosen, locale=locale, today=day).page(day.replace(day=1))
    buttons = [button for row in page.rows for button in row]
    assert all(len(row) <= 8 for row in page.rows)
    assert len(buttons) <= 90
    assert all(button.label.strip() and len(button.data) <= 64 for button in buttons)
    days = [button.data for button in buttons if button.data.startswith(f"a:1:start:{day:%Y-%m}-")]
    assert days == [f"a:1:start:{day:%Y-%m}-{number:02}" for number in range(1, len(days) + 1)]
    assert (
        len(days)
        == (day.replace(day=28) + timedelta(days=4)).replace(day=1).toordinal() - day.replace(day=1).toordinal()
    )


@pytest.mark.parametrize(
    "data", ["2027-3-1", "20270301", "2027-W10-1", "2027-02-30", "2027-03-01T00", "٢٠٢٧-٠٣-٠١", "", "x"]
)
def test_only_a_day_as_a_button_writes_it_is_read(data: str) -> None:
    assert read_day(data) is None
    assert read_day("2027-03-01") == date(2027, 3, 1)


@pytest.mark.parametrize("data", ["2027-13", "2027-00", "0000", "9999", "2027-3", "27", "2027-03-01", ""])
def test_only_a_month_or_a_year_is_a_view(data: str) -> None:
    assert read_view(data) is None
    assert read_view("2027-03") == date(2027, 3, 1)
    assert read_view("2027") == 2027


@pytest.fixture
def asked(james: Person) -> Person:
    """Somebody who is asked for the start of a workshop."""
    james.say("/request")
    for text in AT_THE_START:
        james.say(text)
    assert "March 2026" in james.newest.labels
    return james


@pytest.mark.parametrize(
    "data",
    [
        "cal:1",
        "no:1",
        "cal:1:start",
        "cal:1:start:",
        "cal:1:start:2099",
        "cal:1:start:2099-01",
        "cal:1:start:2026-13",
        "cal:1:start:2026-03-01",
        "cal:1:role:2026-03",
        "cal:1:start:2026-03:1",
        "no:1:start",
        "no:1:start:2099-01-01",
        "no:1:start:2026-03",
        "no:1:start:2026-03-09",
        "no:1:start:2026",
        "a:1:start:2026-02-30",
        "a:1:start:20260309",
    ],
)
def test_odd_data_of_a_calendar_draw_the_step_again(asked: Person, data: str) -> None:
    before = asked.session.draft
    turn = asked.tap_data(data)
    assert turn.toast == "This button is no longer valid."
    assert "March 2026" in asked.newest.labels
    after = asked.session.draft
    assert before is not None
    assert after is not None
    assert after.answers == before.answers


def test_a_tapped_day_is_checked_like_a_typed_one(asked: Person) -> None:
    asked.tap_data("a:1:start:2026-01-12")
    assert "Monday, 12 January 2026 is not ahead of us" in asked.newest.text
    draft = asked.session.draft
    assert draft is not None
    assert "start" not in draft.answers


def test_a_calendar_that_is_left_behind_shows_itself_again_below(asked: Person) -> None:
    asked.tap_data("a:1:start:2026-02-01")
    assert "late" in asked.newest.text
    asked.tap_data("cal:1:start:2026-04")
    assert "April 2026" in asked.newest.labels
    draft = asked.session.draft
    assert draft is not None
    assert draft.held is None


def test_a_long_reason_is_cut_to_what_telegram_pops_up(asked: Person) -> None:
    toast = asked.tap_data("no:1:start:2026-01-01").toast
    assert toast is not None
    assert len(toast) <= 200


def test_in_a_group_dates_are_typed(james: Person, ana: Person) -> None:
    james.say("/request")
    for text in (*AT_THE_START, "04/05/2026", "online", "yes", "yes", "yes", "none", "none", "ok"):
        james.say(text)
    ana.tap("Accepter")
    turn = ana.say("https://registration.example.org/a")
    assert "Until which day" in ana.newest.text
    assert turn.posts[0].asks
    assert not turn.posts[0].rows
    tapped = ana.tap_data("cal:1:deadline:2026-03", ana.newest.id)
    assert tapped.toast == "This button is no longer valid."
    assert not any(post.rows for post in tapped.posts)
    ana.say("20/04/2026")
    assert "Monday, 20 April 2026" in ana.newest.text


def test_a_free_month_beyond_what_is_looked_ahead_leads_nowhere() -> None:
    free = calendar(today=date(2026, 1, 1))
    assert labels(free, 2036)[0] == ["‹ 2035", "2036", "·"]
    assert labels(free, 2036)[1] == ["janvier", "·", "·"]
