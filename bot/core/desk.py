"""The staff's desk: hand a request in, show its card, decide on it; knows no group but the staff's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from bot.core.asking import answer_line
from bot.core.flags import Flag, list_flags
from bot.core.flow import Draft, Flow, Value, answers_on_the_way
from bot.core.judging import acknowledged_still
from bot.core.messages import Button, MoveRequest, OpenRequest, Post, Rows, Style, Turn
from bot.core.requests import AuditEntry, Event, Request, events_open_to, next_status, start_of
from bot.core.scene import Scene
from bot.core.texts import Html
from bot.core.versions import pair_with_steps


def flags(scene: Scene, request: Request) -> tuple[Flag, ...]:
    """List what stands out in a request, as of the day on which it was sent."""
    day = scene.day_of(request.submitted_at)
    return list_flags(scene.knowledge.policy, request.answers, request.acknowledged, day)


def end_of(scene: Scene, request: Request) -> date | None:
    """Compute the last day of a request's workshop."""
    start = start_of(request.answers)
    days = scene.knowledge.policy.number("duration_days")
    return start + timedelta(days=days - 1) if start else None


def invoice_day(scene: Scene, request: Request) -> date | None:
    """Compute when the invoice of a request's workshop comes."""
    end = end_of(scene, request)
    return end + timedelta(weeks=scene.knowledge.policy.number("invoice_weeks")) if end else None


def submit(scene: Scene, flow: Flow, draft: Draft) -> Turn:
    """Make a request of a finished draft: store it, tell the person its reference, show staff its card."""
    reference = scene.records.next_reference(str(flow.stores), scene.today.year)
    sender = scene.message.sender
    request = Request(
        reference=reference,
        flow=flow.id,
        chat=scene.message.chat,
        person=sender.id,
        person_name=sender.name,
        language=scene.language,
        draft=draft.number,
        answers=answers_on_the_way(flow, draft.answers),
        submitted_at=scene.now,
        acknowledged=acknowledged_still(scene, flow, draft),
    )
    entry = AuditEntry(reference, Event.SUBMIT, scene.now, sender.id, sender.name)
    done = Post(
        scene.message.chat,
        scene.fill(flow.done, reference=reference),
        slot=scene.slot,
        in_place=scene.is_live,
        about=reference,
    )
    return Turn(scene.session.close_draft(), (done, card(scene, request)), (OpenRequest(request, entry),))


def card(scene: Scene, request: Request, decision: AuditEntry | None = None) -> Post:
    """Word the one card of a request in the staff chat, in the desk's first language."""
    texts, language = scene.knowledge.texts, scene.knowledge.policy.default_language
    flow = scene.knowledge.flows[request.flow]
    head = texts.say(
        f"card.{request.status}",
        language,
        reference=request.reference,
        title=texts.fill(flow.title[language], language),
    )
    who = texts.say(
        "card.from",
        language,
        name=request.person_name,
        person=str(request.person),
        spoken=scene.knowledge.policy.languages[request.language].name,
        day=scene.day_of(request.submitted_at),
    )
    parts: list[str] = [head]
    warnings = [texts.say(flag.key, language, **flag.values) for flag in flags(scene, request)]
    if warnings:
        parts.append("\n".join(warnings))
    parts.append(who)
    given = pair_with_steps(flow, request.answers)
    parts.append("\n".join(answer_line(scene, step, value, language) for step, value in given if value is not None))
    if decision is not None:
        parts.append(_decision_lines(scene, request, decision, language))
    return Post(
        scene.staff_chat,
        "\n\n".join(parts),
        _decisions(scene, request, language),
        slot=f"card:{request.reference}",
        in_place=decision is not None,
    )


def begin_decision(scene: Scene, event: Event, reference: str) -> Flow | Post:
    """Find the flow in which staff decide so on a request; a post says why there is none."""
    request = scene.records.request(reference)
    if request is None:
        return Post(scene.message.chat, scene.say("desk.no_request", reference=reference))
    return decisions_on(scene, request).get(event) or _illegal(scene, request, event)


