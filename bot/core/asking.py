"""Words a draft's position: the open step, the problems that rules found, the review; changes nothing."""

from __future__ import annotations

import html
from collections.abc import Iterable
from datetime import date

from bot.core.calendar import Verdict, View, calendar_of
from bot.core.desk.reading_language import find_foreign
from bot.core.flags import list_flags
from bot.core.flow import (
    CHECKED,
    LISTS,
    REVIEW,
    Draft,
    Flow,
    Step,
    StepType,
    Value,
    ending_of,
    open_step,
    progress,
    walk,
)
from bot.core.judging import acknowledged_still, problems_in_review, problems_with, subject_of
from bot.core.messages import Button, Post, Rows, Style
from bot.core.rules import Problem, Remedy, WayOut
from bot.core.scene import Scene
from bot.core.showing import show_value
from bot.core.texts import Html

LISTED_AT_MOST = 10
"""How many entries of a long list the review shows."""

_NARROW = 18
_FREE = {StepType.TEXT, StepType.QUESTION}
_LISTED = {*LISTS, StepType.TEXT, StepType.QUESTION}


def ask(
    scene: Scene, flow: Flow, draft: Draft, *lead: Html, again: Iterable[Problem] = (), view: View | None = None
) -> Post:
    """Word the open step, or the review when there is none, below the sentences that lead to it.

    `view` is the month or year that a date's calendar shows.
    """
    if draft.dropping:
        return _ask_to_drop(scene, draft)
    step = open_step(flow, draft)
    if step is None:
        ending = ending_of(flow, draft.answers)
        return _ending(scene, flow, draft, ending) if ending else _review(scene, flow, draft, lead)
    held = problems_with(scene, flow, draft, step, draft.held) if draft.held is not None else ()
    if held:
        parts = (*lead, *(scene.say(each.key, **each.values) for each in held))
        rows = (*_ways_out(scene, draft, [(step, each) for each in held]), *_moves(scene, flow, draft, step))
        return _post(scene, parts, rows)
    said = (scene.say(problem.key, **problem.values) for problem in again)
    parts = (*lead, *said, *_prompt(scene, flow, draft, step))
    if step.type is StepType.DATE and scene.is_private:
        calendar = calendar_of(scene, flow, draft, step)
        page = calendar.page(view or calendar.first_view)
        legend = "\n".join(
            scene.say(f"calendar.{mark.name.lower()}", mark=mark) for mark in Verdict if mark in page.marks
        )
        return _post(scene, (*parts, *filter(None, [legend])), (*page.rows, *_moves(scene, flow, draft, step)))
    rows = (*_choices(scene, draft, step), *_moves(scene, flow, draft, step))
    return _post(scene, parts, rows, types=not step.options and step.type is not StepType.CONFIRM)


def echo(scene: Scene, flow: Flow, step: Step, value: Value) -> Html:
    """Say back what was understood."""
    shown = show_value(scene.knowledge.texts, step, value, scene.language)
    return scene.say("flow.echo", label=_label(scene, step), value=_laid_out(step, shown))


def answer_line(scene: Scene, step: Step, value: Value, language: str) -> Html:
    """Write one answer with its label, as the review and the staff's card list it."""
    texts = scene.knowledge.texts
    shown = _laid_out(step, show_value(texts, step, value, language))
    label = Html(html.escape(step.label[language], quote=False))
    return texts.say("flow.answer", language, label=label, value=shown)


def short_line(scene: Scene, step: Step, value: Value) -> Html:
    """Write one answer as the review shows it to its person: of a long list, the beginning."""
    if not isinstance(value, list) or len(value) <= LISTED_AT_MOST:
        return answer_line(scene, step, value, scene.language)
    shown = answer_line(scene, step, value[:LISTED_AT_MOST], scene.language)
    return Html(f"{shown}\n{scene.say('flow.more', count=len(value) - LISTED_AT_MOST)}")


def _laid_out(step: Step, shown: str) -> str:
    return f"\n{shown}" if "\n" in shown and step.type in _LISTED else shown


def _label(scene: Scene, step: Step) -> str:
    return step.label[scene.language]


