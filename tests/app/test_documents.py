"""A document is fetched beside everything else; whoever sent it waits, in order, and nobody else does."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from bot.adapters.files.lists import ListReader
from bot.app.documents import MOST_AT_ONCE, TRIES, Documents
from bot.app.ports import Sent, Waiting
from bot.app.telegram_ports import HeldBack, Postponed, Refused
from bot.core.messages import Attachment, Sender, Tapped
from tests.app.conftest import JAMES, SAM, Drawer, Office, document, private
from tests.shipped import shipped_knowledge

LIST = b"Awa Diop, awa@school.org\nBob Lee, bob@gmial.com\n"


@pytest.fixture
def office(office: Office) -> Office:
    """An office whose drawer holds a list, and hands nothing out before its gate is opened."""
    office.drawer.files["list.csv"] = LIST
    office.drawer.gate = asyncio.Event()
    return office


async def begin_check(office: Office, sender: Sender = JAMES) -> None:
    """Bring a person to the step that takes a list."""
    await office.put(replace(private("", sender), body=Tapped("flow:participant_check", 1)))
    await office.handle()


async def let_it_come(office: Office) -> None:
    """Open the gate, and handle what waits once the document is there."""
    assert office.drawer.gate is not None
    office.drawer.gate.set()
    async with asyncio.timeout(5):
        await office.rung.wait()
    office.rung.clear()
    await office.handle()


async def said_to(office: Office, chat: int = JAMES.id) -> list[str]:
    """Give all that was written to a chat."""
    async with office.store.deliver() as outbox:
        assert outbox is not None
        texts = []
        while due := [each for each in await outbox.due(office.clock.now, 100) if each.post.chat == chat]:
            texts += [each.post.text for each in due]
            await outbox.settle([Sent(each, 1000 + each.id) for each in due], office.clock.now)
    return texts


def handled(office: Office) -> list[int]:
    return [seen.update for seen in office.diary.turns]


async def test_a_list_is_fetched_and_checked_while_others_go_on(office: Office) -> None:
    await begin_check(office)
    await office.put(document(), private("/cancel"), private("/help", SAM))
    await office.handle()
    assert handled(office) == [1, 4]
    await office.put(private("/help", SAM))
    await office.handle()
    assert handled(office) == [1, 4, 5]
    await let_it_come(office)
    assert handled(office) == [1, 4, 5, 2, 3]
    texts = "\n".join(await said_to(office))
    assert "bob@gmail.com" in texts
    assert "awa@school.org" in texts


async def test_a_document_is_not_fetched_where_it_cannot_matter(office: Office) -> None:
    await office.put(document(), document("photo.heic"))
    await office.handle()
    await begin_check(office)
    await office.put(document("list.pdf"), document("list.csv", size=20_000_000))
    await office.handle()
    assert office.drawer.asked == []
    assert len(office.diary.turns) == 5


async def test_what_was_fetched_is_let_go_of_when_it_was_handled(office: Office) -> None:
    await begin_check(office)
    for _ in range(2):
        await office.put(document())
        await office.handle()
        await let_it_come(office)
    assert office.drawer.asked == ["list.csv", "list.csv"]
    assert office.handling.documents.chats == frozenset()


@pytest.mark.parametrize("failure", [Postponed("502"), HeldBack("slow down", 0.001), TimeoutError()])
async def test_it_is_tried_again(office: Office, failure: Exception) -> None:
    office.drawer.failures = [failure]
    await begin_check(office)
    await office.put(document())
    await office.handle()
    await let_it_come(office)
    assert office.drawer.asked == ["list.csv", "list.csv"]
    assert any("bob@gmail.com" in text for text in await said_to(office))


@pytest.mark.parametrize(
    ("failures", "asked"),
    [([Postponed("502")] * TRIES, TRIES), ([Refused("file is gone")], 1), ([ValueError("odd")], 1)],
)
async def test_one_that_does_not_come_is_told_of(office: Office, failures: list[Exception], asked: int) -> None:
    office.drawer.failures = list(failures)
    await begin_check(office)
    await office.put(document())
    await office.handle()
    await let_it_come(office)
    assert len(office.drawer.asked) == asked
    assert any("Telegram would not give me “list.csv”" in text for text in await said_to(office))


async def test_another_process_fetches_what_this_one_did_not_come_to_handle(office: Office) -> None:
    await begin_check(office)
    await office.put(document())
    await office.handle()
    other = Office(office.store, office.mouth, office.clock, office.diary, office.group, Drawer(office.drawer.files))
    await other.handle()
    async with asyncio.timeout(5):
        await other.rung.wait()
    await office.handling.documents.finish()
    await other.handle()
    assert handled(office) == [1, 2]
    assert any("bob@gmail.com" in text for text in await said_to(office))


async def test_only_so_many_are_held_at_once(office: Office) -> None:
    senders = [Sender(1000 + number, "Zoe", language="en") for number in range(MOST_AT_ONCE + 2)]
    for sender in senders:
        await begin_check(office, sender)
    await office.put(*(document(sender=sender) for sender in senders))
    await office.handle()
    assert len(office.handling.documents.chats) == MOST_AT_ONCE + 2
    assert len(office.drawer.asked) == MOST_AT_ONCE
    assert office.drawer.gate is not None
    office.drawer.gate.set()
    async with asyncio.timeout(5):
        while len(office.diary.turns) < 2 * len(senders):
            await office.handle()
            await asyncio.sleep(0.01)
    assert len(office.drawer.asked) == MOST_AT_ONCE + 2


async def test_what_nobody_comes_for_is_let_go_of(office: Office) -> None:
    documents = Documents(
        Drawer({"x": LIST}), ListReader(shipped_knowledge().texts).read, office.ring, office.diary, held=0.01
    )
    waiting = Waiting(7, office.mouth.update(document()), office.clock.now)
    documents.fetch(waiting, Attachment("x", "x.csv", 1))
    async with asyncio.timeout(5):
        await office.rung.wait()
        while documents.put_into(waiting, document()) != document():  # noqa: ASYNC110 (it looks on from outside)
            await asyncio.sleep(0.005)
    assert documents.chats == frozenset()
    await documents.finish()


async def test_documents_of_many_are_all_begun_with_at_once(office: Office) -> None:
    senders = [Sender(2000 + number, "Zoe", language="en") for number in range(5)]
    for sender in senders:
        await begin_check(office, sender)
    await office.put(*(document(sender=sender) for sender in senders))
    assert await office.common.step()
    assert office.handling.documents.chats == {sender.id for sender in senders}
