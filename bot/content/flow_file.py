"""Reads flows/<name>.yaml into a flow; knows neither the way through it nor Telegram's limits."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.content import wording, wording_flows
from bot.content.flow_end import check_asked, check_done, check_lists, read_command, read_end
from bot.content.flow_names import check_names
from bot.content.loaded import RuleSpec
from bot.content.markup import Vocabulary, check_bare, check_html, check_plain, check_same_placeholders
from bot.content.problem import Report, Text
from bot.content.reading import Section
from bot.content.tree import Pairs
from bot.core.flow import ANY, REVIEW, SKIPPED, Audience, Flow, Option, Step, StepType
from bot.core.folding import fold
from bot.core.reading import LONGEST

LONGEST_ID = 24
_BOUNDED = (*LONGEST, StepType.INTEGER, StepType.CHOICES)


@dataclass(frozen=True)
class Surroundings:
    """What a flow may name: languages (none while unknown), rules, and the policy's numbers (None while unknown)."""

    languages: tuple[str, ...]
    rules: Mapping[str, RuleSpec]
    numbers: Collection[str] | None
    vocabulary: Vocabulary | None


def read_flow(section: Section, around: Surroundings) -> Flow:
    """Read a flow; a wrong value is reported and stands empty in it."""
    owner = section.owner
    audience = section.one_of("for", list(Audience))
    stores, decides, checks = read_end(section, audience)
    reference = ["reference"]
    subject = reference if section.has("decides") else []
    flow = Flow(
        id=section.identifier(LONGEST_ID),
        version=section.whole("version", 1, required=True) or 1,
        audience=Audience(audience or Audience.COORDINATOR),
        title=section.by_language("title", around.languages),
        intro=_read_html(section, "intro", around, required=False),
        done=_read_html(section, "done", around, also=reference, required=not section.has("checks")),
        stores=stores,
        decides=decides,
        checks=checks,
        command=read_command(section, audience),
        endings=_read_endings(section, around),
        about=section.texts("about", required=section.has("decides")),
        rules=section.texts("rules"),
        steps=tuple(_read_step(each, around, subject) for each in section.sections("steps", "step", required=True)),
    )
    section.finish()
    check_done(flow, owner, section.report)
    check_asked(flow, section)
    check_lists(flow, section, around.numbers)
    if flow.about and not section.has("decides"):
        section.add(flow.about[0], wording_flows.about_nothing(owner))
    for title in flow.title.values():
        check_bare("title", title, section.report)
    _check_ids("step", flow.steps, section.report)
    _check_rules(owner, flow.rules, None, around, section.report)
    _check_needs(flow, around.rules, section.report)
    check_names(flow, section.report)
    return flow


def _read_endings(section: Section, around: Surroundings) -> dict[str, dict[str, Text]]:
    found: dict[str, dict[str, Text]] = {}
    for each in section.sections("endings", "ending"):
        name = each.identifier()
        if name in found:
            section.add(name, wording.id_twice("ending", name))
        found[name] = _read_html(each, "text", around)
        each.finish()
    return found


def _read_html(
    section: Section, key: str, around: Surroundings, also: Sequence[str] = (), required: bool = True
) -> dict[str, Text]:
    texts = section.by_language(key, around.languages, required)
    for text in texts.values():
        check_html(text, around.vocabulary, section.report, also)
    check_same_placeholders(f'"{key}" of {section.owner}', texts, around.vocabulary, section.report, also)
    return texts


def _read_step(section: Section, around: Surroundings, subject: Sequence[str]) -> Step:
    kind = section.one_of("type", list(StepType))
    options = tuple(_read_option(each, around) for each in section.sections("options", "option"))
    step = Step(
        id=section.identifier(),
        type=StepType(kind) if kind else StepType.CHOICE if options else StepType.TEXT,
        label=section.by_language("label", around.languages),
        prompt=_read_html(section, "prompt", around, also=subject),
        help=_read_html(section, "help", around, required=False),
        options=options,
        rules=section.texts("rules"),
        next=_read_next(section),
        optional=section.truth("optional"),
        minimum=section.whole("minimum", 0),
        maximum=section.whole("maximum", 1),
        lasts=section.text("lasts", required=False),
        formerly=section.texts("formerly"),
        depends_on=section.text("depends_on", required=False),
    )
    section.finish()
    for label in step.label.values():
        check_plain("label", label, section.report)
    if step.id == REVIEW:
        section.add(step.id, wording_flows.reserved_id("step", step.id))
    _check_bounds(section, step)
    _check_options(section, step)
    if kind:
        _check_type(section, step, around)
        _check_rules(section.owner, step.rules, step.type, around, section.report)
    return step


