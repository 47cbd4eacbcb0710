"""Answers taps on a calendar's buttons that choose no day: another month or year, and why a day cannot be chosen."""

from __future__ import annotations

from datetime import date
from textwrap import shorten

from bot.core.asking import ask
from bot.core.calendar import Calendar, View, calendar_of, read_day, read_view
from bot.core.flow import Draft, Flow, StepType, leave_step, open_step
from bot.core.messages import Turn
from bot.core.scene import Scene

_LONGEST_TOAST = 200


def turn_page(scene: Scene, flow: Flow, draft: Draft, arguments: list[str]) -> Turn | None:
    """Show another month or year; None when the button fits no calendar that is open."""
    draft = leave_step(draft, at=draft.at)
    calendar, data = _open_calendar(scene, flow, draft, arguments)
    view = read_view(data)
    return _show(scene, flow, draft, view) if calendar is not None and view and calendar.shows(view) else None


def explain(scene: Scene, flow: Flow, draft: Draft, arguments: list[str]) -> Turn | None:
    """Pop up why a day, or a whole month of a year, cannot be chosen; None when it can."""
    draft = leave_step(draft, at=draft.at)
    calendar, data = _open_calendar(scene, flow, draft, arguments)
    if calendar is None:
        return None
    day, view = read_day(data), read_view(data)
    if day is not None:
        view = day.replace(day=1)
    elif isinstance(view, date):
        day, view = calendar.nearest_day(view), view.year
    if day is None or view is None or not calendar.shows(view):
        return None
    reasons = calendar.reasons(day)
    if not reasons:
        return None
    toast = shorten(scene.label(reasons[0].key, **reasons[0].values), _LONGEST_TOAST, placeholder="…")
    return _show(scene, flow, draft, view, toast)


def _open_calendar(scene: Scene, flow: Flow, draft: Draft, arguments: list[str]) -> tuple[Calendar | None, str]:
    step = open_step(flow, draft)
    if not scene.is_private or step is None or step.type is not StepType.DATE:
        return None, ""
    if len(arguments) != 2 or arguments[0] != step.id:
        return None, ""
    return calendar_of(scene, flow, draft, step), arguments[1]


def _show(scene: Scene, flow: Flow, draft: Draft, view: View, toast: str | None = None) -> Turn:
    return Turn(scene.session.keep(draft), (ask(scene, flow, draft, view=view),), toast=toast)
