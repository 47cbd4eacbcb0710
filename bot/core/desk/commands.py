"""Answers the commands of the staff, each by the room that it names; knows no command of people's."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.core.desk.finding import LISTS, find, show_list
from bot.core.desk.history import show
from bot.core.desk.jobs import ask_export, ask_stats
from bot.core.desk.taps import do
from bot.core.desk.unanswered import list_unanswered
from bot.core.messages import Post, Turn
from bot.core.references import read_reference
from bot.core.requests import Event
from bot.core.scene import Scene


def take_staff_command(scene: Scene, name: str, argument: str) -> Turn:
    """Do what a command in the staff chat says; one that is not the staff's is left without an answer."""
    answer = _COMMANDS.get(name)
    return answer(scene, argument) if answer else Turn(scene.session)


def _override(scene: Scene, argument: str) -> Turn:
    if not scene.message.is_admin:
        return _say(scene, "desk.admins_only")
    reference = read_reference(scene.knowledge.flows, argument)
    return do(scene, Event.OVERRIDE, reference) if reference else _say(scene, "desk.override_what")


def _say(scene: Scene, key: str) -> Turn:
    return Turn(scene.session, (Post(scene.message.chat, scene.say(key)),))


def _list(kind: str) -> Callable[[Scene, str], Turn]:
    return lambda scene, _: show_list(scene, kind)


_COMMANDS: Mapping[str, Callable[[Scene, str], Turn]] = {
    "override": _override,
    **{kind: _list(kind) for kind in LISTS},
    "find": find,
    "show": show,
    "unanswered": lambda scene, _: list_unanswered(scene),
    "stats": ask_stats,
    "export": ask_export,
}
