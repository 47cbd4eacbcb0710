"""Says whether an answer fits its step as it is now, and brings a draft of an older version along; knows no words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from bot.core.flow import Draft, Flow, Step, StepType, Value, leave_step


def fits(step: Step, value: Value) -> bool:
    """Tell whether a stored answer is still one that this step could have taken."""
    if value is None:
        return step.optional
    match step.type:
        case StepType.INTEGER:
            return type(value) is int
        case StepType.CONFIRM:
            return isinstance(value, bool)
        case StepType.CHOICE:
            return any(option.id == value for option in step.options)
        case StepType.CHOICES:
            known = {option.id for option in step.options}
            return isinstance(value, list) and bool(value) and known.issuperset(value)
        case StepType.SCHOOLS | StepType.PEOPLE | StepType.FILE:
            return isinstance(value, list) and bool(value)
        case StepType.DATE:
            return isinstance(value, str) and _is_day(value)
        case _:
            return isinstance(value, str)


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def adopt(flow: Flow, draft: Draft) -> Draft:
    """Bring a draft to its flow as it is now, whatever was changed since it was begun.

    An answer goes along to the step's new id; one that no longer fits is asked again.
    """
    kept = fitting_answers(flow, draft.answers)
    if draft.version == flow.version and kept.keys() == draft.answers.keys():
        return draft
    return leave_step(replace(draft, version=flow.version, answers=kept))


def fitting_answers(flow: Flow, answers: Mapping[str, Value]) -> dict[str, Value]:
    """Keep the answers, from whatever version of the flow, that its steps can still take."""
    kept: dict[str, Value] = {}
    for step in flow.steps:
        name = _name_in(answers, step)
        if name is not None and fits(step, answers[name]) and _is_within_bounds(step, answers[name]):
            kept[step.id] = answers[name]
    return kept


def pair_with_steps(flow: Flow, answers: Mapping[str, Value]) -> tuple[tuple[Step, Value], ...]:
    """Pair stored answers with the steps as they are now, in the flow's order.

    An answer stands with its step under a former id as well; one whose step is gone keeps its id for a label.
    """
    pairs: dict[str, tuple[Step, Value]] = {}
    for step in flow.steps:
        name = _name_in(answers, step)
        if name is not None:
            pairs[name] = (step, answers[name])
    for name, value in answers.items():
        if name not in pairs:
            pairs[name] = (Step(name, StepType.TEXT, dict.fromkeys(flow.title, name), {}), value)
    return tuple(pairs.values())


def _name_in(answers: Mapping[str, Value], step: Step) -> str | None:
    return next((each for each in (step.id, *step.formerly) if each in answers), None)


def _is_within_bounds(step: Step, value: Value) -> bool:
    if value is None or isinstance(value, bool) or step.type in {StepType.CHOICE, StepType.DATE, StepType.COUNTRY}:
        return True
    size = value if isinstance(value, int) else len(value)
    return (step.minimum is None or size >= step.minimum) and (step.maximum is None or size <= step.maximum)
