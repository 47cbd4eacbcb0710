"""What people do: say, tap, edit, send, block, join; and what the bot hears of it; knows no HTTP."""

from typing import Any

from bot.playground.arguments import Upload
from bot.playground.entities import find, utf16_length
from bot.playground.files import plain_picture
from bot.playground.world import (
    STAFF_CHAT,
    BotAccount,
    Json,
    Message,
    Person,
    Query,
    Standing,
    World,
    is_supergroup,
)

from .methods.chats import member_json
from .methods.messages import forward_origin

LONGEST_TEXT = 4096


class NotPossibleError(Exception):
    """Something that a Telegram client would not let a person do."""


def check_chat(world: World, person: Person, chat_id: int) -> None:
    """Refuse a chat that the person does not see."""
    if chat_id == world.staff_chat:
        if not person.standing.inside:
            raise NotPossibleError(f"{person.first_name} is not in the staff group")
    elif chat_id != person.id:
        raise NotPossibleError(f"{person.first_name} does not see the chat {chat_id}")


def say(world: World, person: Person, chat_id: int, text: str, reply_to: int = 0, topic: int = 0) -> Message:
    """Send a text, in a topic of the group if one is named."""
    if utf16_length(text) > LONGEST_TEXT:
        raise NotPossibleError(f"the text has {utf16_length(text)} characters; Telegram sends at most {LONGEST_TEXT}")
    return _send(world, person, chat_id, text_content(text), reply_to, topic)


def text_content(text: str) -> Json:
    trimmed = text.strip()
    if not trimmed:
        raise NotPossibleError("the text is empty")
    entities = find(trimmed)
    return {"text": trimmed, "entities": entities} if entities else {"text": trimmed}


def send_file(
    world: World,
    person: Person,
    chat_id: int,
    kind: str,
    upload: Upload | None,
    *,
    caption: str,
    emoji: str,
    reply_to: int = 0,
) -> Message:
    """Send a document, photo, sticker, voice or video."""
    if kind == "document" and (upload is None or not upload.data):
        raise NotPossibleError("a document needs a file with something in it")
    details: Json = {}
    if kind == "photo" and upload is None:
        upload = Upload("photo.png", "image/png", plain_picture())
    elif kind == "sticker":
        upload = Upload("sticker.webp", "image/webp", b"RIFF\x00\x00\x00\x00WEBPVP8 ")
        details = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
        details["emoji"] = emoji
    elif kind == "voice":
        upload = upload or Upload("voice.ogg", "audio/ogg", b"OggS" + bytes(64))
        details = {"duration": 3, "mime_type": upload.mime}
    elif kind == "video":
        upload = upload or Upload("video.mp4", "video/mp4", bytes(64))
        details = {"duration": 3, "mime_type": upload.mime, "width": 320, "height": 240}
    stored = world.files.keep(kind, upload or Upload("", "", b""), **details)
    content: Json = {kind: stored.media}
    if caption:
        content["caption"] = caption
        if entities := find(caption):
            content["caption_entities"] = entities
    return _send(world, person, chat_id, content, reply_to)


def forward(world: World, person: Person, chat_id: int, from_chat: int, message_id: int) -> Message:
    """Pass a message on from one chat that the person sees to another."""
    check_chat(world, person, from_chat)
    source = world.find_message(from_chat, message_id)
    if source is None:
        raise NotPossibleError(f"there is no message {message_id} in the chat {from_chat}")
    return _send(world, person, chat_id, {**source.content, **forward_origin(source)}, 0)


def forward_from_outside(world: World, person: Person, chat_id: int, text: str, name: str) -> Message:
    """Pass on what someone outside the playground wrote, who hides their account."""
    origin = {"type": "hidden_user", "sender_user_name": name, "date": int(world.clock()) - 3600}
    return _send(world, person, chat_id, {**text_content(text), "forward_origin": origin}, 0)


def _send(world: World, person: Person, chat_id: int, content: Json, reply_to: int, topic: int = 0) -> Message:
    check_chat(world, person, chat_id)
    if chat_id != world.staff_chat:
        if person.blocked:
            raise NotPossibleError(f"{person.first_name} has blocked the bot; unblock it first")
        person.started = True
    replied = world.find_message(chat_id, reply_to) if reply_to else None
    if reply_to and replied is None:
        raise NotPossibleError(f"there is no message {reply_to} to reply to")
    if topic and (topic not in world.topics or world.topics[topic].deleted):
        raise NotPossibleError(f"there is no topic {topic}")
    message = world.post(chat_id, person.as_user(), content, reply_to=replied, thread=topic)
    if world.bot_sees(message):
        world.updates.put("message", world.as_json(message), chat_id)
    return message


def edit(world: World, person: Person, chat_id: int, message_id: int, text: str) -> Message:
    """Change the text of one's own message, or the caption of what one has sent."""
    check_chat(world, person, chat_id)
    message = world.find_message(chat_id, message_id)
    if message is None or message.sender["id"] != person.id or not {"text", "caption"} & message.content.keys():
        raise NotPossibleError(f"{message_id} is no text message of {person.first_name}")
    if "text" in message.content:
        message.content = text_content(text)
    else:
        message.content = {**message.content, "caption": text}
    message.edit_date, message.text_edited = int(world.clock()), True
    world.touch(message)
    if world.bot_sees(message):
        world.updates.put("edited_message", world.as_json(message), chat_id)
    return message


