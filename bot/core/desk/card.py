"""Words the one card of a request for staff: where it stands, what presses, what it asks, what was done; acts never."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence

from bot.core.asking import answer_line, in_rows
from bot.core.desk.deeds import buttons_of, flow_that_decides
from bot.core.desk.reckoning import flags, invoice_day, is_overdue
from bot.core.desk.talk_lines import word_talk
from bot.core.flow import Flow, Step, StepType, Value
from bot.core.messages import Button, Post, Rows
from bot.core.requests import AT_AN_END, UNDECIDED, AuditEntry, Event, Request, Status, start_of
from bot.core.scene import Scene
from bot.core.showing import show_value
from bot.core.texts import Html
from bot.core.versions import pair_with_steps

_TURNING = frozenset({Event.ASK, Event.ACCEPT, Event.REFUSE, Event.ANSWER, Event.WITHDRAW, Event.OVERRIDE})
"""What puts an end to all that was done before: the card tells from the last of them on."""

_PASSING = frozenset({Event.SUBMIT, Event.TAKE, Event.RELEASE})
"""What the card shows in its head already."""

_ANSWERS = "answers."


def card(scene: Scene, request: Request, history: Sequence[AuditEntry], is_new: bool = False) -> Post:
    """Word the card in the staff chat, in the desk's first language; it is edited in place once it is there."""
    language = scene.knowledge.policy.default_language
    parts = (
        word_request(scene, request, history, language),
        _deeds(scene, request, history, language),
        word_talk(scene, request.reference, history, language),
    )
    return Post(
        scene.staff_chat,
        "\n\n".join(part for part in parts if part),
        _buttons(scene, request, language),
        slot=card_slot(request.reference),
        in_place=not is_new,
    )


def word_request(scene: Scene, request: Request, history: Sequence[AuditEntry], language: str) -> str:
    """Word a request as it stands: what it is, who has it, what presses, what it asks."""
    flow = scene.knowledge.flows.get(request.flow)
    parts = (
        _head(scene, request, flow, language),
        _standing(scene, request, language),
        _answers(scene, request, flow, history, language),
    )
    return "\n\n".join(part for part in parts if part)


def card_slot(reference: str) -> str:
    """Name the slot of a request's card."""
    return f"card:{reference}"


def title_of(request: Request, flow: Flow | None, language: str) -> str:
    """Give what kind of request it is, in a language."""
    return flow.title[language] if flow else request.flow


def _head(scene: Scene, request: Request, flow: Flow | None, language: str) -> str:
    texts = scene.knowledge.texts
    title = Html(html.escape(title_of(request, flow, language), quote=False))
    return texts.say(f"card.{request.status}", language, reference=request.reference, title=title)


def _standing(scene: Scene, request: Request, language: str) -> str:
    """Say who has it, what presses, and from whom it is."""
    texts, lines = scene.knowledge.texts, []
    if request.holder_name:
        lines.append(texts.say("card.holder", language, name=request.holder_name))
    lines += (texts.say(flag.key, language, **flag.values) for flag in flags(scene, request))
    if request.due_on is not None:
        left = (request.due_on - scene.today).days
        key = "card.overdue" if is_overdue(scene, request) else "card.due" if left else "card.due_today"
        lines.append(texts.say(key, language, day=request.due_on, count=abs(left)))
    start = start_of(request.answers)
    if start is not None and request.status in UNDECIDED | {Status.ACCEPTED}:
        left = (start - scene.today).days
        key = "card.starts" if left > 0 else "card.started"
        lines.append(texts.say(key, language, day=start, count=abs(left)))
    lines.append(
        texts.say(
            "card.from",
            language,
            name=request.person_name,
            person=str(request.person),
            spoken=texts.name_language(request.language, language),
            day=scene.day_of(request.submitted_at),
        )
    )
    return "\n".join(lines)


