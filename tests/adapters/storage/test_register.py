"""All requests are read piece by piece, with what their history says; and what people asked is summed up."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

import pytest

from bot.adapters.storage.register import PIECE, SqlRegister
from bot.adapters.storage.store import SqlStore
from bot.core.export import Past
from bot.core.figures import Course, QuestionFigures, span_of
from bot.core.jobs import Scope
from bot.core.messages import AddToHistory, Effect, MoveRequest, OpenRequest, Turn
from bot.core.requests import Event, Status
from bot.core.session import Session
from tests.adapters.storage.conftest import Peek
from tests.adapters.storage.samples import NOW, entry, keep, request

ZONE = ZoneInfo("Europe/Zurich")
SPAN = span_of(4, NOW.astimezone(ZONE))
HOUR = timedelta(hours=1)

T = TypeVar("T")


@pytest.fixture
def register(store: SqlStore) -> SqlRegister:
    return store.register(ZONE)


async def store_all(store: SqlStore, *effects: Effect) -> None:
    await keep(store, Turn(Session(), (), effects))


def opened(number: int, **changes: object) -> OpenRequest:
    reference = f"VW-2026-{number:04}"
    return OpenRequest(request(reference, draft=number, **changes), entry(reference))


async def gather(pieces: AsyncIterator[Sequence[T]]) -> list[T]:
    return [each async for piece in pieces for each in piece]


async def test_all_requests_come_once_in_the_order_in_which_they_were_sent(
    store: SqlStore, register: SqlRegister
) -> None:
    count = 2 * PIECE
    await store_all(store, *(opened(number, submitted_at=NOW - number // 3 * HOUR) for number in range(count)))
    found = [line.request for line in await gather(register.lines(Scope()))]
    assert len({each.reference for each in found}) == count == await register.count(Scope())
    assert found == sorted(found, key=lambda each: (each.submitted_at, each.reference))
    assert len(await gather(register.courses(SPAN))) == sum(each.submitted_at >= SPAN.since for each in found)


async def test_an_empty_database_has_nothing_to_read(register: SqlRegister) -> None:
    assert await gather(register.lines(Scope())) == []
    assert (await register.count(Scope()), await register.names(Scope())) == (0, {})


async def test_a_request_comes_with_what_its_history_says(store: SqlStore, register: SqlRegister) -> None:
    first = opened(1)
    accepted = replace(first.request, status=Status.ACCEPTED, version=2)
    cancelled = replace(accepted, status=Status.CANCELLED, version=3)
    given = {"link": "https://x.org", "deadline": "2026-05-01", "reason": "first"}

    def acted(event: Event, hours: int, **details: object) -> dict[str, object]:
        return {"event": event, "at": NOW + hours * HOUR, "actor": 7, "actor_name": "Sam", "details": details}

    reference = first.request.reference
    await store_all(
        store,
        first,
        opened(2),
        AddToHistory(entry(reference, **acted(Event.NOTE, 1))),
        AddToHistory(entry(reference, **acted(Event.WRITE, 2))),
        MoveRequest(first.request, accepted, entry(reference, **acted(Event.ACCEPT, 3, **given))),
        AddToHistory(entry(reference, **acted(Event.REPLY, 4))),
        MoveRequest(accepted, cancelled, entry(reference, **acted(Event.CANCEL, 5, reason="ill"))),
    )
    one, other = await gather(register.lines(Scope()))
    assert one.request == cancelled
    assert one.past == Past(
        Event.CANCEL, NOW + 5 * HOUR, "Sam", {**given, "reason": "ill"}, NOW + 5 * HOUR, notes=1, messages=2
    )
    assert other.past == Past(changed_at=NOW)
    courses = await gather(register.courses(SPAN))
    assert courses[0] == Course(NOW, Status.CANCELLED, None, date(2026, 6, 1), NOW + 2 * HOUR, NOW + 3 * HOUR)
    assert courses[1] == Course(NOW, Status.SUBMITTED, None, date(2026, 6, 1))


@pytest.mark.parametrize(("start", "read"), [("in May", None), (None, None), ("2026-05-04", date(2026, 5, 4))])
async def test_a_start_that_is_no_date_is_none(
    store: SqlStore, register: SqlRegister, start: str | None, read: date | None
) -> None:
    await store_all(store, opened(1, answers={"start": start} if start else {}))
    assert [course.start for course in await gather(register.courses(SPAN))] == [read]


async def test_a_scope_takes_in_a_year_where_the_organisation_is_or_a_status(
    store: SqlStore, register: SqlRegister
) -> None:
    new_year = datetime(2025, 12, 31, 23, 0, tzinfo=UTC)
    await store_all(
        store,
        opened(1, submitted_at=new_year - timedelta(seconds=1), answers={"old": "x"}),
        opened(2, submitted_at=new_year, status=Status.CLOSED, answers={"new": "y", "more": None}),
        opened(3, submitted_at=NOW + timedelta(days=400), flow="tour", answers={"place": "z"}),
    )

    async def numbers(scope: Scope) -> list[int]:
        found = [int(line.request.reference[-1]) for line in await gather(register.lines(scope))]
        assert len(found) == await register.count(scope)
        return found

    assert await numbers(Scope()) == [1, 2, 3]
    assert await numbers(Scope(year=2026)) == [2]
    assert await numbers(Scope(since=2026)) == [2, 3]
    assert await numbers(Scope(status=Status.CLOSED)) == [2]
    assert await numbers(Scope(year=2025, status=Status.CLOSED)) == []
    assert await register.names(Scope()) == {"workshop": {"old", "new", "more"}, "tour": {"place"}}
    assert await register.names(Scope(year=2026)) == {"workshop": {"new", "more"}}


async def test_what_people_asked_is_summed_up_by_topic_and_text(register: SqlRegister, peek: Peek) -> None:
    assert await register.questions(SPAN) == QuestionFigures()
    day, before = SPAN.first, SPAN.first - timedelta(days=1)
    for version, (when, topic, outcome, count) in enumerate(
        (
            (day, "cost", "answer", 2),
            (day, "cost", "answer", 3),
            (day, "deadline", "answer", 7),
            (day, "", "unknown", 9),
            (before, "cost", "answer", 50),
        )
    ):
        peek(
            "INSERT INTO asked (day, topic, language, version, outcome, count) VALUES (?, ?, 'fr', ?, ?, ?)",
            when,
            topic,
            str(version),
            outcome,
            count,
        )
    for number, (at, text) in enumerate(
        ((NOW, "Où ?"), (NOW, "wifi"), (NOW, "Où ?"), (SPAN.since - HOUR, "wifi")), start=1
    ):
        peek("INSERT INTO unanswered (id, at, language, text) VALUES (?, ?, 'fr', ?)", number, at, text)
    for person, (topic, helpful, at) in enumerate(
        (("cost", True, NOW), ("cost", False, NOW), ("deadline", True, NOW), ("cost", True, SPAN.since - HOUR))
    ):
        peek(
            "INSERT INTO votes (topic, language, version, person, helpful, at) VALUES (?, 'fr', '1', ?, ?, ?)",
            topic,
            person,
            helpful,
            at,
        )
    assert await register.questions(SPAN) == QuestionFigures(
        (("deadline", 7), ("cost", 5)), (("Où ?", 2), ("wifi", 1)), (("cost", 1, 1), ("deadline", 1, 0))
    )
