"""Reads what the bot may do in the staff chat, and says to the operator what it lacks; changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from telegram.constants import ChatMemberStatus

from bot.core.messages import Rights, Topics

IN_CHARGE = frozenset({ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR})
INSIDE = IN_CHARGE | {ChatMemberStatus.MEMBER}


def is_inside(member: Mapping[str, Any]) -> bool:
    """Tell whether somebody is in the chat."""
    if member.get("status") == ChatMemberStatus.RESTRICTED:
        return bool(member.get("is_member"))
    return member.get("status") in INSIDE


def read_rights(member: Mapping[str, Any]) -> Rights:
    """Read the bot's rights from its membership."""
    is_admin = member.get("status") in IN_CHARGE
    manages = is_admin and (bool(member.get("can_manage_topics")) or member.get("status") == ChatMemberStatus.OWNER)
    return Rights(is_inside(member), is_admin, manages)


def list_missing(rights: Rights, is_forum: bool, topics: Topics) -> tuple[str, ...]:
    """Say in one line each what is missing in the staff chat, what that means, and how to give it."""
    missing = []
    if not rights.is_admin:
        missing.append(
            "The bot is no administrator of the staff chat: it sees only commands and replies to its own messages, "
            "which is all that it needs without topics. To change it, make it an administrator of the group."
        )
    if topics is not Topics.NONE and not is_forum:
        missing.append(
            f"GUICHET_TOPICS is {topics}, but the staff chat has no topics: requests stand in the group itself. "
            "Turn topics on in the group's settings, or set GUICHET_TOPICS=none."
        )
    elif topics is not Topics.NONE and not rights.manages_topics:
        missing.append(
            f"GUICHET_TOPICS is {topics}, but the bot may not create topics: requests stand in the group itself. "
            "Make it an administrator with the right to manage topics, or set GUICHET_TOPICS=none."
        )
    return tuple(missing)
