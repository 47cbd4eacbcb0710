"""getUpdates: what an offset confirms, how long a poll waits, what comes at all, who may poll."""

import asyncio
import time

import aiohttp
import telegram
from telegram import Update

from bot.playground import Playground
from tests.people import Play

from .conftest import Call


def texts(updates: tuple[Update, ...]) -> list[str | None]:
    return [update.message.text for update in updates if update.message]


async def test_updates_come_again_until_an_offset_confirms_them(bot: telegram.Bot, play: Play) -> None:
    for word in ("one", "two", "three"):
        await play.camille.say(word)
    updates = await bot.get_updates()
    assert texts(updates) == ["one", "two", "three"]
    assert texts(await bot.get_updates()) == ["one", "two", "three"]
    assert texts(await bot.get_updates(offset=updates[1].update_id)) == ["two", "three"]
    assert texts(await bot.get_updates()) == ["two", "three"]
    assert await bot.get_updates(offset=updates[2].update_id + 1) == ()


async def test_update_ids_are_consecutive(bot: telegram.Bot, play: Play) -> None:
    for word in ("one", "two"):
        await play.camille.say(word)
    first, second = await bot.get_updates()
    assert second.update_id == first.update_id + 1


async def test_a_limit_keeps_the_rest_for_later(bot: telegram.Bot, play: Play) -> None:
    for word in ("one", "two", "three"):
        await play.camille.say(word)
    first = await bot.get_updates(limit=2)
    assert texts(first) == ["one", "two"]
    assert texts(await bot.get_updates(offset=first[-1].update_id + 1)) == ["three"]


async def test_a_negative_offset_keeps_the_last_and_forgets_the_rest(bot: telegram.Bot, play: Play) -> None:
    for word in ("one", "two", "three"):
        await play.camille.say(word)
    assert texts(await bot.get_updates(offset=-1)) == ["three"]
    assert texts(await bot.get_updates()) == ["three"]


async def test_a_long_poll_answers_as_soon_as_something_comes(bot: telegram.Bot, play: Play) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=10))
    await asyncio.sleep(0.1)
    assert not poll.done()
    begun = time.monotonic()
    await play.camille.say("now")
    assert texts(await poll) == ["now"]
    assert time.monotonic() - begun < 1


async def test_a_long_poll_ends_empty_when_its_time_is_over(bot: telegram.Bot) -> None:
    begun = time.monotonic()
    assert await bot.get_updates(timeout=1) == ()
    assert 0.9 < time.monotonic() - begun < 2


async def test_a_second_poller_displaces_the_first(call: Call, play: Play) -> None:
    first = asyncio.create_task(call("getUpdates", timeout=10))
    await asyncio.sleep(0.1)
    second = asyncio.create_task(call("getUpdates", timeout=10))
    status, answer = await first
    assert status == 409
    assert answer["description"] == (
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    )
    await play.camille.say("for the second")
    assert (await second)[1]["result"][0]["message"]["text"] == "for the second"


async def test_only_the_kinds_asked_for_come(bot: telegram.Bot, play: Play) -> None:
    await bot.get_updates(allowed_updates=["edited_message"])
    said = await play.camille.say("draft")
    await play.camille.edit(said.id, "final")
    await bot.get_updates(allowed_updates=[])
    await play.camille.say("after")
    draft, after = await bot.get_updates()
    assert draft.edited_message
    assert draft.edited_message.text == "final"
    assert after.message


async def test_a_bot_never_gets_its_own_messages(bot: telegram.Bot, play: Play) -> None:
    await play.camille.say("hello")
    (update,) = await bot.get_updates()
    sent = await bot.send_message(play.camille.id, "hi")
    await bot.edit_message_text("hi!", play.camille.id, sent.message_id)
    assert await bot.get_updates(offset=update.update_id + 1) == ()


async def test_the_end_of_the_playground_ends_a_poll_at_once(call: Call, playground: Playground) -> None:
    poll = asyncio.create_task(call("getUpdates", timeout=30))
    await asyncio.sleep(0.1)
    begun = time.monotonic()
    await playground.stop()
    status, _answer = await poll
    assert status == 500
    assert time.monotonic() - begun < 2


async def test_a_poller_that_dies_loses_nothing(playground: Playground, bot: telegram.Bot, play: Play) -> None:
    address = f"{playground.url}/bot{playground.token}/getUpdates"
    async with aiohttp.ClientSession() as dying:
        poll = asyncio.create_task(dying.post(address, json={"timeout": 30}))
        await asyncio.sleep(0.1)
        poll.cancel()
    await play.camille.say("for whoever comes next")
    assert texts(await bot.get_updates(timeout=5)) == ["for whoever comes next"]
