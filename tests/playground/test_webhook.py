"""Webhooks: real deliveries to a real listener, in order, again until accepted."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
import telegram
from aiohttp import web
from telegram.error import BadRequest, Conflict

from tests.people import Play, eventually

from .conftest import Call


class Listener:
    """A bot's webhook that remembers what came, and can be told to fail or to wait."""

    def __init__(self) -> None:
        self.url = ""
        self.got: list[tuple[str | None, dict[str, Any]]] = []
        self.failures = 0
        self.gate = asyncio.Event()
        self.gate.set()

    async def receive(self, request: web.Request) -> web.Response:
        update = await request.json()
        self.got.append((request.headers.get("X-Telegram-Bot-Api-Secret-Token"), update))
        await self.gate.wait()
        if self.failures:
            self.failures -= 1
            return web.Response(status=503)
        return web.Response()

    def texts(self) -> list[str]:
        return [update["message"]["text"] for _secret, update in self.got]

    async def has(self, count: int) -> bool:
        return len(self.got) >= count


@pytest.fixture
async def listener() -> AsyncIterator[Listener]:
    heard = Listener()
    app = web.Application()
    app.router.add_post("/hook", heard.receive)
    runner = web.AppRunner(app, shutdown_timeout=0.2)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    heard.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield heard
    heard.gate.set()
    await runner.cleanup()


async def test_an_update_is_delivered_with_the_secret(bot: telegram.Bot, play: Play, listener: Listener) -> None:
    await bot.set_webhook(listener.url, secret_token="s3cret")
    await play.camille.say("hello")
    await eventually(lambda: listener.has(1))
    secret, update = listener.got[0]
    assert secret == "s3cret"
    parsed = telegram.Update.de_json(update, bot)
    assert parsed.message
    assert parsed.message.text == "hello"


async def test_what_the_listener_refuses_comes_again_before_the_next(
    bot: telegram.Bot, play: Play, listener: Listener
) -> None:
    listener.failures = 2
    await bot.set_webhook(listener.url)
    await play.camille.say("one")
    await play.camille.say("two")
    await eventually(lambda: listener.has(4))
    assert listener.texts() == ["one", "one", "one", "two"]
    info = await bot.get_webhook_info()
    assert info.last_error_message == "Wrong response from the webhook: 503 Service Unavailable"


async def test_one_update_is_under_way_per_chat_and_chats_go_side_by_side(
    bot: telegram.Bot, play: Play, listener: Listener
) -> None:
    listener.gate.clear()
    await bot.set_webhook(listener.url)
    await play.camille.say("one")
    await play.camille.say("two")
    await play.paul.say("beside")
    await eventually(lambda: listener.has(2))
    await asyncio.sleep(0.1)
    assert sorted(listener.texts()) == ["beside", "one"]
    listener.gate.set()
    await eventually(lambda: listener.has(3))
    assert listener.texts()[-1] == "two"


async def test_updates_wait_for_a_listener_that_is_away(bot: telegram.Bot, play: Play) -> None:
    await bot.set_webhook("http://127.0.0.1:9/hook")
    await play.camille.say("hello")

    async def failed() -> bool:
        return (await bot.get_webhook_info()).last_error_message == "Connection refused"

    await eventually(failed)
    assert (await bot.get_webhook_info()).pending_update_count == 1
    await bot.delete_webhook()
    (update,) = await bot.get_updates()
    assert update.message
    assert update.message.text == "hello"


async def test_polling_is_refused_while_a_webhook_is_set(bot: telegram.Bot, listener: Listener) -> None:
    await bot.set_webhook(listener.url)
    with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active; use deleteWebhook"):
        await bot.get_updates()
    await bot.delete_webhook()
    assert await bot.get_updates() == ()


async def test_setting_a_webhook_ends_a_poll_under_way(bot: telegram.Bot, call: Call, listener: Listener) -> None:
    poll = asyncio.create_task(call("getUpdates", timeout=10))
    await asyncio.sleep(0.1)
    await bot.set_webhook(listener.url)
    status, answer = await poll
    assert (status, answer["description"]) == (409, "Conflict: terminated by setWebhook request")


async def test_pending_updates_can_be_dropped(bot: telegram.Bot, play: Play) -> None:
    await play.camille.say("old")
    await bot.delete_webhook(drop_pending_updates=True)
    assert await bot.get_updates() == ()


async def test_the_settings_are_told_back(bot: telegram.Bot, listener: Listener) -> None:
    await bot.set_webhook(listener.url, max_connections=7, allowed_updates=["message"])
    info = await bot.get_webhook_info()
    assert (info.url, info.max_connections, info.allowed_updates) == (listener.url, 7, ("message",))


@pytest.mark.parametrize("url", ["nonsense", "ftp://127.0.0.1/", "http://example.com/hook"])
async def test_an_address_elsewhere_is_refused(bot: telegram.Bot, url: str) -> None:
    with pytest.raises(BadRequest, match="webhook"):
        await bot.set_webhook(url)


async def test_a_secret_with_strange_letters_is_refused(bot: telegram.Bot, listener: Listener) -> None:
    with pytest.raises(BadRequest, match="Secret token contains unallowed characters"):
        await bot.set_webhook(listener.url, secret_token="two words")
