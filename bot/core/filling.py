"""Leads a person through a flow: begin, answer, tap, go back, review, send; words nothing itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.core.asking import ask, echo, picked_at
from bot.core.checking import check_text
from bot.core.desk.deciding import decide
from bot.core.desk.handing_in import can_be_corrected, close_correction, hand_in, hand_in_corrections
from bot.core.drafting import flow_of
from bot.core.flow import CHECKED, Draft, Flow, Step, Value, answer_step, ending_of, go_back, open_step
from bot.core.helping import ask_what_is_meant, offer_human, offer_soonest
from bot.core.judging import problems_in_review, problems_with
from bot.core.messages import Button, Post, Rows, Style, Turn
from bot.core.questions import answer_question
from bot.core.reading import Misread, Read
from bot.core.rules import Problem, Remedy
from bot.core.scene import Scene
from bot.core.texts import Html
from bot.core.understanding import TAKES_ANY_TEXT, Meaning, declines, hear_aside, understand
from bot.core.versions import adopt

_MANY_ANSWERS = 3


def tidy(scene: Scene) -> Scene:
    """Bring the open drafts to the flows as they are now, and drop those whose flow is gone."""
    flows = scene.knowledge.flows
    drafts = tuple(adopt(flow_of(scene, draft), draft) for draft in scene.session.drafts if draft.flow in flows)
    return scene.remember(replace(scene.session, drafts=drafts))


def begin(
    scene: Scene,
    flow: Flow,
    answers: Mapping[str, Value],
    subject: str | None = None,
    todo: tuple[str, ...] = (),
    acknowledged: frozenset[str] = frozenset(),
) -> Turn:
    """Open a flow, with answers known already, or return to the draft of it that is open.

    `subject` is the request that it is about; of the answers, those to the steps `todo` are asked again.
    """
    waiting = [draft for draft in scene.session.drafts if draft.flow == flow.id and draft.subject == subject]
    if waiting:
        return resume(scene, waiting[0].number)
    number = scene.session.begun + 1
    draft = Draft(flow.id, flow.version, number, answers, acknowledged=acknowledged, subject=subject, todo=todo)
    session = replace(scene.session, drafts=(*scene.session.drafts, draft), begun=number)
    lead = (scene.fill(flow.intro),) if flow.intro and not todo else ()
    scene = scene.remember(session)
    return Turn(session, (fresh(ask(scene, flow_of(scene, draft), draft, *lead)),))


def resume(scene: Scene, number: int) -> Turn:
    """Bring a waiting draft back on top and ask where it stands."""
    session = scene.session.bring_up(number)
    draft = session.drafts[-1]
    flow = flow_of(scene, draft)
    key = "correct.resumed" if draft.subject and flow.stores else "flow.resumed"
    lead = scene.say(key, title=scene.fill(flow.title), reference=draft.subject)
    return Turn(session, (fresh(ask(scene.remember(session), flow, draft, lead)),))


def fresh(post: Post) -> Post:
    """Send a post below everything else instead of editing the one before."""
    return replace(post, in_place=False)


def take_text(scene: Scene, flow: Flow, draft: Draft, text: str) -> Turn:
    """Take a text that was typed while a draft is open: an answer, a question, or a word such as "back"."""
    draft = replace(draft, dropping=False)
    word = _word(scene, text)
    step = open_step(flow, draft)
    if word == "cancel":
        return cancel(scene, flow, draft)
    if word == "back":
        return ask_now(scene, flow, go_back(flow, draft))
    if step is None and word == "send":
        return send(scene, flow, draft)
    if step is None:
        return _take_at_review(scene, flow, draft, text) if scene.is_private else ask_now(scene, flow, draft)
    if word == "skip" or declines(scene, step, text):
        return skip(scene, flow, draft, step)
    meaning, reading = understand(scene, step, text, picked_at(draft, step))
    is_insisted_on = text == draft.unclear and isinstance(reading, Read)
    draft = replace(draft, unclear=text)
    if meaning is Meaning.UNCLEAR or (meaning is not Meaning.ANSWER and is_insisted_on):
        return Turn(scene.session.keep(draft), (ask_what_is_meant(scene, draft),))
    if meaning is Meaning.SMALL_TALK:
        return ask_now(scene, flow, draft, scene.say("flow.small_talk"))
    is_soonest = meaning is Meaning.SOONEST
    told = offer_soonest(scene, flow, draft, step) if is_soonest else offer_human(scene, meaning, step)
    if told is not None:
        return ask_after(scene, Turn(scene.session.keep(draft), (told,)))
    if meaning is Meaning.QUESTION:
        return take_question(scene, draft, text)
    return take_reading(scene, flow, draft, step, reading)


def _take_at_review(scene: Scene, flow: Flow, draft: Draft, text: str) -> Turn:
    aside = hear_aside(scene, text)
    if aside is Meaning.SMALL_TALK:
        return ask_now(scene, flow, draft, scene.say("flow.small_talk"))
    told = offer_human(scene, aside) if aside is not None else None
    return ask_after(scene, Turn(scene.session.keep(draft), (told,))) if told else take_question(scene, draft, text)


def overhear(scene: Scene, flow: Flow, draft: Draft, text: str) -> Turn:
    """Take a text of the group that answers nobody as the open step's answer if it can be nothing else; else be silent.

    Where any text will do, colleagues who talk would answer: there only a reply to the bot counts.
    """
    step = open_step(flow, draft)
    if step is None or draft.dropping or step.type in TAKES_ANY_TEXT:
        return Turn(scene.session)
    reading = scene.reader.read(step, text)
    if isinstance(reading, Misread) and "http" not in text.casefold():
        return Turn(scene.session)
    return take_reading(scene, flow, draft, step, reading)


def take_reading(scene: Scene, flow: Flow, draft: Draft, step: Step, reading: Read | Misread) -> Turn:
    """Keep what was read as the step's answer, or say why it is none."""
    if isinstance(reading, Misread) and draft.held is not None:
        return ask_now(scene, flow, replace(draft, unclear=None), scene.say(reading.key, **reading.values))
    if isinstance(reading, Misread):
        again = [Problem("reading", each.key, each.values) for each in (reading, *reading.also)]
        draft = replace(draft, held=None, unclear=None)
        return Turn(scene.session.keep(draft), (ask(scene, flow, draft, again=again),))
    return offer(scene, flow, draft, step, reading.value)


