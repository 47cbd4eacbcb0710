"""Long polling over HTTP: what is confirmed, what comes again, and what a server in trouble means."""

import asyncio
import json
from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from telegram import Bot

from bot.adapters.telegram.bot import build_bot
from bot.adapters.telegram.polling import Polling
from bot.adapters.telegram.unusable import TelegramUnusable
from bot.app.ports import Update
from bot.app.telegram_ports import HeldBack, Postponed
from bot.playground import Playground
from tests.people import Play


@pytest.fixture
async def polling(bot: Bot, play: Play) -> Polling:
    polling = Polling(bot, patience=1)
    await take(polling)
    return polling


async def take(polling: Polling) -> list[str]:
    updates = await polling.fetch()
    polling.confirm()
    return texts(updates)


def texts(updates: tuple[Update, ...]) -> list[str]:
    return [update.body["message"]["text"] for update in updates]


async def test_updates_come_raw_with_their_number_and_chat(polling: Polling, play: Play) -> None:
    await play.paul.say("one")
    (update,) = await polling.fetch()
    assert (update.number, update.chat) == (update.body["update_id"], play.paul.id)
    assert update.body["message"]["text"] == "one"


async def test_what_is_not_confirmed_comes_again_and_what_is_confirmed_does_not(polling: Polling, play: Play) -> None:
    await play.paul.say("one")
    assert texts(await polling.fetch()) == ["one"]
    await play.paul.say("two")
    assert texts(await polling.fetch()) == ["one", "two"]
    polling.confirm()
    assert texts(await polling.fetch()) == []
    polling.confirm()
    await play.paul.say("three")
    assert texts(await polling.fetch()) == ["three"]


async def test_a_confirmation_that_got_lost_brings_the_batch_again(polling: Polling, play: Play) -> None:
    await play.paul.say("one")
    assert await take(polling) == ["one"]
    await play.add_fault(method="getUpdates", times=1, reset="before")
    with pytest.raises(Postponed):
        await polling.fetch()
    assert await take(polling) == ["one"]
    assert await take(polling) == []


async def test_numbers_that_begin_anew_at_a_restart_are_heard(
    polling: Polling, playground: Playground, play: Play
) -> None:
    await play.paul.say("one")
    assert await take(polling) == ["one"]
    assert await take(polling) == []
    await play.add_fault(method="getUpdates", times=1, reset="before")
    with pytest.raises(Postponed):
        await polling.fetch()
    playground.world.updates.next_id = 5
    await play.paul.say("anew")
    await play.paul.say("again")
    assert await take(polling) == ["anew", "again"]
    assert await take(polling) == []


async def test_a_batch_has_at_most_a_hundred_updates(polling: Polling, play: Play) -> None:
    for number in range(105):
        await play.paul.say(str(number))
    assert await take(polling) == [str(number) for number in range(100)]
    assert await take(polling) == ["100", "101", "102", "103", "104"]


@pytest.mark.parametrize("fault", [{"error": 500}, {"error": 502}, {"error": 404}, {"reset": "after"}])
async def test_a_server_in_trouble_postpones(polling: Polling, play: Play, fault: dict[str, object]) -> None:
    await play.add_fault(method="getUpdates", times=1, **fault)
    with pytest.raises(Postponed):
        await polling.fetch()


async def test_too_many_requests_hold_back(polling: Polling, play: Play) -> None:
    await play.add_fault(method="getUpdates", times=1, error=429, retry_after=3)
    with pytest.raises(HeldBack) as raised:
        await polling.fetch()
    assert raised.value.seconds == 3


async def test_a_webhook_or_another_process_is_named(polling: Polling, bot: Bot) -> None:
    await bot.set_webhook("http://127.0.0.1:1/hook")
    with pytest.raises(Postponed, match=r"another process polls .* or a webhook is set .*webhook is active"):
        await polling.fetch()


async def test_the_process_that_is_displaced_is_told_so(polling: Polling, playground: Playground) -> None:
    displaced = asyncio.create_task(polling.fetch())
    await asyncio.sleep(0.1)
    async with build_bot(playground.token, playground.url) as other:
        assert await Polling(other, patience=1).fetch() == ()
    with pytest.raises(Postponed, match="another process polls"):
        await displaced


async def test_a_revoked_token_is_no_passing_trouble(polling: Polling, play: Play) -> None:
    await play.add_fault(method="getUpdates", times=1, error=401)
    with pytest.raises(TelegramUnusable, match="GUICHET_TOKEN"):
        await polling.fetch()


@pytest.fixture
async def odd_server() -> AsyncIterator[tuple[Bot, list[str]]]:
    """A server that answers getUpdates with the texts in a list, and a bot for it."""
    answers: list[str] = []

    async def answer(request: web.Request) -> web.Response:
        if request.match_info["method"] == "getMe":
            me = {"id": 1, "is_bot": True, "first_name": "G", "username": "g_bot"}
            return web.json_response({"ok": True, "result": me})
        return web.Response(text=answers.pop(0))

    app = web.Application()
    app.router.add_post("/bot{token}/{method}", answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    async with build_bot("1:a", f"http://127.0.0.1:{runner.addresses[0][1]}") as bot:
        yield bot, answers
    await runner.cleanup()


async def test_updates_of_any_shape_come_through(odd_server: tuple[Bot, list[str]]) -> None:
    bot, answers = odd_server
    odd = [{"update_id": 1, "message": "x"}, {"update_id": 2, "message": {"chat": {}}}, {"update_id": 3}]
    answers.append(json.dumps({"ok": True, "result": [*odd, {"no": "number"}, "x"]}))
    assert [update.body for update in await Polling(bot).fetch()] == odd


@pytest.mark.parametrize(
    "answer", ['{"ok":true}', "{", '{"ok":true,"result":{}}', '{"ok":true,"result":[{}]}', "<html>", '{"ok":false}']
)
async def test_an_answer_without_updates_postpones(odd_server: tuple[Bot, list[str]], answer: str) -> None:
    bot, answers = odd_server
    answers.append(answer)
    with pytest.raises(Postponed):
        await Polling(bot).fetch()
