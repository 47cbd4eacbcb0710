"""Telegram's rate limits, off until someone turns them on; knows no method but which of them send."""

import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.playground.errors import too_many_requests

SENDING = frozenset(
    {
        "sendmessage",
        "senddocument",
        "sendphoto",
        "sendvideo",
        "sendaudio",
        "sendanimation",
        "sendvoice",
        "sendvideonote",
        "sendsticker",
        "editmessagemedia",
        "forwardmessage",
        "copymessage",
        "editmessagetext",
        "editmessagecaption",
        "editmessagereplymarkup",
    }
)


@dataclass
class Limits:
    """How many messages may leave: in all, to one private chat (per second), to one group (per minute)."""

    clock: Callable[[], float]
    overall_per_second: int = 0
    private_per_second: int = 0
    group_per_minute: int = 0
    _sent: dict[tuple[str, int], deque[float]] = field(default_factory=dict)

    def check(self, method: str, chat_id: int) -> None:
        """Count this call, or refuse it as Telegram does."""
        if method not in SENDING:
            return
        rules = [("all", 0, self.overall_per_second, 1.0)]
        if chat_id < 0:
            rules.append(("group", chat_id, self.group_per_minute, 60.0))
        else:
            rules.append(("private", chat_id, self.private_per_second, 1.0))
        now = self.clock()
        counted = []
        for name, chat, most, seconds in rules:
            if not most:
                continue
            times = self._sent.setdefault((name, chat), deque())
            while times and times[0] <= now - seconds:
                times.popleft()
            if len(times) >= most:
                raise too_many_requests(max(1, math.ceil(times[0] + seconds - now)))
            counted.append(times)
        for times in counted:
            times.append(now)

    def set(self, wish: dict[str, int]) -> None:
        """Turn limits on (a number) or off (0); all of them are named each time."""
        names = ("overall_per_second", "private_per_second", "group_per_minute")
        if unknown := set(wish) - set(names):
            raise ValueError(f"unknown limits: {', '.join(sorted(unknown))}; known are {', '.join(names)}")
        for name in names:
            setattr(self, name, int(wish.get(name, 0)))
        self._sent.clear()
