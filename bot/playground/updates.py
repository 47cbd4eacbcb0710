"""Updates that wait for the bot, and the rules of getUpdates; knows nothing of what an update says."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice, takewhile
from typing import Any

from bot.playground.errors import ApiError, bad_request, conflict

# Telegram sends these only to a bot that asks for them by name.
ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
MOST_AT_ONCE = 100
LONGEST_POLL = 50


class Bell:
    """Wakes all who wait when it rings; who comes later waits for the next time."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def ring(self) -> None:
        self._event.set()
        self._event = asyncio.Event()

    async def heard(self, seconds: float) -> None:
        """Wait for the next ring, but no longer than this."""
        try:
            async with asyncio.timeout(max(seconds, 0)):
                await self._event.wait()
        except TimeoutError:
            return


@dataclass(frozen=True)
class Update:
    """One update, and the lane (a chat) within which order is kept."""

    id: int
    lane: int
    body: dict[str, Any]


@dataclass
class Webhook:
    """Where updates are delivered while a webhook is set, and what came of it."""

    url: str
    secret: str = ""
    connections: int = 40
    last_error: str = ""
    last_error_date: int = 0


@dataclass
class UpdateQueue:
    """The updates that the bot has not confirmed, in order."""

    next_id: int
    bell: Bell = field(default_factory=Bell)
    waiting: dict[int, Update] = field(default_factory=dict)
    lanes: dict[int, dict[int, Update]] = field(default_factory=dict)
    allowed: frozenset[str] = frozenset()
    webhook: Webhook | None = None
    last_poll: float = 0.0
    listeners: list[Callable[[dict[str, Any]], None]] = field(default_factory=list)
    _poller: object = None
    _displaced_by: str = ""
    _closed: bool = False

    def put(self, kind: str, payload: dict[str, Any], lane: int) -> None:
        """Queue an update, unless the bot did not ask for its kind."""
        wanted = kind in self.allowed if self.allowed else kind not in ON_REQUEST
        if not wanted:
            return
        update = Update(self.next_id, lane, {"update_id": self.next_id, kind: payload})
        self.waiting[update.id] = update
        self.lanes.setdefault(lane, {})[update.id] = update
        self.next_id += 1
        for listener in self.listeners:
            listener(update.body)
        self.bell.ring()

    def forget(self, update_id: int) -> None:
        """Take an update that the bot has out of the line."""
        update = self.waiting.pop(update_id, None)
        if update is None:
            return
        lane = self.lanes[update.lane]
        del lane[update_id]
        if not lane:
            del self.lanes[update.lane]

    def drop(self) -> None:
        """Forget all that waits."""
        self.waiting.clear()
        self.lanes.clear()

    def confirm(self, offset: int) -> None:
        """Forget what an offset confirms: all before it, or with a negative one all but the last few."""
        before = takewhile(lambda i: i < offset, self.waiting)
        for i in list(self.waiting)[:offset] if offset < 0 else list(before):
            self.forget(i)

    def allow(self, kinds: Any) -> None:
        """Keep to these kinds from now on; an absent list changes nothing, an empty one means the usual."""
        if isinstance(kinds, list):
            self.allowed = frozenset(str(kind).lower() for kind in kinds)

    async def poll(self, offset: int, limit: int, seconds: int) -> list[dict[str, Any]]:
        """Answer getUpdates: at once when something waits, else when something comes or time is over."""
        if self.webhook is not None:
            raise conflict(
                "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
            )
        self.confirm(offset)
        until = time.monotonic() + seconds
        me = None
        while not (batch := self._batch(offset, limit)) and time.monotonic() < until:
            if me is None:
                # The newest long poll wins; the one before is told so, as Telegram tells it.
                me = self._displace("other getUpdates request; make sure that only one bot instance is running")
            self.last_poll = until
            await self.bell.heard(until - time.monotonic())
            if self._closed:
                raise ApiError(500, "Internal Server Error: restart")
            if self._poller is not me:
                raise conflict(f"terminated by {self._displaced_by}")
        if me is not None:
            self._poller = None
        self.last_poll = time.monotonic()
        return batch

    def set_webhook(self, webhook: Webhook | None) -> None:
        """Begin or end delivery to a webhook; a long poll under way ends."""
        if webhook is not None:
            self._displace("setWebhook request")
        self.webhook = webhook
        self.bell.ring()

    def close(self) -> None:
        """Let a long poll under way end."""
        self._closed = True
        self._displace("")

    def _displace(self, by: str) -> object:
        self._displaced_by = by
        self._poller = object()
        self.bell.ring()
        return self._poller

    def _batch(self, offset: int, limit: int) -> list[dict[str, Any]]:
        bodies = (update.body for update in self.waiting.values() if update.id >= offset)
        return list(islice(bodies, limit))


def check_secret(secret: str) -> str:
    """Refuse a secret token that Telegram would not send."""
    allowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"
    if len(secret) > 256 or any(letter not in allowed for letter in secret):
        raise bad_request("secret token contains unallowed characters")
    return secret
