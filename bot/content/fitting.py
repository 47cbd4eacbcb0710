"""Checks that flows and the bot's own sentences fit each other; each of them is sound by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from bot.content import wording_flows
from bot.content.loaded import Content
from bot.content.markup import placeholders
from bot.content.problem import Problem, Report
from bot.core.commands import MAIN_FLOW, OWN_COMMANDS
from bot.core.flow import Flow, Step
from bot.core.questions import HAND_OVER
from bot.core.rules import SWITCH, VIRTUAL
from bot.core.texts import Catalogues

FORMAT_RULE = "format_is_virtual"
OF_DATES = frozenset({"start", "end", "invoice"})
"""What a sentence can show of a request that has a start."""

_COMMAND = re.compile(r"(?<![\w/:<.&;{])/([a-z0-9_]{1,32})\b(?![/.]\w)")


def list_misfits(content: Content, catalogues: Catalogues) -> tuple[Problem, ...]:
    """List what a flow lacks that a sentence shows, a rule explains, or another flow does already."""
    reports: dict[str, Report] = {name: Report(f"flows/{name}.yaml") for name in content.flows}
    sentences = catalogues[content.policy.default_language]
    _check_needed(content, reports)
    _check_commands(content, catalogues, reports)
    decided: dict[tuple[str, str], str] = {}
    for name, flow in content.flows.items():
        for step in flow.steps:
            if FORMAT_RULE in step.rules:
                _check_format(step, sentences, reports[name])
        for about in flow.about:
            earlier = decided.setdefault((str(flow.decides), about), flow.id)
            if earlier != flow.id:
                reports[name].add(flow.id, wording_flows.decided_already(flow.id, str(flow.decides), about, earlier))
            _check_telling(flow, content.flows[about], sentences, content, reports[name])
    return tuple(sorted(problem for report in reports.values() for problem in report.problems))


def _check_needed(content: Content, reports: dict[str, Report]) -> None:
    """Report a flow that commands lead to and that is not there, and requests on which nobody can decide."""
    rules = {rule for flow in content.flows.values() for step in flow.steps for rule in step.rules}
    for needed in (MAIN_FLOW, HAND_OVER, *([SWITCH] if FORMAT_RULE in rules else [])):
        flow = content.flows.get(needed)
        if flow is None or flow.stores is None:
            reports.setdefault(needed, Report(f"flows/{needed}.yaml")).add(1, wording_flows.needed_flow(needed))
    about = {each for flow in content.flows.values() for each in flow.about}
    for name, flow in content.flows.items():
        if flow.stores and name not in about:
            reports[name].add(flow.id, wording_flows.undecided(name))


def _check_commands(content: Content, catalogues: Catalogues, reports: dict[str, Report]) -> None:
    """Report commands that a text names and that begin nothing."""
    known = {*OWN_COMMANDS, *(flow.command for flow in content.flows.values() if flow.command)}
    for name, flow in content.flows.items():
        for text in _list_texts(flow):
            for found in sorted(set(_COMMAND.findall(text)) - known):
                reports[name].add(text, wording_flows.unknown_command_in_text("this text", found, known))
    for language in content.policy.languages:
        for key, forms in catalogues[language].items():
            for found in sorted({each for form in forms for each in _COMMAND.findall(form)} - known):
                report = reports.setdefault(language, Report(f"bot/locales/{language}/guichet.po"))
                report.add(1, wording_flows.unknown_command_in_text(f'the sentence "{key}"', found, known))


def _list_texts(flow: Flow) -> Iterator[str]:
    for texts in (flow.intro, flow.done, *flow.endings.values()):
        yield from texts.values()
    for step in flow.steps:
        yield from step.prompt.values()
        yield from step.help.values()


def _check_format(step: Step, sentences: Mapping[str, tuple[str, ...]], report: Report) -> None:
    ids = [option.id for option in step.options]
    if VIRTUAL not in ids:
        report.add(step.id, wording_flows.no_virtual_option(step.id, VIRTUAL))
    for option in ids:
        if option != VIRTUAL and f"rule.format.{option}" not in sentences:
            report.add(option, wording_flows.unexplained_option(option, f"rule.format.{option}"))


def _check_telling(
    flow: Flow, about: Flow, sentences: Mapping[str, tuple[str, ...]], content: Content, report: Report
) -> None:
    key = f"tell.{flow.decides}"
    known = {"reference", *content.policy.numbers, *(f"link_{link}" for link in content.policy.links)}
    given = {step.id for step in flow.steps if not step.optional}
    asked = {step.id for step in about.steps if not step.optional}
    for shown in sorted({name for form in sentences[key] for name in placeholders(form)} - known - given):
        if shown not in OF_DATES:
            report.add(flow.id, wording_flows.untold(flow.id, key, shown, flow.id, shown))
        elif "start" not in asked:
            report.add(flow.id, wording_flows.untold(flow.id, key, shown, about.id, "start"))
