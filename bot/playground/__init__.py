"""A local Bot API server with a chat page; it knows Telegram's rules and nothing of the bot's inside."""

from bot.playground.server import TOKEN, Playground, PortTakenError
from bot.playground.world import BASIC_GROUP, STAFF_CHAT

__all__ = ["BASIC_GROUP", "STAFF_CHAT", "TOKEN", "Playground", "PortTakenError"]
