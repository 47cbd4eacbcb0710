"""Forum topics of the staff group: creating, closing, opening again, deleting; knows no HTTP."""

from bot.playground.arguments import Arguments
from bot.playground.errors import bad_request
from bot.playground.methods.reach import find_open_chat, find_topic
from bot.playground.world import Json, Standing, Topic, World

LONGEST_NAME = 128


def create_forum_topic(world: World, arguments: Arguments) -> Json:
    _find_forum(world, arguments)
    name = arguments.text("name").strip()
    if not name:
        raise bad_request("topic name is empty")
    topic = open_topic(world, world.bot.as_user(), name[:LONGEST_NAME])
    return {"message_thread_id": topic.id, "name": topic.name, "icon_color": 7322096}


def open_topic(world: World, by: Json, name: str) -> Topic:
    """Begin a topic, as anybody may."""
    content = {"forum_topic_created": {"name": name, "icon_color": 7322096}}
    begun = world.post(world.staff_chat, by, content)
    begun.thread = begun.id
    world.topics[begun.id] = Topic(begun.id, name)
    return world.topics[begun.id]


def delete_topic(world: World, topic: Topic) -> None:
    """Delete a topic with all that stands in it."""
    topic.deleted = True
    for message in world.chats[world.staff_chat].values():
        if message.thread == topic.id and not message.deleted:
            message.deleted = True
            world.touch(message)


def _set_closed(world: World, arguments: Arguments, closed: bool) -> bool:
    _find_forum(world, arguments)
    topic = find_topic(world, arguments)
    if topic.closed == closed:
        raise bad_request("TOPIC_NOT_MODIFIED")
    topic.closed = closed
    return True


def _delete(world: World, arguments: Arguments) -> bool:
    _find_forum(world, arguments)
    delete_topic(world, find_topic(world, arguments))
    return True


def _find_forum(world: World, arguments: Arguments) -> None:
    chat_id = find_open_chat(world, arguments)
    if chat_id != world.staff_chat or not world.is_forum:
        raise bad_request("the chat is not a forum")
    if world.bot.standing is not Standing.ADMINISTRATOR or not world.bot.manages_topics:
        raise bad_request("not enough rights to create a topic")


METHODS = {
    "createforumtopic": create_forum_topic,
    "closeforumtopic": lambda world, arguments: _set_closed(world, arguments, True),
    "reopenforumtopic": lambda world, arguments: _set_closed(world, arguments, False),
    "deleteforumtopic": _delete,
}
