"""Requests are found in the database by what presses, by who holds them, and by words that are alike."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.adapters.storage import tables
from bot.adapters.storage.opening import migrate
from bot.adapters.storage.schema import known_revisions
from bot.adapters.storage.store import SqlStore, open_store
from bot.core.flow import Value
from bot.core.lookups import CountAtWork, RequestsAtWork, RequestsLike
from bot.core.messages import MoveRequest, Turn
from bot.core.requests import AT_AN_END, Event, Request, Status
from bot.core.searching import choose, rank, read_query
from bot.core.session import Session
from tests.adapters.storage.conftest import Peek, peek_at
from tests.adapters.storage.samples import NOW, REFERENCE, entry, keep, look_up, opening, request

DAY = date(2026, 3, 2)
SAM = 7


async def put(store: SqlStore, number: int, answers: dict[str, Value] | None = None, **changes: object) -> Request:
    """Store a request, each a minute younger than the one before."""
    effect = opening(
        f"VW-2026-{number:04}",
        draft=number,
        submitted_at=NOW + timedelta(minutes=number),
        person_name="Anna",
        answers=answers or {},
        **changes,
    )
    await keep(store, Turn(Session(), effects=(effect,)))
    return effect.request


async def at_work(store: SqlStore, lookup: RequestsAtWork) -> list[str]:
    found = await look_up(store, lookup)
    assert isinstance(found, tuple)
    return [each.reference[-1] for each in found]


async def find(store: SqlStore, query: str, most: int = 50) -> list[str]:
    """Find requests as staff see them: the best first."""
    words = read_query(query)
    found = await look_up(store, RequestsLike(words, most))
    assert isinstance(found, tuple)
    return [each.reference[-1] for each in rank(words, found)]


async def test_what_is_at_work_comes_by_the_day_on_which_a_reply_is_due(store: SqlStore) -> None:
    await put(store, 1, status=Status.ACCEPTED, holder=SAM)
    await put(store, 2, due_on=DAY + timedelta(days=3), holder=SAM)
    await put(store, 3, due_on=DAY - timedelta(days=1))
    await put(store, 4, due_on=DAY - timedelta(days=1), status=Status.IN_REVIEW, holder=SAM)
    for number, status in enumerate(AT_AN_END, start=5):
        await put(store, number, status=status, holder=SAM, due_on=DAY - timedelta(days=9))
    assert await at_work(store, RequestsAtWork(0, 9)) == ["3", "4", "2", "1"]
    assert await at_work(store, RequestsAtWork(1, 2)) == ["4", "2"]
    assert await at_work(store, RequestsAtWork(0, 9, holder=SAM)) == ["4", "2", "1"]
    assert await at_work(store, RequestsAtWork(0, 9, due_before=DAY)) == ["3", "4"]
    assert await at_work(store, RequestsAtWork(0, 9, holder=8)) == []
    counted = [CountAtWork(), CountAtWork(holder=SAM), CountAtWork(due_before=DAY), CountAtWork(SAM, DAY)]
    assert [await look_up(store, each) for each in counted] == [4, 3, 2, 1]


@pytest.fixture
async def schools(store: SqlStore) -> SqlStore:
    """Four requests of schools whose names have words in common."""
    await put(store, 1, {"schools": ["Lycée de Lausanne"], "title": "Faire vivre le PP", "email": "zoe@dupond.ch"})
    await put(store, 2, {"schools": ["Lycée de Genève"], "title": "Theory of knowledge", "name": "Hugo Dupont"})
    await put(store, 3, {"school": "International School of Lausanne"})
    await put(store, 4, {"schools": ["Lycée de Lausanne"], "title": "Theory of knowledge", "name": "Paul"})
    return store


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("lycée lausanne", "41"),
        ("LAUSANNE lycee", "41"),
        ("lausane", "431"),
        ("lyc gene", "2"),
        ("lausanne", "431"),
        ("school", "3"),
        ("international", "3"),
        ("nternat", "3"),
        ("theory", "42"),
        ("pual", "4"),
        ("dupont", "21"),
        ("zoe@dupond.ch", "1"),
        ("VW-2026-0002", "2"),
        ("2", "2"),
        ("vw", "4321"),
        ("lausanne paul tokyo", "4"),
        ("hugo zoe", "21"),
        ("hugo zoe tokyo", "21"),
        ("tokyo", ""),
        ("tokyo osaka", ""),
        ("99", ""),
        ("zz", ""),
    ],
)
async def test_requests_are_found_by_words_the_best_first(schools: SqlStore, query: str, found: str) -> None:
    assert await find(schools, query) == list(found)


async def test_the_database_finds_what_the_core_would_choose(schools: SqlStore) -> None:
    everything = await look_up(schools, RequestsAtWork(0, 9))
    assert isinstance(everything, tuple)
    for query in ("lycée lausanne", "dupont", "theory lycee", "tokyo lausanne", "lausane", "vw 2026"):
        words = read_query(query)
        expected = [each.reference[-1] for each in choose(words, everything, 9)]
        assert await find(schools, query) == expected, query


async def test_the_newest_are_given_where_more_fit_than_are_wanted(schools: SqlStore) -> None:
    assert await find(schools, "lycée", most=2) == ["4", "2"]
    assert await find(schools, "laus", most=2) == ["4", "3"]


async def test_a_correction_is_found_by_its_new_words_alone(store: SqlStore) -> None:
    before = await put(store, 1, {"title": "Inquiry", "schools": ["Lakeside"]})
    after = replace(before, answers={"title": "Assessment", "schools": ["Lakeside"]}, version=2)
    moved = MoveRequest(before, after, entry(before.reference, Event.CORRECT))
    await keep(store, Turn(Session(), effects=(moved,)))
    assert await find(store, "inquiry") == []
    assert await find(store, "assessment lakeside") == ["1"]


async def test_a_request_that_is_refused_leaves_no_words(store: SqlStore, peek: Peek) -> None:
    await put(store, 1, {"title": "Inquiry"})
    words = peek("SELECT count(*) FROM request_words")
    before = request(REFERENCE, draft=1, version=9)
    moved = MoveRequest(before, replace(before, version=10), entry(REFERENCE, Event.CORRECT))
    with pytest.raises(Exception, match=REFERENCE):
        await keep(store, Turn(Session(), effects=(moved,)))
    assert peek("SELECT count(*) FROM request_words") == words


async def test_the_trace_of_a_request_is_read_in_its_order(store: SqlStore) -> None:
    await put(store, 1)
    assert [each.event for each in await store.read_history(REFERENCE)] == [Event.SUBMIT]
    assert await store.read_history("VW-2026-0099") == ()


async def test_requests_of_an_older_version_are_found_after_the_step_up(url: str, peek: Peek) -> None:
    store = await open_store(url)
    await put(store, 1, {"schools": ["Lycée de Lausanne"], "name": "42"})
    await put(store, 2, {"title": "Theory"}, status=Status.CLOSED)
    searched = Session(language="fr", searched="lycée")
    await keep(store, Turn(searched))
    words, trigrams = (sorted(peek(f"SELECT * FROM {table}")) for table in ("request_words", "word_trigrams"))
    await store.close()

    await migrate(url, "0004")
    assert "searched" not in peek("SELECT state FROM sessions")[0][0]
    with pytest.raises(Exception, match="request_words"):
        peek("SELECT * FROM request_words")
    await migrate(url, known_revisions()[-1])

    assert sorted(peek("SELECT * FROM request_words")) == words
    assert sorted(peek("SELECT * FROM word_trigrams")) == trigrams
    store = await open_store(url)
    assert await find(store, "lausane") == ["1"]
    assert await at_work(store, RequestsAtWork(0, 9)) == ["1"]
    await store.close()


@pytest.mark.parametrize(
    ("condition", "index"),
    [
        ("", "SCAN requests USING COVERING INDEX ix_requests_at_work"),
        (" AND holder = 7", "USING COVERING INDEX ix_requests_held (holder=?)"),
        (" AND due_on < '2026-03-02'", "USING COVERING INDEX ix_requests_at_work (due_on<?)"),
    ],
)
async def test_what_is_at_work_is_counted_in_an_index_alone(sqlite_url: str, condition: str, index: str) -> None:
    await (await open_store(sqlite_url)).close()
    plan = peek_at(sqlite_url)(f"EXPLAIN QUERY PLAN SELECT count(*) FROM requests WHERE {tables.at_work}{condition}")
    assert index in str(plan)