def _post(scene: Scene, parts: Iterable[str], rows: Rows, types: bool = False) -> Post:
    in_group = types and not scene.is_private
    return Post(
        chat=scene.message.chat,
        text="\n\n".join(parts),
        rows=() if in_group else rows,
        slot=scene.slot,
        in_place=scene.is_live and not in_group,
        asks=in_group,
    )


def _prompt(scene: Scene, flow: Flow, draft: Draft, step: Step) -> tuple[Html, ...]:
    here, all_steps = progress(flow, draft)
    subject = {"reference": draft.subject} if draft.subject else {}
    if draft.subject and flow.stores:
        head = scene.say("flow.correcting", count=max(len(draft.todo), 1), **subject)
    else:
        head = scene.say("flow.progress", here=here, all=all_steps, title=scene.fill(flow.title))
    parts = [
        head,
        Html(f"<b>{scene.fill(step.prompt, **subject)}</b>"),
    ]
    if step.help and CHECKED not in draft.acknowledged:
        parts.append(scene.fill(step.help))
    if draft.answers.get(step.id) is not None:
        shown = show_value(scene.knowledge.texts, step, draft.answers[step.id], scene.language)
        parts.append(scene.say("flow.current", value=_laid_out(step, shown)))
    if not scene.is_private:
        parts.append(scene.say("flow.reply_to_me", name=scene.message.sender.name, person=str(scene.message.sender.id)))
    return tuple(parts)


def _choices(scene: Scene, draft: Draft, step: Step) -> Rows:
    data = f"a:{draft.number}:{step.id}"
    if step.type is StepType.CONFIRM:
        yes = Button(scene.label("button.yes"), f"{data}:yes", Style.PRIMARY)
        return ((yes, Button(scene.label("button.no"), f"{data}:no")),)
    if step.type is StepType.CHOICES:
        return _ticks(scene, draft, step)
    return in_rows(Button(option.label[scene.language], f"{data}:{option.id}") for option in step.options)


def _ticks(scene: Scene, draft: Draft, step: Step) -> Rows:
    picked = picked_at(draft, step)
    here = f"{draft.number}:{step.id}"
    rows = in_rows(
        Button(
            scene.label(
                "button.ticked" if option.id in picked else "button.unticked", label=option.label[scene.language]
            ),
            f"tick:{here}:{option.id}",
        )
        for option in step.options
    )
    if not picked:
        return rows
    done = Button(scene.label("button.choices_done", count=len(picked)), f"ticked:{here}", Style.PRIMARY)
    return (*rows, (done,))


def picked_at(draft: Draft, step: Step) -> tuple[str, ...]:
    """List the options that are ticked at a step, which begins with those of its former answer."""
    if draft.picked is not None:
        return draft.picked
    answer = draft.answers.get(step.id)
    return tuple(answer) if isinstance(answer, list) else ()


def _moves(scene: Scene, flow: Flow, draft: Draft, step: Step) -> Rows:
    moves: list[Button] = []
    if (draft.at is not None or step.id in draft.todo) and step.id in draft.answers:
        keep = "button.keep" if draft.held is None else "button.keep_former"
        moves.append(Button(scene.label(keep), f"keep:{draft.number}"))
    if step is not flow.steps[0] and not draft.todo:
        moves.append(Button(scene.label("button.back"), f"back:{draft.number}:{step.id}"))
    if step.optional:
        moves.append(Button(scene.label("button.skip"), f"skip:{draft.number}:{step.id}"))
    leave = "button.close" if CHECKED in draft.acknowledged else "button.cancel"
    moves.append(Button(scene.label(leave), f"drop:{draft.number}"))
    return (tuple(moves),)


def _ways_out(scene: Scene, draft: Draft, problems: Iterable[tuple[Step | None, Problem]]) -> Rows:
    rows: dict[tuple[str, ...], Button] = {}
    for step, problem in problems:
        for way in problem.ways_out:
            where = step.id if step else REVIEW
            rows.setdefault((way.remedy, way.target, where), _way_button(scene, draft, problem, way, where))
    return tuple((button,) for button in rows.values())


