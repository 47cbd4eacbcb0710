"""Sending, editing, deleting and passing on messages; answering taps."""

from bot.playground.arguments import Arguments
from bot.playground.entities import utf16_length
from bot.playground.errors import bad_request
from bot.playground.markup import check_inline_markup, check_markup
from bot.playground.methods.reach import (
    caption_content,
    find_chat,
    find_open_chat,
    find_own_message,
    find_replied,
    read_markup,
    send,
    text_content,
)
from bot.playground.world import Json, Message, Standing, World

CHAT_ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "record_audio",
        "upload_audio",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
        "cancel",
    }
)
LONGEST_TOAST = 200
REACTIONS = frozenset(["👍", "👎", "❤", "🔥", "👏", "😁", "🤔", "🎉", "🙏", "👌", "🤝", "✍", "👀", "💯", "🤷"])
"""Some of the signs that Telegram takes as a reaction."""

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup "
    "are exactly the same as a current content and reply markup of the message"
)


def send_message(world: World, arguments: Arguments) -> Json:
    chat_id = find_open_chat(world, arguments)
    return world.as_json(send(world, chat_id, arguments, text_content(arguments)))


def edit_message_text(world: World, arguments: Arguments) -> Json:
    chat_id = find_open_chat(world, arguments)
    content = text_content(arguments)
    markup = check_inline_markup(read_markup(arguments))
    message = find_own_message(world, chat_id, arguments)
    if "text" not in message.content:
        raise bad_request("there is no text in the message to edit")
    kept = {key: value for key, value in message.content.items() if key == "has_protected_content"}
    return change(world, message, {**content, **kept}, markup)


def edit_message_caption(world: World, arguments: Arguments) -> Json:
    chat_id = find_open_chat(world, arguments)
    caption = caption_content(arguments)
    markup = check_inline_markup(read_markup(arguments))
    message = find_own_message(world, chat_id, arguments)
    if "text" in message.content:
        raise bad_request("there is no caption in the message to edit")
    rest = {k: v for k, v in message.content.items() if k not in ("caption", "caption_entities")}
    return change(world, message, {**rest, **caption}, markup)


def edit_message_reply_markup(world: World, arguments: Arguments) -> Json:
    chat_id = find_open_chat(world, arguments)
    markup = check_inline_markup(read_markup(arguments))
    message = find_own_message(world, chat_id, arguments)
    return change(world, message, message.content, markup)


def change(world: World, message: Message, content: Json, markup: Json | None) -> Json:
    """Give a message of the bot other content and buttons."""
    if message.content == content and message.markup == markup:
        raise bad_request(NOT_MODIFIED)
    message.text_edited = message.text_edited or message.content != content
    message.content, message.markup = content, markup
    message.edit_date = int(world.clock())
    world.touch(message)
    return world.as_json(message)


def set_message_reaction(world: World, arguments: Arguments) -> bool:
    """Put the bot's reaction on a message; a later one takes its place."""
    chat_id = find_open_chat(world, arguments)
    message = world.find_message(chat_id, arguments.integer("message_id"))
    if message is None:
        raise bad_request("message to react not found")
    given = arguments.structure("reaction", "reaction")
    signs = [each.get("emoji") for each in given or [] if isinstance(each, dict)]
    if len(signs) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    if any(sign not in REACTIONS for sign in signs):
        raise bad_request("REACTION_INVALID")
    message.reactions = [str(sign) for sign in signs]
    world.touch(message)
    return True


def delete_message(world: World, arguments: Arguments) -> bool:
    chat_id = find_chat(world, arguments)
    message = world.find_message(chat_id, arguments.integer("message_id"))
    if message is None:
        raise bad_request("message to delete not found")
    may_delete = chat_id != world.staff_chat or world.bot.standing is Standing.ADMINISTRATOR
    if not message.from_bot and not may_delete:
        raise bad_request("message can't be deleted")
    message.deleted = True
    world.touch(message)
    return True


def forward_message(world: World, arguments: Arguments) -> Json:
    chat_id = find_open_chat(world, arguments)
    source = _find_source(world, arguments, "forward")
    if source.content.get("has_protected_content"):
        raise bad_request("message can't be forwarded")
    content = {**source.content, **forward_origin(source)}
    return world.as_json(world.post(chat_id, world.bot.as_user(), content))


def copy_message(world: World, arguments: Arguments) -> Json:
    chat_id = find_open_chat(world, arguments)
    source = _find_source(world, arguments, "copy")
    content = {k: v for k, v in source.content.items() if k != "forward_origin"}
    if "caption" in arguments.values and "text" not in content:
        content = {k: v for k, v in content.items() if k not in ("caption", "caption_entities")}
        content.update(caption_content(arguments))
    markup = check_markup(read_markup(arguments))
    replied = find_replied(world, chat_id, arguments)
    copied = world.post(chat_id, world.bot.as_user(), content, markup=markup, reply_to=replied)
    return {"message_id": copied.id}


def _find_source(world: World, arguments: Arguments, purpose: str) -> Message:
    source_chat = find_chat(world, Arguments({"chat_id": arguments.values.get("from_chat_id")}))
    message = world.find_message(source_chat, arguments.integer("message_id"))
    if message is None:
        raise bad_request(f"message to {purpose} not found")
    if "new_chat_members" in message.content or "left_chat_member" in message.content:
        raise bad_request(f"message can't be {'forwarded' if purpose == 'forward' else 'copied'}")
    return message


def forward_origin(source: Message) -> Json:
    """Where a forwarded message first came from; a forward of a forward keeps its first origin."""
    first = source.content.get("forward_origin")
    return {"forward_origin": first or {"type": "user", "sender_user": source.sender, "date": source.date}}


def send_chat_action(world: World, arguments: Arguments) -> bool:
    chat_id = find_open_chat(world, arguments)
    action = arguments.text("action").lower()
    if action not in CHAT_ACTIONS:
        raise bad_request("wrong parameter action in request")
    world.actions[chat_id] = (action, world.clock())
    world.announce("action", chat_id=chat_id, action=action)
    return True


def answer_callback_query(world: World, arguments: Arguments) -> bool:
    query_id = arguments.text("callback_query_id")
    text = arguments.text("text")
    if utf16_length(text) > LONGEST_TOAST:
        raise bad_request("MESSAGE_TOO_LONG")
    query = world.queries.pop(query_id, None)
    if query is None:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    message = query.message
    toast: Json = {"text": text, "alert": arguments.flag("show_alert"), "person_id": query.person_id}
    toast["message_id"] = message.id
    if arguments.has("url"):
        toast["url"] = arguments.text("url")
    message.toasts.append(toast)
    toast["seq"] = world.announce("toast", chat_id=message.chat_id, toast=toast)
    return True


METHODS = {
    "sendmessage": send_message,
    "editmessagetext": edit_message_text,
    "editmessagecaption": edit_message_caption,
    "editmessagereplymarkup": edit_message_reply_markup,
    "deletemessage": delete_message,
    "forwardmessage": forward_message,
    "copymessage": copy_message,
    "sendchataction": send_chat_action,
    "setmessagereaction": set_message_reaction,
    "answercallbackquery": answer_callback_query,
}
