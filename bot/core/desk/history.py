"""Shows one request to staff with all that ever happened to it; finds none by words and changes none."""

from __future__ import annotations

from bot.core.asking import in_rows
from bot.core.desk.card import changed_line, word_given, word_request
from bot.core.desk.deeds import flow_that_decides
from bot.core.desk.talk_lines import word_said
from bot.core.flow import Step, StepType, Value
from bot.core.messages import Button, Post, Rows, Turn
from bot.core.references import REFERENCE, guess_references
from bot.core.requests import AuditEntry, Request
from bot.core.scene import Scene
from bot.core.splitting import cut
from bot.core.texts import Html
from bot.core.versions import pair_with_steps

_LONGEST_SAID = 60
_ANSWERS = "answers."
_LABELS = {"status": "history.of_status", "holder": "history.of_holder"}


def show(scene: Scene, argument: str) -> Turn:
    """Show the request that staff name, however loosely; where that may be several, ask which one."""
    if not argument.strip():
        return _say(scene, scene.say("show.what"))
    guesses = guess_references(scene.knowledge.flows, argument, scene.today.year)
    if not guesses:
        return _say(scene, scene.say("show.unreadable", text=cut(argument, _LONGEST_SAID)))
    found = [request for each in guesses if (request := scene.records.request(each)) is not None]
    if not found:
        return _say(
            scene, scene.say("show.unknown", references=scene.knowledge.texts.list_out(guesses, scene.language))
        )
    if len(found) > 1:
        rows = in_rows(Button(each.reference, f"show:{each.reference}") for each in found)
        return _say(scene, scene.say("show.which"), rows)
    return _show(scene, found[0])


def show_tapped(scene: Scene, arguments: list[str]) -> Turn | None:
    """Show the request whose button was tapped; None when there is none."""
    if len(arguments) != 1 or not REFERENCE.fullmatch(arguments[0]):
        return None
    request = scene.records.request(arguments[0])
    return None if request is None else _show(scene, request)


def _show(scene: Scene, request: Request) -> Turn:
    language, history = scene.language, scene.records.history_of(request.reference)
    parts = [
        word_request(scene, request, (), language),
        scene.say("history.head", count=len(history)),
        *(_word_entry(scene, request, entry) for entry in history),
    ]
    return _say(scene, Html("\n\n".join(parts)))


def _word_entry(scene: Scene, request: Request, entry: AuditEntry) -> str:
    """Tell who did what when, what they gave with it, and what was no longer the same then."""
    at = entry.at.astimezone(scene.now.tzinfo)
    values = {"day": scene.day_of(entry.at), "time": f"{at:%H:%M}", "name": entry.actor_name}
    lines: list[str] = [scene.say("history.entry", deed=scene.say(f"history.{entry.event}", **values), **values)]
    lines += word_given(scene, request, entry, scene.language)
    lines += _word_others(scene, request, entry)
    lines += _word_changes(scene, request, entry)
    return "\n".join(lines)


def _word_others(scene: Scene, request: Request, entry: AuditEntry) -> list[Html]:
    """List what was given and no flow's step asks for: a note, a message."""
    if "kind" in entry.details:
        return [scene.say("history.given", value=word_said(scene, entry, scene.language))]
    flow = flow_that_decides(scene.knowledge.flows, entry.event, request.flow)
    asked = {step.id for step in flow.steps} if flow else set[str]()
    others = [value for name, value in entry.details.items() if name not in asked and value is not None]
    return [scene.say("history.given", value=_in_one(scene, value)) for value in others]


def _word_changes(scene: Scene, request: Request, entry: AuditEntry) -> list[Html]:
    """List what was no longer the same, as it was and as it became."""
    names = dict.fromkeys((*entry.before, *entry.after))
    return [_word_change(scene, request, name, entry.before.get(name), entry.after.get(name)) for name in names]


def _word_change(scene: Scene, request: Request, name: str, old: Value, new: Value) -> Html:
    if name.startswith(_ANSWERS):
        return changed_line(scene, _step_of(scene, request, name.removeprefix(_ANSWERS)), old, new, scene.language)
    label = scene.say(_LABELS[name]) if name in _LABELS else name
    shown = {"label": label, "old": _standing(scene, name, old), "new": _standing(scene, name, new)}
    return scene.say("history.set" if old is None else "card.changed", **shown)


def _step_of(scene: Scene, request: Request, step_id: str) -> Step:
    """Find an answer's step as it is now; one that is gone, or whose flow is gone, is named by its id."""
    flow = scene.knowledge.flows.get(request.flow)
    pairs = pair_with_steps(flow, {step_id: None}) if flow else ()
    return pairs[0][0] if pairs else Step(step_id, StepType.TEXT, {scene.language: step_id}, {})


def _standing(scene: Scene, name: str, value: Value) -> str:
    if value is None:
        return scene.label("history.nobody")
    return scene.label(f"status.{value}") if name == "status" else str(value)


def _in_one(scene: Scene, value: Value) -> str:
    return scene.knowledge.texts.list_out(value, scene.language) if isinstance(value, list) else str(value)


def _say(scene: Scene, text: str, rows: Rows = ()) -> Turn:
    return Turn(scene.session, (Post(scene.message.chat, text, rows),))
