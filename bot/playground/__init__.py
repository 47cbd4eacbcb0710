"""A local Bot API server with a chat page; it knows Telegram's rules and nothing of the bot's inside."""

from bot.playground.server import STAFF_GROUP, TOKEN, Playground, PortTakenError

__all__ = ["STAFF_GROUP", "TOKEN", "Playground", "PortTakenError"]
