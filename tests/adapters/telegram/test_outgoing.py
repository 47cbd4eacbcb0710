"""Posts delivered over HTTP by the library's own client to the local Bot API server."""

from dataclasses import replace

import pytest
from telegram import Bot

from bot.adapters.telegram.bot import build_bot
from bot.adapters.telegram.outgoing import TelegramMessenger
from bot.app.telegram_ports import ChatMoved, HeldBack, Postponed, Refused, TopicClosed, TopicLost, Unreachable
from bot.core.letters import Media
from bot.core.messages import Button, Post, Style
from bot.playground import BASIC_GROUP, STAFF_CHAT, Playground
from tests.people import Play, visit

ROWS = ((Button("Yes", "a:1:x:yes", Style.PRIMARY), Button("No", "a:1:x:no")),)


@pytest.fixture
def messenger(bot: Bot) -> TelegramMessenger:
    return TelegramMessenger(bot)


async def test_a_post_arrives_with_its_marks_and_buttons(messenger: TelegramMessenger, play: Play) -> None:
    await messenger.deliver(Post(play.paul.id, "<b>Name:</b> Tom &amp; Ann", ROWS), play.paul.id, None)
    shown = await play.paul.last()
    assert shown.text == "Name: Tom & Ann"
    assert [(button.label, button.data) for button in shown.buttons] == [("Yes", "a:1:x:yes"), ("No", "a:1:x:no")]
    assert shown.raw["entities"][0]["type"] == "bold"


async def test_a_post_in_place_edits_the_message_of_its_slot(messenger: TelegramMessenger, play: Play) -> None:
    first = await messenger.deliver(Post(play.paul.id, "one", ROWS, slot="draft"), play.paul.id, None)
    again = await messenger.deliver(Post(play.paul.id, "two", slot="draft", in_place=True), play.paul.id, first)
    shown = await play.paul.last()
    assert (first, shown.text, shown.buttons) == (again, "two", ())


async def test_the_same_post_in_place_once_more_is_no_failure(messenger: TelegramMessenger, play: Play) -> None:
    post = Post(play.paul.id, "one", ROWS, slot="draft", in_place=True)
    first = await messenger.deliver(post, play.paul.id, None)
    assert await messenger.deliver(post, play.paul.id, first) == first


async def test_a_new_post_takes_the_buttons_off_the_former_one(messenger: TelegramMessenger, play: Play) -> None:
    first = await messenger.deliver(Post(play.paul.id, "one", ROWS, slot="draft"), play.paul.id, None)
    second = await messenger.deliver(Post(play.paul.id, "two", ROWS, slot="draft"), play.paul.id, first)
    buttons = {message.id: len(message.buttons) for message in await play.paul.chat() if message.from_bot}
    assert buttons == {first: 0, second: 2}


async def test_an_edit_of_a_message_that_is_gone_is_sent_anew(messenger: TelegramMessenger, play: Play) -> None:
    first = await messenger.deliver(Post(play.paul.id, "one", slot="draft"), play.paul.id, None)
    await messenger.bot.delete_message(play.paul.id, first)
    second = await messenger.deliver(Post(play.paul.id, "two", slot="draft", in_place=True), play.paul.id, first)
    assert second != first
    assert (await play.paul.last()).text == "two"


@pytest.mark.parametrize("in_place", [False, True])
async def test_a_text_that_telegram_cannot_read_arrives_as_plain_text(
    messenger: TelegramMessenger, play: Play, in_place: bool
) -> None:
    first = await messenger.deliver(Post(play.paul.id, "one", slot="draft"), play.paul.id, None)
    await messenger.deliver(
        Post(play.paul.id, "<b>half &amp; half", slot="draft", in_place=in_place), play.paul.id, first
    )
    assert (await play.paul.last()).text == "half & half"


