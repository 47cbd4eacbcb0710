"""Turns an update of the Bot API into a message of the core; decides nothing and sends nothing."""

from __future__ import annotations

import re

from telegram import Chat, Message, Update, User
from telegram.constants import ChatType

from bot.core.messages import Commanded, Incoming, Place, Said, Sender, Sent, Tapped

_COMMAND = re.compile(r"/(\w+)(?:@(\w+))?(?:\s+(.*))?", re.DOTALL)


def read_update(update: Update, staff_chat: int, own_name: str) -> Incoming | None:
    """Read what an update says; None when it is nothing that a person said to the bot."""
    chat, user = update.effective_chat, update.effective_user
    if chat is None or user is None:
        return None
    place = _place_of(chat, staff_chat)
    if place is None:
        return None
    if update.callback_query is not None:
        body: Tapped | Commanded | Said | Sent | None = _read_tap(update)
    elif update.message is not None:
        body = _read_message(update.message, own_name)
    elif update.edited_message is not None:
        body = _read_edit(update.edited_message)
    else:
        return None
    return Incoming(chat.id, place, _read_sender(user), body) if body is not None else None


def _place_of(chat: Chat, staff_chat: int) -> Place | None:
    if chat.id == staff_chat:
        return Place.STAFF
    if chat.type == ChatType.PRIVATE:
        return Place.PRIVATE
    return Place.ELSEWHERE if chat.type in {ChatType.GROUP, ChatType.SUPERGROUP} else None


def _read_sender(user: User) -> Sender:
    return Sender(user.id, user.full_name, user.username, user.language_code)


def _read_tap(update: Update) -> Tapped | None:
    query = update.callback_query
    if query is None or query.message is None:
        return None
    return Tapped(query.data or "", query.message.message_id)


def _read_message(message: Message, own_name: str) -> Commanded | Said | Sent | None:
    if message.text is not None:
        return _read_text(message.text, own_name, _is_reply(message, own_name))
    for kind in ("sticker", "photo", "voice", "video", "video_note", "audio", "document", "animation"):
        if getattr(message, kind):
            return Sent(kind, message.caption or "")
    for kind in ("location", "venue", "contact", "poll", "dice", "story", "game", "checklist"):
        if getattr(message, kind, None):
            return Sent(kind)
    return None


def _is_reply(message: Message, own_name: str) -> bool:
    answered = message.reply_to_message
    if answered is None:
        return False
    return answered.from_user is None or answered.from_user.username == own_name


def _read_text(text: str, own_name: str, is_reply: bool) -> Commanded | Said | None:
    command = _COMMAND.fullmatch(text)
    if command is None:
        return Said(text, is_reply=is_reply)
    name, addressee, argument = command.groups()
    if addressee is not None and addressee.casefold() != own_name.casefold():
        return None
    return Commanded(name.casefold(), (argument or "").strip())


def _read_edit(message: Message) -> Said | None:
    text = message.text if message.text is not None else message.caption
    return Said(text, edited=True) if text is not None else None
