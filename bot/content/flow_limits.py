"""Checks a flow against Telegram's limits: messages, buttons and their data; knows no YAML."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from bot.content import wording, wording_flows
from bot.content.flow_way import Ways, order_steps
from bot.content.markup import LONGEST_MESSAGE, Vocabulary, count_characters, shown_length
from bot.content.problem import Report
from bot.core.asking import LISTED_AT_MOST
from bot.core.flow import REVIEW, Flow, Step, StepType
from bot.core.reading import LONGEST, LONGEST_SCHOOL

LONGEST_DATA = 64
LONGEST_BUTTON = 40
_LARGEST_DRAFT = 999_999
_REVIEW_WORDS = 200
"""Room for what the bot itself says above and below the answers in a review."""

_LONGEST_SHOWN = {
    StepType.INTEGER: 12,
    StepType.DATE: 80,
    StepType.COUNTRY: 60,
    StepType.CONFIRM: 10,
    StepType.FIELDS: 800,
}
"""How many characters a value takes in a review whose length no step bounds."""


_LONGEST_PERSON = 80
"""How many characters of one person are counted, though a name and an address may be longer."""


def check_limits(flow: Flow, ways: Ways | None, vocabulary: Vocabulary | None, report: Report) -> None:
    """Report what Telegram would refuse; `ways` is None while the way through the flow is not in order."""
    said = {"intro": flow.intro, "done": flow.done, **flow.endings}
    for key, texts in said.items():
        for language, text in texts.items():
            length = shown_length(text, language, vocabulary, ["reference"])
            if length > LONGEST_MESSAGE:
                report.add(text, wording.too_long(f'"{key}" in "{language}"', length, LONGEST_MESSAGE))
    _check_button("The title", flow.title, report)
    for step in flow.steps:
        _check_prompt(step, vocabulary, report)
        _check_button(f'The label of the step "{step.id}"', step.label, report)
        for option in step.options:
            _check_button(f'The label of the option "{option.id}"', option.label, report)
        _check_data(step.id, f'the step "{step.id}"', _list_data(step), report)
    _check_data(flow.rules[0] if flow.rules else "", "the review", _list_rule_data(REVIEW, flow.rules), report)
    if ways is not None:
        _check_review(flow, ways, report)


def _check_prompt(step: Step, vocabulary: Vocabulary | None, report: Report) -> None:
    for language, prompt in step.prompt.items():
        length = shown_length(prompt, language, vocabulary, ["reference"])
        if language in step.help:
            length += shown_length(step.help[language], language, vocabulary) + 2
        if length > LONGEST_MESSAGE:
            what = f'The prompt of the step "{step.id}" in "{language}" with its help'
            report.add(prompt, wording.too_long(what, length, LONGEST_MESSAGE))


def _check_button(what: str, labels: Mapping[str, str], report: Report) -> None:
    for language, label in labels.items():
        length = count_characters(label)
        if length > LONGEST_BUTTON:
            report.add(label, wording.too_long(f'{what} in "{language}"', length, LONGEST_BUTTON))


def _list_data(step: Step) -> list[str]:
    """List what the buttons of a step carry, with the largest number that a draft may come to have."""
    answers = [option.id for option in step.options] or ["yes"]
    chosen = [f"a:{_LARGEST_DRAFT}:{step.id}:{answer}" for answer in answers]
    if step.type is StepType.DATE:
        chosen.append(f"no:{_LARGEST_DRAFT}:{step.id}:{date.max.isoformat()}")
    return [*chosen, f"again:{_LARGEST_DRAFT}:{step.id}", *_list_rule_data(step.id, step.rules)]


def _list_rule_data(where: str, rules: Iterable[str]) -> list[str]:
    return [f"ack:{_LARGEST_DRAFT}:{where}:{rule}" for rule in rules]


def _check_data(place: str, owner: str, data: list[str], report: Report) -> None:
    longest = max(data, key=lambda each: len(each.encode()), default="")
    if len(longest.encode()) > LONGEST_DATA:
        report.add(place, wording_flows.long_data(owner, longest, len(longest.encode()), LONGEST_DATA))


def _check_review(flow: Flow, ways: Ways, report: Report) -> None:
    """Report a review that can become longer than a message, on the way with the longest answers."""
    steps = {step.id: step for step in flow.steps}
    for language, title in flow.title.items():
        longest = {REVIEW: 0, **dict.fromkeys(flow.endings, 0)}
        for name in order_steps(ways, flow.steps[0].id):
            longest[name] = _longest_line(steps[name], language) + max(longest[target] for target in ways[name])
        length = longest[flow.steps[0].id] + count_characters(title) + _REVIEW_WORDS
        if length > LONGEST_MESSAGE:
            report.add(title, wording_flows.long_review(flow.id, language, length, LONGEST_MESSAGE))


def _longest_line(step: Step, language: str) -> int:
    """Count the label, a colon, the longest answer and the end of the line."""
    return count_characters(step.label.get(language, "")) + 2 + _longest_answer(step, language) + 1


def _longest_answer(step: Step, language: str) -> int:
    if step.type is StepType.CHOICE:
        return max((count_characters(option.label.get(language, "")) for option in step.options), default=0)
    if step.type is StepType.CHOICES:
        return sum(count_characters(option.label.get(language, "")) + 4 for option in step.options)
    if step.type in _LONGEST_SHOWN:
        return _LONGEST_SHOWN[step.type]
    longest = step.maximum or LONGEST[step.type]
    if step.type in {StepType.PEOPLE, StepType.FILE}:
        return min(longest, LISTED_AT_MOST) * _LONGEST_PERSON
    return longest * (LONGEST_SCHOOL + 1) if step.type is StepType.SCHOOLS else longest
