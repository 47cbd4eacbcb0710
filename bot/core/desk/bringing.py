"""Makes the copies in which staff and people get what the other side wrote about a request; decides nothing."""

from __future__ import annotations

import html
from dataclasses import replace

from bot.core.desk.card import card_slot
from bot.core.letters import CAPTIONED, TEXT, Letter
from bot.core.messages import Button, Post, Said, Sent
from bot.core.requests import Request
from bot.core.scene import Scene
from bot.core.texts import Html

LONGEST_CAPTION = 1024
"""Characters that Telegram takes below a photo or a document."""

_SLOT = "talk"
_OF_A_REQUEST = frozenset({_SLOT, "card"})


def read_letter(scene: Scene, body: Said | Sent, reference: str) -> Letter | None:
    """Make a letter of a message; None when it is of a kind that cannot be passed on."""
    if isinstance(body, Said):
        return Letter(reference, scene.message.id, body.text.strip())
    return Letter(reference, scene.message.id, body.caption.strip(), body.media) if body.media else None


def reference_in(slot: str | None) -> str | None:
    """Give the request that the message of a slot is about: its card, or a copy of what was written about it."""
    kind, _, rest = (slot or "").partition(":")
    return rest.partition(":")[0] if kind in _OF_A_REQUEST else None


def subject_of(scene: Scene) -> str | None:
    """Give the request that a message is about by what it replies to, or None."""
    answered = scene.message.answers
    return None if answered is None else reference_in(scene.records.slot_at(scene.message.chat, answered))


def bring_to_person(scene: Scene, request: Request, letter: Letter, is_edit: bool = False) -> tuple[Post, ...]:
    """Bring what staff wrote to the person of a request, with a way to answer."""
    texts, policy = scene.knowledge.texts, scene.knowledge.policy
    language = request.language if request.language in policy.languages else policy.default_language
    head = texts.say("talk.from_team", language, reference=request.reference)
    button = Button(texts.label("button.reply", language), f"reply:{request.reference}")
    first, *others = _copy(request.chat, head, letter, is_edit)
    return (replace(first, rows=((button,),), about=request.reference, receipt=letter.message), *others)


def bring_to_staff(scene: Scene, request: Request, letter: Letter, is_edit: bool = False) -> tuple[Post, ...]:
    """Bring what a person wrote to staff, as a reply to the request's card."""
    texts, language = scene.knowledge.texts, scene.knowledge.policy.default_language
    name = scene.message.sender.name
    head = texts.say("talk.from_person", language, reference=request.reference, name=name)
    posts = _copy(scene.staff_chat, head, letter, is_edit)
    return tuple(replace(each, about=request.reference, answers=card_slot(request.reference)) for each in posts)


def _copy(chat: int, head: Html, letter: Letter, is_edit: bool) -> tuple[Post, ...]:
    """Put what was written below its head: in one message, or in two where Telegram allows no words beside the media.

    Of two, only the words can be edited.
    """
    slot = f"{_SLOT}:{letter.reference}:{letter.message}"
    written = letter.text if letter.is_html else html.escape(letter.text, quote=False)
    text = f"{head}\n\n{written}" if letter.text else head
    words = Post(chat, text, slot=slot, in_place=is_edit)
    if letter.kind == TEXT:
        return (words,)
    if letter.kind in CAPTIONED and len(text) <= LONGEST_CAPTION:
        return (replace(words, media=letter.media),)
    return (words,) if is_edit else (words, Post(chat, "", slot=f"{slot}:{letter.kind}", media=letter.media))
