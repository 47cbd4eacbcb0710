"""The desk's daily round: once a day, at its hour, and the cards a few at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.desk.rounds import BETWEEN, DESK, LISTED, RENEWED_AT_ONCE
from bot.core.messages import Incoming, Passed, Place, Sender, Turn
from bot.core.policy import Number
from bot.core.requests import Request, Status
from bot.core.scene import Knowledge
from bot.core.session import Session
from bot.core.texts import Texts
from bot.rehearsal.markup import read_markup
from bot.rehearsal.memory import MemoryDesk, at_nine
from bot.rehearsal.person import STAFF_CHAT
from tests.core.samples import request_of


def pass_time(desk: MemoryDesk) -> Turn:
    """Let time pass for the desk's own session, as its waking does."""
    return desk.take(Incoming(STAFF_CHAT, Place.STAFF, Sender(DESK, ""), Passed()))


def session(desk: MemoryDesk) -> Session:
    return desk.session(STAFF_CHAT, DESK)


def store(desk: MemoryDesk, number: int, **changes: object) -> Request:
    reference = f"VW-2026-{number:04}"
    made = request_of({"title": f"Title {number}"}, reference=reference, draft=number, **changes)
    desk.requests[reference] = made
    desk.slots[STAFF_CHAT, f"card:{reference}"] = number
    return made


def with_numbers(knowledge: Knowledge, **numbers: int | None) -> Knowledge:
    """Change the policy's numbers, or take those out that are None."""
    policy = knowledge.policy
    changed = {**policy.numbers, **{name: Number(value, "") for name, value in numbers.items() if value is not None}}
    kept = {name: number for name, number in changed.items() if numbers.get(name, 0) is not None}
    return replace(knowledge, texts=Texts(knowledge.texts.catalogues, replace(policy, numbers=kept)))


def test_an_empty_desk_is_silent_and_looks_again_the_next_morning(desk: MemoryDesk) -> None:
    turn = pass_time(desk)
    assert not turn.posts
    assert session(desk).told_on == "2026-01-12"
    assert turn.wake_at == at_nine("2026-01-13") - timedelta(hours=1)


def test_before_its_hour_nothing_is_told(desk: MemoryDesk) -> None:
    store(desk, 1)
    desk.now = at_nine("2026-01-12") - timedelta(hours=2)
    turn = pass_time(desk)
    assert not turn.posts
    assert turn.wake_at == at_nine("2026-01-12") - timedelta(hours=1)


def test_the_news_are_told_once_a_day_whatever_wakes_the_desk(desk: MemoryDesk) -> None:
    store(desk, 1)
    assert len([post for post in pass_time(desk).posts if post.slot is None]) == 1
    assert pass_time(desk).posts == ()


def test_cards_are_renewed_a_few_at_a_time(desk: MemoryDesk) -> None:
    for number in range(1, RENEWED_AT_ONCE + 3):
        store(desk, number)
    turn = pass_time(desk)
    assert [post.slot for post in turn.posts[1:]] == [f"card:VW-2026-{n:04}" for n in range(1, RENEWED_AT_ONCE + 1)]
    assert turn.wake_at == desk.now + BETWEEN
    desk.now += BETWEEN
    turn = pass_time(desk)
    assert [post.slot for post in turn.posts] == ["card:VW-2026-0011", "card:VW-2026-0012"]
    assert all(post.in_place for post in turn.posts)
    assert session(desk).renewed_to is None


def test_what_is_at_an_end_is_not_renewed(desk: MemoryDesk) -> None:
    store(desk, 1, status=Status.CLOSED)
    store(desk, 2, status=Status.ACCEPTED)
    assert [post.slot for post in pass_time(desk).posts if post.slot] == ["card:VW-2026-0002"]


def test_a_card_that_is_not_there_is_not_sent_by_the_round(desk: MemoryDesk) -> None:
    store(desk, 1)
    store(desk, 2)
    del desk.slots[STAFF_CHAT, "card:VW-2026-0001"]
    assert [post.slot for post in pass_time(desk).posts if post.slot] == ["card:VW-2026-0002"]


def test_many_of_a_kind_are_counted_and_only_some_are_named(desk: MemoryDesk) -> None:
    for number in range(1, LISTED + 4):
        store(desk, number, status=Status.INFORMATION_NEEDED, submitted_at=at_nine("2026-01-01"))
    (news, *_) = pass_time(desk).posts
    text = read_markup(news.text)
    assert f"{LISTED + 3} demandes attendent des précisions" in text
    assert "VW-2026-0005 · Title 5 · Awa Diop" in text
    assert "VW-2026-0006" not in text
    assert "et 3 autres" in text


def test_a_request_without_title_or_flow_is_named_all_the_same(desk: MemoryDesk) -> None:
    store(desk, 1)
    desk.requests["QU-2026-0001"] = request_of({}, reference="QU-2026-0001", flow="question", draft=2)
    desk.requests["XX-2026-0001"] = request_of({}, reference="XX-2026-0001", flow="gone", draft=3)
    desk.slots[STAFF_CHAT, "card:XX-2026-0001"] = 7
    (news, *cards) = pass_time(desk).posts
    text = read_markup(news.text)
    assert "QU-2026-0001 · Question à l’équipe · Awa Diop" in text
    assert "XX-2026-0001 · gone · Awa Diop" in text
    assert "XX-2026-0001 · gone · à traiter" in read_markup(cards[-1].text)


def test_a_policy_without_an_hour_makes_no_rounds(desk: MemoryDesk) -> None:
    store(desk, 1)
    desk.knowledge = with_numbers(desk.knowledge, digest_hour=None)
    desk.sessions[STAFF_CHAT, DESK] = '{"drafts": [], "renewed_to": "VW-2025-0001"}'
    turn = pass_time(desk)
    assert (turn.posts, turn.wake_at) == ((), None)
    assert session(desk).renewed_to is None


def test_the_news_reach_back_to_the_last_ones(desk: MemoryDesk) -> None:
    store(desk, 1, submitted_at=at_nine("2026-01-10"), status=Status.ACCEPTED)
    desk.sessions[STAFF_CHAT, DESK] = '{"drafts": [], "told_on": "2026-01-09"}'
    assert "1 nouvelle demande" in read_markup(pass_time(desk).posts[0].text)


@pytest.mark.parametrize("place", [Place.PRIVATE, Place.ELSEWHERE])
def test_elsewhere_time_makes_no_round(desk: MemoryDesk, place: Place) -> None:
    store(desk, 1)
    assert not desk.take(Incoming(DESK, place, Sender(DESK, ""), Passed())).posts
