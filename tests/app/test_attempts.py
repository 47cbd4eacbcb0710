"""One attempt to deliver, and what comes of it: patience with Telegram, and staff who hear of what matters."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest

from bot.app.attempts import FIRST_PAUSE, GIVEN_UP_AFTER, LONGEST_PAUSE, STAFF_TOLD_AFTER, Attempts
from bot.app.pace import Pace
from bot.app.ports import Delivery, GivenUp, Moved, PutOff, Sent
from bot.app.telegram_ports import ChatMoved, HeldBack, Postponed, Refused, Unreachable
from bot.app.watching import DeliveryOutcome
from bot.core.messages import Post
from bot.core.undelivered import Reporter
from bot.rehearsal.person import STAFF_CHAT
from tests.app.conftest import Clock, Diary, Recorder
from tests.shipped import shipped_knowledge

REPLY = Post(7, "Hello")
NEWS = Post(7, "Hello", about="VW-2026-0001")
CARD = Post(STAFF_CHAT, "Hello", about="VW-2026-0001")


@pytest.fixture
def pace() -> Pace:
    return Pace(30)


@pytest.fixture
def attempts(recorder: Recorder, clock: Clock, diary: Diary, pace: Pace) -> Attempts:
    return Attempts(recorder, pace, Reporter(shipped_knowledge().texts, STAFF_CHAT), clock, diary)


def delivery(
    clock: Clock, post: Post, attempts: int = 0, since: timedelta = timedelta(), told: bool = False
) -> Delivery:
    return Delivery(1, post, post.chat, clock.now - since, attempts, was_told=told)


async def test_what_telegram_takes_is_sent(attempts: Attempts, clock: Clock, diary: Diary) -> None:
    tried = delivery(clock, REPLY, since=timedelta(seconds=2))
    assert await attempts.make(tried) == Sent(tried, 1001)
    (seen,) = diary.deliveries
    assert (seen.outcome, seen.chat, seen.waited) == (DeliveryOutcome.SENT, 7, 2.0)


async def test_the_pauses_between_attempts_grow(attempts: Attempts, recorder: Recorder, clock: Clock) -> None:
    recorder.failures["Hello"] = [Postponed("no network") for _ in range(12)]
    pauses = []
    for attempt in range(12):
        outcome = await attempts.make(delivery(clock, REPLY, attempt))
        assert isinstance(outcome, PutOff)
        pauses.append(outcome.until - clock.now)
    assert pauses == [min(FIRST_PAUSE * 2**attempt, LONGEST_PAUSE) for attempt in range(12)]
    assert pauses[-1] == LONGEST_PAUSE


async def test_the_pause_that_telegram_asks_for_is_kept_by_everyone(
    attempts: Attempts, recorder: Recorder, clock: Clock, pace: Pace
) -> None:
    recorder.failures["Hello"] = [HeldBack("flood", 37)]
    tried = delivery(clock, REPLY)
    assert await attempts.make(tried) == PutOff(tried, clock.now + timedelta(seconds=37), "held back: flood")
    assert 36 < pace.wait(99, time.monotonic()) <= 37


async def test_a_chat_that_has_moved_is_told_apart(attempts: Attempts, recorder: Recorder, clock: Clock) -> None:
    recorder.failures["Hello"] = [ChatMoved(-100_77)]
    tried = delivery(clock, REPLY)
    assert await attempts.make(tried) == Moved(tried, -100_77)


async def test_an_unforeseen_error_is_put_off_and_its_text_is_told_to_nobody(
    attempts: Attempts, recorder: Recorder, clock: Clock, diary: Diary
) -> None:
    recorder.failures["Hello"] = [ValueError("Camille Durand")]
    outcome = await attempts.make(delivery(clock, REPLY))
    assert isinstance(outcome, PutOff)
    assert outcome.error.startswith("ValueError")
    assert "Camille" not in f"{outcome} {diary.deliveries}"


@pytest.mark.parametrize("error", [Unreachable("bot was blocked by the user"), Refused("too odd")])
async def test_what_can_never_arrive_is_given_up(
    attempts: Attempts, recorder: Recorder, clock: Clock, diary: Diary, error: Exception
) -> None:
    recorder.failures["Hello"] = [error, error]
    tried = delivery(clock, REPLY)
    assert await attempts.make(tried) == GivenUp(tried, str(error))
    news = await attempts.make(delivery(clock, NEWS))
    assert isinstance(news, GivenUp)
    assert news.report is not None
    assert (news.report.chat, "VW-2026-0001" in news.report.text) == (STAFF_CHAT, True)
    assert [seen.outcome for seen in diary.deliveries] == [DeliveryOutcome.GIVEN_UP] * 2


async def test_a_card_waits_until_the_bot_is_let_into_the_staff_chat_again(
    attempts: Attempts, recorder: Recorder, clock: Clock
) -> None:
    recorder.failures["Hello"] = [Unreachable("bot was kicked")]
    outcome = await attempts.make(delivery(clock, CARD, since=timedelta(days=3)))
    assert isinstance(outcome, PutOff)
    assert outcome.report is None


async def test_staff_hear_once_of_news_that_is_late(attempts: Attempts, recorder: Recorder, clock: Clock) -> None:
    recorder.failures["Hello"] = [Postponed("no network") for _ in range(4)]
    early = await attempts.make(delivery(clock, NEWS, since=STAFF_TOLD_AFTER - timedelta(seconds=1)))
    late = await attempts.make(delivery(clock, NEWS, since=STAFF_TOLD_AFTER))
    again = await attempts.make(delivery(clock, NEWS, since=STAFF_TOLD_AFTER, told=True))
    reply = await attempts.make(delivery(clock, REPLY, since=STAFF_TOLD_AFTER))
    reports = [outcome.report if isinstance(outcome, PutOff) else outcome for outcome in (early, late, again, reply)]
    assert [report is None for report in reports] == [True, False, True, True]


async def test_after_a_day_news_is_given_up_and_staff_hear_of_it(
    attempts: Attempts, recorder: Recorder, clock: Clock
) -> None:
    recorder.failures["Hello"] = [Postponed("no network")] * 2
    outcome = await attempts.make(delivery(clock, NEWS, since=GIVEN_UP_AFTER, told=True))
    assert isinstance(outcome, GivenUp)
    assert outcome.report is not None
    assert "24" in outcome.report.text
    card = await attempts.make(delivery(clock, CARD, since=GIVEN_UP_AFTER))
    assert isinstance(card, PutOff)
