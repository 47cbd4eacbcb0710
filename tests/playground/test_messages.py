"""Sending, editing, deleting, passing on; and every refusal in Telegram's words."""

import pytest
import telegram
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, ReplyParameters
from telegram.error import BadRequest, Forbidden

from tests.people import Play

from .conftest import Call

YES = InlineKeyboardMarkup([[InlineKeyboardButton("Yes", callback_data="y")]])


@pytest.fixture
async def chat(play: Play) -> int:
    """Camille's chat, which she has begun."""
    await play.camille.say("/start")
    return play.camille.id


async def test_a_sent_message_comes_back_as_telegram_knows_it(bot: telegram.Bot, chat: int) -> None:
    sent = await bot.send_message(
        chat,
        "<b>Hello</b>",
        parse_mode="HTML",
        reply_markup=YES,
        link_preview_options=LinkPreviewOptions(is_disabled=True),
    )
    assert sent.text == "Hello"
    assert sent.entities[0].type == "bold"
    assert sent.reply_markup == YES
    assert sent.chat.type == "private"
    assert sent.from_user
    assert sent.from_user.id == bot.id
    assert sent.link_preview_options
    assert sent.link_preview_options.is_disabled


@pytest.mark.parametrize("text", ["", "   ", "<b> </b>"])
async def test_an_empty_text_is_refused(bot: telegram.Bot, chat: int, text: str) -> None:
    with pytest.raises(BadRequest, match=r"^Message text is empty$"):
        await bot.send_message(chat, text, parse_mode="HTML")


async def test_a_text_may_have_4096_characters_and_no_more(bot: telegram.Bot, chat: int) -> None:
    await bot.send_message(chat, "é" * 4096)
    await bot.send_message(chat, f"<b>{'x' * 4096}</b>", parse_mode="HTML")
    with pytest.raises(BadRequest, match=r"^Message is too long$"):
        await bot.send_message(chat, "x" * 4097)


async def test_a_chat_must_be_known(bot: telegram.Bot, call: Call) -> None:
    with pytest.raises(BadRequest, match=r"^Chat not found$"):
        await bot.send_message(4242, "hi")
    assert (await call("sendMessage", text="hi"))[1]["description"] == "Bad Request: chat_id is empty"


async def test_someone_who_never_wrote_cannot_be_written_to(bot: telegram.Bot, play: Play) -> None:
    with pytest.raises(Forbidden, match="bot can't initiate conversation with a user"):
        await bot.send_message(play.paul.id, "hi")


async def test_someone_who_blocked_the_bot_cannot_be_written_to(bot: telegram.Bot, play: Play, chat: int) -> None:
    await play.camille.block()
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(chat, "hi")
    await play.camille.unblock()
    await bot.send_message(chat, "hi")


async def test_the_group_is_closed_to_a_bot_that_is_not_in_it(bot: telegram.Bot, play: Play) -> None:
    await play.set_bot_standing("left")
    with pytest.raises(Forbidden, match="bot is not a member of the supergroup chat"):
        await bot.send_message(play.staff_chat, "hi")
    await play.set_bot_standing("kicked")
    with pytest.raises(Forbidden, match="bot was kicked from the supergroup chat"):
        await bot.send_message(play.staff_chat, "hi")


async def test_a_reply_names_its_message(bot: telegram.Bot, play: Play, chat: int) -> None:
    question = await play.camille.say("why?")
    sent = await bot.send_message(chat, "because", reply_parameters=ReplyParameters(question.id))
    assert sent.reply_to_message
    assert sent.reply_to_message.text == "why?"
    with pytest.raises(BadRequest, match=r"^Message to be replied not found$"):
        await bot.send_message(chat, "because", reply_parameters=ReplyParameters(1))
    lenient = ReplyParameters(1, allow_sending_without_reply=True)
    assert (await bot.send_message(chat, "because", reply_parameters=lenient)).reply_to_message is None


async def test_a_topic_that_the_group_lacks_is_refused(bot: telegram.Bot, play: Play) -> None:
    with pytest.raises(BadRequest, match=r"^Message thread not found$"):
        await bot.send_message(play.staff_chat, "hi", message_thread_id=5)


async def test_an_edit_changes_text_and_buttons(bot: telegram.Bot, play: Play, chat: int) -> None:
    sent = await bot.send_message(chat, "draft", reply_markup=YES)
    edited = await bot.edit_message_text("final", chat, sent.message_id)
    assert isinstance(edited, telegram.Message)
    assert edited.text == "final"
    assert edited.reply_markup is None
    assert edited.edit_date is not None
    shown = await play.camille.last()
    assert (shown.text, shown.edited, shown.buttons) == ("final", True, ())


async def test_new_buttons_alone_do_not_mark_a_message_as_edited(bot: telegram.Bot, play: Play, chat: int) -> None:
    sent = await bot.send_message(chat, "choose", reply_markup=YES)
    await bot.edit_message_reply_markup(chat, sent.message_id, reply_markup=None)
    shown = await play.camille.last()
    assert (shown.edited, shown.buttons) == (False, ())


