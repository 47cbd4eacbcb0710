"""Sends and edits one message over the Bot API, and sorts Telegram's refusals; knows nothing of what it says."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import Any

from telegram import Bot
from telegram.constants import ParseMode
from telegram.error import BadRequest, TelegramError

from bot.adapters.telegram.refusals import sort_refusal
from bot.app.telegram_ports import Postponed
from bot.core.messages import Button, Post, Style

_STYLES = {Style.PRIMARY: "primary", Style.DANGER: "danger"}
_NO_PREVIEW = {"is_disabled": True}
_OPEN_FIELD = {"force_reply": True, "selective": True}
_SAME = "message is not modified"
_UNREADABLE = "parse entities"
_EDIT_IMPOSSIBLE = ("message to edit not found", "message can't be edited", "message_id_invalid", _UNREADABLE)


@dataclass(frozen=True)
class TelegramMessenger:
    """Delivers posts, each short enough for one message, through a bot."""

    bot: Bot

    async def deliver(self, post: Post, address: int, replaces: int | None) -> int:
        """Send or edit, and return the id that the message has.

        Raises Postponed, HeldBack, Refused, Unreachable or ChatMoved.
        """
        try:
            if replaces is not None and post.in_place:
                if await self._edit(post, address, replaces):
                    return replaces
            elif replaces is not None:
                await self._retire(address, replaces)
            return await self._send(post, address)
        except TelegramError as error:
            raise sort_refusal(error) from error
        except KeyError as error:
            raise Postponed("Telegram's answer has no result") from error

    async def _send(self, post: Post, address: int) -> int:
        wish: dict[str, Any] = {"chat_id": address, "link_preview_options": _NO_PREVIEW}
        if post.asks:
            wish["reply_markup"] = _OPEN_FIELD
        elif post.rows:
            wish["reply_markup"] = keyboard(post)
        try:
            message = await self._call("send_Message", {**wish, "text": post.text, "parse_mode": ParseMode.HTML})
        except BadRequest as error:
            if _UNREADABLE not in error.message.lower():
                raise
            plain = html.unescape(re.sub(r"<[^>]+>", "", post.text))
            message = await self._call("send_Message", {**wish, "text": plain})
        return int(message["message_id"])

    async def _edit(self, post: Post, address: int, message_id: int) -> bool:
        wish = {
            "chat_id": address,
            "message_id": message_id,
            "text": post.text,
            "parse_mode": ParseMode.HTML,
            "link_preview_options": _NO_PREVIEW,
            "reply_markup": keyboard(post),
        }
        try:
            await self._call("edit_Message_text", wish)
        except BadRequest as error:
            if _SAME in error.message.lower():
                return True
            if any(reason in error.message.lower() for reason in _EDIT_IMPOSSIBLE):
                return False
            raise
        return True

    async def _retire(self, address: int, message_id: int) -> None:
        try:
            await self._call("edit_Message_reply_markup", {"chat_id": address, "message_id": message_id})
        except BadRequest:
            return

    async def _call(self, method: str, wish: dict[str, Any]) -> Any:
        # Only the id of the message is wanted: the library's own methods read the whole message, which takes longer
        # and fails where self-hosted servers leave out fields. The capital letter keeps it from advising them.
        return await self.bot.do_api_request(method, api_kwargs=wish)


def keyboard(post: Post) -> dict[str, Any] | None:
    """Lay a post's buttons out as an inline keyboard."""
    if not post.rows:
        return None
    return {"inline_keyboard": [[_lay_out(button) for button in row] for row in post.rows]}


def _lay_out(button: Button) -> dict[str, str]:
    style = _STYLES.get(button.style)
    return {"text": button.label, "callback_data": button.data, **({"style": style} if style else {})}
