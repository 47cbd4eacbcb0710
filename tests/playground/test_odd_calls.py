"""Calls that make no sense get a refusal, never a failure of the playground itself."""

from typing import Any

import pytest
import telegram

from bot.playground.methods import METHODS
from tests.people import Play

from .conftest import Call

ODD: list[Any] = ["", "{", "[]", [], {}, 1.5, {"type": 1}, "9" * 30]
NAMES = (
    "chat_id",
    "message_id",
    "from_chat_id",
    "text",
    "caption",
    "parse_mode",
    "entities",
    "reply_markup",
    "reply_parameters",
    "link_preview_options",
    "document",
    "photo",
    "file_id",
    "user_id",
    "commands",
    "scope",
    "language_code",
    "menu_button",
    "url",
    "secret_token",
    "allowed_updates",
    "max_connections",
    "callback_query_id",
    "action",
    "name",
)


@pytest.mark.parametrize("method", sorted(METHODS))
async def test_no_odd_value_breaks_a_method(bot: telegram.Bot, play: Play, call: Call, method: str) -> None:
    await play.camille.say("hello")
    sent = await bot.send_message(play.camille.id, "hi")
    usual: dict[str, Any] = {
        "chat_id": play.camille.id,
        "from_chat_id": play.camille.id,
        "message_id": sent.message_id,
        "text": "text",
        "commands": [{"command": "a", "description": "b"}],
        "document": "x",
    }
    for name in NAMES:
        for value in ODD:
            status, answer = await call(method, **{**usual, name: value})
            assert status in (200, 400, 403), (name, value, answer)


@pytest.mark.parametrize(
    "markup",
    [
        {"inline_keyboard": [[{"text": "x", "copy_text": "x"}]]},
        {"inline_keyboard": [[None]]},
        {"inline_keyboard": [[{"text": "x", "url": "http://[x"}]]},
        {"keyboard": [[1]]},
        {"keyboard": [["x"]], "selective": 1},
        {"force_reply": "x"},
    ],
)
async def test_no_odd_keyboard_breaks_the_playground(play: Play, call: Call, markup: Any) -> None:
    await play.camille.say("hello")
    status, _answer = await call("sendMessage", chat_id=play.camille.id, text="x", reply_markup=markup)
    assert status in (200, 400)
    await play.camille.chat()


async def test_an_odd_reply_breaks_nothing(play: Play, call: Call) -> None:
    await play.camille.say("hello")
    for odd in ODD:
        reply = {"message_id": odd}
        status, _answer = await call("sendMessage", chat_id=play.camille.id, text="x", reply_parameters=reply)
        assert status in (200, 400), odd


@pytest.mark.parametrize("entity", [{}, {"type": "bold"}, {"type": "bold", "offset": -5, "length": "x"}])
async def test_no_odd_entity_breaks_the_playground(play: Play, call: Call, entity: Any) -> None:
    await play.camille.say("hello")
    status, _answer = await call("sendMessage", chat_id=play.camille.id, text="x", entities=[entity])
    assert status == 400


async def test_a_poll_with_odd_values_is_answered(play: Play, call: Call) -> None:
    await play.camille.say("hello")
    for name in ("offset", "limit", "allowed_updates"):
        for value in ODD:
            status, _answer = await call("getUpdates", **{name: value, "timeout": 0})
            assert status in (200, 400), (name, value)
