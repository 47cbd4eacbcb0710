"""How fast Telegram lets a bot send: overall, in one private chat, in one group; knows no clock and sends nothing."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

OVERALL_SPAN = 1.0
PRIVATE_BURST, PRIVATE_PER_SECOND = 20, 1.0
GROUP_MOST, GROUP_SPAN = 20, 60.0
TOPIC_SPAN = 10.0
"""Seconds from one new forum topic to the next: bots that created a dozen within seconds were banned by Telegram."""

REMEMBERED = 60.0
"""Seconds after which what was sent no longer matters to any limit."""


@dataclass
class _Bucket:
    """Lets through what it holds at once, and then as fast as it fills; what it holds says nothing before `at`."""

    level: float
    at: float


@dataclass
class Pace:
    """Counts messages; moments are seconds of any clock that goes on."""

    per_second: int
    _overall: deque[float] = field(default_factory=deque)
    _groups: dict[int, deque[float]] = field(default_factory=dict)
    _private: dict[int, _Bucket] = field(default_factory=dict)
    _held_until: float = 0.0
    _next_topic: float = 0.0

    def wait(self, address: int, now: float) -> float:
        """Say in how many seconds one more message may go to this chat; 0 means now."""
        return max(self.wait_overall(now), self._wait_in_chat(address, now))

    def wait_overall(self, now: float) -> float:
        """Say in how many seconds one more message may go to any chat."""
        return max(self._held_until - now, _free_in(self._overall, self.per_second, OVERALL_SPAN, now), 0.0)

    def count(self, address: int, now: float, is_edit: bool = False) -> None:
        """Note that a message goes out now; an edit of one that is there counts only overall."""
        self._overall.append(now)
        if is_edit:
            return
        if address < 0:
            self._groups.setdefault(address, deque()).append(now)
            return
        bucket = self._private.setdefault(address, _Bucket(PRIVATE_BURST, now))
        bucket.level = _filled(bucket, now) - 1
        bucket.at = now

    def wait_for_topic(self, now: float) -> float:
        """Say in how many seconds a forum topic may be created; 0 means now."""
        return max(self._next_topic - now, 0.0)

    def count_topic(self, now: float) -> None:
        """Note that a forum topic was created now."""
        self._next_topic = now + TOPIC_SPAN

    def begin_anew(self) -> None:
        """Forget what was counted, because all of it will be counted again; a pause that was asked for stays."""
        self._overall.clear()
        self._groups.clear()
        self._private.clear()

    def hold(self, until: float) -> None:
        """Send nothing at all before this moment."""
        self._held_until = max(self._held_until, until)

    def forget(self, now: float) -> None:
        """Drop what no longer matters, so that memory does not grow with the chats."""
        self._private = {chat: each for chat, each in self._private.items() if _filled(each, now) < PRIVATE_BURST}
        self._groups = {chat: sent for chat, sent in self._groups.items() if sent and sent[-1] > now - GROUP_SPAN}

    def _wait_in_chat(self, address: int, now: float) -> float:
        if address < 0:
            return _free_in(self._groups.get(address, deque()), GROUP_MOST, GROUP_SPAN, now)
        bucket = self._private.get(address)
        level = PRIVATE_BURST if bucket is None else _filled(bucket, now)
        return 0.0 if level >= 1 else (1 - level) / PRIVATE_PER_SECOND


def _free_in(sent: deque[float], most: int, span: float, now: float) -> float:
    while sent and sent[0] <= now - span:
        sent.popleft()
    return 0.0 if len(sent) < most else sent[len(sent) - most] + span - now


def _filled(bucket: _Bucket, now: float) -> float:
    return min(bucket.level + (now - bucket.at) * PRIVATE_PER_SECOND, PRIVATE_BURST)
