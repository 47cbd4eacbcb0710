"""Lays requests out as rows of a table, one column for each thing that can be known of one; writes no file."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from functools import partial

from bot.core.flags import list_flags
from bot.core.flow import Flow, Step, StepType, Value
from bot.core.requests import Event, Request, start_of
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
_REMEMBERED = 10_000


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


@dataclass(frozen=True)
class Layout:
    """The columns of a table of requests, and what makes a row of one."""

    labels: tuple[str, ...]
    _knowledge: Knowledge
    _zone: tzinfo
    _answers: Mapping[str, Mapping[str, tuple[int, Step | None]]]
    _known: dict[tuple[object, ...], str] = field(default_factory=dict, compare=False)

    def rows(self, lines: Iterable[Line]) -> list[list[Cell]]:
        """Make the rows of some requests."""
        return [self._row(line.request, line.past) for line in lines]

    def _row(self, request: Request, past: Past) -> list[Cell]:
        policy, language = self._knowledge.policy, self._knowledge.policy.default_language
        flow, spoken = self._knowledge.flows.get(request.flow), policy.languages.get(request.language)
        start, submitted = _start(request), self._local(request.submitted_at)
        deadline = past.details.get("deadline")
        row: list[Cell] = [
            request.reference,
            flow.title[language] if flow else request.flow,
            self._word("status.", request.status),
            request.holder_name or None,
            request.person_name,
            spoken.name if spoken else request.language,
            submitted,
            request.due_on,
            start,
            start + timedelta(days=policy.number("duration_days") - 1) if start else None,
            self._flags(request, start) or None,
            self._word("export.decision.", past.decision) if past.decision else None,
            self._local(past.decided_at),
            past.decided_by or None,
            *(_plain(past.details.get(name)) for name in ("reason", "link")),
            _day(deadline) or _plain(deadline),
            _plain(past.details.get("reply")),
            self._local(past.changed_at),
            past.notes,
            past.messages,
        ]
        row += [None] * (len(self.labels) - len(row))
        places = self._answers.get(request.flow, {})
        for name, value in request.answers.items():
            place, step = places.get(name, (None, None))
            if place is not None and value is not None:
                row[place] = self._answer(step, value)
        return row

    def _local(self, moment: datetime | None) -> datetime | None:
        return moment.astimezone(self._zone).replace(tzinfo=None, microsecond=0) if moment else None

    def _flags(self, request: Request, start: date | None) -> str:
        day = (request.dated_at or request.submitted_at).astimezone(self._zone).date()
        answers = request.answers if start else {**request.answers, "start": None}
        found = list_flags(self._knowledge.policy, answers, request.acknowledged, day)
        return _BETWEEN.join(self._word(flag.key, "", **flag.values) for flag in found)

    def _word(self, prefix: str, name: str, **values: object) -> str:
        texts, language = self._knowledge.texts, self._knowledge.policy.default_language
        key = (prefix, name, *values.values())
        return self._remember(key, partial(texts.label, f"{prefix}{name}", language, **values))

    def _answer(self, step: Step | None, value: Value) -> Cell:
        """Give an answer as a cell: numbers and dates as what they are, everything else in words."""
        if isinstance(value, bool):
            return self._word("value.", "yes" if value else "no")
        if isinstance(value, int):
            return value
        kind = step.type if step else None
        if isinstance(value, list):
            return _BETWEEN.join(self._named(step, each) for each in value)
        if kind is StepType.DATE:
            return _day(value) or _plain(value)
        return self._named(step, value) if isinstance(value, str) else _plain(value)

    def _named(self, step: Step | None, value: str) -> str:
        """Give a choice or a country by its label, and every other answer as it was written."""
        if step is None or step.type not in {StepType.CHOICE, StepType.CHOICES, StepType.COUNTRY}:
            return value
        shown: Value = [value] if step.type is StepType.CHOICES else value
        texts, language = self._knowledge.texts, self._knowledge.policy.default_language
        return self._remember((id(step), value), partial(show_value, texts, step, shown, language))

    def _remember(self, key: tuple[object, ...], make: Callable[[], str]) -> str:
        # A few hundred words stand in all rows together, and typed texts are never among them but by mistake.
        if key not in self._known:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[key] = make()
        return self._known[key]


def lay_out(knowledge: Knowledge, stored: Mapping[str, Collection[str]], zone: tzinfo) -> Layout:
    """Lay out every step of every flow that stores, and what else is stored: the names of answers by their flow.

    An answer that was given to a step under a former id stands in the step's column; one whose step or flow is gone has
    a column under its id.
    """
    texts, language = knowledge.texts, knowledge.policy.default_language
    labels = [texts.label(f"export.column.{name}", language) for name in OWN_COLUMNS]
    answers: dict[str, dict[str, tuple[int, Step | None]]] = {}
    storing = [flow.id for flow in knowledge.flows.values() if flow.stores]
    for flow_id in (*storing, *sorted(set(stored) - set(storing))):
        flow = knowledge.flows.get(flow_id)
        places = answers[flow_id] = {}
        for step in flow.steps if flow else ():
            places.update({name: (len(labels), step) for name in (step.id, *step.formerly)})
            labels.append(_heading(texts, step.label[language], flow, flow_id, language))
        for name in sorted(set(stored.get(flow_id, ())) - places.keys()):
            places[name] = (len(labels), None)
            labels.append(_heading(texts, name, flow, flow_id, language))
    return Layout(tuple(_tell_apart(labels)), knowledge, zone, answers)


def _heading(texts: Texts, label: str, flow: Flow | None, flow_id: str, language: str) -> str:
    return texts.label("export.column.answer", language, label=label, title=flow.title[language] if flow else flow_id)


def _tell_apart(labels: Sequence[str]) -> list[str]:
    """Number those that are the same: programs that read tables take a heading for a name."""
    seen: dict[str, int] = {}
    apart: list[str] = []
    for label in labels:
        seen[label] = seen.get(label, 0) + 1
        apart.append(f"{label} {seen[label]}" if seen[label] > 1 else label)
    return apart


def _start(request: Request) -> date | None:
    try:
        return start_of(request.answers)
    except ValueError:
        return None


def _day(value: Value) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _plain(value: Value) -> Cell:
    if isinstance(value, list):
        return _BETWEEN.join(value)
    return value if isinstance(value, str) else None if value is None else str(value)
