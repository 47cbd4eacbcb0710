"""The conversation: one message in, one turn out; sends each message to the room that answers it."""

from __future__ import annotations

from dataclasses import replace

from bot.core.commands import flows_by_command
from bot.core.desk.bringing import subject_of
from bot.core.desk.commands import take_staff_command
from bot.core.desk.rights import take_rights
from bot.core.desk.rounds import is_round, make_round, next_round
from bot.core.desk.talking import hear_staff, renew_card, take_arrival
from bot.core.desk.topics import place_posts, request_in_topic
from bot.core.documents import take_document
from bot.core.drafting import flow_of
from bot.core.filling import ask_after, ask_now, cancel, close_if_over, overhear, skip, take_text, tidy
from bot.core.flow import Draft, Flow, StepType, go_back, open_step
from bot.core.idle import let_time_pass, next_wake, take_up
from bot.core.messages import (
    Arrived,
    Button,
    Commanded,
    Lost,
    Passed,
    Place,
    Post,
    Ranked,
    Said,
    Sent,
    Tapped,
    Turn,
    Unsaid,
)
from bot.core.own_requests import list_own, show_own
from bot.core.pressing import find_pressed
from bot.core.questions import list_topics, show_entry
from bot.core.reading import Read, clean
from bot.core.references import read_reference
from bot.core.replying import answer_or_bring, bring_media, drop_reply, hear_person
from bot.core.scene import Scene
from bot.core.taps import begin_for, choose_language, offer_languages, take_tap
from bot.core.texts import Html
from bot.core.understanding import TAKES_ANY_TEXT


def respond(scene: Scene) -> Turn:
    """Answer one message; raises Missing when a stored fact is needed that the scene does not hold."""
    tidied = tidy(scene)
    turn = place_posts(scene, _stamp(scene, _respond(tidied)))
    is_heard = scene.is_private or not isinstance(scene.message.body, Unsaid)
    if len(tidied.session.drafts) < len(scene.session.drafts) and is_heard:
        gone = Post(scene.message.chat, scene.say("flow.gone"))
        turn = replace(turn, posts=(gone, *turn.posts))
    wake_at = next_round(scene, turn.session) if is_round(scene) else next_wake(scene, turn.session)
    return replace(turn, wake_at=wake_at)


def _stamp(scene: Scene, turn: Turn) -> Turn:
    """Note when the open draft was asked, in which language, and when any other one changed."""
    if isinstance(scene.message.body, Unsaid):
        return turn
    before = {draft.number: draft for draft in scene.session.drafts}
    drafts = tuple(
        replace(draft, touched=scene.now, kept_until=None)
        if draft is turn.session.draft or draft != before.get(draft.number)
        else draft
        for draft in turn.session.drafts
    )
    spoken = scene.remember(turn.session).language if drafts else None
    return replace(turn, session=replace(turn.session, drafts=drafts, spoken=spoken))


def _respond(scene: Scene) -> Turn:
    body = scene.message.body
    if isinstance(body, Passed):
        return make_round(scene) if is_round(scene) else let_time_pass(scene)
    if isinstance(body, Arrived):
        return take_arrival(scene, body)
    if isinstance(body, Ranked):
        return take_rights(scene, body)
    if isinstance(body, Lost):
        return renew_card(scene, body.reference)
    if scene.message.place is Place.ELSEWHERE:
        return _from_elsewhere(scene)
    if scene.message.place is Place.STAFF and not scene.message.is_staff:
        return _from_no_member(scene)
    if isinstance(body, Said | Sent):
        talk = hear_person(scene, body) if scene.is_private else hear_staff(scene, body)
        if talk is not None:
            return talk
    elif scene.session.replying is not None:
        if isinstance(body, Commanded) and body.name == "cancel":
            return drop_reply(scene)
        scene = scene.remember(replace(scene.session, replying=None))
    match body:
        case Tapped():
            return take_tap(scene, body)
        case Commanded(name, argument):
            return _take_command(scene, name, argument)
        case Sent(kind, caption):
            if body.edited:
                return _take_edit(scene, caption)
            turn = bring_media(scene, body, take_document(scene, body)) if scene.is_private else None
            if turn is not None:
                return turn
            return _take_text(scene, caption, scene.is_private) if clean(caption) else _only_text(scene, kind)
        case _:
            to_bot = scene.is_private or body.is_reply or request_in_topic(scene) is not None
            return _take_edit(scene, body.text) if body.edited else _take_text(scene, body.text, to_bot)


def _from_elsewhere(scene: Scene) -> Turn:
    if isinstance(scene.message.body, Commanded):
        return Turn(scene.session, (Post(scene.message.chat, scene.say("place.elsewhere")),))
    return Turn(scene.session, toast=scene.label("place.elsewhere"))


