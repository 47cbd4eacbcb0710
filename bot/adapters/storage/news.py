"""What the desk's daily round asks of the stored requests: the day's news, and the open ones a few at a time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select

from bot.adapters.storage.engine import Transaction
from bot.adapters.storage.rows import audit_from_row, request_from_row
from bot.adapters.storage.tables import audit, requests
from bot.core.lookups import Group, HistoriesOf, News, NewsOf, OpenRequestsAfter
from bot.core.requests import OPEN, UNDECIDED, AuditEntry, Request, Status

_START = requests.c.answers["start"].as_string()
_OWED = UNDECIDED - {Status.INFORMATION_NEEDED}


async def find_news(transaction: Transaction, asked: NewsOf) -> News:
    """Count and name what is new, waits, is late, waits for its person, or begins soon."""
    waits = requests.c.status.in_(sorted(_OWED))
    by_due = (requests.c.due_on, requests.c.reference)
    return News(
        new=await _group(transaction, requests.c.submitted_at >= asked.since, asked.most, by_due),
        waiting=await _group(transaction, waits, asked.most, by_due),
        overdue=await _group(transaction, and_(waits, requests.c.due_on < asked.day), asked.most, by_due),
        asked_back=await _group(
            transaction, requests.c.status == Status.INFORMATION_NEEDED.value, asked.most, (requests.c.reference,)
        ),
        soon=await _group(transaction, _starts_within(asked.day, asked.until), asked.most, (_START,)),
    )


def _starts_within(day: date, until: date) -> ColumnElement[bool]:
    is_open = requests.c.status.in_(sorted(OPEN))
    return and_(is_open, _START.between(day.isoformat(), until.isoformat()))


async def _group(
    transaction: Transaction, which: ColumnElement[bool], most: int, order: Iterable[ColumnElement[Any]]
) -> Group:
    count = await transaction.scalar(select(func.count()).select_from(requests).where(which))
    if not count:
        return (0, ())
    rows = await transaction.run(select(requests).where(which).order_by(*order).limit(most))
    return (count, tuple(request_from_row(row) for row in rows.mappings()))


async def find_open_after(transaction: Transaction, asked: OpenRequestsAfter) -> tuple[Request, ...]:
    """Give some open requests in the order of their references."""
    query = (
        select(requests)
        .where(requests.c.status.in_(sorted(OPEN)), requests.c.reference > asked.reference)
        .order_by(requests.c.reference)
        .limit(asked.most)
    )
    return tuple(request_from_row(row) for row in (await transaction.run(query)).mappings())


async def find_histories(transaction: Transaction, asked: HistoriesOf) -> dict[str, tuple[AuditEntry, ...]]:
    """Give the histories of several requests."""
    query = select(audit).where(audit.c.reference.in_(asked.references)).order_by(audit.c.id)
    found: dict[str, list[AuditEntry]] = {}
    for row in (await transaction.run(query)).mappings():
        entry = audit_from_row(row)
        found.setdefault(entry.reference, []).append(entry)
    return {reference: tuple(entries) for reference, entries in found.items()}
