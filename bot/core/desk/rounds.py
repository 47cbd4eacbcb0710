"""The desk's daily round: at a set hour it tells staff what is new, waits, is late or begins soon, and renews cards.

What a card says of the days that are left would grow old: after the day's news the cards of open requests are renewed,
a few at a time. The round is a session of its own in the staff chat, woken by time alone; it knows no clock.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from bot.core.desk.card import card, card_slot
from bot.core.messages import Passed, Place, Post, Turn
from bot.core.requests import Request, start_of
from bot.core.scene import Scene
from bot.core.session import Session
from bot.core.texts import Html

DESK = 0
"""The id, which no person has, of the session that makes the round."""

RENEWED_AT_ONCE = 10
"""Cards that are renewed before the others of the desk's messages have their turn again."""

BETWEEN = timedelta(seconds=30)
LISTED = 5
"""Requests that the day's news name of each kind; the others are counted."""

HOUR, SOON_DAYS = "digest_hour", "soon_days"
"""The policy's numbers for the hour of the round and for the days in which a start is near."""


def is_round(scene: Scene) -> bool:
    """Tell whether it is the desk's own session that time has passed for."""
    message = scene.message
    return message.place is Place.STAFF and message.sender.id == DESK and isinstance(message.body, Passed)


def next_round(scene: Scene, session: Session) -> datetime | None:
    """Say when the desk has to look again; None where the policy names no hour for it."""
    if not {HOUR, SOON_DAYS} <= scene.knowledge.policy.numbers.keys():
        return None
    if session.renewed_to is not None:
        return scene.now + BETWEEN
    is_told = session.told_on == scene.today.isoformat()
    return _hour_of(scene, scene.today + timedelta(days=1) if is_told else scene.today)


def make_round(scene: Scene) -> Turn:
    """Tell the day's news once its hour has come, and renew the next few cards."""
    session = scene.session
    due = next_round(scene, replace(session, renewed_to=None))
    posts: tuple[Post, ...] = ()
    if due is not None and due <= scene.now:
        posts = _tell_news(scene, session)
        session = replace(session, told_on=scene.today.isoformat(), renewed_to="")
    if session.renewed_to is None or due is None:
        return Turn(replace(session, renewed_to=None), posts)
    found = scene.records.open_requests_after(session.renewed_to, RENEWED_AT_ONCE)
    histories = scene.records.histories_of(tuple(request.reference for request in found))
    posts += tuple(
        card(scene, request, histories.get(request.reference, ()))
        for request in found
        # A card that is not there, as in a group that has just been numbered anew, is not sent along with all others.
        if scene.records.message_in(scene.staff_chat, card_slot(request.reference)) is not None
    )
    following = found[-1].reference if len(found) == RENEWED_AT_ONCE else None
    return Turn(replace(session, renewed_to=following), posts)


def _hour_of(scene: Scene, day: date) -> datetime:
    return datetime.combine(day, time(scene.knowledge.policy.number(HOUR)), scene.now.tzinfo)


def _tell_news(scene: Scene, session: Session) -> tuple[Post, ...]:
    since = date.fromisoformat(session.told_on) if session.told_on else scene.today - timedelta(days=1)
    soon = scene.knowledge.policy.number(SOON_DAYS)
    news = scene.records.news(scene.today, _hour_of(scene, since), scene.today + timedelta(days=soon), LISTED)
    kinds = (
        _line(scene, "news.new", news.new),
        _line(scene, "news.waiting", news.waiting),
        _line(scene, "news.overdue", news.overdue),
        _line(scene, "news.asked_back", news.asked_back),
        _line(scene, "news.soon", news.soon, with_start=True),
    )
    lines = [line for line in kinds if line]
    if not lines:
        return ()
    head = scene.say("news.head", day=scene.today)
    return (Post(scene.message.chat, "\n\n".join((head, *lines))),)


def _line(scene: Scene, key: str, group: tuple[int, Sequence[Request]], with_start: bool = False) -> str:
    count, shown = group
    if not count:
        return ""
    named = [_name(scene, request, with_start) for request in shown]
    if count > len(named):
        named.append(scene.say("news.more", count=count - len(named)))
    return "\n".join((scene.say(key, count=count), *named))


def _name(scene: Scene, request: Request, with_start: bool) -> Html:
    title = request.answers.get("title")
    flow = scene.knowledge.flows.get(request.flow)
    shown = title if isinstance(title, str) else flow.title[scene.language] if flow else request.flow
    start = start_of(request.answers)
    key = "news.request_starting" if with_start and start else "news.request"
    return scene.say(key, reference=request.reference, title=shown, name=request.person_name, start=start)
