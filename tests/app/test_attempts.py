"""One attempt to deliver, and what comes of it: patience with Telegram, and staff who hear of what matters."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.app.attempts import FIRST_PAUSE, GIVEN_UP_AFTER, LONGEST_PAUSE, STAFF_TOLD_AFTER, Attempts
from bot.app.pace import Pace
from bot.app.ports import OWN, Delivery, GivenUp, Moved, PutOff, Sent, TopicGone, TopicOpened, Update
from bot.app.telegram_ports import ChatMoved, HeldBack, Postponed, Refused, TopicClosed, TopicLost, Unreachable
from bot.app.watching import DeliveryOutcome
from bot.core.messages import Post, Topic
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


LETTER = Post(7, "Hello", about="VW-2026-0001", receipt=31)
TOPIC = Topic("request:VW-2026-0001", "VW-2026-0001 · Awa")
IN_TOPIC = Post(STAFF_CHAT, "Hello", about="VW-2026-0001", topic=TOPIC)


@pytest.mark.parametrize(
    ("failure", "arrival"),
    [(None, "delivered"), (Unreachable("blocked"), "blocked"), (Refused("odd"), "failed")],
)
async def test_the_desk_hears_what_came_of_a_letter(
    attempts: Attempts, recorder: Recorder, clock: Clock, failure: Exception | None, arrival: str
) -> None:
    recorder.failures["Hello"] = [failure] if failure else []
    outcome = await attempts.make(delivery(clock, LETTER))
    assert isinstance(outcome, Sent | GivenUp)
    told = {"reference": "VW-2026-0001", "message": 31, "arrival": arrival}
    assert outcome.news == Update(OWN, STAFF_CHAT, told)


async def test_a_topic_is_created_before_what_belongs_in_it_and_the_next_one_later(
    attempts: Attempts, recorder: Recorder, clock: Clock
) -> None:
    tried = replace(delivery(clock, IN_TOPIC), thread=None)
    assert await attempts.make(tried) == TopicOpened(tried, 1)
    outcome = await attempts.make(tried)
    assert isinstance(outcome, PutOff)
    assert 9 < (outcome.until - clock.now).total_seconds() <= 10
    assert (recorder.topics, recorder.delivered) == ([TOPIC.name], [])


async def test_where_there_can_be_no_topic_staff_are_told(attempts: Attempts, recorder: Recorder, clock: Clock) -> None:
    recorder.failures[TOPIC.name] = [Refused("the chat is not a forum"), Postponed("no network")]
    tried = replace(delivery(clock, IN_TOPIC), thread=None)
    outcome = await attempts.make(tried)
    assert isinstance(outcome, TopicOpened)
    assert outcome.thread == 0
    assert outcome.report is not None
    assert isinstance(await attempts.make(tried), PutOff)


@pytest.mark.parametrize(("slot", "is_news"), [(None, True), ("card:VW-2026-0001", False)])
async def test_a_topic_that_is_gone_is_told_to_the_desk_unless_its_card_is_on_its_way(
    attempts: Attempts, recorder: Recorder, clock: Clock, slot: str | None, is_news: bool
) -> None:
    recorder.failures["Hello"] = [TopicLost("message thread not found")]
    outcome = await attempts.make(replace(delivery(clock, replace(IN_TOPIC, slot=slot)), thread=4))
    assert isinstance(outcome, TopicGone)
    assert (outcome.news is not None) == is_news


@pytest.mark.parametrize(
    ("failures", "kind"), [([], PutOff), ([Postponed("no network")], PutOff), ([Refused("no right")], TopicOpened)]
)
async def test_a_closed_topic_is_opened_again_or_left_alone(
    attempts: Attempts, recorder: Recorder, clock: Clock, failures: list[Exception], kind: type
) -> None:
    recorder.failures |= {"Hello": [TopicClosed("TOPIC_CLOSED")], "reopen 4": failures}
    assert isinstance(await attempts.make(replace(delivery(clock, IN_TOPIC), thread=4)), kind)
