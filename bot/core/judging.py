"""Lists what the rules find in a draft's answers; words nothing and changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.core.flow import Draft, Flow, Step, Value, walk
from bot.core.requests import Request
from bot.core.rules import RULES, Problem
from bot.core.scene import Scene


def rules_at(scene: Scene, flow: Flow, draft: Draft, step: Step) -> Callable[[Value], tuple[Problem, ...]]:
    """Give what checks answers to a step by its rules, less what the person has acknowledged."""
    facts = scene.facts(flow, draft.answers, subject_of(scene, draft))

    def check(value: Value) -> tuple[Problem, ...]:
        found = (RULES[name].check(value, facts) for name in step.rules)
        return tuple(each for each in found if each is not None and each.token not in draft.acknowledged)

    return check


def problems_with(scene: Scene, flow: Flow, draft: Draft, step: Step, value: Value) -> tuple[Problem, ...]:
    """List what the step's rules find in an answer, less what the person has acknowledged."""
    return () if value is None else rules_at(scene, flow, draft, step)(value)


def problems_in_review(scene: Scene, flow: Flow, draft: Draft) -> tuple[tuple[Step | None, Problem], ...]:
    """List what all rules find in all answers, each with its step, or None for a rule over the whole."""
    path = walk(flow, draft.answers)
    found: list[tuple[Step | None, Problem]] = [
        (step, problem)
        for step in path
        if step.id in draft.answers
        for problem in problems_with(scene, flow, draft, step, draft.answers[step.id])
    ]
    facts = scene.facts(flow, draft.answers, subject_of(scene, draft))
    over_all = (RULES[name].check(None, facts) for name in flow.rules)
    found += [(None, each) for each in over_all if each is not None and each.token not in draft.acknowledged]
    return tuple(found)


def acknowledged_still(scene: Scene, flow: Flow, draft: Draft) -> frozenset[str]:
    """Keep what was acknowledged and still holds of the answers as they are now."""
    if not draft.acknowledged:
        return frozenset()
    found = problems_in_review(scene, flow, replace(draft, acknowledged=frozenset()))
    return draft.acknowledged & {problem.token for _, problem in found if problem.token}


def subject_of(scene: Scene, draft: Draft) -> Request | None:
    """Find the request that a staff draft decides on."""
    return scene.records.request(draft.subject) if draft.subject else None
