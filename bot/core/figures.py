"""Counts what became of requests, week by week, and what people asked; draws nothing and words nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import accumulate

from bot.core.policy import Policy
from bot.core.requests import TRANSITION, Event, Party, Status
from bot.core.rules import days_late

ANSWERS = tuple(
    event for event, each in TRANSITION.items() if each.by is not Party.PERSON and Party.PERSON in each.tells
)
"""The events by which a person first hears from staff."""

DECISIONS = (Event.ACCEPT, Event.REFUSE, Event.ANSWER)
"""The events that decide on a request."""

REPLY_DAYS = "reply_days"
_WEEK = timedelta(weeks=1)
_HOUR = 3600


@dataclass(frozen=True)
class Course:
    """What became of one request, as far as figures look at it; `start` is its workshop's first day."""

    submitted_at: datetime
    status: Status
    dated_at: datetime | None = None
    start: date | None = None
    answered_at: datetime | None = None
    decided_at: datetime | None = None


@dataclass(frozen=True)
class Spread:
    """How long something takes, in whole hours: half of all cases no longer than `median`, nine of ten than `most`."""

    count: int
    median: int
    most: int


@dataclass(frozen=True)
class Share:
    """How many of how many."""

    part: int
    whole: int


@dataclass(frozen=True)
class Week:
    """The requests that were sent in a week that begins on `monday`."""

    monday: date
    statuses: Mapping[Status, int]
    answer: Spread | None
    decision: Spread | None


@dataclass(frozen=True)
class QuestionFigures:
    """What people asked: (topic, count), (text, count), and how many found an answer helpful: (topic, yes, no)."""

    top: tuple[tuple[str, int], ...] = ()
    unanswered: tuple[tuple[str, int], ...] = ()
    helpful: tuple[tuple[str, int, int], ...] = ()


@dataclass(frozen=True)
class Figures:
    """Everything that is shown of some weeks; `late` are answers after their last day, None where none was promised.

    `short` are requests whose workshop starts earlier than the notice allows, of all that name a start.
    """

    weeks: tuple[Week, ...]
    answer: Spread | None
    decision: Spread | None
    late: Share | None
    short: Share
    questions: QuestionFigures = QuestionFigures()

    @property
    def count(self) -> int:
        """How many requests there are."""
        return sum(sum(week.statuses.values()) for week in self.weeks)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return not self.count and self.questions == QuestionFigures()


@dataclass(frozen=True)
class Span:
    """Whole weeks up to today, in the organisation's time zone."""

    first: date
    last: date
    zone: tzinfo

    @property
    def since(self) -> datetime:
        """The moment at which the first week begins."""
        return datetime.combine(self.first, time(), self.zone)


def span_of(weeks: int, now: datetime) -> Span:
    """Give so many weeks that begin on a Monday, the one under way among them; `now` names the time zone."""
    if now.tzinfo is None:
        raise ValueError("a moment without a time zone belongs to no day")
    today = now.date()
    return Span(today - timedelta(days=today.weekday()) - (weeks - 1) * _WEEK, today, now.tzinfo)


@dataclass
class _Hours:
    """How often something took how many hours; it grows with their variety, and not with the requests."""

    counts: Counter[int] = field(default_factory=Counter)

    def add(self, begun: datetime, ended: datetime | None) -> None:
        if ended is not None:
            self.counts[max(int((ended - begun).total_seconds() // _HOUR), 0)] += 1

    def spread(self) -> Spread | None:
        count = self.counts.total()
        return Spread(count, self._at(count, 50), self._at(count, 90)) if count else None

    def _at(self, count: int, percent: int) -> int:
        rank = max(-(-count * percent // 100), 1)
        hours = sorted(self.counts)
        passed = accumulate(self.counts[each] for each in hours)
        return next(each for each, count_so_far in zip(hours, passed, strict=True) if count_so_far >= rank)


@dataclass
class Tally:
    """Counts requests, as many as there are, in the room that the weeks take."""

    span: Span
    policy: Policy
    _statuses: dict[date, Counter[Status]] = field(default_factory=dict)
    _answers: dict[date | None, _Hours] = field(default_factory=dict)
    _decisions: dict[date | None, _Hours] = field(default_factory=dict)
    _late: int = 0
    _short: int = 0
    _dated: int = 0

    def add(self, courses: Iterable[Course]) -> None:
        """Count some requests that were sent within the span."""
        for course in courses:
            self._add(course)

    def _add(self, course: Course) -> None:
        day = self._day_of(course.submitted_at)
        monday = day - timedelta(days=day.weekday())
        self._statuses.setdefault(monday, Counter())[course.status] += 1
        for week in (monday, None):
            self._answers.setdefault(week, _Hours()).add(course.submitted_at, course.answered_at)
            self._decisions.setdefault(week, _Hours()).add(course.submitted_at, course.decided_at)
        promised = self.policy.numbers.get(REPLY_DAYS)
        if promised and course.answered_at:
            self._late += self._day_of(course.answered_at) > day + timedelta(days=promised.value)
        if course.start is not None:
            self._dated += 1
            self._short += (
                days_late(course.start, self._day_of(course.dated_at or course.submitted_at), self.policy) > 0
            )

    def _day_of(self, moment: datetime) -> date:
        return moment.astimezone(self.span.zone).date()

    def sum_up(self, questions: QuestionFigures) -> Figures:
        """Give the figures of everything that was counted."""
        nothing = _Hours()
        mondays = [self.span.first + _WEEK * place for place in range((self.span.last - self.span.first).days // 7 + 1)]
        weeks = tuple(
            Week(
                monday,
                dict(self._statuses.get(monday, {})),
                self._answers.get(monday, nothing).spread(),
                self._decisions.get(monday, nothing).spread(),
            )
            for monday in mondays
        )
        answer = self._answers.get(None, nothing).spread()
        decision = self._decisions.get(None, nothing).spread()
        late = Share(self._late, answer.count) if answer and REPLY_DAYS in self.policy.numbers else None
        return Figures(weeks, answer, decision, late, Share(self._short, self._dated), questions)