def offer(scene: Scene, flow: Flow, draft: Draft, step: Step, value: Value) -> Turn:
    """Check an answer by its rules; keep it, hold it back with its ways out, or ask again."""
    if flow.checks:
        return check_text(scene, flow, draft, value)
    draft = replace(draft, unclear=None)
    problems = problems_with(scene, flow, draft, step, value)
    if not problems:
        return ask_now(scene, flow, answer_step(draft, step, value), echo(scene, flow, step, value))
    if any(problem.ways_out for problem in problems):
        return ask_now(scene, flow, replace(draft, held=value, at=step.id))
    draft = replace(draft, held=None)
    return Turn(scene.session.keep(draft), (ask(scene, flow, draft, again=problems),))


def skip(scene: Scene, flow: Flow, draft: Draft, step: Step) -> Turn:
    """Leave an optional step without an answer; say so when the step needs one."""
    if not step.optional:
        needed = Problem("skip", "flow.no_skip")
        return Turn(scene.session.keep(draft), (ask(scene, flow, draft, again=(needed,)),))
    return ask_now(scene, flow, answer_step(draft, step, None), echo(scene, flow, step, None))


def take_way_out(scene: Scene, flow: Flow, draft: Draft, remedy: Remedy, where: str, rule: str) -> Turn:
    """Do what a problem's button offers: use the value it proposes, or acknowledge it and go on."""
    at = flow.step(where)
    held = draft.held if at is not None and at == open_step(flow, draft) else None
    if at is not None and held is not None:
        found = problems_with(scene, flow, draft, at, held)
    else:
        found = tuple(each for step, each in problems_in_review(scene, flow, draft) if step == at)
    problem = next((each for each in found if each.rule == rule), None)
    if problem is None:
        return ask_now(scene, flow, draft)
    proposed = next((way.target for way in problem.ways_out if way.remedy is remedy), None)
    if remedy is Remedy.USE and at is not None and proposed is not None:
        return offer(scene, flow, draft, at, proposed)
    if remedy is not Remedy.ACKNOWLEDGE or proposed is None or problem.token is None:
        return ask_now(scene, flow, draft)
    known = replace(draft, acknowledged=draft.acknowledged | {problem.token})
    if at is not None and held is not None:
        return offer(scene, flow, known, at, held)
    return ask_now(scene, flow, known)


