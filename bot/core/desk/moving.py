"""Makes the effect that brings a request to its next status, with the line of its history; decides nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.core.desk.reckoning import due_after
from bot.core.flow import Value
from bot.core.messages import MoveRequest
from bot.core.requests import AuditEntry, Event, Request, Status, list_changes
from bot.core.scene import Scene


def move(
    scene: Scene,
    request: Request,
    event: Event,
    status: Status,
    details: Mapping[str, Value] | None = None,
    **changes: Any,
) -> MoveRequest:
    """Bring a request to a status, with whatever else changes in it, as done by the message's sender."""
    due_on = due_after(scene, request, status)
    after = replace(request, status=status, version=request.version + 1, due_on=due_on, **changes)
    old, new = list_changes(request, after)
    return MoveRequest(request, after, write_entry(scene, request, event, details, old, new))


def write_entry(
    scene: Scene,
    request: Request,
    event: Event,
    details: Mapping[str, Value] | None = None,
    before: Mapping[str, Value] | None = None,
    after: Mapping[str, Value] | None = None,
) -> AuditEntry:
    """Write the line of a request's history that tells what the message's sender has done."""
    sender = scene.message.sender
    return AuditEntry(
        request.reference, event, scene.now, sender.id, sender.name, details or {}, before or {}, after or {}
    )
