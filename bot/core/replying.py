"""Takes what people write to the team about a request: as a reply, after a button, or of themselves; words no card."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.core.desk.bringing import bring_to_staff, read_letter, subject_of
from bot.core.desk.card import card
from bot.core.desk.moving import move
from bot.core.filling import ask_after
from bot.core.letters import Letter
from bot.core.messages import Button, Post, Said, Sent, Turn
from bot.core.own_requests import find_own, tell_unknown
from bot.core.questions import answer_question
from bot.core.requests import Event, Request
from bot.core.scene import Scene

TALK_DAYS = "talk_days"
"""The policy's number of days for which a person's words count as an answer to what staff last wrote."""

VERBS = frozenset({"reply", "noreply", "team"})
"""What the buttons of this room begin with."""


def hear_person(scene: Scene, body: Said | Sent) -> Turn | None:
    """Take what a person wrote to the team; None when it is not clearly to them."""
    reference = _whom_it_answers(scene, body)
    request = find_own(scene, reference) if reference else None
    if request is None:
        return None
    letter = read_letter(scene, body, request.reference)
    if letter is None or not (letter.text or letter.media):
        return ask_after(scene, Turn(scene.session, (Post(scene.message.chat, scene.say("talk.kind")),)))
    return _bring(scene, request, letter, body.edited)


def answer_or_bring(scene: Scene, text: str) -> Turn:
    """Answer a question from the FAQ; while staff and the person talk, what the FAQ is not sure of goes to the team."""
    request = _talked_about(scene)
    turn = answer_question(scene, text)
    if request is None:
        return turn
    letter = Letter(request.reference, scene.message.id, text)
    if turn.session.question is not None:
        return _bring(scene, request, letter)
    return _with_way_to_team(scene, turn, letter)


def bring_media(scene: Scene, sent: Sent, turn: Turn | None) -> Turn | None:
    """Bring a photo and the like to the team while they talk; where another room has a turn for it, offer to."""
    request = _talked_about(scene) if scene.session.draft is None else None
    letter = read_letter(scene, sent, request.reference) if request else None
    if request is None or letter is None:
        return turn
    return _bring(scene, request, letter) if turn is None else _with_way_to_team(scene, turn, letter)


def take_reply_tap(scene: Scene, verb: str, argument: str) -> Turn | None:
    """Do what a button of this room says; None when it no longer fits."""
    if verb == "noreply":
        return drop_reply(scene)
    if verb == "team":
        letter = next((each for each in scene.session.letters if str(each.message) == argument), None)
        request = find_own(scene, letter.reference) if letter else None
        return _bring(scene, request, letter) if letter and request else None
    request = find_own(scene, argument)
    if request is None:
        return tell_unknown(scene, argument)
    rows = ((Button(scene.label("button.no_reply"), f"noreply:{request.reference}"),),)
    post = Post(scene.message.chat, scene.say("talk.write_now", reference=request.reference), rows)
    return Turn(replace(scene.session, replying=request.reference), (post,))


def drop_reply(scene: Scene) -> Turn:
    """Send the team nothing."""
    post = Post(scene.message.chat, scene.say("talk.nothing_sent"))
    return ask_after(scene, Turn(replace(scene.session, replying=None), (post,)))


def _whom_it_answers(scene: Scene, body: Said | Sent) -> str | None:
    if body.edited:
        return scene.records.talk_at(scene.message.chat, scene.message.id)
    return subject_of(scene) or scene.session.replying


def _talked_about(scene: Scene) -> Request | None:
    """Give the request that staff have lately written to this person about."""
    days = scene.knowledge.policy.numbers.get(TALK_DAYS)
    written = scene.records.last_written(scene.message.chat, scene.message.sender.id) if days else None
    if days is None or written is None or written.at + timedelta(days=days.value) < scene.now:
        return None
    return find_own(scene, written.reference)


def _bring(scene: Scene, request: Request, letter: Letter, is_edit: bool = False) -> Turn:
    moved = move(scene, request, Event.REPLY, request.status, letter.details(is_edit))
    history = (*scene.records.history_of(request.reference), moved.entry)
    key = "talk.brought_anew" if is_edit else "talk.brought"
    posts = (
        Post(scene.message.chat, scene.say(key, reference=request.reference)),
        *bring_to_staff(scene, request, letter, is_edit),
        card(scene, moved.after, history),
    )
    session = replace(scene.session, replying=None, letters=())
    return ask_after(scene, Turn(session, posts, (moved,)))


def _with_way_to_team(scene: Scene, turn: Turn, letter: Letter) -> Turn:
    """Offer, below what was answered, to take the message to the team after all."""
    label = scene.remember(turn.session).label("button.to_team", reference=letter.reference)
    *before, last = turn.posts
    offered = replace(last, rows=(*last.rows, (Button(label, f"team:{letter.message}"),)))
    return replace(turn, posts=(*before, offered), session=replace(turn.session, letters=(letter,)))
