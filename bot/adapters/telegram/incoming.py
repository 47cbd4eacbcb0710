"""Turns an update of the Bot API into a message of the core; decides nothing and sends nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from telegram import Bot, Chat, Message, Update, User
from telegram.constants import ChatType

from bot.app.telegram_ports import Migrated
from bot.core.messages import Commanded, Incoming, Place, Said, Sender, Sent, Tapped

_COMMAND = re.compile(r"/(\w+)(?:@(\w+))?(?:\s+(.*))?", re.DOTALL)


def read_update(
    body: Mapping[str, Any], bot: Bot, staff_chat: int, own_name: str, moved: Mapping[int, int]
) -> Incoming | Migrated | None:
    """Read what an update says; None when it is nothing that a person said to the bot.

    `moved` gives the id that the desk knows a chat by for the one that it has on Telegram. An update that the library
    cannot read raises whatever the library raises.
    """
    migrated = _read_migration(body)
    if migrated is not None:
        return migrated
    update = Update.de_json(dict(body), bot)
    chat, user = update.effective_chat, update.effective_user
    if chat is None or user is None:
        return None
    known_as = moved.get(chat.id, chat.id)
    place = _place_of(chat, known_as == staff_chat)
    if place is None:
        return None
    if update.callback_query is not None:
        content: Tapped | Commanded | Said | Sent | None = _read_tap(update)
    elif update.message is not None:
        content = _read_message(update.message, own_name)
    elif update.edited_message is not None:
        content = _read_edit(update.edited_message)
    else:
        return None
    return Incoming(known_as, place, _read_sender(user), content) if content is not None else None


def _read_migration(body: Mapping[str, Any]) -> Migrated | None:
    message = body.get("message")
    if not isinstance(message, Mapping) or not ({"migrate_to_chat_id", "migrate_from_chat_id"} & message.keys()):
        return None
    here = int(message["chat"]["id"])
    if "migrate_to_chat_id" in message:
        return Migrated(here, int(message["migrate_to_chat_id"]))
    return Migrated(int(message["migrate_from_chat_id"]), here)


def _place_of(chat: Chat, is_staff: bool) -> Place | None:
    if is_staff:
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
