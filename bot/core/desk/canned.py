"""Offers staff the replies written beforehand, shows one as its person will read it, and sends it; writes none."""

from __future__ import annotations

from bot.core.desk.bringing import bring_to_person
from bot.core.desk.card import card_slot
from bot.core.desk.talking import send_letter
from bot.core.letters import Letter
from bot.core.messages import Button, Post, Rows, Style, Tapped, Turn
from bot.core.replies import Reply
from bot.core.requests import Request
from bot.core.scene import Scene
from bot.core.texts import Html


def list_replies(scene: Scene, reference: str) -> Turn | None:
    """List the replies for a request; None when there is no such request."""
    request = scene.records.request(reference)
    if request is None:
        return None
    language = _language_of(scene, request)
    rows: list[tuple[Button, ...]] = [
        (Button(reply.title[language], f"canned:{reference}:{reply.id}"),) for reply in scene.knowledge.replies.values()
    ]
    rows.append((Button(scene.label("button.no_canned"), f"uncanned:{reference}"),))
    text = scene.say("canned.which", reference=reference, name=request.person_name)
    return Turn(scene.session, (_show(scene, request, text, tuple(rows)),))


def preview(scene: Scene, reference: str, reply_id: str) -> Turn | None:
    """Show a reply as its person will read it; None when there is no such request or reply."""
    request, reply = scene.records.request(reference), scene.knowledge.replies.get(reply_id)
    if request is None or reply is None:
        return None
    shown = bring_to_person(scene, request, _write(scene, request, reply, 0))[0].text
    ways = (
        Button(scene.label("button.send_reply"), f"cansend:{reference}:{reply_id}", Style.PRIMARY),
        Button(scene.label("button.back"), f"cans:{reference}"),
    )
    return Turn(scene.session, (_show(scene, request, Html(shown), (ways,)),))


def send_reply(scene: Scene, reference: str, reply_id: str) -> Turn | None:
    """Send a reply like anything that staff write; a second tap on the same button sends nothing."""
    request, reply = scene.records.request(reference), scene.knowledge.replies.get(reply_id)
    if request is None or reply is None or not _is_shown(scene):
        return None
    # Nobody typed it: it is numbered below nought, by its place in the history.
    letter = _write(scene, request, reply, -1 - len(scene.records.history_of(reference)))
    turn = send_letter(scene, request, letter)
    told = scene.say("canned.sent", reference=reference, title=reply.title[scene.language])
    return Turn(turn.session, (_show(scene, request, told), *turn.posts), turn.effects)


def close_replies(scene: Scene, reference: str) -> Turn | None:
    """Take the list of replies back."""
    request = scene.records.request(reference)
    if request is None or not _is_shown(scene):
        return None
    return Turn(scene.session, (_show(scene, request, scene.say("canned.closed", reference=reference)),))


def _show(scene: Scene, request: Request, text: Html, rows: Rows = ()) -> Post:
    return Post(
        scene.message.chat,
        text,
        rows,
        slot=_slot(scene),
        in_place=_is_shown(scene),
        answers=card_slot(request.reference),
        about=request.reference,
    )


def _slot(scene: Scene) -> str:
    return f"canned:{scene.message.sender.id}"


def _is_shown(scene: Scene) -> bool:
    """Whether the message was a tap on the one that shows this person the replies."""
    body = scene.message.body
    held = scene.records.message_in(scene.message.chat, _slot(scene))
    return isinstance(body, Tapped) and held is not None and held == body.message_id


def _language_of(scene: Scene, request: Request) -> str:
    policy = scene.knowledge.policy
    return request.language if request.language in policy.languages else policy.default_language


def _write(scene: Scene, request: Request, reply: Reply, number: int) -> Letter:
    language = _language_of(scene, request)
    text = scene.knowledge.texts.fill(reply.text[language], language, reference=request.reference)
    return Letter(request.reference, number, text, is_html=True)
