"""Answers the core's lookups inside a transaction; writes nothing but the next reference that it gives out."""

from __future__ import annotations

from typing import Any, assert_never

from sqlalchemy import ColumnElement, Select, func, select

from bot.adapters.storage.dialects import count_up
from bot.adapters.storage.engine import Transaction
from bot.adapters.storage.finding import find_requests
from bot.adapters.storage.jobs import is_under_way
from bot.adapters.storage.learnt import find_question, list_unanswered
from bot.adapters.storage.news import find_histories, find_news, find_open_after
from bot.adapters.storage.rows import audit_from_row, request_from_row
from bot.adapters.storage.tables import at_work, audit, counters, requests, slots
from bot.adapters.storage.talking import find_arrivals, find_last_written, find_name
from bot.core.lookups import (
    ArrivalsOf,
    CountAtWork,
    Found,
    HistoriesOf,
    HistoryOf,
    JobUnderWay,
    LastWritten,
    Lookup,
    MessageIn,
    NewsOf,
    NextReference,
    OpenRequestsAfter,
    OpenRequestsStarting,
    OwnRequests,
    QuestionKept,
    RequestNamed,
    RequestsAtWork,
    RequestsLike,
    SentAs,
    SlotAt,
    TalkAt,
    TopicAt,
    UnansweredQuestions,
)
from bot.core.requests import OPEN, AuditEntry, Request


async def answer(transaction: Transaction, lookup: Lookup, person: int) -> Found:
    """Answer a lookup of a turn that this person takes."""
    match lookup:
        case NextReference(prefix, year):
            return await _take_reference(transaction, prefix, year)
        case SentAs(chat, draft):
            of_draft = (requests.c.chat == chat, requests.c.person == person, requests.c.draft == draft)
            return await _find_request(transaction, select(requests).where(*of_draft))
        case RequestNamed(reference):
            return await _find_request(transaction, select(requests).where(requests.c.reference == reference))
        case OpenRequestsStarting(flow, start):
            query = (
                select(requests)
                .where(requests.c.flow == flow, requests.c.status.in_(sorted(OPEN)))
                .where(requests.c.answers["start"].as_string() == start.isoformat())
                .order_by(requests.c.submitted_at, requests.c.reference)
            )
            return await _list_requests(transaction, query)
        case OwnRequests(chat, person, skip, most):
            query = select(requests).where(requests.c.chat == chat, requests.c.person == person)
            newest = (requests.c.submitted_at.desc(), requests.c.reference.desc())
            return await _list_requests(transaction, query.order_by(*newest).offset(skip).limit(most))
        case HistoryOf(reference):
            return await read_history(transaction, reference)
        case HistoriesOf():
            return await find_histories(transaction, lookup)
        case OpenRequestsAfter():
            return await find_open_after(transaction, lookup)
        case NewsOf():
            return await find_news(transaction, lookup)
        case RequestsAtWork(skip, most, holder, due_before):
            query = select(requests).where(at_work, *_of_those(holder, due_before))
            soonest = (requests.c.due_on.nulls_last(), requests.c.submitted_at, requests.c.reference)
            return await _list_requests(transaction, query.order_by(*soonest).offset(skip).limit(most))
        case CountAtWork(holder, due_before):
            those = select(func.count()).select_from(requests).where(at_work, *_of_those(holder, due_before))
            count: int = await transaction.scalar(those)
            return count
        case RequestsLike(words, most):
            return await find_requests(transaction, words, most)
        case MessageIn(chat, slot):
            here = (slots.c.chat == chat, slots.c.slot == slot)
            message_id: int | None = await transaction.scalar(select(slots.c.message_id).where(*here))
            return message_id
        case UnansweredQuestions(most):
            return await list_unanswered(transaction, most)
        case QuestionKept(number):
            return await find_question(transaction, number)
        case JobUnderWay(kind):
            return await is_under_way(transaction, kind)
        case SlotAt() | TalkAt() | TopicAt():
            return await find_name(transaction, lookup)
        case LastWritten():
            return await find_last_written(transaction, lookup)
        case ArrivalsOf():
            return await find_arrivals(transaction, lookup)
        case _:
            assert_never(lookup)


async def read_history(transaction: Transaction, reference: str) -> tuple[AuditEntry, ...]:
    """Give a request's history, oldest first; none where there is no such request."""
    rows = await transaction.run(select(audit).where(audit.c.reference == reference).order_by(audit.c.id))
    return tuple(audit_from_row(row) for row in rows.mappings())


def _of_those(holder: int | None, due_before: Any) -> list[ColumnElement[bool]]:
    held = [] if holder is None else [requests.c.holder == holder]
    return held if due_before is None else [*held, requests.c.due_on < due_before]


async def _take_reference(transaction: Transaction, prefix: str, year: int) -> str:
    key = {"prefix": prefix, "year": year}
    counted = count_up(transaction.dialect, counters, key, "last").returning(counters.c.last)
    return f"{prefix}-{year}-{await transaction.scalar(counted):04}"


async def _find_request(transaction: Transaction, query: Select[Any]) -> Request | None:
    row = (await transaction.run(query)).mappings().one_or_none()
    return None if row is None else request_from_row(row)


async def _list_requests(transaction: Transaction, query: Select[Any]) -> tuple[Request, ...]:
    return tuple(request_from_row(row) for row in (await transaction.run(query)).mappings())
