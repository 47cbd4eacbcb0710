"""The staff's basic group becomes a supergroup, as Telegram does it."""

from collections.abc import AsyncIterator

import pytest
import telegram
from telegram.error import ChatMigrated

from bot.playground import BASIC_GROUP, STAFF_CHAT, Playground
from tests.people import ImpossibleError, Play


@pytest.fixture
async def playground() -> AsyncIterator[Playground]:
    async with Playground(staff_chat=BASIC_GROUP) as started:
        yield started


async def test_a_basic_group_says_what_it_is(bot: telegram.Bot, play: Play) -> None:
    assert play.staff_chat == BASIC_GROUP
    assert (await bot.get_chat(BASIC_GROUP)).type == "group"


async def test_the_old_id_names_the_new_one(bot: telegram.Bot, play: Play) -> None:
    await play.ana.upgrade_staff_group()
    for call in (bot.send_message(BASIC_GROUP, "hi"), bot.get_chat_member(BASIC_GROUP, play.ana.id)):
        with pytest.raises(ChatMigrated) as moved:
            await call
        assert moved.value.new_chat_id == STAFF_CHAT


async def test_both_groups_are_told_of_the_other(bot: telegram.Bot, play: Play) -> None:
    await play.ana.upgrade_staff_group()
    old, new = [update.message for update in await bot.get_updates()]
    assert old
    assert new
    assert (old.chat.id, old.migrate_to_chat_id) == (BASIC_GROUP, STAFF_CHAT)
    assert (new.chat.id, new.migrate_from_chat_id, new.chat.type) == (STAFF_CHAT, BASIC_GROUP, "supergroup")


async def test_messages_are_numbered_anew_and_members_stay(bot: telegram.Bot, play: Play) -> None:
    before = await bot.send_message(BASIC_GROUP, "here")
    await play.ana.upgrade_staff_group()
    after = await bot.send_message(STAFF_CHAT, "there")
    assert after.message_id == 2 < before.message_id
    assert (await bot.get_chat_member(STAFF_CHAT, play.ana.id)).status == "member"
    assert (await play.ana.in_group.say("/hello")).raw["chat"]["id"] == STAFF_CHAT


async def test_nobody_writes_in_the_old_group_any_more(play: Play) -> None:
    old = play.ana.in_group
    await play.ana.upgrade_staff_group()
    with pytest.raises(ImpossibleError):
        await old.say("anyone?")


async def test_a_supergroup_cannot_be_upgraded(play: Play) -> None:
    await play.ana.upgrade_staff_group()
    with pytest.raises(ImpossibleError, match="already"):
        await play.ana.upgrade_staff_group()
