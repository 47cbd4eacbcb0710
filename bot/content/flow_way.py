"""Proves the way through a flow: every step reached, none twice, always an end; knows no YAML and no texts."""

from __future__ import annotations

from collections.abc import Mapping

from bot.content import wording_flows
from bot.content.problem import Report
from bot.core.flow import ANY, REVIEW, SKIPPED, Flow, Step, StepType

Ways = Mapping[str, tuple[str, ...]]
"""Step → the steps, endings or "review" that can come after it."""


def list_answers(step: Step) -> list[str]:
    """List the answers that can lead to different steps; any other answer goes one way."""
    answers = [option.id for option in step.options]
    if step.type is StepType.CONFIRM:
        answers = ["yes", "no"]
    return [*answers, SKIPPED] if step.optional else answers


def list_ways(flow: Flow) -> Ways | None:
    """List where each step can lead; None while ids or targets are wrong, which is reported elsewhere."""
    ids = [step.id for step in flow.steps]
    if not ids or "" in ids or REVIEW in ids or len(set(ids)) < len(ids):
        return None
    ways = {step.id: _ways_from(flow, step) for step in flow.steps}
    known = {*ids, *flow.endings, REVIEW}
    return ways if all(target in known for targets in ways.values() for target in targets) else None


def _ways_from(flow: Flow, step: Step) -> tuple[str, ...]:
    position = flow.steps.index(step)
    after = flow.steps[position + 1].id if position + 1 < len(flow.steps) else REVIEW
    otherwise = step.next.get(ANY, after)
    decides = flow.deciding(step)
    answers = list_answers(decides)
    targets = [step.next.get(answer, otherwise) for answer in answers]
    if decides.type is StepType.CHOICES or (not decides.options and "yes" not in answers):
        targets.append(otherwise)
    # A key that is no answer is reported elsewhere; here it counts, so that one mistake is not reported twice.
    targets += [target for key, target in step.next.items() if key != ANY]
    return tuple(dict.fromkeys(targets))


def check_way(flow: Flow, ways: Ways, report: Report) -> bool:
    """Report steps that are never reached, that never end, or that lead back; tell whether all is well."""
    before = len(report.problems)
    reached = _reach(ways, flow.steps[0].id)
    ends = (*flow.endings, REVIEW)
    backwards: dict[str, tuple[str, ...]] = {
        target: tuple(name for name, targets in ways.items() if target in targets) for target in (*ways, *ends)
    }
    ending = set().union(*(_reach(backwards, end) for end in ends))
    for step in flow.steps:
        if step.id not in reached:
            report.add(step.id, wording_flows.never_reached(step.id))
        elif step.id not in ending:
            report.add(step.id, wording_flows.never_ends(step.id))
    if REVIEW not in reached and any(end in reached for end in flow.endings):
        report.add(flow.id, wording_flows.never_stores(flow.id))
    for name, target in _list_ways_back(ways, flow.steps[0].id):
        if name in ending:
            step = next(step for step in flow.steps if step.id == name)
            named = next((each for each in step.next.values() if each == target), step.id)
            report.add(named, wording_flows.leads_back(name, target))
    return len(report.problems) == before


def _reach(ways: Ways, start: str) -> set[str]:
    reached: set[str] = set()
    waiting = [start]
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += ways.get(name, ())
    return reached


def _list_ways_back(ways: Ways, start: str) -> list[tuple[str, str]]:
    """List the edges that close a circle, without recursion: a flow may have any number of steps."""
    found: list[tuple[str, str]] = []
    finished: set[str] = set()
    path = {start: iter(ways[start])}
    while path:
        name, targets = next(reversed(path.items()))
        target = next(targets, None)
        if target is None:
            finished.add(name)
            del path[name]
        elif target in path:
            found.append((name, target))
        elif target in ways and target not in finished:
            path[target] = iter(ways[target])
    return found


def order_steps(ways: Ways, start: str) -> list[str]:
    """List the steps so that each stands after all that it leads to; the ways must not lead back."""
    ordered: list[str] = []
    path = {start: iter(ways[start])}
    while path:
        name, targets = next(reversed(path.items()))
        target = next(targets, None)
        if target is None:
            ordered.append(name)
            del path[name]
        elif target in ways and target not in ordered:
            path[target] = iter(ways[target])
    return ordered
