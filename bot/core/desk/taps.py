"""Answers taps on the staff's buttons, each by the room that its first word names; knows no person's button."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.core.desk.canned import close_replies, list_replies, preview, send_reply
from bot.core.desk.deciding import begin_decision, sure_slot
from bot.core.desk.finding import turn_page
from bot.core.desk.history import show_tapped
from bot.core.desk.talking import take_held
from bot.core.desk.unanswered import take_learning_tap
from bot.core.filling import begin
from bot.core.flow import Flow
from bot.core.messages import Post, Turn
from bot.core.references import REFERENCE
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


def _with(count: int, answer: Callable[..., Turn | None]) -> Callable[[Scene, list[str]], Turn | None]:
    """Let a room answer that takes so many arguments; a button with more or fewer is none of its own."""
    return lambda scene, arguments: answer(scene, *arguments) if len(arguments) == count else None


def _sure(scene: Scene, arguments: list[str]) -> Turn | None:
    """Do what staff were asked about once more, and take the question back."""
    found = begin_decision(scene, Event.HOLD, arguments[0], is_sure=True) if len(arguments) == 1 else None
    if not isinstance(found, Turn):
        return None
    key = "done.hold" if found.effects else "desk.hold_kept"
    return replace(found, posts=(_answered(scene, key, arguments[0]), *found.posts))


def _unsure(scene: Scene, arguments: list[str]) -> Turn | None:
    if len(arguments) != 1 or not REFERENCE.fullmatch(arguments[0]):
        return None
    return Turn(scene.session, (_answered(scene, "desk.hold_kept", arguments[0]),))


def _answered(scene: Scene, key: str, reference: str) -> Post:
    return Post(scene.message.chat, scene.say(key, reference=reference), slot=sure_slot(reference), in_place=True)


_TAPS: Mapping[str, Callable[[Scene, list[str]], Turn | None]] = {
    "do": _do,
    "sure": _sure,
    "unsure": _unsure,
    "list": turn_page,
    "show": show_tapped,
    "learn": take_learning_tap,
    "anyway": _with(1, lambda scene, message: take_held(scene, "anyway", message)),
    "unsaid": _with(1, lambda scene, message: take_held(scene, "unsaid", message)),
    "cans": _with(1, list_replies),
    "canned": _with(2, preview),
    "cansend": _with(2, send_reply),
    "uncanned": _with(1, close_replies),
}
