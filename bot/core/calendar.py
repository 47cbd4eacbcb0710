"""Lays out a month of days, or a year of months, each judged by the step's own rules; knows no rule and no sentence."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache, cached_property

from babel import Locale
from babel.dates import format_skeleton

from bot.core.dates import months_after
from bot.core.flow import Draft, Flow, Step
from bot.core.judging import rules_at
from bot.core.messages import Button, Rows, Style
from bot.core.rules import Problem, Remedy
from bot.core.scene import Scene
from bot.core.versions import fits

_DAY = re.compile(r"[12]\d{3}-\d\d-\d\d", re.ASCII)
_MONTH = re.compile(r"[12]\d{3}-\d\d", re.ASCII)
_YEAR = re.compile(r"[12]\d{3}", re.ASCII)
_PROBED_DAYS = 100
_PROBED_MONTHS = 120
_MONTHS_IN_A_ROW = 3
_NOTHING = "·"
_BEFORE, _AFTER = "‹", "›"

Judge = Callable[[date], tuple[Problem, ...]]
View = date | int
"""What is shown: a month, named by its first day, or a year."""


class Verdict(StrEnum):
    """What the rules say of a day; the value is the mark that it bears."""

    FREE = ""
    ASKS = "*"
    EXCLUDED = "×"


_CHOSEN = "✓"


@dataclass(frozen=True)
class Page:
    """The buttons of a month or a year, and the marks among them that need a word."""

    rows: Rows
    marks: frozenset[Verdict]


@dataclass(frozen=True)
class Calendar:
    """The days that a step may be answered with.

    `here` names the draft and the step in buttons' data, `chosen` are the consecutive days of the answer so far,
    `judge` lists what the step's rules find in a day.
    """

    here: str
    locale: Locale
    today: date
    chosen: tuple[date, ...]
    judge: Judge

    def verdict(self, day: date) -> Verdict:
        """Tell whether a day can be chosen, can be once something is acknowledged, or cannot."""
        problems = self.judge(day)
        if not problems:
            return Verdict.FREE
        return Verdict.EXCLUDED if self.reasons(day) else Verdict.ASKS

    def reasons(self, day: date) -> tuple[Problem, ...]:
        """List the problems that exclude a day: those that nobody can acknowledge."""
        return tuple(
            problem
            for problem in self.judge(day)
            if not any(way.remedy is Remedy.ACKNOWLEDGE for way in problem.ways_out)
        )

    @property
    def first_view(self) -> date:
        """The month to open at: the answer's, else the one of the first day that is free, else today's."""
        if self.chosen and self.shows(_month_of(self.chosen[0])):
            return _month_of(self.chosen[0])
        return _month_of(self._first_free or self.today)

    def shows(self, view: View) -> bool:
        """Tell whether a month, or one of a year's, has a day to choose or lies next to one that has."""
        if isinstance(view, int):
            years = {self.today.year}
            if self._months is not None:
                years |= {months_after(self._months[0], -1).year, months_after(self._months[1], 1).year}
            return min(years) <= view <= max(years)
        return view == _month_of(self.today) or any(self._has_a_day(months_after(view, way)) for way in (0, -1, 1))

    def page(self, view: View) -> Page:
        """Lay out a month or a year."""
        return self._year(view) if isinstance(view, int) else self._month(view)

    def nearest_day(self, month: date) -> date:
        """Give the day of a month that lies nearest to those to choose from."""
        is_before = self._months is not None and month < self._months[0]
        return months_after(month, 1) - timedelta(days=1) if is_before else month

    @cached_property
    def _first_free(self) -> date | None:
        """Look ahead from today, following what the rules propose instead."""
        day, possible = self.today, None
        for _ in range(_PROBED_DAYS):
            problems = self.judge(day)
            if not problems:
                return day
            if possible is None and not self.reasons(day):
                possible = day
            ways = (way for problem in problems for way in problem.ways_out if way.remedy is Remedy.USE)
            proposed = [date.fromisoformat(way.target) for way in ways]
            day = max((each for each in proposed if each > day), default=day + timedelta(days=1))
        return possible

    @cached_property
    def _months(self) -> tuple[date, date] | None:
        """Find the first and the last of the months around the first free day that have a day to choose."""
        if self._first_free is None:
            return None
        ends = []
        for way in (-1, 1):
            month = _month_of(self._first_free)
            for _ in range(_PROBED_MONTHS):
                beside = months_after(month, way)
                if not self._has_a_day(beside):
                    break
                month = beside
            ends.append(month)
        return ends[0], ends[1]

    def _has_a_day(self, month: date) -> bool:
        length = monthrange(month.year, month.month)[1]
        # Its ends first: what rules exclude mostly lies before one day or after another.
        numbers = (1, length, *range(2, length))
        return any(self.verdict(month.replace(day=number)) is not Verdict.EXCLUDED for number in numbers)

    def _month(self, month: date) -> Page:
        name = format_skeleton("yMMMM", month, locale=self.locale)
        header = (
            self._turn_month(_BEFORE, months_after(month, -1), month),
            Button(name, self._view(month.year)),
            self._turn_month(_AFTER, months_after(month, 1), month),
        )
        names = self.locale.days["stand-alone"]["short"]
        week = [(self.locale.first_week_day + position) % 7 for position in range(7)]
        weekdays = tuple(Button(names[each], self._view(month)) for each in week)
        weeks = tuple(tuple(self._cell(day, month) for day in days) for days in self._weeks(month))
        shown = {day for days in self._weeks(month) for day in days if day.month == month.month}
        return Page((header, weekdays, *weeks), frozenset(map(self.verdict, shown)) - {Verdict.FREE})

    def _weeks(self, month: date) -> list[list[date]]:
        """List the weeks of a month; where the answer runs over its end, those of the whole answer."""
        length = monthrange(month.year, month.month)[1]
        days = [month, month.replace(day=length)]
        if any(_month_of(day) == month for day in self.chosen):
            days += self.chosen
        first, last = min(days), max(days)
        first -= timedelta(days=(first.weekday() - self.locale.first_week_day) % 7)
        count = (last - first).days // 7 + 1
        return [[first + timedelta(days=week * 7 + position) for position in range(7)] for week in range(count)]

    def _cell(self, day: date, month: date) -> Button:
        is_chosen = day in self.chosen
        if _month_of(day) != month and not (is_chosen and any(_month_of(each) == month for each in self.chosen)):
            return Button(_NOTHING, self._view(month))
        verdict = self.verdict(day)
        verb = "no" if verdict is Verdict.EXCLUDED else "a"
        mark = _CHOSEN if is_chosen else verdict
        style = Style.PRIMARY if is_chosen else Style.PLAIN
        return Button(f"{mark}{day.day}", f"{verb}:{self.here}:{day.isoformat()}", style)

    def _year(self, year: int) -> Page:
        header = (
            self._turn_year(f"{_BEFORE} {year - 1}", year - 1, year),
            Button(str(year), self._view(year)),
            self._turn_year(f"{year + 1} {_AFTER}", year + 1, year),
        )
        cells = [self._month_cell(date(year, number, 1)) for number in range(1, 13)]
        rows = tuple(tuple(cells[at : at + _MONTHS_IN_A_ROW]) for at in range(0, len(cells), _MONTHS_IN_A_ROW))
        has_excluded = any(button.data.startswith("no:") for button in cells)
        return Page((header, *rows), frozenset({Verdict.EXCLUDED} if has_excluded else ()))

    def _month_cell(self, month: date) -> Button:
        name = self.locale.months["stand-alone"]["wide"][month.month]
        if self._months is not None and self._months[0] <= month <= self._months[1]:
            is_chosen = any(_month_of(day) == month for day in self.chosen)
            style = Style.PRIMARY if is_chosen else Style.PLAIN
            return Button(f"{_CHOSEN if is_chosen else ''}{name}", self._view(month), style)
        if self.verdict(self.nearest_day(month)) is not Verdict.EXCLUDED:
            return Button(_NOTHING, self._view(month.year))
        return Button(f"{Verdict.EXCLUDED}{name}", f"no:{self.here}:{month:%Y-%m}")

    def _turn_month(self, label: str, to: date, here: date) -> Button:
        # The month shown is judged already: where it has a day, the one beside it costs nothing.
        is_reached = self._has_a_day(here) or self._has_a_day(to)
        return Button(label, self._view(to)) if is_reached else Button(_NOTHING, self._view(here))

    def _turn_year(self, label: str, to: int, here: int) -> Button:
        return Button(label, self._view(to)) if self.shows(to) else Button(_NOTHING, self._view(here))

    def _view(self, view: View) -> str:
        return f"cal:{self.here}:{view if isinstance(view, int) else format(view, '%Y-%m')}"


