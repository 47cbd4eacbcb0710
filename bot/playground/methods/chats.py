"""What the bot may know of a chat and of who is in it."""

from bot.playground.arguments import Arguments
from bot.playground.errors import bad_request
from bot.playground.methods.reach import find_chat
from bot.playground.world import BotAccount, Json, Person, Standing, World

RIGHTS = [
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_pin_messages",
]
ALL_GIFTS = {
    "unlimited_gifts": True,
    "limited_gifts": True,
    "unique_gifts": True,
    "premium_subscription": True,
    "gifts_from_channels": True,
}


def get_chat(world: World, arguments: Arguments) -> Json:
    chat_id = find_chat(world, arguments)
    return {
        **world.chat_json(chat_id),
        "accent_color_id": 1,
        "max_reaction_count": 11,
        "accepted_gift_types": ALL_GIFTS,
    }


def member_json(someone: Person | BotAccount) -> Json:
    """The ChatMember of a person or of the bot in the staff group."""
    standing = someone.standing
    answer: Json = {"user": someone.as_user(), "status": str(standing)}
    if standing is Standing.ADMINISTRATOR:
        answer.update(dict.fromkeys(RIGHTS, True), can_be_edited=False, is_anonymous=False)
        if isinstance(someone, BotAccount):
            answer["can_manage_topics"] = someone.manages_topics
    elif standing is Standing.KICKED:
        answer["until_date"] = 0
    return answer


def get_chat_member(world: World, arguments: Arguments) -> Json:
    chat_id = find_chat(world, arguments)
    user_id = arguments.integer("user_id")
    someone = world.bot if user_id == world.bot.id else world.people.get(user_id)
    if someone is None:
        raise bad_request("user not found")
    if chat_id == world.staff_chat:
        return member_json(someone)
    if user_id not in (chat_id, world.bot.id):
        raise bad_request("PARTICIPANT_ID_INVALID")
    return {"user": someone.as_user(), "status": "member"}


def get_chat_administrators(world: World, arguments: Arguments) -> list[Json]:
    if find_chat(world, arguments) != world.staff_chat:
        raise bad_request("there are no administrators in the private chat")
    everyone: list[Person | BotAccount] = [*world.people.values(), world.bot]
    return [member_json(one) for one in everyone if one.standing is Standing.ADMINISTRATOR]


def get_chat_member_count(world: World, arguments: Arguments) -> int:
    if find_chat(world, arguments) != world.staff_chat:
        return 2
    return 1 + sum(person.standing.inside for person in world.people.values())


def leave_chat(world: World, arguments: Arguments) -> bool:
    if find_chat(world, arguments) != world.staff_chat:
        raise bad_request("chat member status can't be changed in private chats")
    world.bot.standing = Standing.LEFT
    world.post(world.staff_chat, world.bot.as_user(), {"left_chat_member": world.bot.as_user()})
    world.announce("bot")
    return True


METHODS = {
    "getchat": get_chat,
    "getchatmember": get_chat_member,
    "getchatadministrators": get_chat_administrators,
    "getchatmembercount": get_chat_member_count,
    "leavechat": leave_chat,
}
