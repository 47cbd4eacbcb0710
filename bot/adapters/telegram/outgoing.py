"""Sends and edits one message over the Bot API, and sorts Telegram's refusals; knows nothing of what it says."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import Any

from telegram import Bot
from telegram.constants import ParseMode
from telegram.error import BadRequest, RetryAfter, TelegramError

from bot.adapters.telegram.refusals import shorten, sort_refusal
from bot.app.telegram_ports import Postponed, Refused
from bot.core.letters import Media
from bot.core.messages import Button, Post, Style

_STYLES = {Style.PRIMARY: "primary", Style.DANGER: "danger"}
_NO_PREVIEW = {"is_disabled": True}
_OPEN_FIELD = {"force_reply": True, "selective": True}
_SAME = "message is not modified"
_UNREADABLE = "parse entities"
_EDIT_IMPOSSIBLE = (
    "message to edit not found",
    "message can't be edited",
    "message_id_invalid",
    "there is no text in the message to edit",
    "there is no caption in the message to edit",
    _UNREADABLE,
)
_SENT_BY = {
    "photo": "send_Photo",
    "document": "send_Document",
    "video": "send_Video",
    "audio": "send_Audio",
    "animation": "send_Animation",
    "voice": "send_Voice",
    "video_note": "send_Video_Note",
    "sticker": "send_Sticker",
}
_EXCHANGED = frozenset({"photo", "document", "video", "audio", "animation"})
"""The media that Telegram lets take the place of others."""


@dataclass(frozen=True)
class TelegramMessenger:
    """Delivers posts, each short enough for one message, through a bot."""

    bot: Bot

    async def deliver(
        self, post: Post, address: int, replaces: int | None, answers: int | None = None, thread: int = 0
    ) -> int:
        """Send or edit, and return the id that the message has; that of the other for a reaction.

        Raises Postponed, HeldBack, Refused, Unreachable, ChatMoved, TopicLost or TopicClosed.
        """
        try:
            if post.reacts_to is not None:
                return await self._react(post.text, address, post.reacts_to)
            if replaces is not None and post.in_place:
                if await self._edit(post, address, replaces):
                    return replaces
            elif replaces is not None:
                await self._retire(address, replaces)
            return await self._send(post, address, answers, thread)
        except TelegramError as error:
            raise sort_refusal(error) from error
        except KeyError as error:
            raise Postponed("Telegram's answer has no result") from error

    async def open_topic(self, address: int, name: str) -> int:
        """Create a forum topic and return its id; raises as `deliver` does, Refused where there can be none."""
        try:
            made = await self._call("create_Forum_Topic", {"chat_id": address, "name": name})
        except TelegramError as error:
            # Whatever Telegram has against it, it is the topic that cannot be, not the chat.
            raise Refused(shorten(error)) if isinstance(error, BadRequest) else sort_refusal(error) from error
        except KeyError as error:
            raise Postponed("Telegram's answer has no result") from error
        return int(made["message_thread_id"])

    async def reopen_topic(self, address: int, thread: int) -> None:
        """Open a closed topic again; raises as `deliver` does."""
        try:
            await self._call("reopen_Forum_Topic", {"chat_id": address, "message_thread_id": thread})
        except TelegramError as error:
            raise sort_refusal(error) from error

    async def _send(self, post: Post, address: int, answers: int | None, thread: int) -> int:
        wish: dict[str, Any] = {"chat_id": address}
        if thread:
            wish["message_thread_id"] = thread
        if answers is not None:
            wish["reply_parameters"] = {"message_id": answers, "allow_sending_without_reply": True}
        if post.asks:
            wish["reply_markup"] = _OPEN_FIELD
        elif post.rows:
            wish["reply_markup"] = keyboard(post)
        if post.media is not None:
            method, words = _SENT_BY[post.media.kind], "caption"
            wish[post.media.kind] = post.media.id
        else:
            method, words = "send_Message", "text"
            wish["link_preview_options"] = _NO_PREVIEW
        written = {words: post.text, "parse_mode": ParseMode.HTML} if post.text else {}
        try:
            message = await self._call(method, {**wish, **written})
        except BadRequest as error:
            if _UNREADABLE not in error.message.lower():
                raise
            plain = html.unescape(re.sub(r"<[^>]+>", "", post.text))
            message = await self._call(method, {**wish, words: plain})
        return int(message["message_id"])

    async def _edit(self, post: Post, address: int, message_id: int) -> bool:
        wish: dict[str, Any] = {"chat_id": address, "message_id": message_id, "reply_markup": keyboard(post)}
        method = "edit_Message_text"
        if post.media is None:
            wish |= {"text": post.text, "parse_mode": ParseMode.HTML, "link_preview_options": _NO_PREVIEW}
        elif post.media.kind in _EXCHANGED:
            method = "edit_Message_media"
            wish["media"] = _as_input(post.media, post.text)
        else:
            method = "edit_Message_caption"
            wish |= {"caption": post.text, "parse_mode": ParseMode.HTML}
        try:
            await self._call(method, wish)
        except BadRequest as error:
            if _SAME in error.message.lower():
                return True
            if any(reason in error.message.lower() for reason in _EDIT_IMPOSSIBLE):
                return False
            raise
        return True

    async def _react(self, sign: str, address: int, message_id: int) -> int:
        """Put a reaction on somebody's message; where that cannot be, nothing is lost."""
        wish = {"chat_id": address, "message_id": message_id, "reaction": [{"type": "emoji", "emoji": sign}]}
        try:
            await self._call("set_Message_reaction", wish)
        except RetryAfter:
            raise
        except TelegramError:
            return message_id
        return message_id

    async def _retire(self, address: int, message_id: int) -> None:
        try:
            await self._call("edit_Message_reply_markup", {"chat_id": address, "message_id": message_id})
        except BadRequest:
            return

    async def _call(self, method: str, wish: dict[str, Any]) -> Any:
        # Only the id of the message is wanted: the library's own methods read the whole message, which takes longer
        # and fails where self-hosted servers leave out fields. The capital letter keeps it from advising them.
        return await self.bot.do_api_request(method, api_kwargs=wish)


def _as_input(media: Media, caption: str) -> dict[str, str]:
    return {"type": media.kind, "media": media.id, "caption": caption, "parse_mode": ParseMode.HTML}


def keyboard(post: Post) -> dict[str, Any] | None:
    """Lay a post's buttons out as an inline keyboard."""
    if not post.rows:
        return None
    return {"inline_keyboard": [[_lay_out(button) for button in row] for row in post.rows]}


def _lay_out(button: Button) -> dict[str, str]:
    style = _STYLES.get(button.style)
    return {"text": button.label, "callback_data": button.data, **({"style": style} if style else {})}
