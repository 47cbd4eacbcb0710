"""Words what helps a person who gave no answer: a human, the two buttons, the earliest date; changes nothing."""

from __future__ import annotations

from datetime import date

from bot.core.flow import Draft, Flow, Step
from bot.core.judging import problems_with
from bot.core.messages import Button, Post, Style
from bot.core.rules import Remedy
from bot.core.scene import Scene
from bot.core.understanding import Meaning

_TOLD = {Meaning.UNSURE: "flow.unsure", Meaning.PUZZLED: "flow.unsure", Meaning.ANNOUNCED: "flow.ask_me"}


def offer_human(scene: Scene, aside: Meaning, step: Step | None = None) -> Post | None:
    """Offer a person of the team to somebody who needs one; explain the step to those who do not understand it."""
    if aside not in _TOLD:
        return None
    key = f"explain.{step.type}" if step is not None and aside is Meaning.PUZZLED else _TOLD[aside]
    human = Button(scene.label("button.human"), "human", Style.PRIMARY)
    return Post(scene.message.chat, scene.say(key), ((human,),))


def offer_soonest(scene: Scene, flow: Flow, draft: Draft, step: Step) -> Post | None:
    """Offer the earliest date that the step's rules would propose; None where they propose none."""
    problems = problems_with(scene, flow, draft, step, scene.today.isoformat())
    ways = (way for each in problems for way in each.ways_out if way.remedy is Remedy.USE)
    way = next(ways, None)
    if way is None:
        return None
    data = f"a:{draft.number}:{step.id}:{way.target}"
    use = Button(scene.label(way.key, **way.values), data, Style.PRIMARY)
    said = scene.say("flow.soonest", date=date.fromisoformat(way.target))
    return Post(scene.message.chat, said, ((use,),))


def ask_what_is_meant(scene: Scene, draft: Draft) -> Post:
    """Ask with two buttons whether a text is an answer or a question."""
    rows = (
        (Button(scene.label("button.my_answer"), f"meant:{draft.number}:answer"),),
        (Button(scene.label("button.my_question"), f"meant:{draft.number}:question"),),
    )
    return Post(scene.message.chat, scene.say("flow.unclear", text=draft.unclear), rows, scene.slot)
