"""Reads all requests with what their history says of them, piece by piece, so that any number fits; changes nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, tzinfo
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, ScalarSelect, Select, case, func, select, true, tuple_
from sqlalchemy.engine import RowMapping

from bot.adapters.storage.dialects import names_in
from bot.adapters.storage.engine import Database, Transaction
from bot.adapters.storage.questions import read_questions
from bot.adapters.storage.rows import request_from_row
from bot.adapters.storage.tables import audit, requests
from bot.core.export import DECISIONS, MESSAGES, NOTES, Line, Past
from bot.core.figures import ANSWERS, Course, QuestionFigures, Span
from bot.core.figures import DECISIONS as DECIDING
from bot.core.flow import Value
from bot.core.jobs import Scope
from bot.core.requests import Event, Status

PIECE = 500
"""Requests that are read at once: more would hold up for too long whatever else the process does."""

T = TypeVar("T")
Row = RowMapping
Rows = Sequence[RowMapping]


class SqlRegister:
    """All requests of a database; each piece is read in a transaction of its own, so that no writer ever waits."""

    def __init__(self, database: Database, zone: tzinfo) -> None:
        self._database = database
        self._zone = zone

    async def count(self, scope: Scope) -> int:
        """Say how many requests there are."""
        async with self._database.reading() as transaction:
            return int(await transaction.scalar(select(func.count()).select_from(requests).where(*self._within(scope))))

    async def names(self, scope: Scope) -> Mapping[str, Collection[str]]:
        """Name the answers that are stored, by their flow."""
        async with self._database.reading() as transaction:
            each = names_in(transaction.dialect, requests.c.answers)
            query = select(requests.c.flow, each.c.key).select_from(requests.join(each, true())).distinct()
            found: dict[str, set[str]] = {}
            for row in await transaction.run(query.where(*self._within(scope))):
                found.setdefault(row.flow, set()).add(row.key)
            return found

    async def lines(self, scope: Scope) -> AsyncIterator[Sequence[Line]]:
        """Give all requests with their past, in the order in which they were sent."""

        async def read(transaction: Transaction, rows: Rows) -> Sequence[Line]:
            pasts = await _read_pasts(transaction, [row["reference"] for row in rows])
            return [Line(request_from_row(row), pasts.get(row["reference"], Past())) for row in rows]

        async for piece in self._pieces(select(requests).where(*self._within(scope)), read):
            yield piece

    async def courses(self, span: Span) -> AsyncIterator[Sequence[Course]]:
        """Give what became of the requests that were sent since the span began."""
        query = select(
            requests.c.reference,
            requests.c.submitted_at,
            requests.c.dated_at,
            requests.c.status,
            requests.c.answers["start"].as_string().label("start"),
            _first(ANSWERS).label("answered_at"),
            _first(DECIDING).label("decided_at"),
        )

        async def read(_: Transaction, rows: Rows) -> Sequence[Course]:
            return [_course(row) for row in rows]

        async for piece in self._pieces(query.where(requests.c.submitted_at >= span.since), read):
            yield piece

    async def questions(self, span: Span) -> QuestionFigures:
        """Give what people asked in a span, topics by their ids."""
        async with self._database.reading() as transaction:
            return await read_questions(transaction, span)

    async def _pieces(
        self, query: Select[Any], read: Callable[[Transaction, Rows], Awaitable[Sequence[T]]]
    ) -> AsyncIterator[Sequence[T]]:
        place = (requests.c.submitted_at, requests.c.reference)
        ordered = query.order_by(*place).limit(PIECE)
        rows: Rows = ()
        while not rows or len(rows) == PIECE:
            after = (
                ordered.where(tuple_(*place) > (rows[-1]["submitted_at"], rows[-1]["reference"])) if rows else ordered
            )
            async with self._database.reading() as transaction:
                rows = (await transaction.run(after)).mappings().all()
                piece = await read(transaction, rows) if rows else ()
            if not rows:
                return
            yield piece

    def _within(self, scope: Scope) -> tuple[ColumnElement[bool], ...]:
        """Say which requests are meant; a year begins at midnight where the organisation is."""
        found: list[ColumnElement[bool]] = []
        since, until = scope.year or scope.since, scope.year
        if since is not None:
            found.append(requests.c.submitted_at >= datetime(since, 1, 1, tzinfo=self._zone))
        if until is not None:
            found.append(requests.c.submitted_at < datetime(until + 1, 1, 1, tzinfo=self._zone))
        if scope.status is not None:
            found.append(requests.c.status == scope.status.value)
        return tuple(found)


async def _read_pasts(transaction: Transaction, references: Sequence[str]) -> dict[str, Past]:
    theirs = audit.c.reference.in_(references)
    counts = select(
        audit.c.reference,
        func.max(audit.c.at).label("changed_at"),
        _count(NOTES).label("notes"),
        _count(MESSAGES).label("messages"),
    )
    decisions = select(audit.c.reference, audit.c.event, audit.c.at, audit.c.actor_name, audit.c.details)
    decided = decisions.where(theirs, audit.c.event.in_(_values(DECISIONS))).order_by(audit.c.id)
    known: dict[str, dict[str, Any]] = {
        row.reference: {"changed_at": row.changed_at, "notes": row.notes, "messages": row.messages}
        for row in (await transaction.run(counts.where(theirs).group_by(audit.c.reference))).all()
    }
    for row in (await transaction.run(decided)).all():
        past = known[row.reference]
        given: dict[str, Value] = {**past.get("details", {}), **row.details}
        past.update(decision=Event(row.event), decided_at=row.at, decided_by=row.actor_name, details=given)
    return {reference: Past(**values) for reference, values in known.items()}


def _count(events: Iterable[Event]) -> ColumnElement[int]:
    return func.sum(case((audit.c.event.in_(_values(events)), 1), else_=0))


def _first(events: Iterable[Event]) -> ScalarSelect[datetime]:
    theirs = (audit.c.reference == requests.c.reference, audit.c.event.in_(_values(events)))
    return select(func.min(audit.c.at)).where(*theirs).scalar_subquery()


def _values(events: Iterable[Event]) -> list[str]:
    return [event.value for event in events]


def _course(row: Row) -> Course:
    return Course(
        row["submitted_at"],
        Status(row["status"]),
        row["dated_at"],
        _day(row["start"]),
        row["answered_at"],
        row["decided_at"],
    )


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
