"""Checks what the steps of a flow name: answers, other steps, endings, their own former ids; knows no YAML."""

from __future__ import annotations

from collections.abc import Sequence

from bot.content import wording, wording_flows
from bot.content.flow_end import check_endings
from bot.content.flow_way import list_answers
from bot.content.problem import Report
from bot.core.flow import ANY, REVIEW, Flow, Step


def check_names(flow: Flow, report: Report) -> None:
    """Report what steps name in their ways and former ids, and cannot mean."""
    ids = [step.id for step in flow.steps]
    known = [*ids, *flow.endings, REVIEW]
    _check_former_ids(flow, report)
    for place, step in enumerate(flow.steps):
        _check_answers(flow, step, ids[:place], report)
    for step in flow.steps if "" not in ids else ():
        for target in step.next.values():
            if target and target not in known:
                report.add(target, wording.not_among(f'the step "{step.id}"', "next", target, known))
    check_endings(flow, report)


def _check_answers(flow: Flow, step: Step, earlier: Sequence[str], report: Report) -> None:
    """Report what the way after a step depends on and cannot be."""
    if step.depends_on and step.depends_on not in earlier:
        known = [name for name in earlier if name]
        report.add(step.depends_on, wording_flows.depends_on_no_earlier_step(step.id, step.depends_on, known))
        return
    answers = list_answers(flow.deciding(step))
    for key in step.next:
        if key != ANY and key not in answers:
            report.add(key, wording_flows.no_such_answer(f'the step "{step.id}"', key, [*answers, ANY]))


def _check_former_ids(flow: Flow, report: Report) -> None:
    """Report a former id that would give one answer to two steps."""
    owners = {step.id: step.id for step in flow.steps}
    for step in flow.steps:
        for name in step.formerly:
            owner = owners.setdefault(name, step.id)
            if owner != step.id or name == step.id:
                report.add(name, wording_flows.former_id_of_another(step.id, name, owner))