def _answers(scene: Scene, request: Request, flow: Flow | None, history: Sequence[AuditEntry], language: str) -> str:
    """List the answers; beside one that was corrected stands what it was before."""
    if flow is None:
        return ""
    former = former_answers(history)
    lines: list[str] = []
    for step, value in pair_with_steps(flow, request.answers):
        if step.id in former:
            lines.append(changed_line(scene, step, former[step.id], value, language))
        elif value is not None:
            lines.append(answer_line(scene, step, value, language))
    gone = {name: value for name, value in former.items() if name not in request.answers and value is not None}
    lines += (changed_line(scene, step, value, None, language) for step, value in pair_with_steps(flow, gone))
    return "\n".join(lines)


def former_answers(history: Iterable[AuditEntry]) -> dict[str, Value]:
    """Give what the last corrections have replaced, by step."""
    corrected = [entry for entry in history if entry.event is Event.CORRECT]
    before = corrected[-1].before if corrected else {}
    return {name.removeprefix(_ANSWERS): value for name, value in before.items() if name.startswith(_ANSWERS)}


def changed_line(scene: Scene, step: Step, old: Value, new: Value, language: str) -> Html:
    """Write what an answer was and what it is."""
    texts = scene.knowledge.texts
    label = Html(html.escape(step.label[language], quote=False))
    shown = [_in_one_line(show_value(texts, step, value, language)) for value in (old, new)]
    return texts.say("card.changed", language, label=label, old=shown[0], new=shown[1])


def _in_one_line(shown: str) -> str:
    return " · ".join(shown.split("\n"))


def _deeds(scene: Scene, request: Request, history: Sequence[AuditEntry], language: str) -> str:
    """Tell the last question or decision and what has followed from it."""
    deeds = [entry for entry in history if "status" in entry.after and entry.event not in _PASSING]
    turning = max((place for place, entry in enumerate(deeds) if entry.event in _TURNING), default=len(deeds))
    told = [word_deed(scene, request, entry, language) for entry in deeds[turning:]]
    return "\n\n".join(filter(None, (*told[:1], "\n".join(told[1:]))))


def word_deed(scene: Scene, request: Request, entry: AuditEntry, language: str) -> str:
    """Tell who did what when, with what they gave."""
    texts = scene.knowledge.texts
    by = texts.say(f"card.by.{entry.event}", language, name=entry.actor_name, day=scene.day_of(entry.at))
    lines = [by, *word_given(scene, request, entry, language)]
    invoice = invoice_day(scene, request)
    if entry.event is Event.ACCEPT and invoice is not None and request.status not in AT_AN_END:
        lines.append(texts.say("card.invoice", language, day=invoice))
    return "\n".join(lines)


def word_given(scene: Scene, request: Request, entry: AuditEntry, language: str) -> list[str]:
    """List what staff gave with what they did, each with its label."""
    lines: list[str] = []
    flow = flow_that_decides(scene.knowledge.flows, entry.event, request.flow)
    for step in flow.steps if flow else ():
        value = entry.details.get(step.id)
        if value is not None and step.type is StepType.FIELDS:
            lines.append(_fields_line(scene, step, value, request, language))
        elif value is not None:
            lines.append(answer_line(scene, step, value, language))
    return lines


def _fields_line(scene: Scene, step: Step, value: Value, request: Request, language: str) -> str:
    texts = scene.knowledge.texts
    label = Html(html.escape(step.label[language], quote=False))
    named = list_fields(scene.knowledge.flows.get(request.flow), value, language)
    return texts.say("flow.answer", language, label=label, value=texts.list_out(named, language))


def list_fields(flow: Flow | None, value: Value, language: str) -> list[str]:
    """Give the labels of the steps that staff have named."""
    ids = value if isinstance(value, list) else []
    steps = {each: flow.step(each) if flow else None for each in ids}
    return [step.label[language] if step else each for each, step in steps.items()]


def _buttons(scene: Scene, request: Request, language: str) -> Rows:
    texts, reference = scene.knowledge.texts, request.reference
    aids = [Button(texts.label("button.history", language), f"show:{reference}")]
    if scene.knowledge.replies and request.status not in AT_AN_END:
        aids.insert(0, Button(texts.label("button.canned", language), f"cans:{reference}"))
    return (*in_rows(buttons_of(scene, request, language)), tuple(aids))
