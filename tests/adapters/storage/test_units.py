"""A turn's lookups and what it keeps: sessions, requests, history, references."""

import json
import sqlite3
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import asyncpg
import pytest
from sqlalchemy.exc import IntegrityError, StatementError

from bot.adapters.storage.store import SqlStore, open_store
from bot.app.ports import DecideAgain
from bot.core.lookups import (
    HistoryOf,
    MessageIn,
    NextReference,
    OpenRequestsStarting,
    OwnRequests,
    RequestNamed,
    SentAs,
)
from bot.core.messages import MoveRequest, Turn
from bot.core.requests import Event, Status
from bot.core.session import Session
from tests.adapters.storage.conftest import Peek, counts, peek_at
from tests.adapters.storage.samples import (
    ANNA,
    MINUTE,
    NOW,
    REFERENCE,
    SESSION,
    STAFF,
    accepting,
    due,
    entry,
    keep,
    look_up,
    opening,
    post,
    request,
    send,
    send_first,
    stored_session,
    update,
)


async def test_a_person_who_was_never_here_has_a_new_session(store: SqlStore) -> None:
    assert await stored_session(store) == Session()


async def test_a_session_belongs_to_one_person_in_one_chat(store: SqlStore) -> None:
    await keep(store, Turn(SESSION), chat=STAFF, person=1)
    await keep(store, Turn(Session(language="en")), chat=STAFF, person=2)
    await keep(store, Turn(Session(language="fr")), chat=1, person=1)
    assert await stored_session(store, STAFF, 1) == SESSION
    assert await stored_session(store, STAFF, 2) == Session(language="en")
    assert await stored_session(store, 1, 1) == Session(language="fr")


async def test_a_later_session_takes_the_place_of_the_former(store: SqlStore, peek: Peek) -> None:
    await keep(store, Turn(SESSION))
    await keep(store, Turn(Session(begun=6)), now=NOW + MINUTE)
    assert await stored_session(store) == Session(begun=6)
    assert [chat for (chat,) in peek("SELECT chat FROM sessions")] == [ANNA]


async def test_ids_of_64_bits_are_kept(store: SqlStore) -> None:
    chat, person = -1_002_345_678_901, 7_999_999_999
    await keep(store, Turn(SESSION, (post(chat=chat),)), chat, person)
    assert await stored_session(store, chat, person) == SESSION
    assert [delivery.post.chat for delivery in await due(store)] == [chat]


async def test_a_request_comes_back_as_it_was_with_its_answers_in_order(store: SqlStore) -> None:
    await keep(store, Turn(Session(), effects=(opening(),)))
    found = await look_up(store, RequestNamed(REFERENCE))
    assert found == request()
    assert list(found.answers) == list(request().answers)  # type: ignore[union-attr]
    assert await look_up(store, RequestNamed("VW-2026-0002")) is None


async def test_a_draft_is_found_as_the_request_it_has_become_by_its_own_person_only(store: SqlStore) -> None:
    await keep(store, Turn(Session(), effects=(opening(chat=STAFF, person=1, draft=4),)), STAFF, 1)
    theirs = opening("VW-2026-0002", chat=STAFF, person=2, draft=4)
    await keep(store, Turn(Session(), effects=(theirs,)), STAFF, 2)
    assert await look_up(store, SentAs(STAFF, 4), STAFF, 1) == request(chat=STAFF, person=1, draft=4)
    assert await look_up(store, SentAs(STAFF, 4), STAFF, 2) == theirs.request
    assert await look_up(store, SentAs(STAFF, 5), STAFF, 1) is None
    assert await look_up(store, SentAs(ANNA, 4), ANNA, 1) is None


async def test_a_second_request_of_the_same_draft_is_refused_with_its_whole_turn(store: SqlStore, peek: Peek) -> None:
    await keep(store, Turn(Session(begun=1), (post("first"),), (opening(),)))
    with pytest.raises(DecideAgain, match="VW-2026-0002"):
        await keep(store, Turn(Session(begun=2), (post("second"),), (opening("VW-2026-0002"),)))
    assert await stored_session(store) == Session(begun=1)
    kept = {"inbox": 3, "sessions": 1, "requests": 1, "audit": 1, "outbox": 1, "request_words": 7, "word_trigrams": 21}
    assert {table: count for table, count in counts(peek).items() if count} == kept
    # The update of the refused turn is still there.
    assert await store.inbox.count_waiting() == 1


