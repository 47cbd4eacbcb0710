"""What time does to drafts: when their person is reminded of them and when they are erased; knows no clock.

A person who comes back to none of their drafts for a while is reminded of all of them in one message, which says until
which day they are kept; what is not touched by the end of that day is erased. What staff began in their group is erased
after as many days, without a word. Where the policy lacks the numbers, drafts are kept for good.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from bot.core.drafting import flow_of
from bot.core.filling import resume
from bot.core.flow import Audience, Draft, Flow, progress
from bot.core.messages import Button, Post, Rows, Style, Turn
from bot.core.scene import Scene
from bot.core.session import Session
from bot.core.texts import Html


def next_wake(scene: Scene, session: Session) -> datetime | None:
    """Say when time alone matters to a session; None when it never does."""
    if not session.drafts or not _limits(scene):
        return None
    if not scene.is_private:
        return min(_left_at(scene, draft) for draft in session.drafts)
    moments = [_end_of(scene, draft.kept_until) for draft in session.drafts if draft.kept_until is not None]
    if any(draft.kept_until is None for draft in session.drafts):
        moments.append(_active_until(scene, session) + _patience(scene))
    return min(moments)


def let_time_pass(scene: Scene) -> Turn:
    """Erase the drafts whose day has passed, and remind their person of the others where it is time to."""
    drafts = tuple(replace(each, touched=each.touched or scene.now) for each in scene.session.drafts)
    scene = scene.remember(replace(scene.session, drafts=drafts))
    if not _limits(scene):
        return Turn(scene.session)
    if not scene.is_private:
        kept = tuple(each for each in drafts if _left_at(scene, each) > scene.now)
        return Turn(replace(scene.session, drafts=kept))
    gone = tuple(each for each in drafts if each.kept_until and _end_of(scene, each.kept_until) <= scene.now)
    session = replace(scene.session, drafts=tuple(each for each in drafts if each not in gone))
    posts = (_tell_of_erasure(scene.remember(session), gone),) if gone else ()
    untold = tuple(each for each in session.drafts if each.kept_until is None)
    if not untold or _active_until(scene, session) + _patience(scene) > scene.now:
        return Turn(session, posts)
    # A check keeps nothing that somebody could lose: it is closed without a word.
    open_checks = tuple(each for each in untold if scene.knowledge.flows[each.flow].checks)
    session = replace(session, drafts=tuple(each for each in session.drafts if each not in open_checks))
    untold = tuple(each for each in untold if each not in open_checks)
    if not untold:
        return Turn(session, posts)
    until = _promise(scene, session)
    told = tuple(replace(each, kept_until=until) if each in untold else each for each in session.drafts)
    return Turn(replace(session, drafts=told), (*posts, _remind(scene, untold, until)))


def take_up(scene: Scene) -> Turn:
    """Go on with what a person has begun, let them choose where it is several things, or offer what can be begun."""
    drafts = scene.session.drafts
    if len(drafts) == 1:
        return resume(scene, drafts[0].number)
    if drafts:
        text = scene.say("resume.which", drafts=_list(scene, drafts))
        post = Post(scene.message.chat, text, _ways(scene, drafts), slot=scene.slot)
    else:
        rows = _beginnings(scene, scene.knowledge.flows.values())
        post = Post(scene.message.chat, scene.say("resume.none"), rows)
    return Turn(scene.session, (post,))


def _remind(scene: Scene, drafts: tuple[Draft, ...], until: date) -> Post:
    text = scene.say("idle.reminder", drafts=_list(scene, drafts), until=until)
    return Post(scene.message.chat, text, _ways(scene, drafts), slot=scene.slot)


def _tell_of_erasure(scene: Scene, gone: Iterable[Draft]) -> Post:
    flows = [scene.knowledge.flows[draft.flow] for draft in gone]
    titles = Html("\n".join(f"• <b>{scene.fill(flow.title)}</b>" for flow in flows))
    # The question that another draft asks keeps its buttons.
    slot = None if scene.session.drafts else scene.slot
    return Post(scene.message.chat, scene.say("idle.erased", titles=titles), _beginnings(scene, flows), slot=slot)


def _list(scene: Scene, drafts: Iterable[Draft]) -> Html:
    return Html("\n".join(_line(scene, draft) for draft in drafts))


def _line(scene: Scene, draft: Draft) -> Html:
    flow = flow_of(scene, draft)
    here, all_steps = progress(flow, draft)
    since = scene.day_of(draft.touched or scene.now)
    return scene.say("idle.draft", title=scene.fill(flow.title), here=here, all=all_steps, since=since)


def _ways(scene: Scene, drafts: tuple[Draft, ...]) -> Rows:
    def go_on(draft: Draft) -> str:
        title = scene.knowledge.flows[draft.flow].title[scene.language]
        return scene.label("button.resume") if len(drafts) == 1 else scene.label("button.begin", title=title)

    return tuple(
        (
            Button(go_on(draft), f"resume:{draft.number}", Style.PRIMARY),
            Button(scene.label("button.drop"), f"drop:{draft.number}"),
        )
        for draft in drafts
    )


def _beginnings(scene: Scene, flows: Iterable[Flow]) -> Rows:
    buttons = {
        flow.id: Button(scene.label("button.begin", title=flow.title[scene.language]), f"flow:{flow.id}")
        for flow in flows
        if flow.audience is Audience.COORDINATOR
    }
    return tuple((button,) for button in buttons.values())


def _limits(scene: Scene) -> bool:
    return {"reminder_hours", "draft_days"} <= scene.knowledge.policy.numbers.keys()


def _patience(scene: Scene) -> timedelta:
    return timedelta(hours=scene.knowledge.policy.number("reminder_hours"))


def _kept_for(scene: Scene) -> timedelta:
    return timedelta(days=scene.knowledge.policy.number("draft_days"))


def _left_at(scene: Scene, draft: Draft) -> datetime:
    return (draft.touched or scene.now) + _kept_for(scene)


def _active_until(scene: Scene, session: Session) -> datetime:
    return max(draft.touched or scene.now for draft in session.drafts)


def _promise(scene: Scene, session: Session) -> date:
    """Count the days from when the person was last active; a desk that was away takes none of them from anybody."""
    left = max(_active_until(scene, session), scene.now - _patience(scene))
    return max(scene.day_of(left + _kept_for(scene)), scene.today + timedelta(days=1))


def _end_of(scene: Scene, day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), scene.now.tzinfo)
