"""Draws the life of a request as a Mermaid state diagram, and lists its steps, from the one table; knows no flow."""

from __future__ import annotations

from bot.core.requests import LIFECYCLE, TRANSITIONS, Status, Transition

LIFECYCLE_NAME = "lifecycle"
"""What the diagram is called where flows go by their ids."""


def draw_lifecycle() -> str:
    """Draw every event that leads from one status to another."""
    lines = (f"{before or '[*]'} --> {after}: {event}" for (before, event), after in TRANSITIONS.items())
    return "\n".join(("stateDiagram-v2", *(f"    {line}" for line in lines)))


def list_lifecycle() -> str:
    """List every event: who does it, in which statuses, where it leads, what it asks, whom it tells."""
    head = ("| event | who | when it is | then it is | asks | tells |", "|---|---|---|---|---|---|")
    return "\n".join((*head, *(_row(each) for each in LIFECYCLE)))


def _row(each: Transition) -> str:
    before = "anything" if each.before == frozenset(Status) else ", ".join(filter(each.before.__contains__, Status))
    after = each.after or ("what was chosen" if "status" in each.asks else "the same")
    cells = (
        f"`{each.event}`",
        each.by,
        before or "–",
        after,
        ", ".join(each.asks) or "–",
        ", ".join(each.tells) or "–",
    )
    return f"| {' | '.join(cells)} |"
