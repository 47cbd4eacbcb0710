"""What people do reaches the bot as Telegram would tell it; and the test driver tells what it saw."""

import time

import pytest
import telegram

from tests.people import ImpossibleError, Play


async def test_three_people_are_there_from_the_start(play: Play) -> None:
    state = await play.get("state")
    assert [(p["first_name"], p["language_code"], p["role"]) for p in state["people"]] == [
        ("Camille", "fr", "coordinator"),
        ("Paul", "en", "participant"),
        ("Ana", "fr", "staff"),
    ]


async def test_more_people_can_be_made(bot: telegram.Bot, play: Play) -> None:
    lea = await play.add_person("Léa", "fr", staff=True)
    tom = await play.add_person("Tom")
    assert lea.id != tom.id
    await lea.in_group.say("/queue")
    await tom.say("hello")
    first, second = await bot.get_updates()
    assert first.effective_user
    assert first.effective_user.language_code == "fr"
    assert second.effective_user
    assert second.effective_user.id == tom.id


async def test_a_message_carries_who_where_and_when(bot: telegram.Bot, play: Play) -> None:
    await play.camille.say("  hello  ")
    (update,) = await bot.get_updates()
    message = update.message
    assert message
    assert (message.text, message.chat.id, message.chat.type) == ("hello", play.camille.id, "private")
    assert message.from_user
    assert message.from_user.language_code == "fr"
    assert abs(message.date.timestamp() - time.time()) < 5


async def test_an_edit_reaches_the_bot_as_an_edit(bot: telegram.Bot, play: Play) -> None:
    said = await play.camille.say("draft")
    await play.camille.edit(said.id, "final")
    _first, second = await bot.get_updates()
    edited = second.edited_message
    assert edited
    assert (edited.text, edited.message_id) == ("final", said.id)
    assert edited.edit_date


async def test_a_forward_carries_its_origin(bot: telegram.Bot, play: Play) -> None:
    said = await play.ana.in_group.say("from the group")
    await play.ana.forward(said.id, from_chat_id=play.staff_chat)
    await play.camille.forward_from_outside("copied from elsewhere", "A colleague")
    own, outside = (update.message for update in await bot.get_updates())
    assert own
    assert outside
    assert isinstance(own.forward_origin, telegram.MessageOriginUser)
    assert own.forward_origin.sender_user.id == play.ana.id
    assert isinstance(outside.forward_origin, telegram.MessageOriginHiddenUser)
    assert outside.forward_origin.sender_user_name == "A colleague"


async def test_what_no_client_allows_is_refused(bot: telegram.Bot, play: Play) -> None:
    camille = play.camille
    said = await camille.say("x" * 4096)
    sent = await bot.send_message(camille.id, "no buttons here")
    for attempt, why in (
        (camille.say("x" * 4097), "at most 4096"),
        (camille.say("   "), "empty"),
        (camille.in_group.say("hello"), "not in the staff group"),
        (camille.say("hello", reply_to=1), "no message 1"),
        (camille.edit(sent.message_id, "x"), "no text message of Camille"),
        (camille.tap_data("x", said.id), "no message of the bot"),
        (camille.send_document("empty.txt", b""), "something in it"),
        (play.post(f"people/{camille.id}/tap", {"message_id": sent.message_id, "row": 0, "column": 0}), "no button"),
        (play.post("people/4242/say", {"text": "x"}), "no person 4242"),
        (play.post(f"people/{camille.id}/send/gif", {}), "not gif"),
    ):
        with pytest.raises(ImpossibleError, match=why):
            await attempt
    await camille.block()
    with pytest.raises(ImpossibleError, match="has blocked the bot"):
        await camille.say("hello")


async def test_the_driver_sees_only_what_came_after_the_last_action(bot: telegram.Bot, play: Play) -> None:
    camille = play.camille
    await camille.say("/start")
    old = await bot.send_message(camille.id, "the old answer")
    assert (await camille.sees("old answer")).id == old.message_id
    await camille.say("again")
    with pytest.raises(AssertionError, match="does not see"):
        await camille.sees("old answer", within=0.05)
    await bot.edit_message_text("the old answer, edited", camille.id, old.message_id)
    assert (await camille.sees("old answer")).edited


async def test_a_failure_of_the_driver_shows_the_whole_chat(bot: telegram.Bot, play: Play) -> None:
    camille = play.camille
    await camille.say("/start")
    markup = telegram.InlineKeyboardMarkup([[telegram.InlineKeyboardButton("Go on", callback_data="go")]])
    await bot.send_message(camille.id, "Welcome", reply_markup=markup)
    with pytest.raises(AssertionError) as failure:
        await camille.sees("Goodbye", within=0.05)
    for expected in ("Goodbye", "Camille: /start", "since the last action", "Guichet: Welcome", "[Go on]"):
        assert expected in str(failure.value)
    with pytest.raises(AssertionError, match="no button “Stop”"):
        await camille.tap("Stop", within=0.05)
