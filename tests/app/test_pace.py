"""Telegram's limits: so many messages a second overall, and fewer to one chat or one group."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.app.pace import GROUP_MOST, GROUP_SPAN, PRIVATE_BURST, Pace

CHAT, OTHER_CHAT, GROUP = 7, 8, -1001


def send(pace: Pace, address: int, now: float, times: int = 1) -> None:
    for _ in range(times):
        assert pace.wait(address, now) == 0
        pace.count(address, now)


def test_so_many_messages_leave_in_a_second_and_no_more() -> None:
    pace = Pace(per_second=3)
    for moment, chat in ((10.0, 1), (10.1, 2), (10.2, 3)):
        send(pace, chat, moment)
    assert pace.wait(4, 10.3) == pytest.approx(0.7)
    send(pace, 4, 11.0)
    assert pace.wait(5, 11.0) == pytest.approx(0.1)


def test_a_private_chat_may_have_a_burst_and_then_one_a_second() -> None:
    pace = Pace(per_second=1000)
    send(pace, CHAT, 10.0, PRIVATE_BURST)
    assert pace.wait(CHAT, 10.0) == pytest.approx(1.0)
    assert pace.wait(OTHER_CHAT, 10.0) == 0
    send(pace, CHAT, 11.0)
    assert pace.wait(CHAT, 11.5) == pytest.approx(0.5)


def test_a_group_has_so_many_in_a_minute() -> None:
    pace = Pace(per_second=1000)
    send(pace, GROUP, 10.0, GROUP_MOST - 1)
    send(pace, GROUP, 30.0)
    assert pace.wait(GROUP, 40.0) == pytest.approx(GROUP_SPAN - 30)
    assert pace.wait(CHAT, 40.0) == 0
    send(pace, GROUP, 70.0, GROUP_MOST - 1)


def test_an_edit_counts_overall_only() -> None:
    pace = Pace(per_second=1000)
    for _ in range(100):
        pace.count(GROUP, 10.0, is_edit=True)
        pace.count(CHAT, 10.0, is_edit=True)
    assert pace.wait(GROUP, 10.0) == 0
    assert pace.wait(CHAT, 10.0) == 0
    small = Pace(per_second=1)
    small.count(GROUP, 10.0, is_edit=True)
    assert small.wait(CHAT, 10.0) == pytest.approx(1.0)


def test_a_pause_that_telegram_asks_for_holds_every_chat() -> None:
    pace = Pace(per_second=30)
    pace.hold(15.0)
    pace.hold(12.0)
    assert pace.wait(CHAT, 10.0) == pytest.approx(5.0)
    assert pace.wait(GROUP, 14.0) == pytest.approx(1.0)
    assert pace.wait(CHAT, 15.0) == 0


def test_counting_anew_keeps_the_pause_that_was_asked_for() -> None:
    pace = Pace(per_second=1)
    send(pace, CHAT, 10.0)
    pace.hold(10.5)
    pace.begin_anew()
    assert pace.wait(CHAT, 10.0) == pytest.approx(0.5)


def test_forgetting_changes_no_limit() -> None:
    pace = Pace(per_second=1000)
    send(pace, CHAT, 10.0, PRIVATE_BURST)
    send(pace, GROUP, 10.0, GROUP_MOST)
    pace.forget(10.5)
    assert pace.wait(CHAT, 10.5) == pytest.approx(0.5)
    assert pace.wait(GROUP, 10.5) == pytest.approx(GROUP_SPAN - 0.5)
    pace.forget(10_000.0)
    assert pace == Pace(per_second=1000, _overall=pace._overall)


@given(st.lists(st.tuples(st.sampled_from([1, 2, -1, -2]), st.floats(0, 3)), max_size=120), st.integers(1, 30))
def test_whoever_waits_as_told_never_breaks_a_limit(wishes: list[tuple[int, float]], per_second: int) -> None:
    pace, now = Pace(per_second), 100.0
    sent: list[tuple[int, float]] = []
    for address, gap in wishes:
        now += gap
        while (pause := pace.wait(address, now)) > 0:
            now += pause + 1e-6
        pace.count(address, now)
        sent.append((address, now))
    for _, moment in sent:
        after = [each for each in sent if moment <= each[1] < moment + 1]
        assert len(after) <= per_second
        for chat in (-1, -2):
            assert sum(moment <= at < moment + GROUP_SPAN for to, at in sent if to == chat) <= GROUP_MOST
        for chat in (1, 2):
            assert sum(moment <= at < moment + 10 for to, at in sent if to == chat) <= PRIVATE_BURST + 10
