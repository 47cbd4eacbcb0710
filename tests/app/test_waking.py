"""Sessions that nobody writes to are looked after in time, once, in order, and across restarts."""

from __future__ import annotations

import pytest

from bot.adapters.storage.store import SqlStore
from bot.app.handling import FIRST_PAUSE, TRIES
from bot.app.ports import OWN, Sent, Update
from bot.app.receiving import MOST_WAITING
from bot.app.waking import BATCH, Waker, read_notice
from bot.app.watching import TurnOutcome
from bot.core.messages import Incoming, Passed, Place, Sender, Tapped
from bot.rehearsal.person import STAFF_CHAT
from tests.app.conftest import ANA, JAMES, QUESTION, SAM, Clock, Diary, Group, Mouth, Office, in_group, private

REMINDER = "You have begun something and not finished it"
ERASED = "I have erased what was left unfinished"


@pytest.fixture
def waker(office: Office) -> Waker:
    return Waker(office.store.inbox, office.clock, office.wake)


async def sent(office: Office) -> list[str]:
    """Deliver everything, and give the texts."""
    texts: list[str] = []
    async with office.store.deliver() as outbox:
        assert outbox is not None
        while due := await outbox.due(office.clock.now, 100):
            texts += [each.post.text for each in due]
            await outbox.settle([Sent(each, each.id) for each in due], office.clock.now)
    return texts


async def test_a_reminder_comes_once_when_its_time_has_come(office: Office, waker: Waker, clock: Clock) -> None:
    await office.say("/request", "James Okoro")
    clock.pass_by(hours=23)
    assert not await waker.step()
    assert await office.store.inbox.count_waiting() == 0
    clock.pass_by(hours=1)
    woken = office.woken
    await waker.step()
    await waker.step()
    assert (office.woken, await office.store.inbox.count_waiting()) == (woken + 1, 1)
    await office.handle()
    clock.pass_by(hours=30)
    await waker.step()
    await office.handle()
    assert sum(REMINDER in text for text in await sent(office)) == 1


async def test_what_is_left_is_erased_from_the_database_though_nobody_comes(
    office: Office, waker: Waker, clock: Clock
) -> None:
    await office.say("/request", "James Okoro")
    for _ in range(16):
        clock.pass_by(days=1)
        await waker.step()
        await office.handle()
    assert (await office.session()).drafts == ()
    texts = await sent(office)
    assert sum(ERASED in text for text in texts) == 1
    clock.pass_by(days=100)
    await waker.step()
    assert await office.store.inbox.count_waiting() == 0


async def test_a_message_that_came_first_makes_the_reminder_needless(
    office: Office, waker: Waker, clock: Clock
) -> None:
    await office.say("/request")
    clock.pass_by(days=1)
    await office.put(private("James Okoro"))
    await waker.step()
    assert await office.store.inbox.count_waiting() == 2
    await office.handle()
    assert office.outcomes[-2:] == [TurnOutcome.REPLIED, TurnOutcome.SILENT]
    assert not any(REMINDER in text for text in await sent(office))
    clock.pass_by(days=1)
    await waker.step()
    await office.handle()
    assert sum(REMINDER in text for text in await sent(office)) == 1


async def test_another_process_goes_on_with_what_was_woken(
    office: Office, waker: Waker, clock: Clock, store: SqlStore, mouth: Mouth, diary: Diary, group: Group
) -> None:
    await office.say("/request")
    clock.pass_by(days=1)
    await waker.step()
    other = Office(store, mouth, clock, diary, group)
    await Waker(store.inbox, clock, other.wake).step()
    await other.handle()
    assert sum(REMINDER in text for text in await sent(other)) == 1


async def test_what_staff_left_is_erased_silently_without_asking_for_members(
    office: Office, waker: Waker, clock: Clock, group: Group
) -> None:
    await office.say(*QUESTION, "ok")
    await office.put(in_group(Tapped("do:answer:QU-2026-0001", 1)))
    await office.handle()
    assert (await office.session(STAFF_CHAT, ANA.id)).draft is not None
    await sent(office)
    asked = len(group.asked_in)
    clock.pass_by(days=14)
    await waker.step()
    await office.handle()
    assert (await office.session(STAFF_CHAT, ANA.id)).drafts == ()
    assert await sent(office) == []
    assert len(group.asked_in) == asked


async def test_one_that_fails_is_set_aside_and_nobody_is_told(office: Office, waker: Waker, clock: Clock) -> None:
    await office.put(Update(OWN, JAMES.id, {}))
    for attempt in range(TRIES):
        await office.handle()
        clock.now += FIRST_PAUSE * 2**attempt
    assert office.outcomes[-1] is TurnOutcome.SET_ASIDE
    assert await sent(office) == []


async def test_what_people_write_goes_first_while_much_waits(office: Office, waker: Waker, clock: Clock) -> None:
    await office.say("/request")
    clock.pass_by(days=1)
    await office.put(*(private("hello", Sender(1000 + each, "Zoe")) for each in range(MOST_WAITING // 2)))
    assert not await waker.step()
    assert await office.store.inbox.count_waiting() == MOST_WAITING // 2


async def test_a_full_step_says_that_there_may_be_more(office: Office, waker: Waker, clock: Clock) -> None:
    people = [Sender(1000 + each, "Zoe", language="en") for each in range(BATCH + 1)]
    await office.put(*(private("/request", person) for person in people))
    await office.handle()
    clock.pass_by(days=1)
    assert await waker.step()
    assert not await waker.step()
    assert await office.store.inbox.count_waiting() == BATCH + 1


@pytest.mark.parametrize(
    ("chat", "place"), [(SAM.id, Place.PRIVATE), (STAFF_CHAT, Place.STAFF), (-77, Place.ELSEWHERE)]
)
def test_an_update_of_our_own_knows_where_it_belongs(chat: int, place: Place) -> None:
    read = read_notice(Update(OWN, chat, {"person": SAM.id}), STAFF_CHAT)
    assert read == Incoming(chat, place, Sender(SAM.id, ""), Passed())