def delete(world: World, person: Person, chat_id: int, message_id: int) -> Message:
    """Delete a message for everybody: one's own, any in private, and as an administrator any of the group.

    The bot hears nothing of it.
    """
    check_chat(world, person, chat_id)
    message = world.find_message(chat_id, message_id)
    if message is None:
        raise NotPossibleError(f"there is no message {message_id}")
    may_delete = chat_id != world.staff_chat or person.standing is Standing.ADMINISTRATOR
    if message.sender["id"] != person.id and not may_delete:
        raise NotPossibleError(f"{person.first_name} is no administrator, and {message_id} is somebody else's")
    message.deleted = True
    world.touch(message)
    return message


def tap(world: World, person: Person, chat_id: int, message_id: int, data: str) -> int:
    """Tap an inline button; an old client may still show one that is gone, so any data goes."""
    check_chat(world, person, chat_id)
    message = world.chats[chat_id].get(message_id)
    if message is None or not message.from_bot:
        raise NotPossibleError(f"{message_id} is no message of the bot")
    if chat_id != world.staff_chat and person.blocked:
        raise NotPossibleError(f"{person.first_name} has blocked the bot; unblock it first")
    if chat_id == world.staff_chat and not world.bot.standing.inside:
        raise NotPossibleError("the bot is not in the staff group")
    world.next_query += 1
    query_id = str(world.next_query)
    world.queries[query_id] = Query(message, person.id)
    shown = world.as_json(message)
    if message.deleted:
        shown = {"chat": world.chat_json(chat_id), "message_id": message_id, "date": 0}
    query = {"id": query_id, "from": person.as_user(), "message": shown, "data": data}
    seq = world.announce("tap", chat_id=chat_id, message_id=message_id, person_id=person.id)
    world.updates.put("callback_query", {**query, "chat_instance": str(-chat_id * 31)}, chat_id)
    return seq


def button_data(message: Message, row: int, column: int) -> str:
    """The data of the button in this place."""
    try:
        button = (message.markup or {})["inline_keyboard"][row][column]
    except (KeyError, IndexError):
        raise NotPossibleError(f"message {message.id} has no button in row {row}, column {column}") from None
    if "callback_data" not in button:
        raise NotPossibleError(f"the button “{button['text']}” sends the bot nothing")
    return str(button["callback_data"])


def set_blocked(world: World, person: Person, blocked: bool) -> int:
    """Block the bot, or let it write again."""
    if person.blocked != blocked:
        person.blocked = blocked
        person.started = person.started or not blocked
        old, new = ("member", "kicked") if blocked else ("kicked", "member")
        me = world.bot.as_user()
        change = {
            "chat": person.as_chat(),
            "from": person.as_user(),
            "date": int(world.clock()),
            "old_chat_member": _private_member(me, old),
            "new_chat_member": _private_member(me, new),
        }
        world.updates.put("my_chat_member", change, person.id)
    return world.announce("people")


def _private_member(user: Json, status: str) -> Json:
    return {"user": user, "status": status} | ({"until_date": 0} if status == "kicked" else {})


def upgrade_staff_group(world: World, by: Person) -> int:
    """Turn the basic staff group into a supergroup: another id, messages numbered anew, the same people."""
    old = world.staff_chat
    if is_supergroup(old):
        raise NotPossibleError("the staff group is a supergroup already")
    check_chat(world, by, old)
    left = world.post(old, by.as_user(), {"migrate_to_chat_id": STAFF_CHAT})
    told = world.as_json(left)
    new = world.upgrade_staff_group()
    begun = world.post(new, by.as_user(), {"migrate_from_chat_id": old})
    if world.bot.standing.inside:
        world.updates.put("message", told, old)
        world.updates.put("message", world.as_json(begun), new)
    return world.announce("people")


def set_manages_topics(world: World, manages: bool, by: Person) -> int:
    """Give the bot the right to manage topics, which it has as an administrator only, or take it."""
    before = member_json(world.bot)
    world.bot.manages_topics = manages
    _tell_bot_of_itself(world, before, by)
    return world.announce("people")


def _tell_bot_of_itself(world: World, before: Json, by: Person) -> None:
    change = {
        "chat": world.chat_json(world.staff_chat),
        "from": by.as_user(),
        "date": int(world.clock()),
        "old_chat_member": before,
        "new_chat_member": member_json(world.bot),
    }
    world.updates.put("my_chat_member", change, world.staff_chat)


def set_standing(world: World, who: Person | BotAccount, standing: Standing, by: Person) -> int:
    """Let someone, or the bot, join or leave the staff group, or become its administrator."""
    before, was_inside = member_json(who), who.standing.inside
    if who.standing is standing:
        return world.sequence
    bot_was_there = world.bot.standing.inside
    who.standing = standing
    if was_inside != standing.inside:
        field, shown = ("new_chat_members", [who.as_user()]) if standing.inside else ("left_chat_member", who.as_user())
        service = world.post(world.staff_chat, by.as_user(), {field: shown})
        if bot_was_there or world.bot.standing.inside:
            world.updates.put("message", world.as_json(service), world.staff_chat)
    change: dict[str, Any] = {
        "chat": world.chat_json(world.staff_chat),
        "from": by.as_user(),
        "date": int(world.clock()),
        "old_chat_member": before,
        "new_chat_member": member_json(who),
    }
    if isinstance(who, BotAccount):
        _tell_bot_of_itself(world, before, by)
    elif world.bot.standing is Standing.ADMINISTRATOR:
        world.updates.put("chat_member", change, world.staff_chat)
    return world.announce("people")
