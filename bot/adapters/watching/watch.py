"""Tells operators what happens, a log line and figures for each turn and delivery; knows nothing that people write."""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass, field
from functools import lru_cache

import structlog
from structlog.typing import FilteringBoundLogger

from bot.adapters.watching.metrics import Metrics
from bot.app.watching import DeliveryOutcome, DeliverySeen, TurnOutcome, TurnSeen, name_fault
from bot.core.messages import Rights

_PURPOSE = b"guichet: chats in logs"
_DIGITS = 12
_QUOTED = re.compile(r'"[^"]*"|“[^”]*”|(?<!\w)\'[^\']*\'(?!\w)|\S+@\S+')
_LONGEST = 200
_BAD_TURNS = {TurnOutcome.FAILED, TurnOutcome.SET_ASIDE}


@dataclass(frozen=True)
class OperatorsWatch:
    """The operators' watch, once the logs are set up; chats appear under names that only who has the token can tell."""

    token: str = field(repr=False)
    metrics: Metrics
    _log: FilteringBoundLogger = field(default_factory=lambda: structlog.get_logger().bind())
    _in_trouble: set[str] = field(default_factory=set)

    def turn_taken(self, seen: TurnSeen) -> None:
        """One update was handled."""
        self.metrics.count_turn(seen)
        (self._log.warning if seen.outcome in _BAD_TURNS else self._log.info)(
            "turn",
            update=seen.update,
            chat=hash_chat(self.token, seen.chat),
            outcome=seen.outcome,
            waited_ms=_milliseconds(seen.waited),
            took_ms=_milliseconds(seen.took),
            **({"attempts": seen.attempts} if seen.attempts else {}),
            **({"fault": seen.fault} if seen.fault else {}),
        )

    def delivered(self, seen: DeliverySeen) -> None:
        """One message was tried."""
        self.metrics.count_delivery(seen)
        (self._log.warning if seen.outcome is DeliveryOutcome.GIVEN_UP else self._log.info)(
            "delivery",
            chat=hash_chat(self.token, seen.chat),
            outcome=seen.outcome,
            waited_ms=_milliseconds(seen.waited),
            took_ms=_milliseconds(seen.took),
            **({"attempts": seen.attempts} if seen.attempts else {}),
            **({"reason": _redact(seen.reason)} if seen.reason else {}),
        )

    def updates_received(self, count: int, repeated: int) -> None:
        """Updates were committed; `repeated` of them were known already."""
        self.metrics.count_updates(count, repeated)

    def rights_changed(self, rights: Rights) -> None:
        """Somebody has changed what the bot may do in the staff chat."""
        tell = self._log.info if rights.is_inside else self._log.warning
        tell("rights", inside=rights.is_inside, administrator=rights.is_admin, manages_topics=rights.manages_topics)

    def trouble(self, what: str, error: BaseException) -> None:
        """Something outside failed and is tried again: told once, until it is over."""
        if what in self._in_trouble:
            return
        self._in_trouble.add(what)
        # What our own exceptions say is written for operators; what others say may hold anything.
        is_own = type(error).__module__.startswith("bot.")
        reason = {"reason": _redact(str(error))} if is_own and str(error) else {}
        self._log.warning("trouble", what=what, fault=name_fault(error), **reason)

    def trouble_over(self, what: str) -> None:
        """What was in trouble works again: told once."""
        if what in self._in_trouble:
            self._in_trouble.discard(what)
            self._log.info("trouble over", what=what)


@lru_cache(maxsize=4096)
def hash_chat(token: str, chat: int) -> str:
    """Name a chat in the logs, always the same, so that its lines can be found but not the person."""
    key = hmac.digest(token.encode(), _PURPOSE, hashlib.sha256)
    return hmac.digest(key, str(chat).encode(), hashlib.sha256).hex()[:_DIGITS]


def _redact(reason: str) -> str:
    first = next(iter(reason.splitlines()), "")
    return _QUOTED.sub("…", first)[:_LONGEST]


def _milliseconds(seconds: float) -> float:
    return round(seconds * 1000, 1)
