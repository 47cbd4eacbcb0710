"""Carries out what staff do with a request: take it, decide on it, lead it to its end; words no card."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from bot.core.desk.card import card, list_fields
from bot.core.desk.deeds import acts_on, flow_that_decides
from bot.core.desk.moving import move
from bot.core.desk.reckoning import end_of, invoice_day
from bot.core.flow import Draft, Flow, Value, answers_on_the_way
from bot.core.messages import Button, MoveRequest, Post, Rows, Style, Turn
from bot.core.requests import (
    CLAIMED,
    TRANSITION,
    AuditEntry,
    Event,
    Party,
    Request,
    Status,
    next_status,
    start_of,
)
from bot.core.scene import Scene
from bot.core.texts import Html, to_plain

_TAKES = frozenset({Event.TAKE, Event.TAKE_OVER})


def begin_decision(scene: Scene, event: Event, reference: str, is_sure: bool = False) -> Flow | Turn:
    """Find the flow in which staff decide so on a request; a turn does it at once, or says why it cannot be done.

    What can hardly be meant is done only when they are sure.
    """
    request = scene.records.request(reference)
    if request is None:
        return _say_there_is_none(scene, reference)
    obstacle = find_obstacle(scene, request, event)
    if obstacle is not None:
        return _refuse_tap(scene, request, obstacle)
    end = end_of(scene, request)
    if event is Event.HOLD and end is not None and end >= scene.today and not is_sure:
        return _ask_if_held(scene, request, end)
    if event in acts_on(request):
        return _act(scene, request, event)
    flow = flow_that_decides(scene.knowledge.flows, event, request.flow)
    return flow or _refuse_tap(scene, request, word_illegal(scene, request, event))


def find_obstacle(scene: Scene, request: Request, event: Event) -> Html | None:
    """Say why the message's sender cannot lead a request to this event now; None when they can."""
    is_mine = request.holder == scene.message.sender.id
    if TRANSITION[event].by is Party.ADMIN:
        return None if scene.message.is_admin else scene.say("desk.admins_only")
    if event in _TAKES and is_mine and request.status in CLAIMED:
        return scene.say("desk.yours_already", reference=request.reference)
    if next_status(request.status, event) is None:
        if event is Event.TAKE and request.status in CLAIMED and not is_mine:
            return scene.say("desk.taken", reference=request.reference, name=request.holder_name)
        return word_illegal(scene, request, event)
    if request.status in CLAIMED and request.holder is not None and not is_mine and event not in _TAKES:
        return scene.say("desk.taken", reference=request.reference, name=request.holder_name)
    return None


def word_illegal(scene: Scene, request: Request, event: Event) -> Html:
    """Say that an event cannot happen to a request as it stands, and who brought it there."""
    text = scene.say(
        "desk.illegal",
        reference=request.reference,
        status=scene.label(f"status.{request.status}"),
        event=scene.label(f"event.{event}"),
    )
    moves = [entry for entry in scene.records.history_of(request.reference) if "status" in entry.after]
    if not moves or moves[-1].actor == scene.message.sender.id or moves[-1].event is Event.SUBMIT:
        return text
    first = scene.say("desk.was_first", name=moves[-1].actor_name, event=scene.label(f"event.{moves[-1].event}"))
    return Html(f"{text} {first}")


def _say_there_is_none(scene: Scene, reference: str) -> Turn:
    return Turn(scene.session, (Post(scene.message.chat, scene.say("desk.no_request", reference=reference)),))


def _refuse_tap(scene: Scene, request: Request, text: Html) -> Turn:
    """Tell only the one who tapped, and bring a card up to date that still showed the button."""
    history = scene.records.history_of(request.reference)
    return Turn(scene.session, (card(scene, request, history),), toast=to_plain(text))


def _ask_if_held(scene: Scene, request: Request, end: date) -> Turn:
    """Ask whether a workshop that is still ahead is really over: its person is told of it at once."""
    reference = request.reference
    rows = (
        (Button(scene.label("button.hold_sure"), f"sure:{reference}", Style.DANGER),),
        (Button(scene.label("button.hold_not"), f"unsure:{reference}"),),
    )
    text = scene.say("desk.hold_early", reference=reference, end=end)
    return Turn(scene.session, (Post(scene.message.chat, text, rows, slot=sure_slot(reference)),))


