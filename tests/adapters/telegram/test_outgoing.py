"""Posts delivered over HTTP by the library's own client to the local Bot API server."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from telegram import Bot

from bot.adapters.telegram.outgoing import TelegramMessenger
from bot.app.ports import Postponed, Refused
from bot.core.messages import Button, Post, Style
from bot.playground import Playground
from tests.people import Play, visit

ROWS = ((Button("Yes", "a:1:x:yes", Style.PRIMARY), Button("No", "a:1:x:no")),)


@pytest.fixture
async def playground() -> AsyncIterator[Playground]:
    async with Playground() as started:
        yield started


@pytest.fixture
async def play(playground: Playground) -> AsyncIterator[Play]:
    async with visit(playground.url) as people:
        await people.paul.say("/start")
        yield people


@pytest.fixture
async def messenger(playground: Playground) -> AsyncIterator[TelegramMessenger]:
    async with Bot(playground.token, base_url=f"{playground.url}/bot") as bot:
        yield TelegramMessenger(bot)


async def test_a_post_arrives_with_its_marks_and_buttons(messenger: TelegramMessenger, play: Play) -> None:
    await messenger.deliver(Post(play.paul.id, "<b>Name:</b> Tom &amp; Ann", ROWS), None)
    shown = await play.paul.last()
    assert shown.text == "Name: Tom & Ann"
    assert [(button.label, button.data) for button in shown.buttons] == [("Yes", "a:1:x:yes"), ("No", "a:1:x:no")]
    assert shown.raw["entities"][0]["type"] == "bold"


async def test_a_post_in_place_edits_the_message_of_its_slot(messenger: TelegramMessenger, play: Play) -> None:
    first = await messenger.deliver(Post(play.paul.id, "one", ROWS, slot="draft"), None)
    again = await messenger.deliver(Post(play.paul.id, "two", slot="draft", in_place=True), first)
    shown = await play.paul.last()
    assert (first, shown.text, shown.buttons) == (again, "two", ())


async def test_the_same_post_in_place_once_more_is_no_failure(messenger: TelegramMessenger, play: Play) -> None:
    post = Post(play.paul.id, "one", ROWS, slot="draft", in_place=True)
    first = await messenger.deliver(post, None)
    assert await messenger.deliver(post, first) == first


async def test_a_new_post_takes_the_buttons_off_the_former_one(messenger: TelegramMessenger, play: Play) -> None:
    first = await messenger.deliver(Post(play.paul.id, "one", ROWS, slot="draft"), None)
    second = await messenger.deliver(Post(play.paul.id, "two", ROWS, slot="draft"), first)
    buttons = {message.id: len(message.buttons) for message in await play.paul.chat() if message.from_bot}
    assert buttons == {first: 0, second: 2}


async def test_an_edit_of_a_message_that_is_gone_is_sent_anew(messenger: TelegramMessenger, play: Play) -> None:
    first = await messenger.deliver(Post(play.paul.id, "one", slot="draft"), None)
    await messenger.bot.delete_message(play.paul.id, first)
    second = await messenger.deliver(Post(play.paul.id, "two", slot="draft", in_place=True), first)
    assert second != first
    assert (await play.paul.last()).text == "two"


@pytest.mark.parametrize("in_place", [False, True])
async def test_a_text_that_telegram_cannot_read_arrives_as_plain_text(
    messenger: TelegramMessenger, play: Play, in_place: bool
) -> None:
    first = await messenger.deliver(Post(play.paul.id, "one", slot="draft"), None)
    await messenger.deliver(Post(play.paul.id, "<b>half &amp; half", slot="draft", in_place=in_place), first)
    assert (await play.paul.last()).text == "half & half"


async def test_a_long_text_comes_in_parts_with_the_buttons_below_the_last(
    messenger: TelegramMessenger, play: Play
) -> None:
    text = "\n".join(f"{number} " + "x" * 98 for number in range(60))
    last = await messenger.deliver(Post(play.paul.id, text, ROWS), None)
    parts = [message for message in await play.paul.chat() if message.from_bot]
    assert "\n".join(part.text for part in parts) == text
    assert [len(part.buttons) for part in parts] == [0, 2]
    assert parts[-1].id == last


async def test_a_post_that_asks_opens_an_answer_field(messenger: TelegramMessenger, play: Play) -> None:
    asked = await messenger.deliver(Post(play.paul.id, "Your reason?", asks=True), None)
    assert (await play.get(f"people/{play.paul.id}/chat"))["force_reply"] == asked


async def test_too_many_requests_puts_the_post_off_for_as_long_as_telegram_says(
    messenger: TelegramMessenger, play: Play
) -> None:
    await play.add_fault(method="sendMessage", times=1, error=429, retry_after=7)
    with pytest.raises(Postponed) as raised:
        await messenger.deliver(Post(play.paul.id, "one"), None)
    assert raised.value.after == timedelta(seconds=7)
    await messenger.deliver(Post(play.paul.id, "one"), None)


@pytest.mark.parametrize("fault", [{"error": 500}, {"reset": "before"}])
async def test_a_server_in_trouble_puts_the_post_off(
    messenger: TelegramMessenger, play: Play, fault: dict[str, object]
) -> None:
    await play.add_fault(method="sendMessage", times=1, **fault)
    with pytest.raises(Postponed) as raised:
        await messenger.deliver(Post(play.paul.id, "one"), None)
    assert raised.value.after is None


async def test_a_person_who_blocked_the_bot_refuses_the_post(messenger: TelegramMessenger, play: Play) -> None:
    await play.paul.block()
    with pytest.raises(Refused, match="blocked"):
        await messenger.deliver(Post(play.paul.id, "one"), None)
