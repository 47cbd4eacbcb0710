"""The staff chat as Telegram tells of it, over HTTP."""

import pytest
from telegram import Bot

from bot.adapters.telegram.bot import build_bot
from bot.adapters.telegram.staff import StaffChatUnusable, TelegramStaffChat
from bot.app.telegram_ports import HeldBack, Postponed, Standing
from bot.playground import BASIC_GROUP, STAFF_CHAT, Playground
from tests.people import Play, visit


async def test_members_of_this_moment_are_told_from_others(bot: Bot, play: Play) -> None:
    staff = TelegramStaffChat(bot)
    assert await staff.standing_of(STAFF_CHAT, play.ana.id) is Standing.MEMBER
    await play.ana.become_admin()
    assert await staff.standing_of(STAFF_CHAT, play.ana.id) is Standing.ADMIN
    assert await staff.standing_of(STAFF_CHAT, play.paul.id) is Standing.OUTSIDER
    await play.ana.leave()
    assert await staff.standing_of(STAFF_CHAT, play.ana.id) is Standing.OUTSIDER


async def test_nobody_is_a_member_of_a_chat_that_the_bot_does_not_see(bot: Bot, play: Play) -> None:
    assert await TelegramStaffChat(bot).standing_of(-42, play.ana.id) is Standing.OUTSIDER
    await play.set_bot_standing("kicked")
    assert await TelegramStaffChat(bot).standing_of(STAFF_CHAT, play.ana.id) is Standing.OUTSIDER


@pytest.mark.parametrize("fault", [{"error": 500}, {"reset": "before"}])
async def test_a_server_in_trouble_makes_nobody_a_stranger(bot: Bot, play: Play, fault: dict[str, object]) -> None:
    await play.add_fault(method="getChatMember", times=1, **fault)
    with pytest.raises(Postponed):
        await TelegramStaffChat(bot).standing_of(STAFF_CHAT, play.ana.id)


async def test_too_many_requests_make_nobody_a_stranger(bot: Bot, play: Play) -> None:
    await play.add_fault(method="getChatMember", times=1, error=429, retry_after=2)
    with pytest.raises(HeldBack) as raised:
        await TelegramStaffChat(bot).standing_of(STAFF_CHAT, play.ana.id)
    assert raised.value.seconds == 2


async def test_the_group_is_found_under_its_former_id() -> None:
    async with (
        Playground(staff_chat=BASIC_GROUP) as playground,
        visit(playground.url) as play,
        build_bot(playground.token, playground.url) as bot,
    ):
        await play.ana.upgrade_staff_group()
        assert await TelegramStaffChat(bot).standing_of(BASIC_GROUP, play.ana.id) is Standing.MEMBER
        assert await TelegramStaffChat(bot).check(BASIC_GROUP) == await TelegramStaffChat(bot).check(STAFF_CHAT)


async def test_a_chat_that_is_no_place_for_staff_is_named(bot: Bot, play: Play) -> None:
    with pytest.raises(StaffChatUnusable, match=r"not in the staff chat -42 .*GUICHET_STAFF_CHAT"):
        await TelegramStaffChat(bot).check(-42)
    with pytest.raises(StaffChatUnusable, match="is a private chat"):
        await TelegramStaffChat(bot).check(play.paul.id)
