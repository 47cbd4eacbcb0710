"""A person's own requests: the list, one of them, withdrawing it, copying it; shows nobody those of somebody else."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.core.asking import short_line
from bot.core.desk.card import card
from bot.core.desk.deciding import word_decision
from bot.core.desk.handing_in import can_be_corrected
from bot.core.desk.moving import move
from bot.core.desk.reckoning import end_of
from bot.core.filling import ask_after, begin
from bot.core.flow import Audience, Flow, StepType
from bot.core.messages import Button, Post, Rows, Style, Tapped, Turn
from bot.core.references import REFERENCE
from bot.core.requests import TRANSITION, AuditEntry, Event, Party, Request, Status, next_status, start_of
from bot.core.scene import Scene
from bot.core.splitting import cut
from bot.core.texts import Html
from bot.core.versions import fitting_answers, pair_with_steps

VERBS = frozenset({"mine", "req", "withdraw", "withdrawn", "copy", "correct"})
"""What the buttons of this room begin with."""

PAGE = 5
_SLOT = "mine"
_LONGEST_LABEL = 60
_OWN_DEEDS = {Event.WITHDRAW: "requests.withdrawn_on", Event.CORRECT: "requests.corrected_on"}
_PAGE_NUMBER = re.compile(r"[0-9]{1,4}")


def take_own_tap(scene: Scene, verb: str, argument: str) -> Turn:
    """Do what a button of this room says."""
    if verb == "mine":
        return list_own(scene, int(argument) if _PAGE_NUMBER.fullmatch(argument) else 0)
    request = find_own(scene, argument)
    if request is None:
        return tell_unknown(scene, argument)
    flow = scene.knowledge.flows.get(request.flow)
    if verb == "copy" and flow is not None and _can_be_begun(flow):
        return _copy(scene, request, flow)
    if verb == "correct" and flow is not None and can_be_corrected(request):
        return _correct(scene, request, flow)
    if verb not in {"withdraw", "withdrawn"}:
        return _show_one(scene, request)
    after = _withdrawn(scene, request)
    if after is None:
        lead = scene.say("requests.too_late", reference=request.reference, status=_status(scene, request))
        return _show_one(scene, request, lead)
    return _withdraw(scene, request, after) if verb == "withdrawn" else _ask_to_withdraw(scene, request)


def list_own(scene: Scene, page: int = 0) -> Turn:
    """List a page of the person's requests, the newest first."""
    person = scene.message.sender.id
    found = scene.records.own_requests(scene.message.chat, person, page * PAGE, PAGE + 1)
    if not found and page:
        return list_own(scene)
    if not found:
        rows = tuple((_begin_button(scene, flow),) for flow in scene.knowledge.flows.values() if _can_be_begun(flow))
        return _show(scene, scene.say("requests.none"), rows)
    shown = found[:PAGE]
    moves = [Button(scene.label("button.newer"), f"mine:{page - 1}")] if page else []
    if len(found) > PAGE:
        moves.append(Button(scene.label("button.older"), f"mine:{page + 1}"))
    rows = tuple((_open_button(scene, each),) for each in shown)
    text = "\n\n".join((scene.say("requests.list"), *(_line(scene, each) for each in shown)))
    return _show(scene, Html(text), (*rows, tuple(moves)) if moves else rows)


def show_own(scene: Scene, reference: str) -> Turn:
    """Show the request that a person names, if it is theirs."""
    request = find_own(scene, reference)
    return tell_unknown(scene, reference) if request is None else _show_one(scene, request)


def find_own(scene: Scene, reference: str) -> Request | None:
    """Find a request by its reference; one that somebody else made, or that was made elsewhere, does not exist here."""
    if not REFERENCE.fullmatch(reference):
        return None
    request = scene.records.request(reference)
    whose = (scene.message.chat, scene.message.sender.id)
    return request if request is not None and (request.chat, request.person) == whose else None


def tell_unknown(scene: Scene, reference: str) -> Turn:
    """Say that the person has no such request."""
    post = Post(scene.message.chat, scene.say("requests.unknown", reference=reference))
    return ask_after(scene, Turn(scene.session, (post,)))


def _show(scene: Scene, text: Html, rows: Rows) -> Turn:
    """Show something in the one message of this room: edited where it was tapped, else below everything."""
    body = scene.message.body
    is_here = isinstance(body, Tapped) and scene.records.message_in(scene.message.chat, _SLOT) == body.message_id
    turn = Turn(scene.session, (Post(scene.message.chat, text, rows, slot=_SLOT, in_place=is_here),))
    # The open question still stands below a message that is edited.
    return turn if is_here else ask_after(scene, turn)


def _show_one(scene: Scene, request: Request, *lead: Html) -> Turn:
    history = scene.records.history_of(request.reference)
    return _show(scene, _word(scene, request, history, *lead), _ways(scene, request))


def _word(scene: Scene, request: Request, history: tuple[AuditEntry, ...], *lead: Html) -> Html:
    day = scene.day_of(request.submitted_at)
    values = {"reference": request.reference, "title": _title(scene, request), "day": day}
    parts: list[Html] = [*lead, scene.say("requests.head", status=_status(scene, request), **values)]
    flow = scene.knowledge.flows.get(request.flow)
    answered = pair_with_steps(flow, request.answers) if flow else ()
    if answered:
        parts.append(Html("\n".join(short_line(scene, step, value) for step, value in answered)))
    parts += filter(None, (_word_entry(scene, request, entry) for entry in history))
    return Html("\n\n".join(parts))


