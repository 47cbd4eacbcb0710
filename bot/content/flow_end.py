"""How a flow is begun and how it ends: its command, what it stores, decides or checks, its endings; knows no steps."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from bot.content import wording, wording_flows
from bot.content.markup import placeholders
from bot.content.problem import Report, Text
from bot.content.reading import Section
from bot.core.commands import OWN_COMMANDS
from bot.core.flow import REVIEW, Audience, Flow, StepType
from bot.core.lists import NUMBERS
from bot.core.requests import LIFECYCLE, TRANSITION, Event, Status

_PREFIX = re.compile(r"[A-Z]{1,6}")
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_CHECKS = ["participants"]
"""What a flow can check instead of storing a request."""

_DECISIONS = [each.event.value for each in LIFECYCLE if each.asks]


def read_end(section: Section, audience: str | None) -> tuple[Text | None, Text | None, Text | None]:
    """Read what the flow stores, decides or checks: exactly one of them."""
    stores = section.text("stores", required=False)
    decides = section.one_of("decides", _DECISIONS, required=False)
    checks = section.one_of("checks", _CHECKS, required=False)
    ends = [key for key in ("stores", "decides", "checks") if section.has(key)]
    if len(ends) != 1:
        place = max((section.line_of_key(key) for key in ends), default=section.line_of_key("stores"))
        section.add(place, wording_flows.one_end(section.owner, ends))
    if stores is not None and not _PREFIX.fullmatch(stores):
        section.add(stores, wording_flows.bad_prefix(section.owner, stores))
    if decides is not None and audience == Audience.COORDINATOR:
        section.add(decides, wording_flows.staff_only(section.owner))
    return stores, decides, checks


def read_command(section: Section, audience: str | None) -> Text | None:
    """Read the command that begins the flow, if it has one."""
    command = section.text("command", required=False)
    if command is None:
        return None
    if not _COMMAND.fullmatch(command):
        section.add(command, wording_flows.bad_command(section.owner, command))
    elif command in OWN_COMMANDS:
        section.add(command, wording_flows.own_command(section.owner, command, OWN_COMMANDS))
    if audience == Audience.STAFF:
        section.add(command, wording_flows.command_of_staff(section.owner))
    return command


def check_asked(flow: Flow, section: Section) -> None:
    """Report a flow that leads to an event and does not ask what the event needs."""
    for step in flow.steps:
        if step.type is StepType.FIELDS and not section.has("decides"):
            section.add(step.id, wording_flows.fields_of_no_request(step.id))
    if flow.decides not in _DECISIONS or flow.audience is not Audience.STAFF or not flow.steps:
        return
    steps = {step.id: step for step in flow.steps}
    for needed in TRANSITION[Event(flow.decides)].asks:
        if needed not in steps or steps[needed].optional:
            section.add(section.line_of_key("decides"), wording_flows.decision_lacks_step(flow.decides, needed))
    for option in steps["status"].options if flow.decides == Event.OVERRIDE and "status" in steps else ():
        if option.id and option.id not in set(Status):
            section.add(option.id, wording_flows.no_status(option.id, list(Status)))


def check_done(flow: Flow, owner: str, report: Report) -> None:
    """Report what is said at the end of a flow that stores a request without telling its reference."""
    for text in flow.done.values() if flow.stores else ():
        if text and "reference" not in placeholders(text):
            report.add(text, wording_flows.done_without_reference(owner))


def check_lists(flow: Flow, section: Section, numbers: Collection[str] | None) -> None:
    """Report a flow that checks a list and asks for anything else, and numbers that lists are bounded by."""
    asks = [step.type for step in flow.steps]
    if flow.checks and (asks != [StepType.FILE] or flow.steps[0].optional):
        section.add(section.line_of_key("checks"), wording_flows.checks_one_list(section.owner))
    for text in flow.done.values() if flow.checks else ():
        if "reference" in placeholders(text):
            section.add(text, wording_flows.report_has_no_reference(section.owner))
    for name in NUMBERS if StepType.FILE in asks and numbers is not None else ():
        if name not in (numbers or ()):
            step = flow.steps[asks.index(StepType.FILE)]
            section.add(step.id, wording_flows.list_lacks_number(step.id, name))


def check_endings(flow: Flow, report: Report) -> None:
    """Report endings that no step leads to, or that have the id of a step."""
    ids = {step.id for step in flow.steps}
    targets = {target for step in flow.steps for target in step.next.values()}
    for name in flow.endings:
        if name in ids or name == REVIEW:
            report.add(name, wording_flows.ending_is_a_step(name))
        elif name and name not in targets:
            report.add(name, wording_flows.ending_never_reached(name))


def check_about(flow: Flow, flows: Mapping[str, Flow | None], report: Report) -> None:
    """Report what a staff flow decides on that is no flow, or none that stores a request."""
    storing = {name for name, each in flows.items() if each is None or each.stores or not each.decides}
    for name in flow.about:
        if name not in flows:
            report.add(name, wording.not_among(f'the flow "{flow.id}"', "about", name, storing))
        elif name not in storing:
            report.add(name, wording_flows.stores_nothing(f'the flow "{flow.id}"', name))