def _read_option(section: Section, around: Surroundings) -> Option:
    option = Option(
        id=section.identifier(),
        label=section.by_language("label", around.languages),
        words=section.lists_by_language("words", around.languages),
    )
    section.finish()
    for label in option.label.values():
        check_plain("label", label, section.report)
    if option.id == SKIPPED:
        section.add(option.id, wording_flows.reserved_id("option", option.id))
    return option


def _read_next(section: Section) -> dict[str, Text]:
    node = section.take("next")
    if isinstance(node, Text) and node:
        return {ANY: node}
    if isinstance(node, Pairs):
        for key, target in node.pairs.items():
            if not isinstance(target, Text) or not target:
                section.add(target.line, wording_flows.bad_target(section.owner, key))
        return {key: target if isinstance(target, Text) else Text("") for key, target in node.pairs.items()}
    if node is not None:
        section.add(node.line, wording.wrong_shape(section.owner, "next", "a step or answers with steps"))
    return {}


def _check_bounds(section: Section, step: Step) -> None:
    if step.minimum is not None and step.maximum is not None and step.minimum > step.maximum:
        section.add(
            section.line_of_key("minimum"), wording_flows.crossed_bounds(section.owner, step.minimum, step.maximum)
        )


def _check_type(section: Section, step: Step, around: Surroundings) -> None:
    """Check the keys that only some types of steps have."""
    for key, bound in (("minimum", step.minimum), ("maximum", step.maximum)):
        if bound is not None and step.type not in _BOUNDED:
            section.add(
                section.line_of_key(key), wording_flows.key_of_other_type(section.owner, key, step.type, _BOUNDED)
            )
    if step.lasts is not None:
        if step.type is not StepType.DATE:
            section.add(step.lasts, wording_flows.key_of_other_type(section.owner, "lasts", step.type, [StepType.DATE]))
        elif around.numbers is not None and step.lasts not in around.numbers:
            section.add(step.lasts, wording.not_among(section.owner, "lasts", step.lasts, around.numbers))
    chosen_from = [StepType.CHOICE, StepType.CHOICES]
    if step.type in chosen_from and len(step.options) < 2:
        section.add(section.line_of_key("options"), wording_flows.too_few_options(section.owner))
    if step.type not in chosen_from and step.options:
        place = section.line_of_key("options")
        section.add(place, wording_flows.key_of_other_type(section.owner, "options", step.type, chosen_from))


def _check_options(section: Section, step: Step) -> None:
    """Report options that share an id, and words or labels that would choose two of them."""
    _check_ids("option", step.options, section.report)
    seen: dict[tuple[str, str], str] = {}
    for option in step.options:
        said = [(language, label) for language, label in option.label.items()]
        said += [(language, word) for language, words in option.words.items() for word in words]
        for language, word in said:
            chosen = seen.setdefault((language, fold(word)), option.id)
            if chosen != option.id:
                section.add(word, wording_flows.word_of_two_options(section.owner, word, chosen, option.id))


def _check_ids(kind: str, found: Iterable[Step | Option], report: Report) -> None:
    seen: set[str] = set()
    for each in found:
        if each.id and each.id in seen:
            report.add(each.id, wording.id_twice(kind, each.id))
        seen.add(each.id)


def _check_rules(owner: str, names: Sequence[str], kind: StepType | None, around: Surroundings, report: Report) -> None:
    """Check the rules of a step of some type, or of a whole flow."""
    seen: set[str] = set()
    for name in names:
        rule = around.rules.get(name)
        if name in seen:
            report.add(name, wording.twice_in_list(f'"rules" of {owner}', name))
        elif rule is None:
            report.add(name, wording.not_among(owner, "rules", name, around.rules))
        elif kind is None and rule.types:
            report.add(name, wording_flows.rule_of_steps(name, sorted(rule.types)))
        elif kind is not None and not rule.types:
            report.add(name, wording_flows.rule_of_flows(name))
        elif kind is not None and kind not in rule.types:
            report.add(name, wording_flows.rule_of_other_type(name, kind, sorted(rule.types)))
        for number in rule.numbers if rule and around.numbers is not None else ():
            if number not in (around.numbers or ()):
                report.add(name, wording_flows.rule_lacks_number(name, number))
        seen.add(name)


def _check_needs(flow: Flow, rules: Mapping[str, RuleSpec], report: Report) -> None:
    ids = {step.id for step in flow.steps}
    if "" in ids:
        return
    for name in [*flow.rules, *(name for step in flow.steps for name in step.rules)]:
        for needed in rules[name].needs if name in rules else ():
            if needed not in ids:
                report.add(name, wording_flows.rule_lacks_step(name, needed))