def _from_no_member(scene: Scene) -> Turn:
    if isinstance(scene.message.body, Tapped):
        return Turn(scene.session, toast=scene.label("desk.members_only"))
    if scene.message.answers is not None and subject_of(scene) is not None:
        text = scene.say("talk.members_only")
        return Turn(scene.session, (Post(scene.message.chat, text, answers=scene.message.id),))
    return Turn(scene.session)


def _take_text(scene: Scene, text: str, is_to_bot: bool) -> Turn:
    draft, text = scene.session.draft, clean(text)
    if scene.is_private and (reference := read_reference(scene.knowledge.flows, text)) and not _takes(scene, text):
        return show_own(scene, reference)
    if draft is not None and text:
        flow = flow_of(scene, draft)
        if not is_to_bot:
            return overhear(scene, flow, draft, text)
        over = close_if_over(scene, flow, draft)
        if over is not None:
            return over
        pressed = find_pressed(scene, flow, draft, text)
        return _press(scene, pressed) if pressed else take_text(scene, flow, draft, text)
    if not scene.is_private:
        return Turn(scene.session)
    return answer_or_bring(scene, text) if text else _only_text(scene, "empty")


def _takes(scene: Scene, text: str) -> bool:
    """Tell whether a reference is rather part of what the person fills in: a question to the team, a list."""
    draft = scene.session.draft
    step = open_step(flow_of(scene, draft), draft) if draft is not None else None
    if step is None or step.type in TAKES_ANY_TEXT:
        return step is not None and step.type is StepType.QUESTION
    return isinstance(scene.reader.read(step, text), Read)


def _press(scene: Scene, button: Button) -> Turn:
    if scene.is_private:
        return take_tap(scene, Tapped(button.data))
    live = scene.records.message_in(scene.message.chat, scene.slot)
    tap = Tapped(button.data, live or 0)
    return take_tap(replace(scene, message=replace(scene.message, body=tap)), tap)


def _take_edit(scene: Scene, text: str) -> Turn:
    if not scene.is_private:
        return Turn(scene.session)
    draft = scene.session.draft
    if draft is not None and not scene.knowledge.flows[draft.flow].checks:
        return ask_after(scene, Turn(scene.session, (Post(scene.message.chat, scene.say("said.edited")),)))
    return _take_text(scene, text, is_to_bot=True)


def _only_text(scene: Scene, kind: str) -> Turn:
    if not scene.is_private:
        return Turn(scene.session)
    key = "said.empty" if kind == "empty" else "said.no_text"
    return ask_after(scene, Turn(scene.session, (Post(scene.message.chat, scene.say(key)),)))


def _take_command(scene: Scene, name: str, argument: str) -> Turn:
    draft = scene.session.draft
    match name:
        case "language":
            return choose_language(scene, argument) if argument else offer_languages(scene)
        case "cancel" | "back" | "skip" if draft is not None:
            return _move(scene, flow_of(scene, draft), draft, name)
        case "start" | "help" if not scene.is_private:
            return Turn(scene.session, (Post(scene.message.chat, scene.say("help.staff")),))
    if not scene.is_private:
        return take_staff_command(scene, name, argument)
    match name:
        case "start" if argument.startswith("faq_") and (entry := scene.entry(argument.removeprefix("faq_"))):
            turn = Turn(scene.session, (show_entry(scene, entry),))
        case "start" if argument.startswith("req_"):
            return show_own(scene, argument.removeprefix("req_").upper())
        case "start" | "help":
            turn = Turn(scene.session, (list_topics(scene, _say_help(scene, name)),))
        case "resume":
            return take_up(scene)
        case "requests":
            return list_own(scene)
        case "cancel" | "back" | "skip":
            turn = Turn(scene.session, (Post(scene.message.chat, scene.say("flow.none")),))
        case _ if flow := flows_by_command(scene.knowledge.flows).get(name):
            return begin_for(scene, flow)
        case _:
            turn = Turn(scene.session, (Post(scene.message.chat, scene.say("help.unknown_command", name=name)),))
    return ask_after(scene, turn)


def _say_help(scene: Scene, name: str) -> Html:
    flows = flows_by_command(scene.knowledge.flows).items()
    lines = "\n".join(f"– /{command} · {scene.fill(flow.title)}" for command, flow in flows)
    return scene.say(f"help.{name}", flows=Html(lines))


def _move(scene: Scene, flow: Flow, draft: Draft, name: str) -> Turn:
    if name == "cancel":
        return cancel(scene, flow, draft)
    step = open_step(flow, draft)
    if name == "skip" and step is not None:
        return skip(scene, flow, draft, step)
    return ask_now(scene, flow, go_back(flow, draft) if name == "back" else draft)
