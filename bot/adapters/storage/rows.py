"""Turns the core's values into rows and back; knows no SQL."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from bot.core.messages import Button, Post, Style
from bot.core.requests import AuditEntry, Request, Status


def request_to_row(request: Request) -> dict[str, Any]:
    """Write a request as a row of its table."""
    return {
        "reference": request.reference,
        "flow": request.flow,
        "chat": request.chat,
        "person": request.person,
        "person_name": request.person_name,
        "language": request.language,
        "draft": request.draft,
        "answers": dict(request.answers),
        "acknowledged": sorted(request.acknowledged),
        "status": request.status.value,
        "submitted_at": request.submitted_at,
    }


def request_from_row(row: Mapping[Any, Any]) -> Request:
    """Read a request back from its row."""
    read = {"acknowledged": frozenset(row["acknowledged"]), "status": Status(row["status"])}
    return Request(**{**row, **read})


def audit_to_row(entry: AuditEntry) -> dict[str, Any]:
    """Write a line of a request's history as a row of its table."""
    return {
        "reference": entry.reference,
        "event": entry.event.value,
        "at": entry.at,
        "actor": entry.actor,
        "actor_name": entry.actor_name,
        "details": dict(entry.details),
    }


def post_to_row(post: Post, now: datetime) -> dict[str, Any]:
    """Write a message as a row of the outbox that is due at once; chat and slot stand in their own columns only."""
    plain = asdict(post)
    chat, slot = plain.pop("chat"), plain.pop("slot")
    return {"chat": chat, "slot": slot, "post": plain, "created_at": now, "due_at": now, "attempts": 0}


def post_from_row(chat: int, slot: str | None, plain: Mapping[str, Any]) -> Post:
    """Read a message back from its row in the outbox."""
    rows = tuple(
        tuple(Button(**{**button, "style": Style(button["style"])}) for button in row) for row in plain["rows"]
    )
    return Post(**{**plain, "chat": chat, "slot": slot, "rows": rows})
