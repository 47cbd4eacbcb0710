"""Asks Telegram about the staff chat: whether the bot is in it, and who is a member; keeps no list of its own."""

from __future__ import annotations

from dataclasses import dataclass

from telegram import Bot, ChatMember, ChatMemberRestricted
from telegram.constants import ChatMemberStatus, ChatType
from telegram.error import BadRequest, Forbidden, TelegramError

_INSIDE = {ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.MEMBER}


class StaffChatUnusable(Exception):  # noqa: N818 (one line for the operator)
    """The bot cannot work in the staff chat; the text is one line that says why."""


@dataclass(frozen=True)
class TelegramStaffChat:
    """The staff's group on Telegram."""

    bot: Bot
    chat: int

    async def has_member(self, person: int) -> bool:
        """Tell whether a person is a member of the staff chat at this moment."""
        try:
            return _is_inside(await self.bot.get_chat_member(self.chat, person))
        except BadRequest:
            return False

    async def check(self) -> str:
        """Make sure that the bot can work in the staff chat, and give the chat's title."""
        try:
            chat = await self.bot.get_chat(self.chat)
        except (BadRequest, Forbidden) as error:
            raise StaffChatUnusable(
                f"The bot is not in the staff chat {self.chat} ({error.message}). "
                "Add it to the group, or set GUICHET_STAFF_CHAT to the number of the group that it is in."
            ) from error
        if chat.type not in {ChatType.GROUP, ChatType.SUPERGROUP}:
            raise StaffChatUnusable(
                f"The staff chat {self.chat} is a {chat.type} chat. "
                "Set GUICHET_STAFF_CHAT to the number of a group, for example GUICHET_STAFF_CHAT=-1001234567890"
            )
        try:
            own = await self.bot.get_chat_member(self.chat, self.bot.id)
        except TelegramError:
            return chat.title or str(self.chat)
        if not _is_inside(own):
            raise StaffChatUnusable(
                f"The bot is no longer a member of the staff chat {self.chat}. Add it to the group again."
            )
        return chat.title or str(self.chat)


def _is_inside(member: ChatMember) -> bool:
    if isinstance(member, ChatMemberRestricted):
        return member.is_member
    return member.status in _INSIDE
