"""Takes in what people send: a new request, or the corrections that staff asked for; knows no decision."""

from __future__ import annotations

from bot.core.desk.card import card
from bot.core.desk.moving import move
from bot.core.desk.reckoning import reply_due
from bot.core.flow import Draft, Flow, answers_on_the_way
from bot.core.judging import acknowledged_still
from bot.core.messages import OpenRequest, Post, Turn
from bot.core.requests import AuditEntry, Event, Request, next_status
from bot.core.scene import Scene


def hand_in(scene: Scene, flow: Flow, draft: Draft) -> Turn:
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
        due_on=reply_due(scene),
        dated_at=scene.now,
    )
    entry = AuditEntry(
        reference, Event.SUBMIT, scene.now, sender.id, sender.name, after={"status": request.status.value}
    )
    done = _done(scene, scene.fill(flow.done, reference=reference), reference)
    return Turn(
        scene.session.close_draft(), (done, card(scene, request, (entry,), is_new=True)), (OpenRequest(request, entry),)
    )


def hand_in_corrections(scene: Scene, flow: Flow, draft: Draft) -> Turn:
    """Bring a request that staff asked back about to what its person has made of it, and show staff old and new."""
    request = scene.records.request(str(draft.subject))
    session = scene.session.close_draft()
    status = next_status(request.status, Event.CORRECT) if request else None
    if request is None or status is None:
        return close_correction(scene, draft)
    answers = answers_on_the_way(flow, draft.answers)
    is_dated_anew = answers.get("start") != request.answers.get("start")
    moved = move(
        scene,
        request,
        Event.CORRECT,
        status,
        answers=answers,
        # What an unchanged date was taken for stays so: its notice is not counted again.
        acknowledged=acknowledged_still(scene, flow, draft) | (frozenset() if is_dated_anew else request.acknowledged),
        dated_at=scene.now if is_dated_anew else request.dated_at,
    )
    texts, language = scene.knowledge.texts, scene.knowledge.policy.default_language
    count = sum(name.startswith("answers.") for name in moved.entry.after)
    key = "desk.corrected" if count else "desk.corrected_nothing"
    told = texts.say(key, language, reference=request.reference, name=scene.message.sender.name, count=count)
    history = (*scene.records.history_of(request.reference), moved.entry)
    posts = (
        _done(scene, scene.say("correct.done", reference=request.reference), request.reference),
        card(scene, moved.after, history),
        Post(scene.staff_chat, told, about=request.reference),
    )
    return Turn(session, posts, (moved,))


def close_correction(scene: Scene, draft: Draft) -> Turn:
    """Close the correction of a request on which staff have gone on meanwhile, and say so."""
    request = scene.records.request(str(draft.subject))
    shown = scene.label(f"status.{request.status}") if request else ""
    key = "correct.too_late" if request else "requests.unknown"
    text = scene.say(key, reference=draft.subject, status=shown)
    return Turn(scene.session.close_draft(), (_done(scene, text, str(draft.subject)),))


def _done(scene: Scene, text: str, reference: str) -> Post:
    return Post(scene.message.chat, text, slot=scene.slot, in_place=scene.is_live, about=reference)


def can_be_corrected(request: Request) -> bool:
    """Tell whether staff wait for its person's corrections."""
    return next_status(request.status, Event.CORRECT) is not None
