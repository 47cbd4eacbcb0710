"""What the bot may ask about chats and members, and how it leaves."""

import pytest
import telegram
from telegram import ChatMemberAdministrator, ChatMemberBanned, ChatMemberLeft, ChatMemberMember
from telegram.error import BadRequest, Forbidden

from tests.people import Play


async def test_a_private_chat_is_described(bot: telegram.Bot, play: Play) -> None:
    chat = await bot.get_chat(play.camille.id)
    assert (chat.type, chat.first_name) == ("private", "Camille")


async def test_the_group_is_a_supergroup(bot: telegram.Bot, play: Play) -> None:
    chat = await bot.get_chat(play.staff_chat)
    assert (chat.type, chat.title) == ("supergroup", "PD staff")
    assert str(play.staff_chat).startswith("-100")


async def test_membership_follows_what_people_do(bot: telegram.Bot, play: Play) -> None:
    async def member(person: int) -> telegram.ChatMember:
        return await bot.get_chat_member(play.staff_chat, person)

    assert isinstance(await member(play.ana.id), ChatMemberMember)
    assert isinstance(await member(play.camille.id), ChatMemberLeft)
    await play.camille.join()
    assert isinstance(await member(play.camille.id), ChatMemberMember)
    await play.ana.become_admin()
    assert isinstance(await member(play.ana.id), ChatMemberAdministrator)
    await play.ana.leave()
    assert isinstance(await member(play.ana.id), ChatMemberLeft)
    with pytest.raises(BadRequest, match=r"^User not found$"):
        await member(4242)


async def test_members_and_administrators_are_counted(bot: telegram.Bot, play: Play) -> None:
    assert await bot.get_chat_member_count(play.staff_chat) == 2
    assert await bot.get_chat_administrators(play.staff_chat) == ()
    await play.camille.join()
    await play.camille.become_admin()
    assert await bot.get_chat_member_count(play.staff_chat) == 3
    (admin,) = await bot.get_chat_administrators(play.staff_chat)
    assert admin.user.id == play.camille.id
    with pytest.raises(BadRequest, match=r"^There are no administrators in the private chat$"):
        await bot.get_chat_administrators(play.camille.id)


async def test_the_bot_sees_itself_in_the_group(bot: telegram.Bot, play: Play) -> None:
    assert isinstance(await bot.get_chat_member(play.staff_chat, bot.id), ChatMemberMember)
    await play.set_bot_standing("administrator")
    assert isinstance(await bot.get_chat_member(play.staff_chat, bot.id), ChatMemberAdministrator)


async def test_the_bot_can_leave_the_group_and_no_private_chat(bot: telegram.Bot, play: Play) -> None:
    assert await bot.leave_chat(play.staff_chat)
    with pytest.raises(Forbidden, match="bot is not a member of the supergroup chat"):
        await bot.get_chat(play.staff_chat)
    with pytest.raises(BadRequest, match="private"):
        await bot.leave_chat(play.camille.id)


async def test_the_bot_learns_of_its_own_standing(bot: telegram.Bot, play: Play) -> None:
    await play.set_bot_standing("kicked")
    await play.set_bot_standing("administrator")
    changes = [update.my_chat_member for update in await bot.get_updates() if update.my_chat_member]
    out, back = changes
    assert isinstance(out.new_chat_member, ChatMemberBanned)
    assert isinstance(back.old_chat_member, ChatMemberBanned)
    assert isinstance(back.new_chat_member, ChatMemberAdministrator)


async def test_the_bot_learns_who_blocks_it(bot: telegram.Bot, play: Play) -> None:
    await play.camille.block()
    await play.camille.unblock()
    blocked, unblocked = (update.my_chat_member for update in await bot.get_updates())
    assert blocked
    assert unblocked
    assert blocked.chat.id == play.camille.id
    assert isinstance(blocked.new_chat_member, ChatMemberBanned)
    assert isinstance(unblocked.new_chat_member, ChatMemberMember)


async def test_member_changes_come_to_an_administrator_who_asks(bot: telegram.Bot, play: Play) -> None:
    await bot.get_updates(allowed_updates=["chat_member"])
    await play.camille.join()
    assert await bot.get_updates() == ()
    await play.set_bot_standing("administrator")
    await play.paul.join()
    (update,) = await bot.get_updates()
    assert update.chat_member
    assert update.chat_member.new_chat_member.user.id == play.paul.id
