"""What follows from a request and the day: its end, its invoice, its flags, when staff's word is due; words nothing."""

from __future__ import annotations

from datetime import date, timedelta

from bot.core.flags import Flag, list_flags
from bot.core.requests import UNDECIDED, Request, Status, start_of
from bot.core.scene import Scene

REPLY_DAYS = "reply_days"
"""The policy's number of days within which staff answer; without it nothing is ever overdue."""


def flags(scene: Scene, request: Request) -> tuple[Flag, ...]:
    """List what stands out in a request, as of the day on which its dates were given."""
    day = scene.day_of(request.dated_at or request.submitted_at)
    return list_flags(scene.knowledge.policy, request.answers, request.acknowledged, day)


def end_of(scene: Scene, request: Request) -> date | None:
    """Compute the last day of a request's workshop."""
    start = start_of(request.answers)
    days = scene.knowledge.policy.number("duration_days")
    return start + timedelta(days=days - 1) if start else None


def invoice_day(scene: Scene, request: Request) -> date | None:
    """Compute when the invoice of a request's workshop comes."""
    end = end_of(scene, request)
    return end + timedelta(weeks=scene.knowledge.policy.number("invoice_weeks")) if end else None


def reply_due(scene: Scene) -> date | None:
    """Give the last day on which an answer to what comes in now is in time."""
    days = scene.knowledge.policy.numbers.get(REPLY_DAYS)
    return scene.today + timedelta(days=days.value) if days else None


def due_after(scene: Scene, request: Request, status: Status) -> date | None:
    """Say when staff's word is due once the request is in this status: while its person has the word, never."""
    if status not in UNDECIDED or status is Status.INFORMATION_NEEDED:
        return None
    return reply_due(scene) if request.status is Status.INFORMATION_NEEDED else request.due_on


def is_overdue(scene: Scene, request: Request) -> bool:
    """Tell whether staff's word is late."""
    return request.due_on is not None and scene.today > request.due_on
