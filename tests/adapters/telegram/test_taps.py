"""Answers to taps over HTTP."""

import logging

import pytest
from telegram import Bot

from bot.adapters.telegram.channel import TelegramChannel
from bot.adapters.telegram.outgoing import TelegramMessenger
from bot.adapters.telegram.polling import Polling
from bot.app.ports import Update
from bot.core.messages import Button, Post
from bot.playground import STAFF_CHAT
from tests.people import Play


@pytest.fixture
def channel(bot: Bot) -> TelegramChannel:
    return TelegramChannel(bot, STAFF_CHAT)


async def tap(bot: Bot, play: Play) -> Update:
    polling = Polling(bot, patience=1)
    await polling.fetch()
    polling.confirm()
    await TelegramMessenger(bot).deliver(Post(play.paul.id, "?", ((Button("Yes", "yes"),),)), play.paul.id, None)
    await play.paul.tap("Yes")
    (update,) = await polling.fetch()
    return update


async def test_a_tap_is_answered_with_its_toast(channel: TelegramChannel, bot: Bot, play: Play) -> None:
    update = await tap(bot, play)
    assert (channel.is_tap(update), channel.language_of(update)) == (True, "en")
    await channel.answer_tap(update, "Noted")
    assert await play.paul.sees_toast("Noted")


async def test_a_toast_that_is_too_long_is_shown_as_far_as_it_goes(
    channel: TelegramChannel, bot: Bot, play: Play
) -> None:
    await channel.answer_tap(await tap(bot, play), "x" * 300)
    assert await play.paul.sees_toast("xxx") == "x" * 200


@pytest.mark.parametrize("fault", [None, {"error": 500}, {"error": 429}, {"reset": "before"}])
async def test_an_answer_that_fails_is_no_trouble(
    channel: TelegramChannel,
    bot: Bot,
    play: Play,
    caplog: pytest.LogCaptureFixture,
    fault: dict[str, object] | None,
) -> None:
    update = await tap(bot, play)
    if fault is None:
        await play.expire_queries()
    else:
        await play.add_fault(method="answerCallbackQuery", times=1, **fault)
    with caplog.at_level(logging.DEBUG, "bot"):
        await channel.answer_tap(update, "Noted")
    assert [record.levelname for record in caplog.records if record.name.startswith("bot.adapters")] == [
        "DEBUG" if fault is None else "WARNING"
    ]
    assert "Noted" not in "".join(record.getMessage() for record in caplog.records if record.name.startswith("bot."))


async def test_what_is_no_tap_needs_no_answer(channel: TelegramChannel) -> None:
    update = Update(1, 7, {"update_id": 1, "message": {}})
    assert not channel.is_tap(update)
    await channel.answer_tap(update, "Noted")
