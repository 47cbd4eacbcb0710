"""What is checked and told at start, over HTTP."""

import pytest
from telegram import Bot

from bot.adapters.telegram.bot import build_bot, check_access, delete_webhook, set_webhook
from bot.adapters.telegram.polling import Polling
from bot.adapters.telegram.staff import TelegramStaffChat
from bot.adapters.telegram.unusable import TelegramUnusable
from bot.playground import STAFF_CHAT, Playground
from tests.people import Play

SECRET = "a-secret-that-is-no-token"


async def check(token: str, url: str, staff_chat: int = STAFF_CHAT) -> str:
    bot = build_bot(token, url)
    try:
        return await check_access(bot, TelegramStaffChat(bot), staff_chat)
    finally:
        await bot.shutdown()


async def test_a_bot_that_can_work_knows_the_title_of_its_staff_chat(playground: Playground, bot: Bot) -> None:
    assert await check(playground.token, playground.url) == (await bot.get_chat(STAFF_CHAT)).title


async def test_a_wrong_token_is_said_without_the_token(playground: Playground) -> None:
    with pytest.raises(TelegramUnusable, match="GUICHET_TOKEN") as raised:
        await check("42:SECRET", playground.url)
    assert "SECRET" not in str(raised.value)


async def test_a_server_that_is_not_there_is_said_with_its_address() -> None:
    with pytest.raises(TelegramUnusable, match=r"cannot be reached at http://127\.0\.0\.1:1 .*refused") as raised:
        await check("42:SECRET", "http://127.0.0.1:1")
    assert "SECRET" not in str(raised.value)


async def test_a_staff_chat_that_is_wrong_is_said(playground: Playground) -> None:
    with pytest.raises(TelegramUnusable, match="GUICHET_STAFF_CHAT"):
        await check(playground.token, playground.url, -42)


async def test_a_proxy_of_a_kind_that_is_not_known_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "socks5://127.0.0.1:1080")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    with pytest.raises(TelegramUnusable, match=r"socks5 proxy.*NO_PROXY"):
        build_bot("42:SECRET", "https://api.telegram.org")


async def test_changing_between_webhook_and_polling_drops_nothing(bot: Bot, playground: Playground, play: Play) -> None:
    await set_webhook(bot, "http://127.0.0.1:1/hook", SECRET, max_connections=7)
    hook = playground.world.updates.webhook
    assert hook is not None
    assert (hook.url, hook.secret, hook.connections) == ("http://127.0.0.1:1/hook", SECRET, 7)
    await play.paul.say("one")
    await delete_webhook(bot)
    updates = await Polling(bot, patience=1).fetch()
    assert [update.body["message"]["text"] for update in updates] == ["/start", "one"]


async def test_a_webhook_that_telegram_does_not_take_is_said(bot: Bot) -> None:
    with pytest.raises(TelegramUnusable, match="cannot be used"):
        await set_webhook(bot, "http://127.0.0.1:1/hook", "no secret with spaces")