def sure_slot(reference: str) -> str:
    """Name the slot of the question whether staff are sure."""
    return f"sure:{reference}"


def _act(scene: Scene, request: Request, event: Event) -> Turn:
    """Do what one tap does."""
    sender = scene.message.sender
    status = next_status(request.status, event) or request.status
    changes: dict[str, Any] = {}
    if event in _TAKES:
        changes = {"holder": sender.id, "holder_name": sender.name}
    elif event is Event.RELEASE:
        changes = {"holder": None, "holder_name": ""}
    moved = move(scene, request, event, status, **changes)
    toast = scene.label(f"done.{event}", reference=request.reference)
    return Turn(scene.session, _posts_after(scene, moved), (moved,), toast=toast)


def decide(scene: Scene, flow: Flow, draft: Draft) -> Turn:
    """Carry a finished decision out: move the request, tell its person, and bring the card up to date."""
    event = Event(str(flow.decides))
    request = scene.records.request(str(draft.subject))
    session = scene.session.close_draft()
    if request is None:
        return replace(_say_there_is_none(scene, str(draft.subject)), session=session)
    obstacle = find_obstacle(scene, request, event)
    if obstacle is not None:
        told = Post(scene.message.chat, obstacle, slot=scene.slot, in_place=scene.is_live)
        return Turn(session, (told,))
    given = answers_on_the_way(flow, draft.answers)
    status = next_status(request.status, event) or request.status
    if event is Event.OVERRIDE:
        status = Status(str(given["status"]))
        if status is request.status:
            shown = scene.label(f"status.{status}")
            text = scene.say("desk.no_change", reference=request.reference, status=shown)
            return Turn(session, (Post(scene.message.chat, text, slot=scene.slot, in_place=scene.is_live),))
    sender = scene.message.sender
    holder: dict[str, Any] = {} if request.holder is not None else {"holder": sender.id, "holder_name": sender.name}
    if status is Status.SUBMITTED:
        holder = {"holder": None, "holder_name": ""}
    moved = move(scene, request, event, status, given, **holder)
    done = Post(
        scene.message.chat,
        scene.fill(flow.done, reference=request.reference),
        slot=scene.slot,
        in_place=scene.is_live,
    )
    return Turn(session, (done, *_posts_after(scene, moved)), (moved,))


def _posts_after(scene: Scene, moved: MoveRequest) -> tuple[Post, ...]:
    history = (*scene.records.history_of(moved.after.reference), moved.entry)
    shown = card(scene, moved.after, history)
    if Party.PERSON not in TRANSITION[moved.entry.event].tells:
        return (shown,)
    return (shown, tell_person(scene, moved.after, moved.entry))


def tell_person(scene: Scene, request: Request, entry: AuditEntry) -> Post:
    """Tell the person of a request what staff have done with it, in their own language."""
    language = request.language
    text = word_decision(scene, request, entry.event, entry.details, language)
    rows: Rows = ()
    if entry.event is Event.ASK:
        label = scene.knowledge.texts.label("button.correct", language)
        rows = ((Button(label, f"correct:{request.reference}", Style.PRIMARY),),)
    return Post(request.chat, text, rows, about=request.reference)


def word_decision(scene: Scene, request: Request, event: Event, given: Mapping[str, Value], language: str) -> Html:
    """Word for its person what was done with a request, with what staff gave."""
    texts = scene.knowledge.texts
    values: dict[str, object] = {"reference": request.reference, **given}
    if isinstance(given.get("deadline"), str):
        values["deadline"] = date.fromisoformat(str(given["deadline"]))
    if "fields" in given:
        named = list_fields(scene.knowledge.flows.get(request.flow), given["fields"], language)
        values["fields"] = texts.list_out(named, language)
    if event is Event.OVERRIDE:
        values["status"] = texts.label(f"status.{given['status']}", language)
    invoice = invoice_day(scene, request)
    if invoice is not None:
        values |= {"invoice": invoice, "start": start_of(request.answers), "end": end_of(scene, request)}
    return texts.say(f"tell.{event}", language, **values)