def _word_entry(scene: Scene, request: Request, entry: AuditEntry) -> Html | None:
    """Word what its person may know of a request's history: what they did themselves, and what they were told."""
    if entry.event in _OWN_DEEDS:
        return scene.say(_OWN_DEEDS[entry.event], day=scene.day_of(entry.at))
    if entry.event is Event.ASK and not can_be_corrected(request):
        return None  # What it says to do can no longer be done.
    if Party.PERSON not in TRANSITION[entry.event].tells or not entry.after:
        return None
    return word_decision(scene, request, entry.event, entry.details, scene.language)


def _ways(scene: Scene, request: Request) -> Rows:
    reference = request.reference
    flow = scene.knowledge.flows.get(request.flow)
    ways: list[Button] = []
    if can_be_corrected(request) and flow is not None:
        ways.append(Button(scene.label("button.correct"), f"correct:{reference}", Style.PRIMARY))
    if _withdrawn(scene, request) is not None:
        ways.append(Button(scene.label("button.withdraw"), f"withdraw:{reference}"))
    if flow is not None and _can_be_begun(flow):
        ways.append(Button(scene.label("button.copy"), f"copy:{reference}"))
    ways += (Button(scene.label("button.human"), "human"), Button(scene.label("button.list"), "mine:0"))
    return tuple((way,) for way in ways)


def _ask_to_withdraw(scene: Scene, request: Request) -> Turn:
    reference = request.reference
    rows = (
        (Button(scene.label("button.withdraw_sure"), f"withdrawn:{reference}", Style.DANGER),),
        (Button(scene.label("button.keep_request"), f"req:{reference}"),),
    )
    text = scene.say("requests.withdraw_sure", reference=reference, title=_title(scene, request))
    return _show(scene, text, rows)


def _withdraw(scene: Scene, request: Request, after: Status) -> Turn:
    """Move the request, bring its card up to date, and tell staff: a card that is edited rings no bell."""
    sender, texts = scene.message.sender, scene.knowledge.texts
    moved = move(scene, request, Event.WITHDRAW, after)
    history = (*scene.records.history_of(request.reference), moved.entry)
    lead = scene.say("requests.withdrawn", reference=request.reference)
    own = _show(scene, _word(scene, moved.after, history, lead), _ways(scene, moved.after))
    language = scene.knowledge.policy.default_language
    told = texts.say("desk.withdrawn", language, reference=request.reference, name=sender.name)
    posts = (*own.posts, card(scene, moved.after, history), Post(scene.staff_chat, told, about=request.reference))
    return replace(own, posts=posts, effects=(moved,))


def _correct(scene: Scene, request: Request, flow: Flow) -> Turn:
    """Lead the person through just the answers that staff have asked back about."""
    asked = [entry for entry in scene.records.history_of(request.reference) if entry.event is Event.ASK]
    fields = asked[-1].details.get("fields") if asked else None
    todo = tuple(fields) if isinstance(fields, list) else ()
    answers = fitting_answers(flow, request.answers)
    waiting = next((each for each in scene.session.drafts if each.subject == request.reference), None)
    if waiting is not None and asked and (waiting.touched or scene.now) < asked[-1].at:
        # Staff have asked back again since: what was answered stays, and the new fields are asked.
        answers = {**answers, **waiting.answers}
        others = tuple(each for each in scene.session.drafts if each is not waiting)
        scene = scene.remember(replace(scene.session, drafts=others))
    return begin(scene, flow, answers, request.reference, todo, request.acknowledged)


def _copy(scene: Scene, request: Request, flow: Flow) -> Turn:
    """Begin the request's flow with its answers; days that have passed since would only have to be corrected."""
    dates = {step.id for step in flow.steps if step.type is StepType.DATE}
    fitting = fitting_answers(flow, request.answers)
    is_busy = any(draft.flow == flow.id for draft in scene.session.drafts)
    copied = "requests.copied" if dates.isdisjoint(fitting) else "requests.copied_without_dates"
    key = "requests.copy_busy" if is_busy else copied
    lead = Post(scene.message.chat, scene.say(key, reference=request.reference))
    turn = begin(scene, flow, {name: value for name, value in fitting.items() if name not in dates})
    return replace(turn, posts=(lead, *turn.posts))


def _withdrawn(scene: Scene, request: Request) -> Status | None:
    """Give the status of the request once withdrawn; None where it can no longer be, or its flow is gone."""
    return next_status(request.status, Event.WITHDRAW) if request.flow in scene.knowledge.flows else None


def _can_be_begun(flow: Flow) -> bool:
    return flow.audience is Audience.COORDINATOR and flow.stores is not None


def _status(scene: Scene, request: Request) -> str:
    return scene.label(f"status.{request.status}")


def _title(scene: Scene, request: Request) -> str:
    title = request.answers.get("title")
    if isinstance(title, str) and title:
        return title
    flow = scene.knowledge.flows.get(request.flow)
    return flow.title[scene.language] if flow else request.flow


def _line(scene: Scene, request: Request) -> Html:
    day = scene.day_of(request.submitted_at)
    values = {"reference": request.reference, "title": _title(scene, request), "day": day}
    line = scene.say("requests.line", status=_status(scene, request), **values)
    start, end = start_of(request.answers), end_of(scene, request)
    return Html(f"{line}\n{scene.say('value.dates', start=start, end=end)}") if start else line


def _open_button(scene: Scene, request: Request) -> Button:
    label = scene.label("button.request", reference=request.reference, title=_title(scene, request))
    return Button(cut(label, _LONGEST_LABEL), f"req:{request.reference}")


def _begin_button(scene: Scene, flow: Flow) -> Button:
    return Button(scene.label("button.begin", title=flow.title[scene.language]), f"flow:{flow.id}")
