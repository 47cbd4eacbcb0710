"""Topics, reactions and media of the staff group, as the library's own client meets them."""

import pytest
import telegram
from telegram import InputMediaPhoto, Message
from telegram.error import BadRequest

from tests.people import ImpossibleError, Play


async def make_topic(bot: telegram.Bot, play: Play) -> int:
    await play.make_forum()
    return (await bot.create_forum_topic(play.staff_chat, "One")).message_thread_id


async def test_only_who_manages_topics_in_a_forum_creates_one(bot: telegram.Bot, play: Play) -> None:
    with pytest.raises(BadRequest, match="not a forum"):
        await bot.create_forum_topic(play.staff_chat, "One")
    await play.make_forum()
    assert (await bot.get_chat(play.staff_chat)).is_forum
    await play.let_bot_manage_topics(False)
    with pytest.raises(BadRequest, match="rights"):
        await bot.create_forum_topic(play.staff_chat, "One")
    await play.let_bot_manage_topics(True)
    with pytest.raises(BadRequest, match="empty"):
        await bot.create_forum_topic(play.staff_chat, " ")


async def test_what_stands_in_a_topic_names_it(bot: telegram.Bot, play: Play) -> None:
    thread = await make_topic(bot, play)
    sent = await bot.send_message(play.staff_chat, "hello", message_thread_id=thread)
    assert (sent.message_thread_id, sent.is_topic_message) == (thread, True)
    assert sent.reply_to_message is not None
    assert sent.reply_to_message.forum_topic_created is not None
    answer = await bot.send_message(play.staff_chat, "below", reply_to_message_id=sent.message_id)
    assert answer.message_thread_id == thread
    ana = play.ana.in_group
    await ana.say("in it", topic=thread)
    update = (await bot.get_updates())[-1].message
    assert update is not None
    assert (update.message_thread_id, update.text) == (thread, "in it")
    with pytest.raises(ImpossibleError, match="no topic 4"):
        await ana.say("nowhere", topic=4)


async def test_a_deleted_topic_takes_its_messages_with_it(bot: telegram.Bot, play: Play) -> None:
    thread = await make_topic(bot, play)
    sent = await bot.send_message(play.staff_chat, "hello", message_thread_id=thread)
    await play.change_topic(thread, "delete")
    with pytest.raises(BadRequest, match="thread not found"):
        await bot.send_message(play.staff_chat, "hello", message_thread_id=thread)
    with pytest.raises(BadRequest, match="to edit not found"):
        await bot.edit_message_text("other", play.staff_chat, sent.message_id)
    with pytest.raises(ImpossibleError, match="no topic"):
        await play.change_topic(thread, "close")


async def test_a_closed_topic_is_open_to_those_who_manage_topics(bot: telegram.Bot, play: Play) -> None:
    thread = await make_topic(bot, play)
    await bot.close_forum_topic(play.staff_chat, thread)
    with pytest.raises(BadRequest, match=r"(?i)not_modified"):
        await bot.close_forum_topic(play.staff_chat, thread)
    await bot.send_message(play.staff_chat, "hello", message_thread_id=thread)
    await play.let_bot_manage_topics(False)
    with pytest.raises(BadRequest, match=r"(?i)topic_closed"):
        await bot.send_message(play.staff_chat, "hello", message_thread_id=thread)
    await play.let_bot_manage_topics(True)
    await bot.reopen_forum_topic(play.staff_chat, thread)
    await bot.delete_forum_topic(play.staff_chat, thread)
    assert await play.topics() == []
    with pytest.raises(ImpossibleError):
        await play.change_topic(thread, "rename")


async def test_a_group_without_topics_has_no_threads(bot: telegram.Bot, play: Play) -> None:
    with pytest.raises(BadRequest, match="thread not found"):
        await bot.send_message(play.staff_chat, "hello", message_thread_id=4)


async def test_a_reaction_takes_the_place_of_the_former(bot: telegram.Bot, play: Play) -> None:
    said = await play.paul.say("hello")
    await bot.set_message_reaction(play.paul.id, said.id, "👍")
    await bot.set_message_reaction(play.paul.id, said.id, "👌")
    assert [each.reactions for each in await play.paul.chat()] == [["👌"]]
    for signs, why in ((["👍", "👌"], "(?i)too_many"), (["x"], "(?i)invalid")):
        with pytest.raises(BadRequest, match=why):
            await bot.set_message_reaction(play.paul.id, said.id, signs)
    with pytest.raises(BadRequest, match="not found"):
        await bot.set_message_reaction(play.paul.id, 4, "👍")


async def test_media_can_be_exchanged_for_others(bot: telegram.Bot, play: Play) -> None:
    photo = (await play.paul.send_photo("one")).raw["photo"][-1]["file_id"]
    sent = await bot.send_photo(play.paul.id, photo, caption="two")
    changed = await bot.edit_message_media(InputMediaPhoto(photo, "three"), play.paul.id, sent.message_id)
    assert isinstance(changed, Message)
    assert changed.caption == "three"
    text = await bot.send_message(play.paul.id, "text")
    with pytest.raises(BadRequest, match="no media"):
        await bot.edit_message_media(InputMediaPhoto(photo), play.paul.id, text.message_id)
    with pytest.raises(BadRequest, match="unsupported type"):
        await bot.do_api_request(
            "editMessageMedia", {"chat_id": play.paul.id, "message_id": sent.message_id, "media": {"type": "voice"}}
        )


async def test_people_delete_their_own_messages_and_administrators_those_of_others(play: Play) -> None:
    ana, ben = play.ana.in_group, (await play.add_person("Ben", staff=True)).in_group
    said = await ana.say("hello")
    with pytest.raises(ImpossibleError, match="no administrator"):
        await ben.delete(said.id)
    await ben.become_admin()
    await ben.delete(said.id)
    with pytest.raises(ImpossibleError, match="no message"):
        await ben.delete(said.id)
