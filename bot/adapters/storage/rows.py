"""Turns the core's values into rows and back; knows no SQL."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from datetime import datetime
from hashlib import blake2b
from typing import Any
from uuid import uuid4

from bot.app.ports import OWN, Update, Waiting
from bot.core.letters import Media
from bot.core.messages import Button, Post, Style, Topic
from bot.core.requests import AuditEntry, Event, Request, Status


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
        "version": request.version,
        "holder": request.holder,
        "holder_name": request.holder_name,
        "due_on": request.due_on,
        "dated_at": request.dated_at,
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
        "before": dict(entry.before),
        "after": dict(entry.after),
    }


def audit_from_row(row: Mapping[Any, Any]) -> AuditEntry:
    """Read a line of a request's history back from its row."""
    read = {"event": Event(row["event"])}
    return AuditEntry(**{**{name: value for name, value in row.items() if name != "id"}, **read})


def post_to_row(post: Post, now: datetime) -> dict[str, Any]:
    """Write a message as a row of the outbox; what has a column of its own stands there only."""
    rows = [[{"label": each.label, "data": each.data, "style": each.style.value} for each in row] for row in post.rows]
    return {
        "chat": post.chat,
        "slot": post.slot,
        "about": post.about,
        "post": {
            "text": post.text,
            "rows": rows,
            "in_place": post.in_place,
            "asks": post.asks,
            **{name: value for name, value in _seldom(post).items() if value is not None},
        },
        "created_at": now,
        "scheduled_at": post.at,
        "due_at": post.at or now,
        "attempts": 0,
    }


def _seldom(post: Post) -> dict[str, Any]:
    media = {"kind": post.media.kind, "id": post.media.id} if post.media else None
    topic = {"key": post.topic.key, "name": post.topic.name} if post.topic else None
    return {
        "media": media,
        "answers": post.answers,
        "receipt": post.receipt,
        "reacts_to": post.reacts_to,
        "topic": topic,
        "thread": post.thread,
    }


def post_from_row(row: Mapping[Any, Any]) -> Post:
    """Read a message back from its row in the outbox."""
    plain = row["post"]
    rows = tuple(
        tuple(Button(each["label"], each["data"], Style(each["style"])) for each in line) for line in plain["rows"]
    )
    return Post(
        row["chat"],
        plain["text"],
        rows,
        slot=row["slot"],
        in_place=plain["in_place"],
        asks=plain["asks"],
        about=row["about"],
        at=row["scheduled_at"],
        media=Media(**plain["media"]) if "media" in plain else None,
        answers=plain.get("answers"),
        receipt=plain.get("receipt"),
        reacts_to=plain.get("reacts_to"),
        topic=Topic(**plain["topic"]) if "topic" in plain else None,
        thread=plain.get("thread"),
    )


def update_to_row(update: Update, now: datetime) -> dict[str, Any]:
    """Write an update as a row of the inbox."""
    body = update.body
    try:
        canonical = json.dumps(body, sort_keys=True, separators=(",", ":"), allow_nan=False)
    except ValueError:
        body = _finite(body)
        canonical = json.dumps(body, sort_keys=True, separators=(",", ":"))
    return {
        "number": update.number,
        "digest": blake2b(canonical.encode(), digest_size=16).hexdigest(),
        "chat": update.chat,
        "body": body,
        "received_at": now,
        "due_at": now,
        "attempts": 0,
    }


def notice_to_row(chat: int, person: int, now: datetime) -> dict[str, Any]:
    """Write, as a row of the inbox, that time has passed for a session; no notice is ever a repetition of another."""
    return {
        "number": OWN,
        "digest": uuid4().hex,
        "chat": chat,
        "body": {"person": person},
        "received_at": now,
        "due_at": now,
        "attempts": 0,
    }


def news_to_row(news: Update, now: datetime) -> dict[str, Any]:
    """Write, as a row of the inbox, what the desk has found out itself; no news is ever a repetition of another."""
    return {**notice_to_row(news.chat, 0, now), "body": news.body}


def _finite(value: Any) -> Any:
    """Leave out of a JSON value the numbers that Python reads and no JSON has: PostgreSQL refuses them."""
    if isinstance(value, Mapping):
        return {name: _finite(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_finite(each) for each in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def waiting_from_row(row: Mapping[Any, Any]) -> Waiting:
    """Read a waiting update back from its row in the inbox."""
    update = Update(row["number"], row["chat"], row["body"])
    return Waiting(row["id"], update, row["received_at"], row["attempts"])


def storable(text: str) -> str:
    """Make a text one that every database takes: PostgreSQL refuses NUL, and both refuse halves of a character."""
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode()
