"""The methods of the Bot API by their lower-case names; getUpdates, which waits, is the server's own."""

from collections.abc import Callable
from typing import Any

from bot.playground.arguments import Arguments
from bot.playground.methods import chats, delivery, forum, media, messages, profile
from bot.playground.world import World

Method = Callable[[World, Arguments], Any]

METHODS: dict[str, Method] = {
    **chats.METHODS,
    **delivery.METHODS,
    **forum.METHODS,
    **media.METHODS,
    **messages.METHODS,
    **profile.METHODS,
}
