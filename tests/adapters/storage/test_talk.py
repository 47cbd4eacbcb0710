"""Talk in the database: which message is about which request, what came of it, and the topics."""

from dataclasses import replace
from datetime import timedelta

import pytest
from alembic import command

from bot.adapters.storage.opening import open_database
from bot.adapters.storage.schema import alembic_config
from bot.adapters.storage.store import SqlStore, open_store
from bot.app.ports import OWN, Delivery, GivenUp, Sent, TopicGone, TopicOpened, Update
from bot.core.letters import Arrival, Letter, Media
from bot.core.lookups import ArrivalsOf, LastWritten, SlotAt, TalkAt, TopicAt
from bot.core.messages import AddToHistory, ForgetTopics, Post, Topic, Turn
from bot.core.requests import Event
from bot.core.session import Session
from tests.adapters.storage.conftest import Peek
from tests.adapters.storage.samples import (
    ANNA,
    NOW,
    REFERENCE,
    STAFF,
    due,
    entry,
    keep,
    look_up,
    opening,
    post,
    send,
    send_first,
    settle,
    turn_in,
)

TOPIC = Topic("request:VW-2026-0001", "VW-2026-0001 · Anna")
LETTER = post("Hello", slot=f"talk:{REFERENCE}:31", about=REFERENCE, receipt=31, media=Media("photo", "f"))


def written(message: int = 31, event: Event = Event.WRITE) -> AddToHistory:
    return AddToHistory(entry(event=event, details={"text": "Hello", "kind": "text", "message": message}))


def news(arrival: Arrival) -> Update:
    return Update(OWN, STAFF, {"reference": REFERENCE, "message": 31, "arrival": arrival.value})


async def write(store: SqlStore, *posts: Post) -> None:
    """Store Anna's request, and what staff have written about it."""
    await keep(store, Turn(Session(), effects=(opening(),)))
    await keep(store, Turn(Session(), posts, (written(),)), chat=STAFF, person=7)


async def test_a_message_knows_its_request(store: SqlStore) -> None:
    await write(store)
    assert await look_up(store, TalkAt(STAFF, 31)) == REFERENCE
    assert await look_up(store, TalkAt(ANNA, 31)) is None


async def test_what_staff_wrote_last_is_found_by_its_person(store: SqlStore) -> None:
    await write(store)
    found = await look_up(store, LastWritten(ANNA, ANNA))
    assert found == written().entry
    assert await look_up(store, LastWritten(ANNA, 9)) is None
    await keep(store, Turn(Session(), effects=(written(32, Event.NOTE),)), chat=STAFF, person=7)
    assert await look_up(store, LastWritten(ANNA, ANNA)) == written().entry


async def test_a_turn_knows_beforehand_that_nobody_has_written_to_its_person(store: SqlStore) -> None:
    async with turn_in(store) as unit:
        assert dict(unit.known) == {LastWritten(ANNA, ANNA): None}
    await write(store)
    async with turn_in(store) as unit:
        assert dict(unit.known) == {}


async def test_a_slot_is_found_by_its_message(store: SqlStore) -> None:
    await send(store, post(slot="card:VW-2026-0001"))
    await send_first(store, 70)
    assert await look_up(store, SlotAt(ANNA, 70)) == "card:VW-2026-0001"
    assert await look_up(store, SlotAt(STAFF, 70)) is None


@pytest.mark.parametrize("arrival", list(Arrival))
async def test_what_came_of_a_letter_is_noted_and_told_to_the_desk(store: SqlStore, arrival: Arrival) -> None:
    await write(store, LETTER)
    (delivery,) = await due(store)
    assert delivery.post == LETTER
    came = news(arrival)
    await settle(
        store, Sent(delivery, 5, came) if arrival is Arrival.DELIVERED else GivenUp(delivery, "no", None, came)
    )
    assert await look_up(store, ArrivalsOf(STAFF, REFERENCE)) == ((31, arrival),)
    async with store.inbox.claim(NOW, 10, only=[STAFF]) as claim:
        assert [(each.update.number, each.update.body) for each in claim.updates] == [(OWN, came.body)]


async def test_an_edit_waits_for_its_own_arrival(store: SqlStore) -> None:
    await write(store, LETTER)
    await settle(store, Sent((await due(store))[0], 5, news(Arrival.DELIVERED)))
    await keep(store, Turn(Session(), effects=(written(),)), chat=STAFF, person=7)
    assert await look_up(store, ArrivalsOf(STAFF, REFERENCE)) == ()


