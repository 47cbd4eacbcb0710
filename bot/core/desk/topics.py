"""Says in which forum topic of the staff chat a message stands; creates none."""

from __future__ import annotations

from dataclasses import replace

from bot.core.desk.bringing import reference_in
from bot.core.messages import MoveRequest, OpenRequest, Post, Topic, Topics, Turn
from bot.core.requests import Request
from bot.core.scene import Scene
from bot.core.splitting import cut

LONGEST_NAME = 128
"""Characters that Telegram takes as a topic's name."""

_OF_REQUEST = "request:"


def place_posts(scene: Scene, turn: Turn) -> Turn:
    """Put what staff get about a request into its topic, and what answers a message where that one stands."""
    if all(post.chat != scene.staff_chat for post in turn.posts):
        return turn
    return replace(turn, posts=tuple(_place(scene, turn, post) for post in turn.posts))


def request_in_topic(scene: Scene) -> str | None:
    """Give the request whose own topic a message stands in, or None."""
    if scene.topics is not Topics.REQUEST or scene.message.thread is None:
        return None
    key = scene.records.topic_at(scene.message.chat, scene.message.thread)
    return key.removeprefix(_OF_REQUEST) if key and key.startswith(_OF_REQUEST) else None


def _place(scene: Scene, turn: Turn, post: Post) -> Post:
    if post.chat != scene.staff_chat or post.reacts_to is not None:
        return post
    reference = post.about or reference_in(post.slot)
    request = _find(scene, turn, reference) if reference and scene.topics is not Topics.NONE else None
    if request is not None:
        return replace(post, topic=_topic_of(scene, request))
    return replace(post, thread=scene.message.thread) if post.chat == scene.message.chat else post


def _find(scene: Scene, turn: Turn, reference: str) -> Request | None:
    changed = [
        effect.request if isinstance(effect, OpenRequest) else effect.after
        for effect in turn.effects
        if isinstance(effect, OpenRequest | MoveRequest)
    ]
    known = next((each for each in changed if each.reference == reference), None)
    return known or scene.records.request(reference)


def _topic_of(scene: Scene, request: Request) -> Topic:
    if scene.topics is Topics.REQUEST:
        return Topic(
            f"{_OF_REQUEST}{request.reference}", cut(f"{request.reference} · {request.person_name}", LONGEST_NAME)
        )
    flow = scene.knowledge.flows.get(request.flow)
    title = flow.title[scene.knowledge.policy.default_language] if flow else request.flow
    return Topic(f"kind:{request.flow}", cut(title, LONGEST_NAME))
