"""The flow engine: which step is open, what an answer changes, what the rules say; knows no words and no chat."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property

Value = str | int | bool | list[str] | None
"""A step's answer in a form that JSON keeps: dates as ISO text, people as "Name <address>", None for a skipped step."""

ANY = "*"
SKIPPED = "skipped"
CHECKED = "checked"
"""Acknowledged in a draft that checks lists, once one was checked."""

REVIEW = "review"


class StepType(StrEnum):
    """What kind of answer a step takes."""

    TEXT = "text"
    QUESTION = "question"
    NAME = "name"
    EMAIL = "email"
    INTEGER = "integer"
    CHOICE = "choice"
    CHOICES = "choices"
    CONFIRM = "confirm"
    DATE = "date"
    COUNTRY = "country"
    SCHOOLS = "schools"
    PEOPLE = "people"
    FILE = "file"
    URL = "url"
    FIELDS = "fields"


LISTS = frozenset({StepType.CHOICES, StepType.SCHOOLS, StepType.PEOPLE, StepType.FILE, StepType.FIELDS})
"""The types whose answer is a list."""


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

    `next` maps an option's id (of several choices: the first that it names), "yes", "no", "skipped" or "*" (any other
    answer) to a step's id, an ending's or "review"; an empty map means the step that follows in the file. It looks at
    the answer to the step that `depends_on` names, an earlier one, or else to the step itself. `minimum`
    and `maximum` bound the characters of a text, the value of an integer or the length of a list. `lasts` names the
    policy number that holds how many days the event takes from the date answered; its end is shown beside it.
    `formerly` are the ids that the step had in older versions of the flow.
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
    formerly: tuple[str, ...] = ()
    depends_on: str | None = None


@dataclass(frozen=True)
class Flow:
    """A flow as an editor wrote it.

    It ends by storing a request under the reference prefix `stores`, by a report of what it `checks`, or, for staff,
    by the event `decides` on a request that came from one of the flows `about`. `rules` are checked over all answers
    together. `done` is said at its end, with {reference}. `endings` are texts that a step's `next` may lead to instead:
    there the flow is over and nothing is stored. `command` is what people type, after a slash, to begin it.
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
    checks: str | None = None
    endings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    command: str | None = None

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {step.id: place for place, step in enumerate(self.steps)}

    def step(self, step_id: str) -> Step | None:
        """Find a step by its id."""
        place = self._places.get(step_id)
        return None if place is None else self.steps[place]

    def deciding(self, step: Step) -> Step:
        """Give the step whose answer decides what comes after `step`: mostly its own."""
        return (self.step(step.depends_on) if step.depends_on else None) or step

    def following(self, step: Step, answers: Mapping[str, Value]) -> str:
        """Name the step, the ending or "review" that comes after `step`; what is not answered goes the ordinary way.

        Of several choices the first one that `next` names counts.
        """
        answer = answers.get(self.deciding(step).id, ANY)
        if answer is None:
            key = SKIPPED
        elif isinstance(answer, bool):
            key = "yes" if answer else "no"
        elif isinstance(answer, list):
            key = next((name for name in step.next if name in answer), ANY)
        else:
            key = str(answer)
        return step.next.get(key) or step.next.get(ANY) or self._after(step)

    def _after(self, step: Step) -> str:
        place = self._places[step.id] + 1
        return self.steps[place].id if place < len(self.steps) else REVIEW


@dataclass(frozen=True)
class Draft:
    """A flow that somebody has begun.

    `at` is the step that the person went back to or edits; None means the first one that is open. `held` is an
    answer that a rule holds back until the person says what to do with it, for the step that is open.
    `acknowledged` keeps the tokens of rules' problems that the person accepted. `subject` is the reference of the
    request that staff decide on, or that its person corrects. `todo` are the steps that are asked again though they are
    answered, one after the other. `unclear` is the last text that may have been an answer or a question.
    `dropping` says that the person was asked whether to drop it all. `picked` are the options ticked so far at a step
    that takes several. `touched` is when the draft last changed; `kept_until` the last day of it, once its person was
    told since that it waits.
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
    picked: tuple[str, ...] | None = None
    touched: datetime | None = None
    kept_until: date | None = None
    todo: tuple[str, ...] = ()


def walk(flow: Flow, answers: Mapping[str, Value]) -> tuple[Step, ...]:
    """List the steps that these answers lead through, up to and including the first one that is open."""
    path: dict[str, Step] = {}
    step = flow.step(flow.steps[0].id)
    while step is not None and step.id not in path:
        path[step.id] = step
        if step.id not in answers:
            break
        step = flow.step(flow.following(step, answers))
    return tuple(path.values())


def ending_of(flow: Flow, answers: Mapping[str, Value]) -> str | None:
    """Name the ending that these answers lead to; None while a step is open, and when they lead to the review."""
    last = walk(flow, answers)[-1]
    name = flow.following(last, answers) if last.id in answers else REVIEW
    return name if name in flow.endings else None


def open_step(flow: Flow, draft: Draft) -> Step | None:
    """Name the step to ask now; None means that everything is answered and the review comes."""
    path = walk(flow, draft.answers)
    edited = next((step for step in path if step.id == draft.at), None)
    if edited is not None:
        return edited
    if path[-1].id not in draft.answers:
        return path[-1]
    return next((step for step in path if step.id in draft.todo), None)


def answer_step(draft: Draft, step: Step, value: Value) -> Draft:
    """Keep an answer; those that this takes off the way stay in the draft in case the way leads back to them."""
    return put_off(leave_step(replace(draft, answers={**draft.answers, step.id: value})), step)


def put_off(draft: Draft, step: Step) -> Draft:
    """Take a step off those that are asked again."""
    return replace(draft, todo=tuple(each for each in draft.todo if each != step.id))


def leave_step(draft: Draft, at: str | None = None) -> Draft:
    """Forget what was said of the open step only, and stand at another, or at the first one that is open."""
    return replace(draft, at=at, held=None, unclear=None, picked=None)


def answers_on_the_way(flow: Flow, answers: Mapping[str, Value]) -> dict[str, Value]:
    """Keep the answers that the flow leads through, in its order."""
    return {step.id: answers[step.id] for step in walk(flow, answers) if step.id in answers}


def go_back(flow: Flow, draft: Draft) -> Draft:
    """Return to the step before the open one, keeping its answer until a new one comes."""
    if draft.todo:
        return draft  # Only what is to be looked at again is asked, in its order; the review leads to the rest.
    path = walk(flow, draft.answers)
    here = open_step(flow, draft)
    position = _place_of(here, path) if here is not None else len(path)
    return leave_step(draft, at=path[max(position - 1, 0)].id)


def progress(flow: Flow, draft: Draft) -> tuple[int, int]:
    """Say at which step of how many the draft stands, taking the ordinary way for what is still open."""
    here = open_step(flow, draft)
    answered = walk(flow, draft.answers)
    path = {step.id: step for step in answered}
    last = answered[-1]
    step = None if last.id in draft.answers else flow.step(flow.following(last, draft.answers))
    while step is not None and step.id not in path:
        path[step.id] = step
        step = flow.step(flow.following(step, draft.answers))
    return (_place_of(here, answered) + 1 if here is not None else len(path)), len(path)


def _place_of(step: Step, path: tuple[Step, ...]) -> int:
    return next(place for place, each in enumerate(path) if each.id == step.id)