async def test_an_edit_that_changes_nothing_is_refused(bot: telegram.Bot, chat: int) -> None:
    sent = await bot.send_message(chat, "same", reply_markup=YES)
    whole = (
        "^Message is not modified: specified new message content and reply markup are exactly the same as a "
        "current content and reply markup of the message$"
    )
    with pytest.raises(BadRequest, match=whole):
        await bot.edit_message_text("same", chat, sent.message_id, reply_markup=YES)
    with pytest.raises(BadRequest, match=whole):
        await bot.edit_message_reply_markup(chat, sent.message_id, reply_markup=YES)


async def test_what_cannot_be_edited_is_refused(bot: telegram.Bot, play: Play, call: Call, chat: int) -> None:
    with pytest.raises(BadRequest, match=r"^Message to edit not found$"):
        await bot.edit_message_text("x", chat, 1)
    theirs = await play.camille.say("mine")
    with pytest.raises(BadRequest, match=r"^Message can't be edited$"):
        await bot.edit_message_text("x", chat, theirs.id)
    document = await bot.send_document(chat, b"data", filename="a.txt")
    with pytest.raises(BadRequest, match=r"^There is no text in the message to edit$"):
        await bot.edit_message_text("x", chat, document.message_id)
    sent = await bot.send_message(chat, "text")
    with pytest.raises(BadRequest, match=r"^There is no caption in the message to edit$"):
        await bot.edit_message_caption(chat, sent.message_id, caption="x")
    _status, answer = await call("editMessageText", chat_id=chat, text="x")
    assert answer["description"] == "Bad Request: message identifier is not specified"
    _status, answer = await call(
        "editMessageText", chat_id=chat, message_id=sent.message_id, text="x", reply_markup={"force_reply": True}
    )
    assert answer["description"] == "Bad Request: inline keyboard expected"


async def test_a_caption_can_be_edited(bot: telegram.Bot, chat: int) -> None:
    sent = await bot.send_document(chat, b"data", filename="a.txt", caption="draft")
    edited = await bot.edit_message_caption(chat, sent.message_id, caption="final")
    assert isinstance(edited, telegram.Message)
    assert edited.caption == "final"
    assert edited.document == sent.document


async def test_a_deleted_message_is_gone(bot: telegram.Bot, play: Play, chat: int) -> None:
    sent = await bot.send_message(chat, "oops")
    assert await bot.delete_message(chat, sent.message_id)
    assert all(message.id != sent.message_id for message in await play.camille.chat())
    with pytest.raises(BadRequest, match=r"^Message to delete not found$"):
        await bot.delete_message(chat, sent.message_id)


async def test_only_an_administrator_deletes_what_others_wrote_in_the_group(bot: telegram.Bot, play: Play) -> None:
    said = await play.ana.in_group.say("hello all")
    with pytest.raises(BadRequest, match=r"^Message can't be deleted$"):
        await bot.delete_message(play.staff_chat, said.id)
    await play.set_bot_standing("administrator")
    assert await bot.delete_message(play.staff_chat, said.id)


async def test_a_forward_says_where_it_comes_from(bot: telegram.Bot, play: Play, chat: int) -> None:
    said = await play.camille.say("my question")
    forwarded = await bot.forward_message(play.staff_chat, chat, said.id)
    assert forwarded.text == "my question"
    assert isinstance(forwarded.forward_origin, telegram.MessageOriginUser)
    assert forwarded.forward_origin.sender_user.id == play.camille.id
    with pytest.raises(BadRequest, match=r"^Message to forward not found$"):
        await bot.forward_message(play.staff_chat, chat, 1)


async def test_comings_and_goings_are_neither_forwarded_nor_copied(bot: telegram.Bot, play: Play, chat: int) -> None:
    await play.camille.join()
    (joined,) = await play.ana.in_group.chat()
    with pytest.raises(BadRequest, match=r"^Message can't be forwarded$"):
        await bot.forward_message(chat, play.staff_chat, joined.id)
    with pytest.raises(BadRequest, match=r"^Message can't be copied$"):
        await bot.copy_message(chat, play.staff_chat, joined.id)


async def test_a_protected_message_is_not_forwarded(bot: telegram.Bot, play: Play, chat: int) -> None:
    sent = await bot.send_message(chat, "for you only", protect_content=True)
    with pytest.raises(BadRequest, match=r"^Message can't be forwarded$"):
        await bot.forward_message(play.staff_chat, chat, sent.message_id)


async def test_a_copy_does_not_say_where_it_comes_from(bot: telegram.Bot, play: Play, chat: int) -> None:
    said = await play.camille.send_document("list.csv", b"a,b", caption="the list")
    copied = await bot.copy_message(play.staff_chat, chat, said.id, caption="<b>checked</b>", parse_mode="HTML")
    shown = await play.ana.in_group.last()
    assert shown.id == copied.message_id
    assert shown.text == "<document> list.csv checked"
    assert "forward_origin" not in shown.raw
    with pytest.raises(BadRequest, match=r"^Message to copy not found$"):
        await bot.copy_message(play.staff_chat, chat, 1)


async def test_a_chat_action_is_shown_until_the_message_comes(bot: telegram.Bot, play: Play, chat: int) -> None:
    async def shown() -> str:
        return str((await play.get(f"people/{chat}/chat"))["action"])

    await bot.send_chat_action(chat, "typing")
    assert await shown() == "typing"
    await bot.send_message(chat, "hi")
    assert await shown() == ""
    with pytest.raises(BadRequest, match=r"^Wrong parameter action in request$"):
        await bot.send_chat_action(chat, "juggling")
