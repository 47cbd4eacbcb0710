"""Answers taps on the staff's buttons, each by the room that its first word names; knows no person's button."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.core.desk.deciding import begin_decision
from bot.core.desk.finding import turn_page
from bot.core.desk.history import show_tapped
from bot.core.desk.unanswered import take_learning_tap
from bot.core.filling import begin
from bot.core.flow import Flow
from bot.core.messages import Turn
from bot.core.requests import Event
from bot.core.scene import Scene


def take_staff_tap(scene: Scene, verb: str, arguments: list[str]) -> Turn | None:
    """Do what a button in the staff chat says; None when it is none of the staff's, or no longer fits."""
    answer = _TAPS.get(verb)
    return answer(scene, arguments) if answer else None


def do(scene: Scene, event: Event, reference: str) -> Turn:
    """Do what staff want of a request, or begin the flow that asks what it takes."""
    found = begin_decision(scene, event, reference)
    return begin(scene, found, {}, subject=reference) if isinstance(found, Flow) else found


def _do(scene: Scene, arguments: list[str]) -> Turn | None:
    if len(arguments) != 2 or arguments[0] not in set(Event):
        return None
    return do(scene, Event(arguments[0]), arguments[1])


_TAPS: Mapping[str, Callable[[Scene, list[str]], Turn | None]] = {
    "do": _do,
    "list": turn_page,
    "show": show_tapped,
    "learn": take_learning_tap,
}