def _way_button(scene: Scene, draft: Draft, problem: Problem, way: WayOut, where: str) -> Button:
    number = draft.number
    data = {
        Remedy.USE: f"use:{number}:{where}:{problem.rule}",
        Remedy.ACKNOWLEDGE: f"ack:{number}:{where}:{problem.rule}",
        Remedy.AGAIN: f"again:{number}:{where}",
        Remedy.FLOW: f"flow:{way.target}",
        Remedy.STOP: f"stop:{number}",
    }[way.remedy]
    style = Style.DANGER if way.remedy is Remedy.STOP else Style.PLAIN
    return Button(scene.label(way.key, **way.values), data, style)


def _ask_to_drop(scene: Scene, draft: Draft) -> Post:
    rows = (
        (Button(scene.label("button.keep_on"), f"keep:{draft.number}", Style.PRIMARY),),
        (Button(scene.label("button.drop"), f"stop:{draft.number}", Style.DANGER),),
    )
    return _post(scene, (scene.say("flow.drop_sure", count=len(draft.answers)),), rows)


def _ending(scene: Scene, flow: Flow, draft: Draft, ending: str) -> Post:
    last = walk(flow, draft.answers)[-1]
    back = Button(scene.label("button.back"), f"edit:{draft.number}:{last.id}")
    close = Button(scene.label("button.close"), f"over:{draft.number}", Style.PRIMARY)
    return _post(scene, (scene.fill(flow.endings[ending]),), ((back, close),))


def _review(scene: Scene, flow: Flow, draft: Draft, lead: tuple[Html, ...]) -> Post:
    path = [step for step in walk(flow, draft.answers) if step.id in draft.answers]
    problems = problems_in_review(scene, flow, draft)
    lines = "\n".join(short_line(scene, step, draft.answers[step.id]) for step in path)
    parts = [*lead, scene.say("flow.review", title=scene.fill(flow.title)), Html(lines)]
    parts += [scene.say(problem.key, **problem.values) for _, problem in problems]
    rows = list(_ways_out(scene, draft, problems))
    parts += _foreign_answers(scene, flow, draft)
    if not problems:
        answers = {step.id: draft.answers[step.id] for step in path}
        known = acknowledged_still(scene, flow, draft)
        flags = list_flags(scene.knowledge.policy, answers, known, _dated_on(scene, draft)) if flow.stores else ()
        if flags:
            parts.append(Html("\n".join(scene.say(flag.key, **flag.values) for flag in flags)))
        parts.append(scene.say("flow.review_ask"))
        rows.append((Button(scene.label("button.send"), f"send:{draft.number}", Style.PRIMARY),))
    rows += in_rows(
        Button(scene.label("button.edit", label=_label(scene, step)), f"edit:{draft.number}:{step.id}") for step in path
    )
    rows.append((Button(scene.label("button.cancel"), f"drop:{draft.number}", Style.DANGER),))
    return _post(scene, parts, tuple(rows))


def _foreign_answers(scene: Scene, flow: Flow, draft: Draft) -> list[Html]:
    """Warn of what staff write in another language than its reader's."""
    request = subject_of(scene, draft) if flow.decides else None
    texts = [draft.answers.get(step.id) for step in flow.steps if step.type in _FREE] if request else []
    for text in texts:
        language = find_foreign(scene, request, text) if request and isinstance(text, str) else None
        if language and request:
            names = [scene.knowledge.texts.name_language(each, scene.language) for each in (language, request.language)]
            return [scene.say("flow.foreign", name=request.person_name, written=names[0], read=names[1])]
    return []


def _dated_on(scene: Scene, draft: Draft) -> date:
    """Give the day from which the notice of a draft's start counts: that on which it was given."""
    subject = subject_of(scene, draft)
    if subject is None or subject.answers.get("start") != draft.answers.get("start"):
        return scene.today
    return scene.day_of(subject.dated_at or subject.submitted_at)


def in_rows(buttons: Iterable[Button]) -> Rows:
    """Lay buttons out, two in a row where both are short enough for a phone."""
    rows: list[tuple[Button, ...]] = []
    for button in buttons:
        last = rows[-1] if rows else ()
        if len(last) == 1 and max(len(last[0].label), len(button.label)) <= _NARROW:
            rows[-1] = (last[0], button)
        else:
            rows.append((button,))
    return tuple(rows)
