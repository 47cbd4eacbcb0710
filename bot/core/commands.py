"""The commands that people can type: the bot's own, and those with which flows are begun; does none of them."""

from __future__ import annotations

from collections.abc import Mapping

from bot.core.flow import Audience, Flow
from bot.core.questions import HAND_OVER

MAIN_FLOW = "workshop"
"""The flow that comes first where flows are listed; the one that takes a question to a human comes last."""

BEFORE_FLOWS = ("start", "help")
AFTER_FLOWS = ("requests", "resume", "language", "cancel")
UNLISTED = ("back", "skip")
"""Commands of the bot's own that Telegram's menu does not show: they only matter in the middle of a flow."""

STAFF_COMMANDS = (
    "help",
    "open",
    "mine",
    "late",
    "find",
    "show",
    "stats",
    "export",
    "unanswered",
    "override",
    "language",
    "cancel",
)
"""The commands that Telegram's menu shows in the staff chat."""

OWN_COMMANDS = tuple(dict.fromkeys((*BEFORE_FLOWS, *AFTER_FLOWS, *UNLISTED, *STAFF_COMMANDS)))


def flows_by_command(flows: Mapping[str, Flow]) -> dict[str, Flow]:
    """List the flows that people can begin by a command, in the order in which they are shown."""
    open_to_people = [each for each in flows.values() if each.command and each.audience is Audience.COORDINATOR]
    open_to_people.sort(key=lambda each: (each.id == HAND_OVER, each.id != MAIN_FLOW, each.id))
    return {str(each.command): each for each in open_to_people}