def send(scene: Scene, flow: Flow, draft: Draft) -> Turn:
    """Hand a finished draft in: a coordinator's becomes a request, a staff member's decides on one."""
    if open_step(flow, draft) or ending_of(flow, draft.answers) or problems_in_review(scene, flow, draft):
        return ask_now(scene, flow, draft)
    if not flow.stores:
        return _go_on(scene, decide(scene, flow, draft))
    return _go_on(scene, hand_in_corrections(scene, flow, draft) if draft.subject else hand_in(scene, flow, draft))


def cancel(scene: Scene, flow: Flow, draft: Draft) -> Turn:
    """Drop a draft; when that would lose many answers, ask first. Those of a request that is corrected stay in it."""
    if len(draft.answers) <= _MANY_ANSWERS or (flow.stores and draft.subject):
        return drop(scene, flow)
    return ask_now(scene, flow, replace(draft, dropping=True))


def close_if_over(scene: Scene, flow: Flow, draft: Draft) -> Turn | None:
    """Close the draft being filled in when it corrects a request that no longer waits for it; None when it goes on."""
    if not flow.stores or not draft.subject:
        return None
    request = scene.records.request(draft.subject)
    is_awaited = request is not None and can_be_corrected(request)
    return None if is_awaited else _go_on(scene, close_correction(scene, draft))


def drop(scene: Scene, flow: Flow) -> Turn:
    """Close the draft being filled in without storing anything."""
    draft = scene.session.draft
    is_done = draft is not None and CHECKED in draft.acknowledged and bool(flow.done)
    rows: Rows = ()
    if draft is not None and draft.subject and flow.stores:
        text = scene.say("correct.left", reference=draft.subject)
        rows = ((Button(scene.label("button.correct"), f"correct:{draft.subject}", Style.PRIMARY),),)
    else:
        text = scene.fill(flow.done) if is_done else scene.say("flow.dropped", title=scene.fill(flow.title))
    post = Post(scene.message.chat, text, rows, slot=scene.slot, in_place=scene.is_live)
    return _go_on(scene, Turn(scene.session.close_draft(), (post,)))


def ask_after(scene: Scene, turn: Turn) -> Turn:
    """Ask the open step again, once, below whatever was said in between; nothing when no draft is open."""
    draft = turn.session.draft
    if draft is None:
        return turn
    post = fresh(ask(scene.remember(turn.session), flow_of(scene, draft), draft))
    return replace(turn, posts=(*turn.posts, post))


def _go_on(scene: Scene, turn: Turn) -> Turn:
    draft = turn.session.draft
    if draft is None or draft == scene.session.draft:
        return turn
    following = resume(scene.remember(turn.session), draft.number)
    return replace(turn, session=following.session, posts=(*turn.posts, *following.posts))


def ask_now(scene: Scene, flow: Flow, draft: Draft, *lead: Html) -> Turn:
    """Keep the draft as it stands and ask its open step, or show its review; close it where it leads to an ending."""
    session = scene.session.keep(draft)
    if open_step(flow, draft) is None and len(draft.answers) <= _MANY_ANSWERS:
        ending = ending_of(flow, draft.answers)
        if ending is not None:
            return close_at(scene.remember(session), flow, ending)
    return Turn(session, (ask(scene.remember(session), flow, draft, *lead),))


def close_at(scene: Scene, flow: Flow, ending: str) -> Turn:
    """Close the draft being filled in with the words of an ending."""
    text = scene.fill(flow.endings[ending])
    post = Post(scene.message.chat, text, slot=scene.slot, in_place=scene.is_live)
    return _go_on(scene, Turn(scene.session.close_draft(), (post,)))


def take_question(scene: Scene, draft: Draft, text: str) -> Turn:
    """Answer a question asked in the middle of a flow, then ask the same step again, once."""
    scene = scene.remember(scene.session.keep(draft))
    return ask_after(scene, answer_question(scene, text))


def _word(scene: Scene, text: str) -> str | None:
    words = ("cancel", "back", "skip", "send")
    return next((word for word in words if scene.reader.means(f"words.{word}", text)), None)