async def test_a_post_that_asks_opens_an_answer_field(messenger: TelegramMessenger, play: Play) -> None:
    asked = await messenger.deliver(Post(play.paul.id, "Your reason?", asks=True), play.paul.id, None)
    assert (await play.get(f"people/{play.paul.id}/chat"))["force_reply"] == asked


async def test_the_address_is_where_a_post_goes_whatever_the_desk_calls_the_chat(
    messenger: TelegramMessenger, play: Play
) -> None:
    await messenger.deliver(Post(-42, "one"), play.paul.id, None)
    assert (await play.paul.last()).text == "one"


async def test_too_many_requests_hold_everything_back_for_as_long_as_telegram_says(
    messenger: TelegramMessenger, play: Play
) -> None:
    await play.add_fault(method="sendMessage", times=1, error=429, retry_after=7)
    with pytest.raises(HeldBack) as raised:
        await messenger.deliver(Post(play.paul.id, "one"), play.paul.id, None)
    assert raised.value.seconds == 7
    await messenger.deliver(Post(play.paul.id, "one"), play.paul.id, None)


@pytest.mark.parametrize("fault", [{"error": 500}, {"error": 502}, {"error": 404}, {"reset": "before"}])
async def test_a_server_in_trouble_postpones_the_post(
    messenger: TelegramMessenger, play: Play, fault: dict[str, object]
) -> None:
    await play.add_fault(method="sendMessage", times=1, **fault)
    with pytest.raises(Postponed):
        await messenger.deliver(Post(play.paul.id, "one"), play.paul.id, None)


async def test_a_person_who_blocked_the_bot_cannot_be_reached(messenger: TelegramMessenger, play: Play) -> None:
    await play.paul.block()
    with pytest.raises(Unreachable, match="blocked"):
        await messenger.deliver(Post(play.paul.id, "one"), play.paul.id, None)


async def test_a_chat_that_is_gone_cannot_be_reached(messenger: TelegramMessenger, play: Play) -> None:
    with pytest.raises(Unreachable, match="not found"):
        await messenger.deliver(Post(424242, "one"), 424242, None)


@pytest.mark.parametrize(
    "said",
    ["not enough rights to send text messages to the chat", "have no rights to send a message", "PEER_ID_INVALID"],
)
async def test_a_chat_that_takes_nothing_from_the_bot_cannot_be_reached(
    messenger: TelegramMessenger, play: Play, said: str
) -> None:
    await play.add_fault(method="sendMessage", times=1, error=400, description=f"Bad Request: {said}")
    with pytest.raises(Unreachable):
        await messenger.deliver(Post(play.paul.id, "one"), play.paul.id, None)


@pytest.mark.parametrize("standing", ["left", "kicked"])
async def test_a_group_that_removed_the_bot_cannot_be_reached(
    messenger: TelegramMessenger, play: Play, standing: str
) -> None:
    await play.set_bot_standing(standing)
    with pytest.raises(Unreachable):
        await messenger.deliver(Post(STAFF_CHAT, "one"), STAFF_CHAT, None)


async def test_a_message_that_telegram_will_never_take_is_refused(messenger: TelegramMessenger, play: Play) -> None:
    with pytest.raises(Refused, match="too long"):
        await messenger.deliver(Post(play.paul.id, "x" * 5000), play.paul.id, None)


@pytest.mark.parametrize("replaces", [None, 1])
async def test_a_group_that_turned_supergroup_says_where_it_is_now(replaces: int | None) -> None:
    async with (
        Playground(staff_chat=BASIC_GROUP) as playground,
        visit(playground.url) as play,
        build_bot(playground.token, playground.url) as bot,
    ):
        await play.ana.upgrade_staff_group()
        with pytest.raises(ChatMoved) as raised:
            await TelegramMessenger(bot).deliver(Post(BASIC_GROUP, "one", in_place=True), BASIC_GROUP, replaces)
    assert raised.value.new == STAFF_CHAT


