"""What people's questions teach, in the database: counts, questions, votes, and proposals until they are written."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta

import pytest

from bot.adapters.storage.store import SqlStore, open_store
from bot.app.ports import DecideAgain
from bot.core.learning.kept import Outcome, Proposal, Unanswered
from bot.core.lookups import QuestionKept, UnansweredQuestions
from bot.core.messages import CountQuestion, KeepQuestion, KeepVote, SettleQuestions, Turn
from bot.core.session import Session
from tests.adapters.storage.conftest import Peek
from tests.adapters.storage.samples import ANNA, MINUTE, NOW, STAFF, keep, look_up, turn_in, update

DAY = date(2026, 3, 2)
COST = CountQuestion(DAY, "cost", "fr", "0123abcd", Outcome.ANSWER)
NONE = CountQuestion(DAY, "", "fr", "", Outcome.UNKNOWN)


def proposal(question: str = "parking ?", count: int = 2) -> Proposal:
    return Proposal("fr", "cost", question, count, "Zoé 🎓", NOW)


async def ask(store: SqlStore, *texts: str) -> None:
    await keep(store, Turn(Session(), effects=tuple(KeepQuestion(NOW, "fr", text) for text in texts)))


async def settle(store: SqlStore, *ids: int, proposed: Proposal | None = None) -> None:
    effect = SettleQuestions(frozenset(ids), "Zoé 🎓", NOW, proposed)
    await keep(store, Turn(Session(), effects=(effect,)), chat=STAFF)


async def test_counts_add_up_over_turns_and_within_one(store: SqlStore, peek: Peek) -> None:
    await keep(store, Turn(Session(), effects=(COST, NONE, COST)))
    await keep(store, Turn(Session(), effects=(COST,)))
    await keep(
        store, Turn(Session(), effects=(CountQuestion(DAY + timedelta(1), "cost", "fr", "0123abcd", Outcome.ANSWER),))
    )
    rows = peek("SELECT topic, language, version, outcome, count FROM asked ORDER BY day, topic")
    assert rows == [
        ("", "fr", "", "unknown", 1),
        ("cost", "fr", "0123abcd", "answer", 3),
        ("cost", "fr", "0123abcd", "answer", 1),
    ]


async def test_the_turns_of_one_claim_are_counted_together(store: SqlStore, peek: Peek) -> None:
    await store.inbox.put([update(ANNA), update(ANNA + 1)], NOW)
    async with store.inbox.claim(NOW, 2) as claim:
        await claim.load([(ANNA, ANNA), (ANNA + 1, ANNA + 1)])
        for person in (ANNA, ANNA + 1):
            await claim.turn_of(person, person).keep(Turn(Session(), effects=(COST,)), NOW)
    assert peek("SELECT count FROM asked") == [(2,)]


async def test_a_turn_that_fails_counts_nothing(store: SqlStore, peek: Peek) -> None:
    async def fail() -> None:
        async with turn_in(store) as unit:
            await unit.keep(Turn(Session(), effects=(COST, KeepQuestion(NOW, "fr", "?"))), NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    assert peek("SELECT count(*) FROM asked") == [(0,)]
    assert peek("SELECT count(*) FROM unanswered") == [(0,)]


async def test_people_in_several_chats_are_counted_at_the_same_time(store: SqlStore, peek: Peek) -> None:
    async def talk(person: int) -> None:
        for _ in range(5):
            await keep(store, Turn(Session(), effects=(COST, NONE)[:: 1 if person % 2 else -1]), person, person)

    await asyncio.gather(*(talk(person) for person in range(1, 9)))
    assert peek("SELECT count FROM asked") == [(40,), (40,)]


async def test_what_nobody_could_answer_is_kept_with_nothing_of_its_person(store: SqlStore, peek: Peek) -> None:
    await ask(store, "Où est la salle ?", "a\0b \ud83d")
    assert await look_up(store, UnansweredQuestions(5)) == (
        Unanswered(2, NOW, "fr", "a\ufffdb ?"),
        Unanswered(1, NOW, "fr", "Où est la salle ?"),
    )
    assert await look_up(store, UnansweredQuestions(1)) == (Unanswered(2, NOW, "fr", "a\ufffdb ?"),)
    assert not [value for row in peek("SELECT * FROM unanswered") for value in row if value == ANNA]


async def test_questions_are_settled_once_all_or_none(store: SqlStore, peek: Peek) -> None:
    await ask(store, "a", "b", "c")
    await settle(store, 1, 2, proposed=proposal())
    with pytest.raises(DecideAgain):
        await settle(store, 2, 3, proposed=proposal("again"))
    assert await look_up(store, UnansweredQuestions(9)) == (Unanswered(3, NOW, "fr", "c"),)
    assert await look_up(store, QuestionKept(1)) == Unanswered(1, NOW, "fr", "a", NOW, "Zoé 🎓", "cost")
    assert await look_up(store, QuestionKept(4)) is None
    assert peek("SELECT question FROM proposals") == [("parking ?",)]


async def test_a_dismissed_question_has_no_topic_and_proposes_nothing(store: SqlStore, peek: Peek) -> None:
    await ask(store, "a")
    await settle(store, 1)
    assert await look_up(store, QuestionKept(1)) == Unanswered(1, NOW, "fr", "a", NOW, "Zoé 🎓")
    assert peek("SELECT count(*) FROM proposals") == [(0,)]


async def test_five_thousand_questions_are_settled_at_once(store: SqlStore) -> None:
    await ask(store, *["parking"] * 5000)
    await settle(store, *range(1, 5001), proposed=proposal(count=5000))
    assert await look_up(store, UnansweredQuestions(5000)) == ()


async def test_a_vote_counts_once_for_a_person_and_a_text_and_can_be_changed(store: SqlStore, peek: Peek) -> None:
    votes = [
        KeepVote("cost", "fr", "0123abcd", ANNA, True, NOW),
        KeepVote("cost", "fr", "0123abcd", ANNA, False, NOW + MINUTE),
        KeepVote("cost", "fr", "89abcdef", ANNA, True, NOW),
        KeepVote("cost", "fr", "0123abcd", 7_999_999_999, True, NOW),
    ]
    await keep(store, Turn(Session(), effects=tuple(votes)))
    await keep(store, Turn(Session(), effects=(KeepVote("cost", "fr", "89abcdef", ANNA, False, NOW),)))
    rows = peek("SELECT version, person, helpful FROM votes ORDER BY version, person")
    assert [(version, person, bool(helpful)) for version, person, helpful in rows] == [
        ("0123abcd", ANNA, False),
        ("0123abcd", 7_999_999_999, True),
        ("89abcdef", ANNA, False),
    ]


async def test_proposals_are_handed_out_until_they_are_written(store: SqlStore) -> None:
    await ask(store, "a", "b", "c")
    for number in (1, 2):
        await settle(store, number, proposed=proposal(f"question {number}"))

    async def fail() -> None:
        async with store.proposals.hold_unwritten(NOW):
            raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        await fail()
    async with store.proposals.hold_unwritten(NOW) as held:
        assert [(each.id, each.question, each.filed_at) for each in held] == [
            (1, "question 1", NOW),
            (2, "question 2", NOW),
        ]
    async with store.proposals.hold_unwritten(NOW) as held:
        assert held == ()
    await settle(store, 3, proposed=proposal("question 3"))
    async with store.proposals.hold_unwritten(NOW) as held:
        assert [each.question for each in held] == ["question 3"]


async def test_two_processes_never_hold_the_same_proposals(store: SqlStore, url: str) -> None:
    if url.startswith("sqlite"):
        pytest.skip("one process has an SQLite file")
    await ask(store, "a")
    await settle(store, 1, proposed=proposal())
    other = await open_store(url)

    async def write(one: SqlStore) -> int:
        async with one.proposals.hold_unwritten(NOW) as held:
            await asyncio.sleep(0.2)
            return len(held)

    assert sorted(await asyncio.gather(write(store), write(other))) == [0, 1]
    await other.close()
