"""What the shell tells of itself, as values for logs and metrics; knows neither how they are written nor any text."""

from __future__ import annotations

import os
import traceback
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from bot.core.messages import Rights


class TurnOutcome(StrEnum):
    """What came of an update."""

    REPLIED = "replied"
    SILENT = "silent"
    STORED = "stored"
    MOVED = "moved"
    IGNORED = "ignored"
    FAILED = "failed"
    SET_ASIDE = "set_aside"


class DeliveryOutcome(StrEnum):
    """What came of an outgoing message."""

    SENT = "sent"
    EDITED = "edited"
    PUT_OFF = "put_off"
    HELD_BACK = "held_back"
    GIVEN_UP = "given_up"
    MOVED = "moved"


@dataclass(frozen=True)
class TurnSeen:
    """One update was handled; `waited` and `took` are seconds. `fault` is the kind and place of an error, no text."""

    update: int
    chat: int
    outcome: TurnOutcome
    waited: float
    took: float
    attempts: int = 0
    fault: str | None = None


@dataclass(frozen=True)
class DeliverySeen:
    """One message was tried; `waited` is since it was due, `took` is what Telegram took, in seconds.

    `reason` is what Telegram said against it.
    """

    chat: int
    outcome: DeliveryOutcome
    waited: float
    took: float
    attempts: int = 0
    reason: str | None = None


class Watch(Protocol):
    """Is told what happens; never raises."""

    def turn_taken(self, seen: TurnSeen) -> None:
        """One update was handled."""

    def delivered(self, seen: DeliverySeen) -> None:
        """One message was tried."""

    def updates_received(self, count: int, repeated: int) -> None:
        """Updates were committed; `repeated` of them were known already."""

    def rights_changed(self, rights: Rights) -> None:
        """Somebody has changed what the bot may do in the staff chat."""

    def trouble(self, what: str, error: BaseException) -> None:
        """Something outside failed and is tried again; `what` is a fixed sentence without anything private."""

    def trouble_over(self, what: str) -> None:
        """What was in trouble works again."""


def name_fault(error: BaseException) -> str:
    """Name an error by its kind and its place in our code; its text may hold what a person wrote."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if f"{os.sep}bot{os.sep}" in frame.filename] or frames
    place = f" at {own[-1].filename.rpartition(f'{os.sep}bot{os.sep}')[2]}:{own[-1].lineno}" if own else ""
    return f"{type(error).__name__}{place}"