async def test_a_message_replies_to_what_its_slot_holds_when_it_is_sent(store: SqlStore) -> None:
    await send(store, post(slot="card"))
    await send(store, post("below", answers="card"))
    await send_first(store, 70)
    assert [each.answers for each in await due(store)] == [70]
    await settle(store, Sent((await due(store))[0], 71))
    await send(store, post("below", answers=44), post("nowhere", chat=ANNA + 1, answers="card"))
    assert sorted((each.post.text, each.answers) for each in await due(store)) == [("below", 44), ("nowhere", None)]


async def delivery_in_topic(store: SqlStore, **changes: object) -> Delivery:
    await send(store, replace(post("in a topic", chat=STAFF, topic=TOPIC), **changes))  # type: ignore[arg-type]
    return (await due(store))[0]


async def test_a_topic_is_remembered_until_it_is_gone(store: SqlStore) -> None:
    delivery = await delivery_in_topic(store)
    assert (delivery.thread, delivery.post.topic) == (None, TOPIC)
    await settle(store, TopicOpened(delivery, 9))
    (delivery,) = await due(store)
    assert delivery.thread == 9
    assert await look_up(store, TopicAt(STAFF, 9)) == TOPIC.key
    await settle(store, TopicGone(delivery, Update(OWN, STAFF, {"reference": REFERENCE, "lost": True})))
    assert (await due(store))[0].thread is None
    assert await look_up(store, TopicAt(STAFF, 9)) is None
    async with store.inbox.claim(NOW, 10, only=[STAFF]) as claim:
        assert [each.update.body for each in claim.updates] == [{"reference": REFERENCE, "lost": True}]


async def test_that_there_can_be_no_topic_is_reported_once_and_forgotten_on_request(
    store: SqlStore, peek: Peek
) -> None:
    report = post("no topics", chat=STAFF)
    await settle(store, TopicOpened(await delivery_in_topic(store), 0, report))
    assert (await due(store))[0].thread == 0
    await send_first(store, 70)
    assert (await due(store))[0].post == report
    await send_first(store, 71)
    other = await delivery_in_topic(store, topic=Topic("request:VW-2026-0002", "x"))
    await settle(store, TopicOpened(other, 0, report))
    await send_first(store, 72)
    assert await due(store) == ()
    await keep(store, Turn(Session(), effects=(ForgetTopics(STAFF),)), chat=STAFF, person=7)
    assert peek("SELECT count(*) FROM topics") == [(0,)]


async def test_a_thread_named_by_its_id_is_kept(store: SqlStore) -> None:
    assert (await delivery_in_topic(store, topic=None, thread=12)).thread == 12


async def test_a_chat_that_is_numbered_anew_forgets_its_talk_and_its_topics(store: SqlStore, peek: Peek) -> None:
    await write(store)
    await settle(store, TopicOpened(await delivery_in_topic(store), 9))
    await store.inbox.put([Update(1, STAFF, {})], NOW)
    async with store.inbox.claim(NOW + timedelta(seconds=1), 1, only=[STAFF]) as claim:
        await claim.note_move(STAFF, -100_900)
    assert await look_up(store, TalkAt(STAFF, 31)) is None
    assert peek("SELECT count(*) FROM topics") == [(0,)]


async def test_what_a_former_version_has_left_in_the_outbox_is_read(store: SqlStore, peek: Peek) -> None:
    await send(store, post("plain", at=None))
    assert "media" not in str(peek("SELECT post FROM outbox")[0][0])
    assert (await due(store))[0].post == post("plain")


async def test_a_step_down_leaves_what_the_former_version_reads(url: str, peek: Peek) -> None:
    store = await open_store(url)
    await write(store, LETTER, post("👌", chat=STAFF, reacts_to=31), post("", chat=STAFF, media=Media("photo", "f")))
    await keep(store, Turn(Session(letters=(Letter(REFERENCE, 3, "x"),), replying=REFERENCE)))
    await settle(store, Sent(next(each for each in await due(store) if each.post.receipt), 5, news(Arrival.DELIVERED)))
    await send(store, LETTER)
    await store.close()
    database = await open_database(url)
    async with database.writing() as transaction:
        await transaction.do(lambda connection: command.downgrade(alembic_config(connection), "0006"))
    await database.close()
    assert peek("SELECT count(*) FROM outbox WHERE sent_at IS NULL") == [(1,)]
    assert peek("SELECT count(*) FROM inbox WHERE number = -1") == [(0,)]
    assert not any("letters" in str(state) for (state,) in peek("SELECT state FROM sessions"))
    store = await open_store(url)
    assert [each.post.text for each in await due(store)] == ["Hello"]
    await store.close()
