"""Takes what staff write about a request: to its person, or as a note that stays with them; words no card."""

from __future__ import annotations

from dataclasses import replace

from bot.core.desk.bringing import bring_to_person, read_letter, subject_of
from bot.core.desk.card import card
from bot.core.desk.moving import move
from bot.core.desk.reading_language import find_foreign
from bot.core.desk.topics import request_in_topic
from bot.core.letters import Letter
from bot.core.messages import Arrived, Button, MoveRequest, Post, Said, Sent, Style, Turn
from bot.core.requests import AuditEntry, Event, Request
from bot.core.scene import Scene
from bot.core.session import Session
from bot.core.texts import Html

NOTE = "//"
"""What a note begins with."""


def hear_staff(scene: Scene, body: Said | Sent) -> Turn | None:
    """Take what a member of staff wrote; None when it is about no request."""
    if body.edited:
        return _take_edit(scene, body)
    reference = subject_of(scene) or _subject_of_topic(scene)
    request = scene.records.request(reference) if reference else None
    return _take_new(scene, body, request) if request else None


def send_letter(scene: Scene, request: Request, letter: Letter, is_edit: bool = False) -> Turn:
    """Send a letter to the person of a request, and keep it in the history."""
    moved = move(scene, request, Event.WRITE, request.status, letter.details(is_edit))
    posts = (*bring_to_person(scene, request, letter, is_edit), _card_after(scene, moved))
    return Turn(scene.session, posts, (moved,))


def take_held(scene: Scene, verb: str, message: str) -> Turn | None:
    """Send a letter that was held back all the same, or drop it; None when this person has no such letter."""
    letter = next((each for each in scene.session.letters if str(each.message) == message), None)
    request = scene.records.request(letter.reference) if letter else None
    if letter is None or request is None:
        return None
    scene = scene.remember(_without(scene, letter.message))
    key = "talk.sent_anyway" if verb == "anyway" else "talk.let_go"
    told = Post(scene.message.chat, scene.say(key, reference=request.reference), slot=_held_slot(letter), in_place=True)
    turn = send_letter(scene, request, letter) if verb == "anyway" else Turn(scene.session)
    return replace(turn, posts=(told, *turn.posts))


def renew_card(scene: Scene, reference: str) -> Turn:
    """Send the card of a request again; where it is still there, it is only brought up to date."""
    request = scene.records.request(reference)
    history = scene.records.history_of(reference)
    return Turn(scene.session, (card(scene, request, history),) if request else ())


def take_arrival(scene: Scene, arrived: Arrived) -> Turn:
    """Show on the card, and on the message of the one who wrote it, what came of a letter."""
    request = scene.records.request(arrived.reference)
    if request is None:
        return Turn(scene.session)
    posts: tuple[Post, ...] = (card(scene, request, scene.records.history_of(request.reference)),)
    if arrived.message > 0:
        posts = (*posts, _react(scene, f"reaction.{arrived.arrival}", arrived.message))
    return Turn(scene.session, posts)


def _subject_of_topic(scene: Scene) -> str | None:
    """Give the request in whose topic a message stands; while its writer fills in a form there, it is the form's."""
    return request_in_topic(scene) if scene.session.draft is None else None


def _take_new(scene: Scene, body: Said | Sent, request: Request) -> Turn:
    letter = read_letter(scene, body, request.reference)
    if letter is None:
        return _answer(scene, scene.say("talk.kind"))
    if letter.text.startswith(NOTE):
        return _note(scene, request, letter)
    language = find_foreign(scene, request, letter.text)
    return _hold(scene, request, letter, language) if language else send_letter(scene, request, letter)


def _take_edit(scene: Scene, body: Said | Sent) -> Turn | None:
    message = scene.message.id
    held = next((each for each in scene.session.letters if each.message == message), None)
    reference = held.reference if held else scene.records.talk_at(scene.message.chat, message)
    request = scene.records.request(reference) if reference else None
    if request is None:
        return None
    if held is not None:
        return _take_held_anew(scene.remember(_without(scene, message)), body, request, held)
    letter = read_letter(scene, body, request.reference)
    former = [each for each in scene.records.history_of(request.reference) if each.details.get("message") == message]
    if letter is None or not former or former[-1].details == letter.details(bool(former[-1].details.get("edited"))):
        return Turn(scene.session)
    if former[-1].event is Event.NOTE:
        turn = _note(scene, request, letter, is_edit=True)
        if letter.text.startswith(NOTE):
            return turn
        told = Post(scene.message.chat, scene.say("talk.note_still", reference=request.reference), answers=message)
        return replace(turn, posts=(*turn.posts, told))
    if letter.text.startswith(NOTE):
        return _answer(scene, scene.say("talk.sent_already", reference=request.reference))
    return send_letter(scene, request, letter, is_edit=True)


def _take_held_anew(scene: Scene, body: Said | Sent, request: Request, held: Letter) -> Turn:
    """Take a message that was held back as it is after an edit; what asked about it says what has become of it."""
    turn = _take_new(scene, body, request)
    if any(post.slot == _held_slot(held) for post in turn.posts):
        return turn
    key = "talk.sent_anyway" if any(post.receipt for post in turn.posts) else "talk.let_go"
    told = Post(scene.message.chat, scene.say(key, reference=request.reference), slot=_held_slot(held), in_place=True)
    return replace(turn, posts=(told, *turn.posts))


def _note(scene: Scene, request: Request, letter: Letter, is_edit: bool = False) -> Turn:
    letter = replace(letter, text=letter.text.removeprefix(NOTE).strip())
    if not letter.text and letter.media is None:
        return _answer(scene, scene.say("talk.empty_note"))
    moved = move(scene, request, Event.NOTE, request.status, letter.details(is_edit))
    posts = (_card_after(scene, moved), _react(scene, "reaction.note", letter.message))
    return Turn(scene.session, posts, (moved,))


def _hold(scene: Scene, request: Request, letter: Letter, language: str) -> Turn:
    """Keep a letter until its writer says whether it is meant."""
    texts = scene.knowledge.texts
    text = scene.say(
        "talk.foreign",
        name=request.person_name,
        written=texts.name_language(language, scene.language),
        read=texts.name_language(request.language, scene.language),
        reference=request.reference,
    )
    ways = (
        Button(scene.label("button.anyway"), f"anyway:{letter.message}", Style.PRIMARY),
        Button(scene.label("button.let_go"), f"unsaid:{letter.message}"),
    )
    asked = Post(scene.message.chat, text, (ways,), slot=_held_slot(letter), answers=letter.message)
    session = replace(scene.session, letters=(*scene.session.letters, letter))
    return Turn(session, (asked,))


def _held_slot(letter: Letter) -> str:
    return f"held:{letter.message}"


def _without(scene: Scene, message: int) -> Session:
    return replace(scene.session, letters=tuple(each for each in scene.session.letters if each.message != message))


def _card_after(scene: Scene, moved: MoveRequest) -> Post:
    history: tuple[AuditEntry, ...] = (*scene.records.history_of(moved.after.reference), moved.entry)
    return card(scene, moved.after, history)


def _answer(scene: Scene, text: Html) -> Turn:
    return Turn(scene.session, (Post(scene.message.chat, text, answers=scene.message.id),))


def _react(scene: Scene, key: str, message: int) -> Post:
    sign = scene.knowledge.texts.label(key, scene.knowledge.policy.default_language)
    return Post(scene.staff_chat, sign, reacts_to=message)
