"""Gives the flow that a draft goes through, with the fields of the request it is about to choose from; asks nothing."""

from __future__ import annotations

from dataclasses import replace

from bot.core.desk.deeds import statuses_of
from bot.core.flow import Draft, Flow, Option, Step, StepType
from bot.core.requests import Event
from bot.core.scene import Scene
from bot.core.versions import pair_with_steps

STATUS = "status"
"""The step in which an override names the status that it leads to."""


def flow_of(scene: Scene, draft: Draft) -> Flow:
    """Find a draft's flow; a step that asks for fields becomes a choice of what its request was asked."""
    flow = scene.knowledge.flows[draft.flow]
    if flow.decides == Event.OVERRIDE:
        return replace(flow, steps=tuple(_keep_possible(scene, step, str(draft.subject)) for step in flow.steps))
    if not any(step.type is StepType.FIELDS for step in flow.steps):
        return flow
    options = _list_fields(scene, str(draft.subject))
    steps = (_offer(step, options) if step.type is StepType.FIELDS else step for step in flow.steps)
    return replace(flow, steps=tuple(steps))


def _keep_possible(scene: Scene, step: Step, reference: str) -> Step:
    """Offer only the statuses that a request of this kind can come to."""
    request = scene.records.request(reference)
    if step.id != STATUS or request is None:
        return step
    possible = statuses_of(scene.knowledge.flows, request.flow)
    return replace(step, options=tuple(each for each in step.options if each.id in possible))


def _offer(step: Step, options: tuple[Option, ...]) -> Step:
    return replace(step, type=StepType.CHOICES, options=options)


def _list_fields(scene: Scene, reference: str) -> tuple[Option, ...]:
    request = scene.records.request(reference)
    asked = scene.knowledge.flows.get(request.flow) if request else None
    if request is None or asked is None:
        return ()
    known = {step.id for step in asked.steps}
    pairs = pair_with_steps(asked, request.answers)
    return tuple(Option(step.id, step.label) for step, _ in pairs if step.id in known)
