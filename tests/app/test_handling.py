"""What becomes of an update: handled, ignored, tried again, set aside; and who is told."""

from __future__ import annotations

from bot.app.handling import FIRST_PAUSE, TRIES
from bot.app.watching import TurnOutcome
from bot.core.messages import Incoming, Post, Tapped
from tests.app.conftest import JAMES, Clock, Office, private


async def test_what_nobody_said_is_done_with(office: Office) -> None:
    await office.put(None)
    await office.handle()
    assert office.outcomes == [TurnOutcome.IGNORED]
    assert await office.store.inbox.count_waiting() == 0


async def test_a_poisonous_update_holds_its_chat_until_it_is_set_aside_and_its_person_is_told(
    office: Office, clock: Clock
) -> None:
    await office.put(ValueError("odd"), chat=JAMES.id)
    await office.put(private("/human"))
    for attempt in range(TRIES):
        assert await office.store.inbox.count_waiting() == 2
        await office.handle()
        clock.now += FIRST_PAUSE * 2**attempt
    assert office.outcomes == [*[TurnOutcome.FAILED] * (TRIES - 1), TurnOutcome.SET_ASIDE, TurnOutcome.REPLIED]
    (aside,) = await office.store.inbox.list_aside()
    assert (aside.number, aside.attempts) == (1, TRIES)
    assert "ValueError" in aside.error
    assert "odd" in aside.error
    (told,) = await office.posts()
    assert told == Post(
        JAMES.id, "Something went wrong on my side, and your message was not dealt with. Please try once more."
    )


async def test_an_update_that_was_set_aside_can_be_replayed(office: Office, clock: Clock) -> None:
    await office.put(ValueError("odd"), chat=JAMES.id)
    for attempt in range(TRIES):
        await office.handle()
        clock.now += FIRST_PAUSE * 2**attempt
    office.mouth.said[1] = private("/human")
    (aside,) = await office.store.inbox.list_aside()
    assert await office.store.inbox.replay([aside.id]) == 1
    await office.handle()
    assert office.outcomes[-1] is TurnOutcome.REPLIED
    assert await office.store.inbox.list_aside() == ()


async def test_a_tap_is_answered_after_its_turn_was_kept(office: Office) -> None:
    await office.put(Incoming(JAMES.id, private("x").place, JAMES, Tapped("do:answer:QU-2026-0001", 1)))
    await office.handle()
    assert list(office.mouth.toasts) == [1]


async def test_delivery_is_woken_only_when_there_is_something_to_send(office: Office) -> None:
    await office.say("/start")
    assert office.woken == 1
    await office.put(None)
    await office.handle()
    assert office.woken == 1
