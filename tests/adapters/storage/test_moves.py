"""A chat's new id: what belongs to the chat goes along, and what the new one has already stays."""

from bot.adapters.storage.store import SqlStore
from bot.core.lookups import MessageIn, RequestNamed, SentAs
from bot.core.messages import Turn
from bot.core.session import Session
from tests.adapters.storage.samples import NOW, REFERENCE, SESSION, keep, opening, post, send

GROUP, SUPERGROUP = -5, -1005


async def hold(store: SqlStore, chat: int, slot: str, message_id: int) -> None:
    await send(store, post(chat=chat, slot=slot))
    (delivery,) = await store.outbox.due(NOW)
    await store.outbox.mark_sent(delivery, message_id, NOW)


async def test_sessions_and_requests_go_along(store: SqlStore) -> None:
    await keep(store, Turn(SESSION, effects=(opening(chat=GROUP, person=1, draft=2),)), GROUP, 1)
    await keep(store, Turn(Session(language="en")), 6, 1)
    await store.outbox.move_chat(GROUP, SUPERGROUP)
    async with store.begin(SUPERGROUP, 1) as unit:
        assert unit.session == SESSION
        found = await unit.look_up(SentAs(SUPERGROUP, 2))
        assert found.reference == REFERENCE  # type: ignore[union-attr]
    async with store.begin(GROUP, 1) as unit:
        assert unit.session == Session()
    async with store.begin(6, 1) as unit:
        assert unit.session == Session(language="en")


async def test_slots_go_along_unless_the_new_chat_has_filled_them(store: SqlStore) -> None:
    await hold(store, GROUP, "card:1", 11)
    await hold(store, GROUP, "card:2", 12)
    await hold(store, SUPERGROUP, "card:2", 3)
    await hold(store, 6, "card:1", 4)
    await store.outbox.move_chat(GROUP, SUPERGROUP)
    async with store.begin(1, 1) as unit:
        slots = ((SUPERGROUP, "card:1"), (SUPERGROUP, "card:2"), (GROUP, "card:1"), (GROUP, "card:2"), (6, "card:1"))
        held = [await unit.look_up(MessageIn(*each)) for each in slots]
    assert held == [11, 3, None, None, 4]


async def test_a_session_begun_in_the_new_chat_stays_and_counts_on_from_the_higher_number(
    store: SqlStore,
) -> None:
    await keep(store, Turn(Session(language="fr", begun=7)), GROUP, 1)
    await keep(store, Turn(Session(language="en", begun=1)), SUPERGROUP, 1)
    await keep(store, Turn(Session(language="fr", begun=2)), GROUP, 2)
    await store.outbox.move_chat(GROUP, SUPERGROUP)
    async with store.begin(SUPERGROUP, 1) as unit:
        assert unit.session == Session(language="en", begun=7)
    async with store.begin(SUPERGROUP, 2) as unit:
        assert unit.session == Session(language="fr", begun=2)
    async with store.begin(GROUP, 1) as unit:
        assert unit.session == Session()


async def test_requests_of_the_same_draft_number_in_both_chats_are_both_still_found(store: SqlStore) -> None:
    old = opening(chat=GROUP, person=1, draft=1)
    own = opening("VW-2026-0002", chat=SUPERGROUP, person=1, draft=1)
    await keep(store, Turn(Session(begun=1), effects=(old,)), GROUP, 1)
    await keep(store, Turn(Session(begun=1), effects=(own,)), SUPERGROUP, 1)
    await store.outbox.move_chat(GROUP, SUPERGROUP)
    async with store.begin(SUPERGROUP, 1) as unit:
        assert await unit.look_up(SentAs(SUPERGROUP, 1)) == own.request
        assert await unit.look_up(RequestNamed(REFERENCE)) == old.request


async def test_moving_a_chat_twice_does_no_harm(store: SqlStore) -> None:
    await keep(store, Turn(SESSION, (post(chat=GROUP),), (opening(chat=GROUP, person=1),)), GROUP, 1)
    await store.outbox.move_chat(GROUP, SUPERGROUP)
    await store.outbox.move_chat(GROUP, SUPERGROUP)
    async with store.begin(SUPERGROUP, 1) as unit:
        assert unit.session == SESSION
    assert [delivery.post.chat for delivery in await store.outbox.due(NOW)] == [SUPERGROUP]