def calendar_of(scene: Scene, flow: Flow, draft: Draft, step: Step) -> Calendar:
    """Set up the calendar of a date step, with the answer that it has so far."""
    policy = scene.knowledge.policy
    check = rules_at(scene, flow, draft, step)
    answer = draft.held if draft.held is not None else draft.answers.get(step.id)
    chosen: tuple[date, ...] = ()
    if answer is not None and fits(step, answer):
        start = date.fromisoformat(str(answer))
        lasts = policy.number(step.lasts) if step.lasts else 1
        chosen = tuple(date.fromordinal(start.toordinal() + number) for number in range(lasts))
    return Calendar(
        here=f"{draft.number}:{step.id}",
        locale=_locale(policy.languages[scene.language].locale),
        today=scene.today,
        chosen=chosen,
        judge=cache(lambda day: check(day.isoformat())),
    )


def read_day(text: str) -> date | None:
    """Read a day of a button's data; None for anything else."""
    return _read(text) if _DAY.fullmatch(text) else None


def read_view(text: str) -> View | None:
    """Read a month or a year of a button's data; None for anything else."""
    if _YEAR.fullmatch(text):
        return int(text)
    return _read(f"{text}-01") if _MONTH.fullmatch(text) else None


def _read(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _month_of(day: date) -> date:
    return day.replace(day=1)


@cache
def _locale(name: str) -> Locale:
    return Locale.parse(name)
