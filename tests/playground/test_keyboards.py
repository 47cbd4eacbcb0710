"""Buttons below messages, keyboards below the composer, and the taps on them."""

from typing import Any

import pytest
import telegram
from telegram import ForceReply, InlineKeyboardButton, InlineKeyboardMarkup, ReplyKeyboardMarkup, ReplyKeyboardRemove
from telegram.error import BadRequest

from tests.people import ImpossibleError, Play

from .conftest import Call

YES_NO = InlineKeyboardMarkup(
    [[InlineKeyboardButton("Yes", callback_data="y"), InlineKeyboardButton("No", callback_data="n")]]
)


@pytest.fixture
async def chat(play: Play, bot: telegram.Bot) -> int:
    await play.camille.say("/start")
    await bot.get_updates(offset=-1)
    (update,) = await bot.get_updates()
    await bot.get_updates(offset=update.update_id + 1)
    return play.camille.id


def keyboard(button: dict[str, Any]) -> dict[str, Any]:
    return {"inline_keyboard": [[button]]}


@pytest.mark.parametrize(
    ("markup", "why"),
    [
        (keyboard({"text": "x", "callback_data": "é" * 33}), "BUTTON_DATA_INVALID"),
        (keyboard({"text": "x", "callback_data": ""}), "BUTTON_DATA_INVALID"),
        (
            keyboard({"text": "x"}),
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (keyboard({"callback_data": "x"}), 'can\'t parse inline keyboard button: Field "text" must be of type String'),
        (keyboard({"text": "x", "url": "nowhere"}), "inline keyboard button URL 'nowhere' is invalid: Wrong HTTP URL"),
        (keyboard({"text": "x", "copy_text": {"text": ""}}), "BUTTON_COPY_TEXT_INVALID"),
        ({"inline_keyboard": "x"}, 'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array'),
        ({"inline_keyboard": ["x"]}, 'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays'),
        ({"keyboard": [[{}]]}, 'can\'t parse keyboard button: Field "text" must be of type String'),
        ({"inline_keyboard": [[{"text": "x", "callback_data": "x"}]] * 101}, "reply markup is too long"),
        ([], "object expected as reply markup"),
        ("{", "can't parse reply keyboard markup JSON object"),
    ],
)
async def test_a_keyboard_that_telegram_refuses_is_refused(call: Call, chat: int, markup: Any, why: str) -> None:
    status, answer = await call("sendMessage", chat_id=chat, text="x", reply_markup=markup)
    assert (status, answer["description"]) == (400, f"Bad Request: {why}")


async def test_64_bytes_of_data_are_taken(call: Call, chat: int) -> None:
    status, _answer = await call(
        "sendMessage", chat_id=chat, text="x", reply_markup=keyboard({"text": "x", "callback_data": "é" * 32})
    )
    assert status == 200


async def test_a_tap_reaches_the_bot_and_its_answer_pops_up(bot: telegram.Bot, play: Play, chat: int) -> None:
    sent = await bot.send_message(chat, "sure?", reply_markup=YES_NO)
    await play.camille.tap("Yes")
    (update,) = await bot.get_updates()
    query = update.callback_query
    assert query
    assert (query.data, query.from_user.id) == ("y", chat)
    assert isinstance(query.message, telegram.Message)
    assert query.message.message_id == sent.message_id
    assert query.message.reply_markup == YES_NO
    assert await query.answer("noted", show_alert=True)
    assert await play.camille.sees_toast("noted") == "noted"


async def test_a_tap_is_answered_once(bot: telegram.Bot, play: Play, chat: int) -> None:
    await bot.send_message(chat, "sure?", reply_markup=YES_NO)
    await play.camille.tap("Yes")
    (update,) = await bot.get_updates()
    assert update.callback_query
    await update.callback_query.answer()
    too_old = "^Query is too old and response timeout expired or query id is invalid$"
    with pytest.raises(BadRequest, match=f"(?i){too_old}"):
        await update.callback_query.answer()


async def test_a_tap_can_become_too_old(bot: telegram.Bot, play: Play, chat: int) -> None:
    await bot.send_message(chat, "sure?", reply_markup=YES_NO)
    await play.camille.tap("Yes")
    await play.expire_queries()
    (update,) = await bot.get_updates()
    assert update.callback_query
    with pytest.raises(BadRequest, match="too old"):
        await update.callback_query.answer()


async def test_a_toast_has_at_most_200_characters(bot: telegram.Bot, play: Play, chat: int) -> None:
    await bot.send_message(chat, "sure?", reply_markup=YES_NO)
    await play.camille.tap("Yes")
    (update,) = await bot.get_updates()
    assert update.callback_query
    with pytest.raises(BadRequest, match=r"(?i)MESSAGE_TOO_LONG"):
        await bot.answer_callback_query(update.callback_query.id, "x" * 201)


async def test_an_old_client_can_still_tap_what_is_gone(bot: telegram.Bot, play: Play, chat: int) -> None:
    sent = await bot.send_message(chat, "sure?", reply_markup=YES_NO)
    await bot.edit_message_reply_markup(chat, sent.message_id, reply_markup=None)
    await play.camille.tap_data("y", sent.message_id)
    await bot.delete_message(chat, sent.message_id)
    await play.camille.tap_data("n", sent.message_id)
    first, second = await bot.get_updates()
    assert first.callback_query
    assert second.callback_query
    assert first.callback_query.data == "y"
    assert second.callback_query.message
    assert not second.callback_query.message.is_accessible


async def test_a_link_is_no_tap(bot: telegram.Bot, play: Play, chat: int) -> None:
    link = InlineKeyboardMarkup([[InlineKeyboardButton("IB", url="https://ibo.org")]])
    await bot.send_message(chat, "read", reply_markup=link)
    with pytest.raises(ImpossibleError, match="IB"):
        await play.camille.tap("IB")


async def test_a_reply_keyboard_stands_until_it_is_removed(bot: telegram.Bot, play: Play, chat: int) -> None:
    sent = await bot.send_message(chat, "programme?", reply_markup=ReplyKeyboardMarkup([["PYP", "MYP"], ["DP"]]))
    assert sent.reply_markup is None
    assert await play.camille.keyboard() == [["PYP", "MYP"], ["DP"]]
    await play.camille.tap("MYP")
    (update,) = await bot.get_updates()
    assert update.message
    assert update.message.text == "MYP"
    assert await play.camille.keyboard() == [["PYP", "MYP"], ["DP"]]
    await bot.send_message(chat, "thanks", reply_markup=ReplyKeyboardRemove())
    assert await play.camille.keyboard() == []


async def test_a_selective_keyboard_is_for_the_one_who_is_answered(bot: telegram.Bot, play: Play) -> None:
    await play.camille.join()
    said = await play.ana.in_group.say("/queue")
    keys = ReplyKeyboardMarkup([["mine"]], selective=True)
    await bot.send_message(play.staff_chat, "which?", reply_markup=keys, reply_to_message_id=said.id)
    assert await play.ana.in_group.keyboard() == [["mine"]]
    assert await play.camille.in_group.keyboard() == []


async def test_a_selective_keyboard_is_for_the_one_who_is_mentioned(bot: telegram.Bot, play: Play) -> None:
    await play.camille.join()
    keys = ReplyKeyboardMarkup([["mine"]], selective=True)
    text = f'<a href="tg://user?id={play.ana.id}">Ana</a>, which?'
    sent = await bot.send_message(play.staff_chat, text, parse_mode="HTML", reply_markup=keys)
    assert [(entity.type, entity.user and entity.user.id) for entity in sent.entities] == [
        ("text_mention", play.ana.id)
    ]
    assert await play.ana.in_group.keyboard() == [["mine"]]
    assert await play.camille.in_group.keyboard() == []


async def test_a_one_time_keyboard_goes_after_the_answer(bot: telegram.Bot, play: Play, chat: int) -> None:
    await bot.send_message(chat, "yes?", reply_markup=ReplyKeyboardMarkup([["yes"]], one_time_keyboard=True))
    assert await play.camille.keyboard() == [["yes"]]
    await play.camille.say("yes")
    assert await play.camille.keyboard() == []


async def test_a_forced_reply_stands_until_the_person_speaks(bot: telegram.Bot, play: Play, chat: int) -> None:
    async def forced() -> tuple[int | None, str]:
        view = await play.get(f"people/{chat}/chat")
        return view["force_reply"], view["placeholder"]

    sent = await bot.send_message(chat, "name?", reply_markup=ForceReply(input_field_placeholder="Name"))
    assert await forced() == (sent.message_id, "Name")
    await play.camille.say("Camille", reply_to=sent.message_id)
    assert await forced() == (None, "")
    (update,) = await bot.get_updates()
    assert update.message
    assert update.message.reply_to_message
    assert update.message.reply_to_message.message_id == sent.message_id
