"""The flow engine: which step is open, what an answer changes, what the rules say; knows no words and no chat."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

Value = str | int | bool | list[str] | None
"""A step's answer in a form that JSON keeps: dates as ISO text, None for a skipped step."""

ANY = "*"
SKIPPED = "skipped"
REVIEW = "review"
REQUEST_FLOW = "workshop"
"""The flow that the command /request begins."""


class StepType(StrEnum):
    """What kind of answer a step takes."""

    TEXT = "text"
    QUESTION = "question"
    NAME = "name"
    EMAIL = "email"
    INTEGER = "integer"
    CHOICE = "choice"
    CONFIRM = "confirm"
    DATE = "date"
    COUNTRY = "country"
    SCHOOLS = "schools"
    URL = "url"


class Audience(StrEnum):
    """Who is led through a flow."""

    COORDINATOR = "coordinator"
    STAFF = "staff"


@dataclass(frozen=True)
class Option:
    """One choice of a step; `words` are what people type for it, besides its label."""

    id: str
    label: Mapping[str, str]
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Step:
    """One thing that a flow asks.

    `next` maps an option's id, "yes", "no", "skipped" or "*" (any other answer) to a step's id or "review";
    an empty map means the step that follows in the file. `minimum` and `maximum` bound the characters of a text,
    the value of an integer or the number of schools. `lasts` names the policy number that holds how many
    days the event takes from the date answered; its end is shown beside it.
    """

    id: str
    type: StepType
    label: Mapping[str, str]
    prompt: Mapping[str, str]
    help: Mapping[str, str] = field(default_factory=dict)
    options: tuple[Option, ...] = ()
    rules: tuple[str, ...] = ()
    next: Mapping[str, str] = field(default_factory=dict)
    optional: bool = False
    minimum: int | None = None
    maximum: int | None = None
    lasts: str | None = None


@dataclass(frozen=True)
class Flow:
    """A flow as an editor wrote it.

    It ends by storing a request under the reference prefix `stores`, or, for staff, by the event `decides` on a
    request that came from one of the flows `about`. `rules` are checked over all answers together. `done` is said at
    its end, with {reference}.
    """

    id: str
    version: int
    audience: Audience
    title: Mapping[str, str]
    steps: tuple[Step, ...]
    done: Mapping[str, str]
    intro: Mapping[str, str] = field(default_factory=dict)
    stores: str | None = None
    decides: str | None = None
    about: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()

    def step(self, step_id: str) -> Step | None:
        """Find a step by its id."""
        return next((step for step in self.steps if step.id == step_id), None)

    def following(self, step: Step, answer: Value) -> str:
        """Name the step (or "review") that comes after `step` when it is answered so."""
        if answer is None:
            key = SKIPPED
        elif isinstance(answer, bool):
            key = "yes" if answer else "no"
        else:
            key = str(answer)
        position = self.steps.index(step)
        after = self.steps[position + 1].id if position + 1 < len(self.steps) else REVIEW
        return step.next.get(key, step.next.get(ANY, after))


@dataclass(frozen=True)
class Draft:
    """A flow that somebody has begun.

    `at` is the step that the person went back to or edits; None means the first one that is open. `held` is an
    answer that a rule holds back until the person says what to do with it, for the step that is open.
    `acknowledged` keeps the tokens of rules' problems that the person accepted. `subject` is the reference of the
    request that staff decide on. `unclear` is the last text that may have been an answer or a question.
    `dropping` says that the person was asked whether to drop it all.
    """

    flow: str
    version: int
    number: int
    answers: Mapping[str, Value] = field(default_factory=dict)
    at: str | None = None
    held: Value = None
    acknowledged: frozenset[str] = frozenset()
    subject: str | None = None
    unclear: str | None = None
    dropping: bool = False


def walk(flow: Flow, answers: Mapping[str, Value]) -> tuple[Step, ...]:
    """List the steps that these answers lead through, up to and including the first one that is open."""
    path: list[Step] = []
    name = flow.steps[0].id
    while name != REVIEW:
        step = flow.step(name)
        if step is None or step in path:
            break
        path.append(step)
        if step.id not in answers:
            break
        name = flow.following(step, answers[step.id])
    return tuple(path)


def open_step(flow: Flow, draft: Draft) -> Step | None:
    """Name the step to ask now; None means that everything is answered and the review comes."""
    path = walk(flow, draft.answers)
    edited = next((step for step in path if step.id == draft.at), None)
    if edited is not None:
        return edited
    return path[-1] if path[-1].id not in draft.answers else None


def answer_step(draft: Draft, step: Step, value: Value) -> Draft:
    """Keep an answer; those that this takes off the way stay in the draft in case the way leads back to them."""
    return replace(draft, answers={**draft.answers, step.id: value}, at=None, held=None, unclear=None)


def answers_on_the_way(flow: Flow, answers: Mapping[str, Value]) -> dict[str, Value]:
    """Keep the answers that the flow leads through, in its order."""
    return {step.id: answers[step.id] for step in walk(flow, answers) if step.id in answers}


def go_back(flow: Flow, draft: Draft) -> Draft:
    """Return to the step before the open one, keeping its answer until a new one comes."""
    path = walk(flow, draft.answers)
    here = open_step(flow, draft)
    position = path.index(here) if here is not None else len(path)
    return replace(draft, at=path[max(position - 1, 0)].id, held=None, unclear=None)


def progress(flow: Flow, draft: Draft) -> tuple[int, int]:
    """Say at which step of how many the draft stands, taking the ordinary way for what is still open."""
    here = open_step(flow, draft)
    answers: dict[str, Value] = dict(draft.answers)
    path = walk(flow, answers)
    while path[-1].id not in answers:
        answers[path[-1].id] = ""
        path = walk(flow, answers)
    return (path.index(here) + 1 if here is not None else len(path)), len(path)


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
        case StepType.SCHOOLS:
            return isinstance(value, list)
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
    """Bring a draft of another version of its flow to this one; an answer that no longer fits is asked again."""
    if draft.version == flow.version:
        return draft
    asked = [step for step in flow.steps if step.id in draft.answers]
    kept = {step.id: draft.answers[step.id] for step in asked if fits(step, draft.answers[step.id])}
    return replace(draft, version=flow.version, answers=kept, at=None, held=None, unclear=None)
