"""Sample values for the core's tests, each with what a test does not care about filled in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from bot.core.flow import Audience, Draft, Flow, Option, Step, StepType, Value
from bot.core.requests import Request

TODAY = date(2026, 1, 12)
NOW = datetime(2026, 1, 12, 8, tzinfo=UTC)


def both(text: str) -> dict[str, str]:
    """The same text in both languages."""
    return {"fr": text, "en": text}


def step(step_id: str, kind: StepType = StepType.TEXT, **changes: Any) -> Step:
    """A step whose texts are its id."""
    return Step(step_id, kind, both(step_id), both(f"{step_id}?"), **changes)


def options(*ids: str) -> tuple[Option, ...]:
    """Options whose labels are their ids."""
    return tuple(Option(each, both(each)) for each in ids)


def flow(*steps: Step, **changes: Any) -> Flow:
    """A coordinator's flow of these steps."""
    values: dict[str, Any] = {"version": 1, "audience": Audience.COORDINATOR, "stores": "VW"}
    return Flow(id="visit", title=both("Visit"), steps=steps, done=both("{reference}"), **{**values, **changes})


def draft(answers: Mapping[str, Value] | None = None, **changes: Any) -> Draft:
    """A draft of that flow with these answers."""
    return Draft("visit", 1, 1, answers or {}, **changes)


def request_of(answers: Mapping[str, Value], **changes: Any) -> Request:
    """A stored request with these answers."""
    values: dict[str, Any] = {
        "reference": "VW-2026-0001",
        "flow": "workshop",
        "chat": 7,
        "person": 7,
        "person_name": "Awa Diop",
        "language": "fr",
        "draft": 1,
        "submitted_at": NOW,
    }
    return Request(answers=answers, **{**values, **changes})
