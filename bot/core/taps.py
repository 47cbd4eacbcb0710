"""Answers a tap on a button, new or old; a button that no longer fits shows where things stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.core.asking import ask, picked_at
from bot.core.calendar import read_day
from bot.core.desk.taps import take_staff_tap
from bot.core.drafting import flow_of
from bot.core.filling import (
    ask_after,
    ask_now,
    begin,
    cancel,
    close_at,
    close_if_over,
    drop,
    offer,
    resume,
    send,
    skip,
    take_question,
    take_reading,
    take_way_out,
)
from bot.core.flow import (
    Audience,
    Draft,
    Flow,
    Step,
    StepType,
    Value,
    ending_of,
    go_back,
    leave_step,
    open_step,
    put_off,
    walk,
)
from bot.core.leafing import explain, turn_page
from bot.core.learning.helpful import take_vote
from bot.core.messages import Button, Place, Post, Tapped, Turn
from bot.core.own_requests import VERBS, take_own_tap
from bot.core.questions import HAND_OVER, list_topics, show_entry
from bot.core.reading import Read, check_picked
from bot.core.replying import VERBS as REPLY_VERBS
from bot.core.replying import take_reply_tap
from bot.core.rules import Remedy
from bot.core.scene import Scene

_LONGEST_NUMBER = 9


def take_tap(scene: Scene, tap: Tapped) -> Turn:
    """Do what a button says; whatever its data hold, the person sees where things stand."""
    verb, *arguments = tap.data.split(":")
    if verb in _IN_A_DRAFT and arguments and arguments[0].isdecimal() and len(arguments[0]) <= _LONGEST_NUMBER:
        if not scene.is_private and not scene.is_live:
            return _old_button(scene)  # In a group a draft's number says nothing of whose draft it is.
        return _tap_in_draft(scene, verb, int(arguments[0]), arguments[1:])
    if scene.message.place is Place.STAFF and (turn := take_staff_tap(scene, verb, arguments)) is not None:
        return turn
    if verb == "lang" and len(arguments) == 1:
        return choose_language(scene, arguments[0])
    if not scene.is_private:
        return _old_button(scene)
    match verb, arguments:
        case "faq", [entry_id] if entry := scene.entry(entry_id):
            return ask_after(scene, Turn(scene.session, (show_entry(scene, entry),)))
        case "topics", []:
            return ask_after(scene, Turn(scene.session, (list_topics(scene, scene.say("help.topics")),)))
        case "human", []:
            return hand_over(scene)
        case "helpful", _ if (turn := take_vote(scene, arguments)) is not None:
            return turn
        case _, [argument] if verb in VERBS:
            return take_own_tap(scene, verb, argument)
        case _, [argument] if verb in REPLY_VERBS and (turn := take_reply_tap(scene, verb, argument)) is not None:
            return turn
        case "flow", [flow_id] if (flow := scene.knowledge.flows.get(flow_id)) and _is_for_people(flow):
            return begin_for(scene, flow)
    return _old_button(scene)


def begin_for(scene: Scene, flow: Flow) -> Turn:
    """Begin a flow for a person who asked for it."""
    return hand_over(scene) if flow.id == HAND_OVER else begin(scene, flow, {})


def hand_over(scene: Scene) -> Turn:
    """Begin the flow that takes a question to a human, with the last question that nobody answered.

    One that is open already is finished first; the question stays remembered.
    """
    flow = scene.knowledge.flows[HAND_OVER]
    known: dict[str, Value] = {}
    if any(draft.flow == HAND_OVER for draft in scene.session.drafts):
        return begin(scene, flow, known)
    if scene.session.question is not None:
        reading = scene.reader.read(flow.steps[0], scene.session.question)
        if isinstance(reading, Read):
            known[flow.steps[0].id] = reading.value
    return begin(scene.remember(replace(scene.session, question=None)), flow, known)


def choose_language(scene: Scene, choice: str) -> Turn:
    """Speak the chosen language from now on, or, with "auto", the one that each message is written in."""
    if choice not in {*scene.knowledge.policy.languages, "auto"}:
        return offer_languages(scene)
    if choice in scene.knowledge.policy.languages:
        session, key = replace(scene.session, language=choice, chosen=True), "language.chosen"
    else:
        session, key = replace(scene.session, chosen=False), "language.auto"
    scene = scene.remember(session)
    return ask_after(scene, Turn(session, (Post(scene.message.chat, scene.say(key)),)))


def offer_languages(scene: Scene) -> Turn:
    """Offer every language, and to follow the messages."""
    languages = scene.knowledge.policy.languages
    buttons = tuple(Button(tongue.name, f"lang:{language}") for language, tongue in languages.items())
    rows = (buttons, (Button(scene.label("button.language_auto"), "lang:auto"),))
    return Turn(scene.session, (Post(scene.message.chat, scene.say("language.which"), rows),))


def _is_for_people(flow: Flow) -> bool:
    return flow.audience is Audience.COORDINATOR


def _old_button(scene: Scene) -> Turn:
    text = scene.say("tap.old")
    turn = Turn(scene.session, (Post(scene.message.chat, text),), toast=scene.label("tap.old"))
    return ask_after(scene, turn) if scene.is_private else replace(turn, posts=())


def _tap_in_draft(scene: Scene, verb: str, number: int, arguments: list[str]) -> Turn:
    draft = scene.session.draft
    if draft is None or draft.number != number:
        waiting = next((each for each in scene.session.drafts if each.number == number), None)
        if waiting is None:
            return _closed(scene, number)
        if verb != "drop":
            return resume(scene, number)
        scene, draft = scene.remember(scene.session.bring_up(number)), waiting
    flow, draft = flow_of(scene, draft), replace(draft, dropping=False)
    turn = close_if_over(scene, flow, draft) or _IN_A_DRAFT[verb](scene, flow, draft, arguments)
    if turn is not None:
        return turn
    redrawn = Turn(scene.session.keep(draft), (ask(scene, flow, draft),))
    return replace(redrawn, toast=scene.label("tap.old"))


def _closed(scene: Scene, number: int) -> Turn:
    request = scene.records.sent_as(scene.message.chat, number) if scene.is_private else None
    if request is None:
        text = scene.say("tap.closed")
    else:
        status = scene.label(f"status.{request.status}")
        text = scene.say("tap.sent", reference=request.reference, status=status)
    return ask_after(scene, Turn(scene.session, (Post(scene.message.chat, text),)))


def _answer(scene: Scene, flow: Flow, draft: Draft, arguments: list[str]) -> Turn | None:
    step = open_step(flow, draft)
    if step is None or len(arguments) != 2 or step.id != arguments[0]:
        return None
    value = _value_of(step, arguments[1])
    return None if value is None else offer(scene, flow, draft, step, value)


def _tick(scene: Scene, flow: Flow, draft: Draft, arguments: list[str]) -> Turn | None:
    step = open_step(flow, draft)
    if step is None or step.type is not StepType.CHOICES or [step.id] != arguments[:1] or len(arguments) != 2:
        return None
    picked = {*picked_at(draft, step)} ^ {arguments[1]}
    in_order = tuple(option.id for option in step.options if option.id in picked)
    return ask_now(scene, flow, replace(draft, picked=in_order, held=None, unclear=None))


def _ticked(scene: Scene, flow: Flow, draft: Draft, arguments: list[str]) -> Turn | None:
    step = open_step(flow, draft)
    if step is None or step.type is not StepType.CHOICES or [step.id] != arguments:
        return None
    return take_reading(scene, flow, draft, step, check_picked(step, picked_at(draft, step)))


def _value_of(step: Step, choice: str) -> Value:
    if step.type is StepType.CONFIRM and choice in {"yes", "no"}:
        return choice == "yes"
    if step.type is StepType.DATE:
        return choice if read_day(choice) else None
    if step.type is not StepType.CHOICE:
        return None
    return next((option.id for option in step.options if option.id == choice), None)


def _back(scene: Scene, flow: Flow, draft: Draft, arguments: list[str]) -> Turn | None:
    step = open_step(flow, draft)
    return ask_now(scene, flow, go_back(flow, draft)) if step and [step.id] == arguments else None


def _skip(scene: Scene, flow: Flow, draft: Draft, arguments: list[str]) -> Turn | None:
    step = open_step(flow, draft)
    return skip(scene, flow, draft, step) if step and [step.id] == arguments else None


def _keep(scene: Scene, flow: Flow, draft: Draft, arguments: list[str]) -> Turn | None:
    step = open_step(flow, draft)
    return ask_now(scene, flow, put_off(leave_step(draft), step) if step else leave_step(draft))


def _edit(scene: Scene, flow: Flow, draft: Draft, arguments: list[str]) -> Turn | None:
    if not any([step.id] == arguments for step in walk(flow, draft.answers)):
        return None
    return ask_now(scene, flow, leave_step(draft, at=arguments[0]))


def _over(scene: Scene, flow: Flow, draft: Draft, arguments: list[str]) -> Turn | None:
    ending = ending_of(flow, draft.answers)
    return close_at(scene, flow, ending) if ending is not None and open_step(flow, draft) is None else None


def _use(scene: Scene, flow: Flow, draft: Draft, arguments: list[str]) -> Turn | None:
    return take_way_out(scene, flow, draft, Remedy.USE, *arguments) if len(arguments) == 2 else None


def _acknowledge(scene: Scene, flow: Flow, draft: Draft, arguments: list[str]) -> Turn | None:
    return take_way_out(scene, flow, draft, Remedy.ACKNOWLEDGE, *arguments) if len(arguments) == 2 else None


def _meant(scene: Scene, flow: Flow, draft: Draft, arguments: list[str]) -> Turn | None:
    step = open_step(flow, draft)
    if step is None or draft.unclear is None:
        return None
    if arguments == ["question"]:
        return take_question(scene, replace(draft, unclear=None), draft.unclear)
    return take_reading(scene, flow, draft, step, scene.reader.read(step, draft.unclear))


_IN_A_DRAFT: Mapping[str, Callable[[Scene, Flow, Draft, list[str]], Turn | None]] = {
    "a": _answer,
    "cal": turn_page,
    "no": explain,
    "tick": _tick,
    "ticked": _ticked,
    "back": _back,
    "skip": _skip,
    "keep": _keep,
    "edit": _edit,
    "again": _edit,
    "over": _over,
    "use": _use,
    "ack": _acknowledge,
    "meant": _meant,
    "send": lambda scene, flow, draft, _: send(scene, flow, draft),
    "resume": lambda scene, _, draft, __: resume(scene, draft.number),
    "drop": lambda scene, flow, draft, _: cancel(scene, flow, draft),
    "stop": lambda scene, flow, _, __: drop(scene, flow),
}
