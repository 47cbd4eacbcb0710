"""Sends and edits one message over the Bot API, and sorts Telegram's refusals; knows nothing of what it says."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from datetime import timedelta

from telegram import Bot, ForceReply, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions
from telegram.constants import MessageLimit, ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TelegramError

from bot.app.ports import Moved, Postponed, Refused
from bot.core.messages import Post, Style
from bot.core.texts import split

_STYLES = {Style.PRIMARY: "primary", Style.DANGER: "danger"}
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_SAME = "message is not modified"
_UNREADABLE = "parse entities"
_EDIT_IMPOSSIBLE = ("message to edit not found", "message can't be edited", "message_id_invalid", _UNREADABLE)


@dataclass(frozen=True)
class TelegramMessenger:
    """Delivers posts through a bot."""

    bot: Bot

    async def deliver(self, post: Post, replaces: int | None) -> int:
        """Send or edit, and return the id that the message has; raises Postponed, Refused or Moved."""
        try:
            return await self._deliver(post, replaces)
        except RetryAfter as error:
            after = error.retry_after
            pause = after if isinstance(after, timedelta) else timedelta(seconds=after)
            raise Postponed(str(error), pause) from error
        except ChatMigrated as error:
            raise Moved(error.new_chat_id) from error
        except (Forbidden, BadRequest) as error:
            raise Refused(str(error)) from error
        except (NetworkError, TelegramError) as error:
            raise Postponed(str(error)) from error

    async def _deliver(self, post: Post, replaces: int | None) -> int:
        parts = split(post.text, MessageLimit.MAX_TEXT_LENGTH)
        if replaces is not None and post.in_place and len(parts) == 1:
            if await self._edit(post, replaces):
                return replaces
        elif replaces is not None:
            await self._retire(post.chat, replaces)
        for part in parts[:-1]:
            await self._send(post.chat, part, None)
        return await self._send(post.chat, parts[-1], ForceReply(selective=True) if post.asks else keyboard(post))

    async def _send(self, chat: int, text: str, markup: InlineKeyboardMarkup | ForceReply | None) -> int:
        try:
            message = await self.bot.send_message(
                chat, text, parse_mode=ParseMode.HTML, link_preview_options=_NO_PREVIEW, reply_markup=markup
            )
        except BadRequest as error:
            if _UNREADABLE not in error.message.lower():
                raise
            plain = html.unescape(re.sub(r"<[^>]+>", "", text))
            message = await self.bot.send_message(chat, plain, link_preview_options=_NO_PREVIEW, reply_markup=markup)
        return message.message_id

    async def _edit(self, post: Post, message_id: int) -> bool:
        try:
            await self.bot.edit_message_text(
                post.text,
                chat_id=post.chat,
                message_id=message_id,
                parse_mode=ParseMode.HTML,
                link_preview_options=_NO_PREVIEW,
                reply_markup=keyboard(post),
            )
        except BadRequest as error:
            if _SAME in error.message.lower():
                return True
            if any(reason in error.message.lower() for reason in _EDIT_IMPOSSIBLE):
                return False
            raise
        return True

    async def _retire(self, chat: int, message_id: int) -> None:
        try:
            await self.bot.edit_message_reply_markup(chat_id=chat, message_id=message_id, reply_markup=None)
        except BadRequest:
            return


def keyboard(post: Post) -> InlineKeyboardMarkup | None:
    """Lay a post's buttons out as an inline keyboard."""
    if not post.rows:
        return None
    return InlineKeyboardMarkup(
        [
            [
                InlineKeyboardButton(
                    button.label,
                    callback_data=button.data,
                    style=_STYLES.get(button.style),
                )
                for button in row
            ]
            for row in post.rows
        ]
    )
