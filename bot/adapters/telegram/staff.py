"""Asks Telegram about the staff chat: whether the bot is in it, and who is a member; keeps no list of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from telegram import Bot
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
            return _is_inside(await self._ask("get_Chat_member", user_id=person))
        except BadRequest:
            return False

    async def check(self) -> str:
        """Make sure that the bot can work in the staff chat, and give the chat's title."""
        try:
            chat = await self._ask("get_Chat")
        except (BadRequest, Forbidden) as error:
            raise StaffChatUnusable(
                f"The bot is not in the staff chat {self.chat} ({error.message}). "
                "Add it to the group, or set GUICHET_STAFF_CHAT to the number of the group that it is in."
            ) from error
        if chat.get("type") not in {ChatType.GROUP, ChatType.SUPERGROUP}:
            raise StaffChatUnusable(
                f"The staff chat {self.chat} is a {chat.get('type')} chat. "
                "Set GUICHET_STAFF_CHAT to the number of a group, for example GUICHET_STAFF_CHAT=-1001234567890"
            )
        title = str(chat.get("title") or self.chat)
        try:
            own = await self._ask("get_Chat_member", user_id=self.bot.id)
        except TelegramError:
            return title
        if not _is_inside(own):
            raise StaffChatUnusable(
                f"The bot is no longer a member of the staff chat {self.chat}. Add it to the group again."
            )
        return title

    async def _ask(self, method: str, **arguments: int) -> Mapping[str, Any]:
        # Taken as it comes: self-hosted servers leave out fields that the library's own classes insist on.
        # The capital letter keeps the library from advising those classes.
        found = await self.bot.do_api_request(method, api_kwargs={"chat_id": self.chat, **arguments})
        return found if isinstance(found, dict) else {}


def _is_inside(member: Mapping[str, Any]) -> bool:
    if member.get("status") == ChatMemberStatus.RESTRICTED:
        return bool(member.get("is_member"))
    return member.get("status") in _INSIDE
