"""Takes what people say of an answer: whether it was helpful; knows not how answers are worded."""

from __future__ import annotations

import re

from bot.core.messages import Button, KeepVote, Post, Style, Turn
from bot.core.questions import HAND_OVER
from bot.core.scene import Scene

_VERSION = re.compile(r"[0-9a-f]{8}")
_SLOT = "unhelpful"


def take_vote(scene: Scene, arguments: list[str]) -> Turn | None:
    """Keep a vote for the very text that the button stands below; None when there is no such answer.

    A form that is open is left as it stands. Where none is, an answer that did not help is followed by the offer of a
    human.
    """
    match arguments:
        case [topic, language, version, "y" | "n" as word] if _VERSION.fullmatch(version):
            if topic not in scene.knowledge.faq.entries.get(language, {}):
                return None
        case _:
            return None
    is_helpful = word == "y"
    vote = KeepVote(topic, language, version, scene.message.sender.id, is_helpful, scene.now)
    command = scene.knowledge.flows[HAND_OVER].command
    toast = scene.label("helpful.thanks" if is_helpful else "helpful.sorry", command=command)
    if is_helpful or scene.session.draft is not None:
        return Turn(scene.session, effects=(vote,), toast=toast)
    rows = ((Button(scene.label("button.human"), "human", Style.PRIMARY),),)
    offer = Post(scene.message.chat, scene.say("helpful.human"), rows, slot=_SLOT)
    return Turn(scene.session, (offer,), (vote,), toast)