async def test_a_photo_is_sent_edited_and_replied_to(play: Play, messenger: TelegramMessenger) -> None:
    sent = await play.paul.send_photo("mine")
    media = Media("photo", sent.raw["photo"][-1]["file_id"])
    post = Post(play.paul.id, "<b>one</b>", ROWS, media=media)
    first = await messenger.deliver(post, play.paul.id, None, answers=sent.id)
    shown = await play.paul.last()
    assert (shown.id, shown.answers, shown.text) == (first, sent.id, "<photo> one")
    again = replace(post, text="two", in_place=True)
    assert await messenger.deliver(again, play.paul.id, first) == first
    assert await messenger.deliver(again, play.paul.id, first) == first
    assert (await play.paul.last()).text == "<photo> two"


async def test_a_voice_message_keeps_its_sound_and_changes_its_words(play: Play, messenger: TelegramMessenger) -> None:
    media = Media("voice", (await play.paul.send_voice()).raw["voice"]["file_id"])
    first = await messenger.deliver(Post(play.paul.id, "one", media=media), play.paul.id, None)
    edited = Post(play.paul.id, "two", media=media, in_place=True)
    assert await messenger.deliver(edited, play.paul.id, first) == first
    assert (await play.paul.last()).text == "<voice> two"


async def test_media_without_words_are_sent_as_they_are(play: Play, messenger: TelegramMessenger) -> None:
    media = Media("sticker", (await play.paul.send_sticker()).raw["sticker"]["file_id"])
    await messenger.deliver(Post(play.paul.id, "", media=media), play.paul.id, None)
    assert (await play.paul.last()).text == "<sticker>"


async def test_words_cannot_become_a_photo_so_it_is_sent_anew(play: Play, messenger: TelegramMessenger) -> None:
    media = Media("photo", (await play.paul.send_photo()).raw["photo"][-1]["file_id"])
    first = await messenger.deliver(Post(play.paul.id, "one", media=media), play.paul.id, None)
    assert await messenger.deliver(Post(play.paul.id, "two", in_place=True), play.paul.id, first) != first


async def test_a_reaction_that_cannot_be_is_no_hindrance(play: Play, messenger: TelegramMessenger) -> None:
    said = await play.paul.say("hello")
    await messenger.deliver(Post(play.paul.id, "👌", reacts_to=said.id), play.paul.id, None)
    assert next(each.reactions for each in await play.paul.chat() if each.id == said.id) == ["👌"]
    assert await messenger.deliver(Post(play.paul.id, "no", reacts_to=said.id), play.paul.id, None) == said.id
    await play.add_fault(method="setMessageReaction", error=429)
    with pytest.raises(HeldBack):
        await messenger.deliver(Post(play.paul.id, "👌", reacts_to=said.id), play.paul.id, None)


async def test_topics_are_opened_and_what_is_wrong_with_them_is_told_apart(
    play: Play, messenger: TelegramMessenger
) -> None:
    chat = play.staff_chat
    with pytest.raises(Refused, match="not a forum"):
        await messenger.open_topic(chat, "one")
    await play.make_forum()
    thread = await messenger.open_topic(chat, "one")
    await messenger.deliver(Post(chat, "hello"), chat, None, thread=thread)
    await play.change_topic(thread, "close")
    await messenger.reopen_topic(chat, thread)
    await play.change_topic(thread, "close")
    await play.let_bot_manage_topics(False)
    with pytest.raises(TopicClosed):
        await messenger.deliver(Post(chat, "hello"), chat, None, thread=thread)
    with pytest.raises(Refused, match="ot enough rights"):
        await messenger.reopen_topic(chat, thread)
    await play.change_topic(thread, "delete")
    with pytest.raises(TopicLost):
        await messenger.deliver(Post(chat, "hello"), chat, None, thread=thread)
    await play.add_fault(method="createForumTopic", error=502)
    with pytest.raises(Postponed):
        await messenger.open_topic(chat, "one")
