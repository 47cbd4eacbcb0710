"""What a person sees of a chat on their screen; knows nothing of HTTP."""

from bot.playground.world import Json, Message, Person, World

ACTION_SECONDS = 5.0


def show_message(world: World, message: Message) -> Json:
    """A message with what a client knows beyond the Bot API: when it changed, what popped up."""
    if message.deleted:
        return {"message_id": message.id, "deleted": True, "seq": message.changed}
    return {
        **world.as_json(message),
        "edited": message.text_edited,
        "seq": message.changed,
        "toasts": message.toasts,
        "reactions": message.reactions,
    }


def show_chat(world: World, person: Person, chat_id: int, after: int) -> Json:
    """What changed in a chat after a moment, and the keyboard that the person has there now."""
    messages = list(world.chats[chat_id].values())
    changed = [message for message in messages if message.changed > after]
    toasts = [t for m in messages for t in m.toasts if t["seq"] > after and t["person_id"] == person.id]
    action, since = world.actions.get(chat_id, ("", 0.0))
    return {
        "seq": world.sequence,
        "chat": world.chat_json(chat_id),
        "messages": [show_message(world, message) for message in changed if after or not message.deleted],
        "toasts": toasts,
        "action": action if world.clock() - since < ACTION_SECONDS else "",
        **show_keyboard(world, person, chat_id, messages),
    }


def show_keyboard(world: World, person: Person, chat_id: int, messages: list[Message]) -> Json:
    """The reply keyboard or forced reply that stands for a person, given all that was said."""
    spoken_since = False
    for message in reversed(messages):
        if message.deleted:
            continue
        if message.sender["id"] == person.id:
            spoken_since = True
        markup = message.markup
        if markup is None or "inline_keyboard" in markup or not _concerns(world, person, chat_id, message):
            continue
        if "keyboard" in markup:
            hidden = spoken_since and markup.get("one_time_keyboard") is True
            rows = [[button["text"] for button in row] for row in markup["keyboard"]]
            placeholder = markup.get("input_field_placeholder", "")
            return {"keyboard": None if hidden else rows, "force_reply": None, "placeholder": placeholder}
        if "force_reply" in markup and not spoken_since:
            placeholder = markup.get("input_field_placeholder", "")
            return {"keyboard": None, "force_reply": message.id, "placeholder": placeholder}
        break
    return {"keyboard": None, "force_reply": None, "placeholder": ""}


def _concerns(world: World, person: Person, chat_id: int, message: Message) -> bool:
    if chat_id != world.staff_chat or not (message.markup or {}).get("selective"):
        return True
    if any(entity.get("user", {}).get("id") == person.id for entity in message.content.get("entities", ())):
        return True
    return message.reply_to is not None and message.reply_to.sender["id"] == person.id


def show_commands(world: World, person: Person, chat_id: int) -> list[Json]:
    """The command menu of a chat: the narrowest scope that has one, in the person's language if there."""
    if chat_id == world.staff_chat:
        admin = person.standing == "administrator"
        scopes = [f"chat_member:{chat_id}:{person.id}"]
        scopes += [f"chat_administrators:{chat_id}"] if admin else []
        scopes += [f"chat:{chat_id}"]
        scopes += ["all_chat_administrators"] if admin else []
        scopes += ["all_group_chats", "default"]
    else:
        scopes = [f"chat:{chat_id}", "all_private_chats", "default"]
    for scope in scopes:
        for language in (person.language_code, ""):
            if commands := world.bot.commands.get((scope, language)):
                return commands
    return []


def show_person(person: Person) -> Json:
    return {
        **person.as_user(),
        "role": person.role,
        "started": person.started,
        "blocked": person.blocked,
        "standing": str(person.standing),
    }
