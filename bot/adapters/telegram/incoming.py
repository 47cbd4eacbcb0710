"""Turns an update of the Bot API into a message of the core; decides nothing and sends nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from telegram.constants import ChatType

from bot.adapters.telegram.rights import read_rights
from bot.app.telegram_ports import Migrated
from bot.core.letters import MEDIA, Media
from bot.core.messages import Attachment, Commanded, Incoming, Place, Ranked, Said, Sender, Sent, Tapped

Json = Mapping[str, Any]
Content = Commanded | Said | Sent | Tapped

_COMMAND = re.compile(r"/(\w+)(?:@(\w+))?(?:\s+(.*))?", re.DOTALL)


def read_update(
    body: Mapping[str, Any], staff_chat: int, own_name: str, moved: Mapping[int, int]
) -> Incoming | Migrated | None:
    """Read what an update says; None when it is nothing that a person said to the bot.

    `moved` gives the id that the desk knows a chat by for the one that it has on Telegram. An update that is not formed
    as the Bot API says raises what it must. It is read as it came: the library's classes insist on fields that
    self-hosted servers leave out, and take longer than all else that is done with an update but its answer.
    """
    migrated = _read_migration(body)
    if migrated is not None:
        return migrated
    query, message, edited = (body.get(name) for name in ("callback_query", "message", "edited_message"))
    if query is not None:
        return _say(query.get("message"), query["from"], _read_tap(query), own_name, staff_chat, moved)
    if message is not None:
        return _say(message, message.get("from"), _read_message(message, own_name), own_name, staff_chat, moved)
    if body.get("my_chat_member") is not None:
        return _read_rank(body["my_chat_member"], staff_chat, moved)
    if edited is not None:
        return _say(edited, edited.get("from"), _read_edit(edited), own_name, staff_chat, moved)
    return None


def _read_rank(change: Json, staff_chat: int, moved: Mapping[int, int]) -> Incoming | None:
    """Read how the bot's rights in the staff chat were changed; those elsewhere matter to nobody."""
    chat = _number(change["chat"]["id"])
    if moved.get(chat, chat) != staff_chat:
        return None
    ranked = Ranked(read_rights(change["old_chat_member"]), read_rights(change["new_chat_member"]))
    return Incoming(staff_chat, Place.STAFF, _read_sender(change["from"]), ranked)


def _say(
    message: Json | None,
    user: Json | None,
    content: Content | None,
    own_name: str,
    staff_chat: int,
    moved: Mapping[int, int],
) -> Incoming | None:
    if message is None or user is None or content is None:
        return None
    chat = message["chat"]
    known_as = moved.get(_number(chat["id"]), chat["id"])
    place = _place_of(chat, known_as == staff_chat)
    if place is None:
        return None
    sender = _read_sender(user)
    if isinstance(content, Tapped):
        return Incoming(known_as, place, sender, content, thread=_thread_of(message))
    number, answers = _number(message["message_id"]), _answered_in(message, own_name)
    return Incoming(known_as, place, sender, content, id=number, answers=answers, thread=_thread_of(message))


def _read_migration(body: Mapping[str, Any]) -> Migrated | None:
    message = body.get("message")
    if not isinstance(message, Mapping) or not ({"migrate_to_chat_id", "migrate_from_chat_id"} & message.keys()):
        return None
    here = int(message["chat"]["id"])
    if "migrate_to_chat_id" in message:
        return Migrated(here, int(message["migrate_to_chat_id"]))
    return Migrated(int(message["migrate_from_chat_id"]), here)


def _place_of(chat: Json, is_staff: bool) -> Place | None:
    if is_staff:
        return Place.STAFF
    if chat["type"] == ChatType.PRIVATE:
        return Place.PRIVATE
    return Place.ELSEWHERE if chat["type"] in {ChatType.GROUP, ChatType.SUPERGROUP} else None


def _number(value: object) -> int:
    if type(value) is not int:
        raise TypeError("an id is a number")
    return value


def _read_sender(user: Json) -> Sender:
    name = " ".join(part for part in (user.get("first_name"), user.get("last_name")) if part)
    return Sender(_number(user["id"]), name, user.get("username"), user.get("language_code"))


def _read_tap(query: Json) -> Tapped | None:
    message = query.get("message")
    return Tapped(query.get("data") or "", int(message["message_id"])) if message is not None else None


def _read_message(message: Json, own_name: str) -> Content | None:
    if message.get("text") is not None:
        return _read_text(message["text"], own_name, _is_reply(message, own_name))
    for kind in ("sticker", "photo", "voice", "video", "video_note", "audio", "animation", "document"):
        if message.get(kind):
            file = _read_document(message[kind]) if kind == "document" else None
            return Sent(kind, message.get("caption") or "", file, _read_media(kind, message[kind]))
    for kind in ("location", "venue", "contact", "poll", "dice", "story", "game", "checklist"):
        if kind in message:
            return Sent(kind)
    return None


def _read_document(document: object) -> Attachment | None:
    if not isinstance(document, Mapping) or "file_id" not in document:
        return None
    # A wrong size must not keep a document from being answered: what comes in the end is measured again.
    name, size, mime = document.get("file_name"), document.get("file_size"), document.get("mime_type")
    return Attachment(str(document["file_id"]), str(name or ""), size if type(size) is int else 0, mime=str(mime or ""))


def _read_media(kind: str, media: object) -> Media | None:
    """Read under which id Telegram keeps what was sent; of a photo's sizes, the largest."""
    if kind not in MEDIA:
        return None
    largest = media[-1] if isinstance(media, list) else media
    found = largest.get("file_id") if isinstance(largest, Mapping) else None
    return Media(kind, found) if isinstance(found, str) else None


def _is_reply(message: Json, own_name: str) -> bool:
    answered = message.get("reply_to_message")
    # Whatever stands in a topic and answers nothing answers, for Telegram, the message with which the topic began.
    if answered is None or "forum_topic_created" in answered:
        return False
    author = answered.get("from")
    return author is None or author.get("username") == own_name


def _answered_in(message: Json, own_name: str) -> int | None:
    """Give the id of the bot's message that this one replies to."""
    return _number(message["reply_to_message"]["message_id"]) if _is_reply(message, own_name) else None


def _thread_of(message: Json) -> int | None:
    """Give the id of the forum topic that a message stands in; in other groups, threads are something else."""
    return _number(message["message_thread_id"]) if message.get("is_topic_message") else None


def _read_text(text: str, own_name: str, is_reply: bool) -> Content | None:
    command = _COMMAND.fullmatch(text)
    if command is None:
        return Said(text, is_reply=is_reply)
    name, addressee, argument = command.groups()
    if addressee is not None and addressee.casefold() != own_name.casefold():
        return None
    return Commanded(name.casefold(), (argument or "").strip())


def _read_edit(message: Json) -> Said | Sent | None:
    if message.get("text") is not None:
        return Said(message["text"], edited=True)
    content = _read_message(message, "")
    return replace(content, edited=True) if isinstance(content, Sent) and content.caption else None