async def test_only_open_requests_of_the_flow_that_start_on_the_day_are_found(store: SqlStore) -> None:
    day = {"start": "2026-06-01"}
    kept = [
        request("VW-2026-0002", draft=2, answers=day, status=Status.ACCEPTED),
        request("VW-2026-0001", draft=1, answers=day, submitted_at=NOW + MINUTE),
        request("VW-2026-0009", draft=9, answers=day, submitted_at=NOW + 2 * MINUTE),
    ]
    others = [
        request("VW-2026-0003", draft=3, answers=day, status=Status.REFUSED),
        request("VW-2026-0004", draft=4, answers=day, status=Status.CLOSED),
        request("VW-2026-0005", draft=5, answers={"start": "2026-06-02"}),
        request("VW-2026-0006", draft=6, answers={"start": None}),
        request("VW-2026-0007", draft=7, answers={"name": "2026-06-01"}),
        request("SF-2026-0001", draft=8, answers=day, flow="switch_format"),
    ]
    for each in (*others, *reversed(kept)):
        effect = replace(opening(), request=each, entry=replace(opening().entry, reference=each.reference))
        await keep(store, Turn(Session(), effects=(effect,)))
    assert await look_up(store, OpenRequestsStarting("workshop", date(2026, 6, 1))) == tuple(kept)
    assert await look_up(store, OpenRequestsStarting("workshop", date(2026, 6, 3))) == ()


async def test_a_persons_requests_come_newest_first_page_by_page(store: SqlStore) -> None:
    mine = [
        request(f"VW-2026-000{number}", draft=number, submitted_at=NOW + place * MINUTE)
        for place, number in enumerate((4, 2, 3, 1))
    ]
    # Two of the same moment are told apart by their references.
    mine[1] = replace(mine[1], submitted_at=mine[2].submitted_at)
    others = [
        request("VW-2026-0005", chat=2, person=2, submitted_at=NOW + 9 * MINUTE),
        request("VW-2026-0006", chat=STAFF, submitted_at=NOW + 9 * MINUTE),
        request("VW-2026-0007", person=2, submitted_at=NOW + 9 * MINUTE),
    ]
    for each in (*others, *mine):
        effect = replace(opening(), request=each, entry=replace(opening().entry, reference=each.reference))
        await keep(store, Turn(Session(), effects=(effect,)))
    pages = [await look_up(store, OwnRequests(ANNA, ANNA, skip, 3)) for skip in (0, 3, 6)]
    assert pages == [(mine[3], mine[2], mine[1]), (mine[0],), ()]


async def test_a_person_of_many_thousands_finds_their_requests_by_an_index(sqlite_url: str) -> None:
    await (await open_store(sqlite_url)).close()
    query = "SELECT * FROM requests WHERE chat = 5 AND person = 5 ORDER BY submitted_at DESC, reference DESC LIMIT 6"
    plan = str(peek_at(sqlite_url)(f"EXPLAIN QUERY PLAN {query}"))
    assert "ix_requests_chat_person_submitted_at" in plan


async def test_a_requests_history_comes_as_it_was_written(store: SqlStore) -> None:
    move = accepting(request())
    await keep(store, Turn(Session(), effects=(opening(),)))
    await keep(store, Turn(Session(), effects=(move,)), STAFF, 7)
    assert await look_up(store, HistoryOf(REFERENCE)) == (opening().entry, move.entry)
    assert await look_up(store, HistoryOf("VW-2026-0009")) == ()


@pytest.mark.parametrize("is_first", [True, False])
async def test_of_a_withdrawal_and_a_decision_in_the_same_instant_one_is_kept(
    store: SqlStore, peek: Peek, is_first: bool
) -> None:
    await keep(store, Turn(Session(), effects=(opening(),)))
    withdrawn = replace(request(), status=Status.WITHDRAWN, version=2)
    withdrawing = MoveRequest(request(), withdrawn, entry(REFERENCE, Event.WITHDRAW))
    moves = [withdrawing, accepting(request())]
    first, second = moves if is_first else reversed(moves)
    await keep(store, Turn(Session(), effects=(first,)), chat=1, person=1)
    with pytest.raises(DecideAgain):
        await keep(store, Turn(Session(), (post("told"),), (second,)), chat=2, person=2)
    assert await look_up(store, RequestNamed(REFERENCE)) == first.after
    assert [event for (event,) in peek("SELECT event FROM audit ORDER BY id")] == ["submit", first.entry.event.value]
    assert await due(store) == ()


async def test_a_request_moves_and_its_history_tells_who_did_it(store: SqlStore, peek: Peek) -> None:
    await keep(store, Turn(Session(), effects=(opening(),)))
    await keep(store, Turn(Session(), effects=(accepting(request()),)), STAFF, 7)
    assert await look_up(store, RequestNamed(REFERENCE)) == request(status=Status.ACCEPTED, version=2)
    history = peek("SELECT reference, event, actor, actor_name FROM audit ORDER BY id")
    assert history[0] == (REFERENCE, "submit", ANNA, "Anna Ångström")
    assert history[1] == (REFERENCE, "accept", 7, "Sam")
    details = [json.loads(each) for (each,) in peek("SELECT details FROM audit ORDER BY id")]
    assert details == [{}, {"link": "https://example.org/r", "schools": ["A"], "late": False}]


