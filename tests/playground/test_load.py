"""Many people at once: every message is paired with its reply, and nothing grows with their number."""

from typing import Any

import telegram

from bot.playground import Playground
from tests.people import Play

from .conftest import Call


async def answer_all(bot: telegram.Bot, play: Play, count: int) -> dict[str, Any]:
    offset = 0
    for _batch in range(count):
        for update in await bot.get_updates(offset=offset, timeout=0):
            offset = update.update_id + 1
            assert update.effective_chat
            await bot.send_message(update.effective_chat.id, "noted")
        if (progress := await play.get("load"))["finished"]:
            await bot.get_updates(offset=offset, timeout=0)
            return dict(progress)
    raise AssertionError(progress)


async def test_every_message_is_paired_with_its_reply(bot: telegram.Bot, play: Play) -> None:
    await play.post("load", {"people": 3, "first": 7000, "texts": ["one", "two"], "count": 10})
    progress = await answer_all(bot, play, 20)
    assert (progress["wanted"], progress["queued"], progress["answered"], progress["extra"]) == (10, 10, 10, 0)
    assert 0 < progress["median"] <= progress["p99"] <= progress["worst"] <= progress["seconds"]


async def test_a_message_that_nobody_waited_for_is_counted_apart(bot: telegram.Bot, play: Play) -> None:
    await play.post("load", {"people": 1, "first": 7000, "texts": ["one"], "count": 1})
    await answer_all(bot, play, 5)
    await bot.send_message(7000, "noted twice")
    assert (await play.get("load"))["extra"] == 1


async def test_people_can_keep_to_a_pace(bot: telegram.Bot, play: Play) -> None:
    await play.post("load", {"people": 2, "first": 7000, "texts": ["one"], "count": 6, "per_second": 20})
    assert not (await play.get("load"))["finished"]
    progress = await answer_all(bot, play, 400)
    assert progress["seconds"] >= 0.25


async def test_a_long_run_keeps_the_last_messages_only(bot: telegram.Bot, playground: Playground, play: Play) -> None:
    await play.post("load", {"people": 1, "first": 7000, "texts": ["one"], "count": 50})
    await answer_all(bot, play, 60)
    assert len(playground.world.chats[7000]) == 8
    assert playground.world.updates.lanes == {}


async def test_the_numbers_of_all_updates_are_told(call: Call, play: Play) -> None:
    await play.post("load", {"people": 2, "first": 7000, "texts": ["one"], "count": 5})
    _, answer = await call("getUpdates", limit=5)
    numbers = [update["update_id"] for update in answer["result"]]
    told = (await play.get("state"))["updates"]
    assert told == {"first": numbers[0], "next": numbers[-1] + 1, "waiting": 5}
