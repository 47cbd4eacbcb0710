"""Lays requests out as rows of a table, one column for each thing that can be known of one; writes no file."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo

from bot.core.flags import list_flags
from bot.core.flow import Step, StepType, Value
from bot.core.requests import Event, Request, Status
from bot.core.scene import Knowledge
from bot.core.showing import show_value
from bot.core.texts import Texts

Cell = str | int | date | datetime | None
"""What a cell holds; a date stays a date, a moment is the time in the organisation's zone, without naming it."""

DECISIONS = (Event.ACCEPT, Event.REFUSE, Event.ANSWER, Event.CANCEL, Event.OVERRIDE)
"""The events whose details the columns of the decision show."""

NOTES, MESSAGES = (Event.NOTE,), (Event.WRITE, Event.REPLY)
"""The events that are counted as notes among staff, and as messages between staff and a person."""

OWN_COLUMNS = (
    "reference",
    "kind",
    "status",
    "holder",
    "person",
    "language",
    "submitted",
    "due",
    "start",
    "end",
    "flags",
    "decision",
    "decided",
    "decider",
    "reason",
    "link",
    "deadline",
    "reply",
    "changed",
    "notes",
    "messages",
)
"""The columns that every request has; their labels are sentences."""

_BETWEEN = "; "
REMEMBERED = 1000
"""Labels that a column keeps at most."""


@dataclass(frozen=True)
class Past:
    """What a row shows of a request's history: the last decision, all that decisions gave, the last change, counts."""

    decision: Event | None = None
    decided_at: datetime | None = None
    decided_by: str = ""
    details: Mapping[str, Value] = field(default_factory=dict)
    changed_at: datetime | None = None
    notes: int = 0
    messages: int = 0


@dataclass(frozen=True)
class Line:
    """A request with its past, as one row shows them."""

    request: Request
    past: Past


class _Column:
    """One answer's column: its place in the row, and how an answer to its step is shown there."""

    def __init__(self, place: int, step: Step | None, texts: Texts, language: str) -> None:
        self.place = place
        self._step = step
        self._texts = texts
        self._language = language
        self._named = step is not None and step.type in {StepType.CHOICE, StepType.CHOICES, StepType.COUNTRY}
        self._dated = step is not None and step.type is StepType.DATE
        self._known: dict[str | bool, str] = {}

    def show(self, value: Value) -> Cell:
        """Give an answer as a cell: numbers and dates as what they are, choices by label, everything else as typed."""
        if isinstance(value, str) and not self._named:
            return (_day(value) or value) if self._dated else value
        if isinstance(value, list):
            return _BETWEEN.join([self._name(each) for each in value] if self._named else value)
        if isinstance(value, str | bool):
            return self._name(value)
        return value

    def _name(self, value: str | bool) -> str:
        # Rows repeat a few labels; typed texts come here only where a step was made a choice later.
        if len(self._known) > REMEMBERED:
            self._known.clear()
        if value not in self._known:
            self._known[value] = self._word(value)
        return self._known[value]

    def _word(self, value: str | bool) -> str:
        step = self._step
        if step is None or isinstance(value, bool):
            return self._texts.label("value.yes" if value else "value.no", self._language)
        return show_value(self._texts, step, [value] if step.type is StepType.CHOICES else value, self._language)


class Layout:
    """The columns of a table of requests, and what makes a row of one.

    Every step of every flow that stores has a column, and so has what else is `stored`: the names of answers by their
    flow. An answer that was given to a step under a former id stands in the step's column; one whose step or flow is
    gone has a column under its id.
    """

    def __init__(self, knowledge: Knowledge, stored: Mapping[str, Collection[str]], zone: tzinfo) -> None:
        policy, texts, language = knowledge.policy, knowledge.texts, knowledge.policy.default_language
        self._policy, self._texts, self._language, self._zone = policy, texts, language, zone
        self._length = timedelta(days=policy.number("duration_days") - 1)
        self._statuses = {status: texts.label(f"status.{status}", language) for status in Status}
        self._decisions = {event: texts.label(f"export.decision.{event}", language) for event in DECISIONS}
        self._tongues = {code: tongue.name for code, tongue in policy.languages.items()}
        self._titles = {flow.id: flow.title[language] for flow in knowledge.flows.values()}
        self._columns: dict[str, dict[str, _Column]] = {}
        labels = [texts.label(f"export.column.{name}", language) for name in OWN_COLUMNS]
        storing = [flow.id for flow in knowledge.flows.values() if flow.stores]
        for flow_id in (*storing, *sorted(set(stored) - set(storing))):
            columns = self._columns[flow_id] = {}
            title = self._titles.get(flow_id, flow_id)
            flow = knowledge.flows.get(flow_id)
            for step in flow.steps if flow else ():
                column = _Column(len(labels), step, texts, language)
                columns.update(dict.fromkeys((step.id, *step.formerly), column))
                labels.append(texts.label("export.column.answer", language, label=step.label[language], title=title))
            for name in sorted(set(stored.get(flow_id, ())) - columns.keys()):
                columns[name] = _Column(len(labels), None, texts, language)
                labels.append(texts.label("export.column.answer", language, label=name, title=title))
        self.labels = tuple(_tell_apart(labels))

    def rows(self, lines: Iterable[Line]) -> list[list[Cell]]:
        """Make the rows of some requests."""
        return [self._row(line.request, line.past) for line in lines]

    def _row(self, request: Request, past: Past) -> list[Cell]:
        start, deadline = _day(request.answers.get("start")), past.details.get("deadline")
        row: list[Cell] = [
            request.reference,
            self._titles.get(request.flow, request.flow),
            self._statuses[request.status],
            request.holder_name or None,
            request.person_name,
            self._tongues.get(request.language, request.language),
            self._local(request.submitted_at),
            request.due_on,
            start,
            start + self._length if start else None,
            self._flags(request, start) or None,
            self._decisions[past.decision] if past.decision else None,
            self._local(past.decided_at),
            past.decided_by or None,
            _plain(past.details.get("reason")),
            _plain(past.details.get("link")),
            _day(deadline) or _plain(deadline),
            _plain(past.details.get("reply")),
            self._local(past.changed_at),
            past.notes,
            past.messages,
        ]
        row += [None] * (len(self.labels) - len(row))
        columns = self._columns.get(request.flow, {})
        for name, value in request.answers.items():
            column = columns.get(name)
            if column is not None and value is not None:
                row[column.place] = column.show(value)
        return row

    def _local(self, moment: datetime | None) -> datetime | None:
        return moment.astimezone(self._zone).replace(tzinfo=None, microsecond=0) if moment else None

    def _flags(self, request: Request, start: date | None) -> str:
        # What an older version of a flow took for a start may be no date.
        answers = request.answers if start else {**request.answers, "start": None}
        day = (request.dated_at or request.submitted_at).astimezone(self._zone).date()
        found = list_flags(self._policy, answers, request.acknowledged, day)
        return _BETWEEN.join([self._texts.label(flag.key, self._language, **flag.values) for flag in found])


def _tell_apart(labels: Sequence[str]) -> list[str]:
    """Number those that are the same: programs that read tables take a heading for a name."""
    seen: dict[str, int] = {}
    apart: list[str] = []
    for label in labels:
        seen[label] = seen.get(label, 0) + 1
        apart.append(f"{label} {seen[label]}" if seen[label] > 1 else label)
    return apart


def _day(value: Value) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _plain(value: Value) -> Cell:
    if isinstance(value, list):
        return _BETWEEN.join(value)
    return value if isinstance(value, str) else None if value is None else str(value)