async def test_a_move_writes_all_that_it_changes_and_nothing_else(store: SqlStore, peek: Peek) -> None:
    await keep(store, Turn(Session(), effects=(opening(),)))
    # The chat has been given another id since the request was read.
    peek("UPDATE requests SET chat = -77")
    move = accepting(request())
    changed = {"start": "2026-07-01"}
    move = replace(move, after=replace(move.after, answers=changed, acknowledged=frozenset({"b", "a"})))
    await keep(store, Turn(Session(), effects=(move,)), STAFF, 7)
    expected = replace(move.after, chat=-77)
    assert await look_up(store, RequestNamed(REFERENCE)) == expected


async def test_a_request_that_moved_meanwhile_does_not_move_again(store: SqlStore, peek: Peek) -> None:
    await keep(store, Turn(Session(), effects=(opening(),)))
    await keep(store, Turn(Session(), effects=(accepting(request()),)), STAFF, 7)
    with pytest.raises(DecideAgain, match=REFERENCE):
        await keep(store, Turn(SESSION, (post(),), (accepting(request()),)), STAFF, 8)
    assert peek("SELECT actor FROM audit ORDER BY id") == [(ANNA,), (7,)]
    assert await stored_session(store, STAFF, 8) == Session()
    assert await due(store) == ()


@pytest.mark.parametrize("statement", ["UPDATE audit SET actor_name = 'me'", "DELETE FROM audit"])
async def test_history_can_be_neither_changed_nor_deleted(store: SqlStore, peek: Peek, statement: str) -> None:
    await keep(store, Turn(Session(), effects=(opening(),)))
    with pytest.raises((sqlite3.IntegrityError, asyncpg.RaiseError), match="audit is append-only"):
        peek(statement)
    assert peek("SELECT actor_name FROM audit") == [("Anna Ångström",)]


async def test_history_of_an_unknown_request_is_refused(store: SqlStore, peek: Peek) -> None:
    stray = replace(opening(), entry=replace(opening().entry, reference="VW-1999-0001"))
    with pytest.raises(IntegrityError, match=r"(?i)foreign key"):
        await keep(store, Turn(Session(), effects=(stray,)))
    assert counts(peek)["requests"] == 0


async def test_references_count_by_prefix_and_year(store: SqlStore) -> None:
    asked = [("VW", 2026), ("VW", 2026), ("SF", 2026), ("VW", 2027), ("VW", 2026), ("SF", 2026)]
    given = [await look_up(store, NextReference(*each)) for each in asked]
    expected = "VW-2026-0001 VW-2026-0002 SF-2026-0001 VW-2027-0001 VW-2026-0003 SF-2026-0002"
    assert given == expected.split()


async def test_references_grow_beyond_four_digits(store: SqlStore, peek: Peek) -> None:
    peek("INSERT INTO counters VALUES ('VW', 2026, 9998)")
    given = [await look_up(store, NextReference("VW", 2026)) for _ in range(2)]
    assert given == ["VW-2026-9999", "VW-2026-10000"]


async def test_a_slot_tells_the_message_that_it_holds(store: SqlStore) -> None:
    assert await look_up(store, MessageIn(ANNA, "review")) is None
    await send(store, post(slot="review"))
    await send_first(store, 42)
    assert await look_up(store, MessageIn(ANNA, "review")) == 42
    assert await look_up(store, MessageIn(ANNA, "card")) is None
    assert await look_up(store, MessageIn(STAFF, "review")) is None


async def test_moments_are_stored_as_utc_and_come_back_so(store: SqlStore, peek: Peek) -> None:
    in_tokyo = datetime(2026, 3, 2, 8, 0, tzinfo=timezone(timedelta(hours=9)))
    await keep(store, Turn(Session(), effects=(opening(submitted_at=in_tokyo),)))
    (stored,) = peek("SELECT submitted_at FROM requests")[0]
    assert stored in ("2026-03-01 23:00:00.000000", datetime(2026, 3, 1, 23, tzinfo=UTC))
    found = await look_up(store, RequestNamed(REFERENCE))
    assert found.submitted_at == in_tokyo  # type: ignore[union-attr]
    assert found.submitted_at.utcoffset() == timedelta(0)  # type: ignore[union-attr]


async def test_a_moment_without_a_time_zone_is_refused(store: SqlStore) -> None:
    with pytest.raises(StatementError, match="without a time zone"):
        await store.inbox.put([update()], NOW.replace(tzinfo=None))


async def test_an_error_does_not_show_what_people_have_answered(store: SqlStore) -> None:
    await keep(store, Turn(Session(), effects=(opening(),)))
    with pytest.raises(DecideAgain) as refused:
        await keep(store, Turn(Session(), effects=(opening(),)))
    assert "Anna" not in f"{refused.value} {refused.value.__cause__}"
