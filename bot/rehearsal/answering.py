"""Answers what the core asks of stored requests, from what the in-memory desk holds; changes nothing but counters."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from bot.core.lookups import (
    ArrivalsOf,
    CountAtWork,
    Found,
    Group,
    HistoriesOf,
    HistoryOf,
    JobUnderWay,
    LastWritten,
    Lookup,
    MessageIn,
    News,
    NewsOf,
    NextReference,
    OpenRequestsAfter,
    OpenRequestsStarting,
    OwnRequests,
    QuestionKept,
    RequestsAtWork,
    RequestsLike,
    SentAs,
    SlotAt,
    TalkAt,
    TopicAt,
    UnansweredQuestions,
)
from bot.core.requests import AT_AN_END, OPEN, UNDECIDED, Event, Request, Status, start_of
from bot.core.searching import choose

if TYPE_CHECKING:
    from bot.rehearsal.memory import MemoryDesk


def look_up(desk: MemoryDesk, lookup: Lookup, person: int) -> Found:
    """Answer one of the core's lookups as the database does; `person` is the one whose turn it is."""
    match lookup:
        case NextReference(prefix, year):
            desk.counters[prefix, year] += 1
            return f"{prefix}-{year}-{desk.counters[prefix, year]:04}"
        case SentAs(chat, draft):
            sent = (each for each in desk.requests.values() if (each.chat, each.person) == (chat, person))
            return next((each for each in sent if each.draft == draft), None)
        case MessageIn(chat, slot):
            return desk.slots.get((chat, slot))
        case OpenRequestsStarting(flow, start):
            stored = (each for each in desk.requests.values() if each.flow == flow and each.status in OPEN)
            return tuple(each for each in stored if start_of(each.answers) == start)
        case OwnRequests(chat, person, skip, most):
            own = [each for each in desk.requests.values() if (each.chat, each.person) == (chat, person)]
            own.sort(key=lambda each: (each.submitted_at, each.reference), reverse=True)
            return tuple(own[skip : skip + most])
        case HistoryOf(reference):
            return tuple(entry for entry in desk.history if entry.reference == reference)
        case HistoriesOf(references):
            return {each: tuple(entry for entry in desk.history if entry.reference == each) for each in references}
        case OpenRequestsAfter(after, most):
            found = sorted(each for each in desk.requests if each > after and desk.requests[each].status in OPEN)
            return tuple(desk.requests[each] for each in found[:most])
        case NewsOf():
            return _find_news(desk, lookup)
        case UnansweredQuestions(most):
            return desk.learnt.list_unsettled(most)
        case QuestionKept(number):
            return desk.learnt.unanswered.get(number)
        case RequestsAtWork(skip, most, holder, due_before):
            return _at_work(desk, holder, due_before)[skip : skip + most]
        case CountAtWork(holder, due_before):
            return len(_at_work(desk, holder, due_before))
        case RequestsLike(words, most):
            return choose(words, desk.requests.values(), most)
        case JobUnderWay(kind):
            return any(job.kind is kind for job in desk.jobs)
        case TopicAt(_, thread):
            return next((key for key, held in desk.threads.items() if held == thread), None)
        case SlotAt(chat, message):
            return next((slot for (of, slot), held in desk.slots.items() if (of, held) == (chat, message)), None)
        case TalkAt(chat, message):
            return desk.talk.get((chat, message))
        case LastWritten(chat, person):
            written = [entry for entry in desk.history if entry.event is Event.WRITE]
            about = {each.reference for each in desk.requests.values() if (each.chat, each.person) == (chat, person)}
            return next((entry for entry in reversed(written) if entry.reference in about), None)
        case ArrivalsOf(_, reference):
            return tuple((message, each) for (about, message), each in desk.arrivals.items() if about == reference)
        case _:
            return desk.requests.get(lookup.reference)


def _find_news(desk: MemoryDesk, asked: NewsOf) -> News:
    def group(holds: Callable[[Request], bool]) -> Group:
        found = [each for each in desk.requests.values() if holds(each)]
        return len(found), tuple(found[: asked.most])

    def begins_soon(request: Request) -> bool:
        start = start_of(request.answers)
        return request.status in OPEN and start is not None and asked.day <= start <= asked.until

    owed = UNDECIDED - {Status.INFORMATION_NEEDED}
    return News(
        new=group(lambda each: each.submitted_at >= asked.since),
        waiting=group(lambda each: each.status in owed),
        overdue=group(lambda each: each.status in owed and each.due_on is not None and each.due_on < asked.day),
        asked_back=group(lambda each: each.status is Status.INFORMATION_NEEDED),
        soon=group(begins_soon),
    )


def _at_work(desk: MemoryDesk, holder: int | None, due_before: date | None) -> tuple[Request, ...]:
    found = [each for each in desk.requests.values() if each.status not in AT_AN_END]
    if holder is not None:
        found = [each for each in found if each.holder == holder]
    if due_before is not None:
        found = [each for each in found if each.due_on is not None and each.due_on < due_before]
    return tuple(sorted(found, key=lambda each: (each.due_on or date.max, each.submitted_at, each.reference)))