def decide(scene: Scene, flow: Flow, draft: Draft) -> Turn:
    """Carry a finished decision out: move the request, tell its person, and bring the card up to date."""
    event = Event(str(flow.decides))
    request = scene.records.request(str(draft.subject))
    session = scene.session.close_draft()
    if request is None:
        return Turn(session, (Post(scene.message.chat, scene.say("desk.no_request", reference=draft.subject)),))
    status = next_status(request.status, event)
    if status is None:
        told = replace(_illegal(scene, request, event), slot=scene.slot, in_place=scene.is_live)
        return Turn(session, (told,))
    after = replace(request, status=status)
    sender = scene.message.sender
    given = answers_on_the_way(flow, draft.answers)
    entry = AuditEntry(request.reference, event, scene.now, sender.id, sender.name, given)
    done = Post(
        scene.message.chat,
        scene.fill(flow.done, reference=request.reference),
        slot=scene.slot,
        in_place=scene.is_live,
    )
    posts = (done, card(scene, after, entry), _tell_person(scene, after, event, given))
    return Turn(session, posts, (MoveRequest(request, after, entry),))


def _illegal(scene: Scene, request: Request, event: Event) -> Post:
    text = scene.say(
        "desk.illegal",
        reference=request.reference,
        status=scene.label(f"status.{request.status}"),
        event=scene.label(f"event.{event}"),
    )
    return Post(scene.message.chat, text)


def _tell_person(scene: Scene, request: Request, event: Event, given: Mapping[str, Value]) -> Post:
    return Post(request.chat, word_decision(scene, request, event, given, request.language), about=request.reference)


def word_decision(scene: Scene, request: Request, event: Event, given: Mapping[str, Value], language: str) -> Html:
    """Tell the person of a request what was decided on it, with what staff gave."""
    values: dict[str, object] = {"reference": request.reference, **given}
    if isinstance(given.get("deadline"), str):
        values["deadline"] = date.fromisoformat(str(given["deadline"]))
    invoice = invoice_day(scene, request)
    if invoice is not None:
        values |= {"invoice": invoice, "start": start_of(request.answers), "end": end_of(scene, request)}
    return scene.knowledge.texts.say(f"tell.{event}", language, **values)


def _decision_lines(scene: Scene, request: Request, decision: AuditEntry, language: str) -> str:
    texts = scene.knowledge.texts
    flow = next((flow for flow in scene.knowledge.flows.values() if flow.decides == decision.event), None)
    by = texts.say(f"card.by.{decision.event}", language, name=decision.actor_name, day=scene.day_of(decision.at))
    lines = [
        answer_line(scene, step, decision.details[step.id], language)
        for step in (flow.steps if flow else ())
        if decision.details.get(step.id) is not None
    ]
    invoice = invoice_day(scene, request)
    if decision.event is Event.ACCEPT and invoice is not None:
        lines.append(texts.say("card.invoice", language, day=invoice))
    return "\n".join((by, *lines))


def _decisions(scene: Scene, request: Request, language: str) -> Rows:
    texts = scene.knowledge.texts
    buttons = tuple(
        Button(
            texts.label(f"button.{event}", language),
            f"do:{event}:{request.reference}",
            Style.DANGER if event is Event.REFUSE else Style.PRIMARY,
        )
        for event in decisions_on(scene, request)
    )
    return (buttons,) if buttons else ()


def decisions_on(scene: Scene, request: Request) -> Mapping[Event, Flow]:
    """List the decisions that staff may take on a request now, each with the flow that leads to it."""
    flows = [each for each in scene.knowledge.flows.values() if each.decides and request.flow in each.about]
    legal = {Event(str(flow.decides)): flow for flow in flows}
    return {event: legal[event] for event in Event if event in legal and event in events_open_to(request.status)}
