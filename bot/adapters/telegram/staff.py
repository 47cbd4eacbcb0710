"""Asks Telegram about the staff chat: whether the bot is in it, and who is a member; keeps no list of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from telegram import Bot
from telegram.constants import ChatType
from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError

from bot.adapters.telegram.refusals import sort_refusal
from bot.adapters.telegram.rights import IN_CHARGE, is_inside, list_missing, read_rights
from bot.app.telegram_ports import Postponed, Standing
from bot.core.messages import Topics


class StaffChatUnusable(Exception):  # noqa: N818 (one line for the operator)
    """The bot cannot work in the staff chat; the text is one line that says why."""


@dataclass(frozen=True)
class TelegramStaffChat:
    """The staff's group on Telegram."""

    bot: Bot

    async def standing_of(self, chat: int, person: int) -> Standing:
        """Tell what a person is in the chat at this moment; raises Postponed or HeldBack."""
        try:
            member = await self._ask("get_Chat_member", chat, user_id=person)
        except (BadRequest, Forbidden):
            return Standing.OUTSIDER
        except TelegramError as error:
            raise sort_refusal(error) from error
        except KeyError as error:
            raise Postponed("Telegram's answer has no result") from error
        if not is_inside(member):
            return Standing.OUTSIDER
        return Standing.ADMIN if member.get("status") in IN_CHARGE else Standing.MEMBER

    async def check(self, address: int) -> str:
        """Make sure that the bot can work in the staff chat with this id on Telegram, and give the chat's title."""
        try:
            chat = await self._ask("get_Chat", address)
        except (BadRequest, Forbidden) as error:
            raise StaffChatUnusable(
                f"The bot is not in the staff chat {address} ({error.message}). "
                "Add it to the group, or set GUICHET_STAFF_CHAT to the number of the group that it is in."
            ) from error
        if chat.get("type") not in {ChatType.GROUP, ChatType.SUPERGROUP}:
            raise StaffChatUnusable(
                f"The staff chat {address} is a {chat.get('type')} chat. "
                "Set GUICHET_STAFF_CHAT to the number of a group, for example GUICHET_STAFF_CHAT=-1001234567890"
            )
        title = str(chat.get("title") or address)
        try:
            own = await self._ask("get_Chat_member", address, user_id=self.bot.id)
        except TelegramError:
            return title
        if not is_inside(own):
            raise StaffChatUnusable(
                f"The bot is no longer a member of the staff chat {address}. Add it to the group again."
            )
        return title

    async def list_missing(self, address: int, topics: Topics) -> tuple[str, ...]:
        """Say in one line each what the bot lacks in the staff chat; nothing where it cannot be found out."""
        try:
            chat = await self._ask("get_Chat", address)
            own = await self._ask("get_Chat_member", address, user_id=self.bot.id)
        except (TelegramError, KeyError):
            return ()
        return list_missing(read_rights(own), bool(chat.get("is_forum")), topics)

    async def _ask(self, method: str, chat: int, **arguments: int) -> Mapping[str, Any]:
        try:
            return await self._call(method, chat_id=chat, **arguments)
        except ChatMigrated as error:
            return await self._call(method, chat_id=error.new_chat_id, **arguments)

    async def _call(self, method: str, **arguments: int) -> Mapping[str, Any]:
        # Taken as it comes: self-hosted servers leave out fields that the library's own classes insist on.
        # The capital letter keeps the library from advising those classes.
        found = await self.bot.do_api_request(method, api_kwargs=arguments)
        return found if isinstance(found, dict) else {}
