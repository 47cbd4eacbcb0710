"""Who the bot can write to, and what it may write: the checks that sending methods share."""

from typing import Any

from bot.playground.arguments import Arguments
from bot.playground.entities import Entity, finish, parse_html, utf16_length
from bot.playground.errors import bad_request, forbidden, upgraded
from bot.playground.markup import check_markup
from bot.playground.world import Json, Message, Standing, Topic, World

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024


def find_chat(world: World, arguments: Arguments) -> int:
    """The chat that a call names, if Telegram knows it."""
    if not arguments.has("chat_id"):
        raise bad_request("chat_id is empty")
    chat_id = arguments.integer("chat_id")
    if chat_id in world.upgraded:
        raise upgraded(world.upgraded[chat_id])
    if chat_id not in world.chats:
        raise bad_request("chat not found")
    if chat_id == world.staff_chat:
        if world.bot.standing is Standing.KICKED:
            raise forbidden(f"bot was kicked from the {world.chat_json(chat_id)['type']} chat")
        if not world.bot.standing.inside:
            raise forbidden(f"bot is not a member of the {world.chat_json(chat_id)['type']} chat")
    return chat_id


def find_open_chat(world: World, arguments: Arguments) -> int:
    """The same, and the bot may write there."""
    chat_id = find_chat(world, arguments)
    person = world.people.get(chat_id)
    if person is not None and not person.started:
        raise forbidden("bot can't initiate conversation with a user")
    if person is not None and person.blocked:
        raise forbidden("bot was blocked by the user")
    return chat_id


def find_own_message(world: World, chat_id: int, arguments: Arguments) -> Message:
    """The bot's message that a call wants to edit."""
    if not arguments.has("message_id"):
        raise bad_request("message identifier is not specified")
    message = world.find_message(chat_id, arguments.integer("message_id"))
    if message is None:
        raise bad_request("message to edit not found")
    if not message.from_bot or (message.markup is not None and "inline_keyboard" not in message.markup):
        raise bad_request("message can't be edited")
    return message


def read_text(arguments: Arguments, field: str, entities_field: str) -> tuple[str, list[Entity]]:
    """The text of a call with its entities, parsed as its parse_mode says."""
    text = arguments.text(field)
    mode = arguments.text("parse_mode").lower()
    entities: list[Entity] = []
    if mode == "html":
        text, entities = parse_html(text)
    elif mode:
        raise bad_request(f"unsupported parse_mode: the playground reads HTML, not {mode}")
    elif isinstance(given := arguments.structure(entities_field, "entities"), list):
        entities = [_check_entity(entity) for entity in given]
    return finish(text, entities)


def _check_entity(entity: Any) -> Entity:
    if not isinstance(entity, dict) or not isinstance(entity.get("type"), str):
        raise bad_request('can\'t parse MessageEntity: Field "type" must be of type String')
    for field in ("offset", "length"):
        if not isinstance(entity.get(field), int) or entity[field] < 0:
            raise bad_request(f'can\'t parse MessageEntity: Field "{field}" must be of type Number')
    return entity


def text_content(arguments: Arguments) -> Json:
    """The content of a text message."""
    text, entities = read_text(arguments, "text", "entities")
    if not text:
        raise bad_request("message text is empty")
    if utf16_length(text) > LONGEST_TEXT:
        raise bad_request("message is too long")
    content: Json = {"text": text}
    if entities:
        content["entities"] = entities
    preview = arguments.structure("link_preview_options", "link preview options")
    if preview:
        content["link_preview_options"] = preview
    return content


def caption_content(arguments: Arguments) -> Json:
    """The caption of a document or photo, if there is one."""
    caption, entities = read_text(arguments, "caption", "caption_entities")
    if utf16_length(caption) > LONGEST_CAPTION:
        raise bad_request("message caption is too long")
    content: Json = {"caption": caption} if caption else {}
    if entities:
        content["caption_entities"] = entities
    return content


def read_markup(arguments: Arguments) -> Any:
    return arguments.structure("reply_markup", "reply keyboard markup")


def find_replied(world: World, chat_id: int, arguments: Arguments) -> Message | None:
    """The message that a new one answers, if a call names one."""
    given = arguments.structure("reply_parameters", "reply parameters")
    lenient = arguments.flag("allow_sending_without_reply")
    message_id = arguments.integer("reply_to_message_id")
    if isinstance(given, dict):
        message_id = Arguments(given).integer("message_id")
        lenient = lenient or given.get("allow_sending_without_reply") is True
    if not message_id:
        return None
    replied = world.find_message(chat_id, message_id)
    if replied is None and not lenient:
        raise bad_request("message to be replied not found")
    return replied


def find_topic(world: World, arguments: Arguments) -> Topic:
    """The topic that a call names."""
    topic = world.topics.get(arguments.integer("message_thread_id"))
    if topic is None or topic.deleted:
        raise bad_request("message thread not found")
    return topic


def find_open_topic(world: World, chat_id: int, arguments: Arguments) -> int:
    """The topic into which a call sends, 0 for none; closed ones are open to those who manage topics."""
    if not arguments.integer("message_thread_id"):
        return 0
    if chat_id != world.staff_chat or not world.is_forum:
        raise bad_request("message thread not found")
    topic = find_topic(world, arguments)
    manages = world.bot.standing is Standing.ADMINISTRATOR and world.bot.manages_topics
    if topic.closed and not manages:
        raise bad_request("TOPIC_CLOSED")
    return topic.id


def send(world: World, chat_id: int, arguments: Arguments, content: Json) -> Message:
    """Put the bot's message into a chat, with what any sending call may add to it."""
    thread = find_open_topic(world, chat_id, arguments)
    if arguments.flag("protect_content"):
        content["has_protected_content"] = True
    markup = check_markup(read_markup(arguments))
    replied = find_replied(world, chat_id, arguments)
    return world.post(chat_id, world.bot.as_user(), content, markup=markup, reply_to=replied, thread=thread)
