"""One flow's file: its end, steps, options and rules."""

# ruff: noqa: E501 (the lines of a report stand here as editors see them)

from __future__ import annotations

import pytest

from tests.content.small import FILES, POLICY, change, complain


@pytest.mark.parametrize(
    ("old", "new", "lines"),
    [
        pytest.param(
            "stores: VI\n",
            "",
            [
                'flows/visit.yaml:1: The flow "visit" has none of "stores", "decides" and "checks". Write exactly one of them: stores: VW for a new request, decides: accept for a decision, checks: participants for a report.'
            ],
            id="no end",
        ),
        pytest.param(
            "stores: VI",
            "stores: VI\ndecides: accept\nabout: [visit]",
            [
                'flows/visit.yaml:5: The flow "visit" has "decides", but is for coordinators. Write for: staff, or stores: VW.',
                'flows/visit.yaml:5: The flow "visit" has "stores" and "decides". Write exactly one of them: stores: VW for a new request, decides: accept for a decision, checks: participants for a report.',
            ],
            id="two ends",
        ),
        pytest.param(
            "stores: VI",
            "stores: vi-1",
            [
                'flows/visit.yaml:4: "stores" of the flow "visit" is "vi-1". Write one to six capital letters, such as VW.'
            ],
            id="a prefix in small letters",
        ),
        pytest.param(
            "stores: VI",
            "decides: accept\nabout: [visit]",
            [
                'flows/accept.yaml:5: "about" of the flow "accept" names "visit", which stores no request. Name a flow that has stores: VW.',
                'flows/visit.yaml:4: The flow "visit" has "decides", but is for coordinators. Write for: staff, or stores: VW.',
                'flows/visit.yaml:5: "about" of the flow "visit" names "visit", which stores no request. Name a flow that has stores: VW.',
            ],
            id="a coordinator who decides",
        ),
        pytest.param(
            "stores: VI",
            "stores: VI\nabout: [visit]",
            [
                'flows/visit.yaml:5: The flow "visit" has "about", but decides nothing. Delete it, or write decides: accept.'
            ],
            id="a subject without a decision",
        ),
        pytest.param(
            "type: date",
            "type: dat",
            ['flows/visit.yaml:10: "type" of the step "start" is "dat", which is unknown. Did you mean "date"?'],
            id="a type misspelt",
        ),
        pytest.param(
            "Which day?",
            "Which day? {reference}",
            [
                'flows/visit.yaml:12: The placeholder {reference} is known neither here nor in flows/policy.yaml. It can be "duration_days", "link_portal" or "notice_weeks".'
            ],
            id="a reference before there is one",
        ),
        pytest.param(
            "In {notice_weeks} weeks",
            "In eight weeks",
            [
                'flows/visit.yaml:13: "help" of the step "start" in "en" lacks {notice_weeks}, which the text in "fr" has. Use the same placeholders in all languages.'
            ],
            id="a placeholder in one language only",
        ),
        pytest.param(
            "en: Visit}",
            "en: <b>Visit</b>}",
            [
                'flows/visit.yaml:5: "title" has "<" and ">", but also stands on a button, where it would show differently. Write it with words alone, without markup and placeholders.'
            ],
            id="markup in a title",
        ),
        pytest.param(
            "en: Start",
            "en: 'Start {notice_weeks}'",
            [
                'flows/visit.yaml:11: "label" has the placeholder {notice_weeks}, but is shown as it stands. Write the words out, without braces.'
            ],
            id="a placeholder in a label",
        ),
        pytest.param(
            "rules: [ahead]",
            "rules: [ahed]",
            ['flows/visit.yaml:14: "rules" of the step "start" is "ahed", which is unknown. Did you mean "ahead"?'],
            id="an unknown rule",
        ),
        pytest.param(
            "rules: [ahead]",
            "rules: [ahead, ahead]",
            ['flows/visit.yaml:14: "ahead" stands twice in "rules" of the step "start". Keep one of the two.'],
            id="a rule named twice",
        ),
        pytest.param(
            "rules: [ahead]",
            "rules: [not_twice]",
            [
                'flows/visit.yaml:14: The rule "not_twice" is for a whole flow. Move it to "rules" at the top of the file.'
            ],
            id="a flow's rule on a step",
        ),
        pytest.param(
            "rules: [not_twice]",
            "rules: [ahead]",
            ['flows/visit.yaml:7: The rule "ahead" is for a step. Move it to a step with type: date.'],
            id="a step's rule on a flow",
        ),
        pytest.param(
            "rules: [ahead]",
            "rules: [named]",
            [
                'flows/visit.yaml:14: The rule "named" does not serve a step of type "date". Use it with type: name or text.'
            ],
            id="a rule for another type",
        ),
        pytest.param(
            "rules: [ahead]",
            "rules: [far]",
            [
                'flows/visit.yaml:14: The rule "far" needs the number "horizon_months". Add it to flows/policy.yaml: horizon_months: {value: 8, source: deadline}.'
            ],
            id="a rule without its number",
        ),
        pytest.param(
            "rules: [not_twice]",
            "rules: [not_thrice]",
            [
                'flows/visit.yaml:7: The rule "not_thrice" needs a step "school". Add a step with id: school, or delete the rule.'
            ],
            id="a rule without its step",
        ),
        pytest.param(
            "id: kind",
            "id: start",
            ['flows/visit.yaml:16: The step id "start" is given twice. Give each its own id.'],
            id="two steps of one id",
        ),
        pytest.param(
            "id: kind",
            "id: review",
            ['flows/visit.yaml:16: The step id "review" has a meaning of its own. Choose another, such as start_date.'],
            id="a step called review",
        ),
        pytest.param(
            "- id: other",
            "- id: short",
            [
                'flows/visit.yaml:24: The option id "short" is given twice. Give each its own id.',
                'flows/visit.yaml:26: "next" of the step "kind" has "other", which is none of its answers. It can be "*" or "short".',
            ],
            id="two options of one id",
        ),
        pytest.param(
            "- id: other",
            "- id: skipped",
            [
                'flows/visit.yaml:24: The option id "skipped" has a meaning of its own. Choose another, such as start_date.',
                'flows/visit.yaml:26: "next" of the step "kind" has "other", which is none of its answers. It can be "*", "short" or "skipped".',
            ],
            id="an option called skipped",
        ),
        pytest.param(
            '      - id: other\n        label: {fr: Autre, en: Other}\n    next: {other: remarks, "*": review}\n',
            "    next: remarks\n",
            [
                'flows/visit.yaml:20: The step "kind" is a choice with fewer than two options. Write options: and below it one “- {id: virtual, label: {fr: "…", en: "…"}}” for each choice.'
            ],
            id="a choice of one",
        ),
        pytest.param(
            "type: choice",
            "type: text",
            [
                'flows/visit.yaml:20: The step "kind" is of type "text", which has no "options". Delete it, or write type: choice or choices.'
            ],
            id="options without a choice",
        ),
        pytest.param(
            "en: [brief]",
            "en: [brief, other]",
            [
                'flows/visit.yaml:25: "Other" of the step "kind" means both options "short" and "other". Keep it for one of the two.'
            ],
            id="a word of two options",
        ),
        pytest.param(
            "other: remarks",
            "other: remark",
            ['flows/visit.yaml:26: "next" of the step "kind" is "remark", which is unknown. Did you mean "remarks"?'],
            id="next to no step",
        ),
        pytest.param(
            "other: remarks",
            "otter: remarks",
            [
                'flows/visit.yaml:26: "next" of the step "kind" has "otter", which is none of its answers. Did you mean "other"?'
            ],
            id="next for no answer",
        ),
        pytest.param(
            "other: remarks",
            "other: remarks, skipped: review",
            [
                'flows/visit.yaml:26: "next" of the step "kind" has "skipped", but it cannot be skipped. Add optional: yes.'
            ],
            id="next for a skip that is none",
        ),
        pytest.param(
            'next: {other: remarks, "*": review}',
            "next: [review]",
            [
                'flows/visit.yaml:26: "next" of the step "kind" is not a step or answers with steps. Write it as next: {yes: name, no: review}.'
            ],
            id="next that is a list",
        ),
        pytest.param(
            "other: remarks",
            "other: [remarks]",
            [
                'flows/visit.yaml:26: "other" in "next" of the step "kind" names no step. Write a step\'s id or review: {other: review}.'
            ],
            id="next that holds a list",
        ),
        pytest.param(
            "lasts: duration_days",
            "lasts: duration_day",
            [
                'flows/visit.yaml:15: "lasts" of the step "start" is "duration_day", which is unknown. Did you mean "duration_days"?'
            ],
            id="a length that is no number of the policy",
        ),
        pytest.param(
            "minimum: 2",
            "formerly: [start]",
            [
                'flows/visit.yaml:32: "formerly" of the step "remarks" names "start", which is the step "start". Name only ids that no step of this flow has any longer, each at one step.'
            ],
            id="a former id of another step",
        ),
        pytest.param(
            "minimum: 2",
            "formerly: start",
            ['flows/visit.yaml:32: "formerly" of the step "remarks" is not a list. Write it as formerly: [date].'],
            id="a former id that is no list",
        ),
        pytest.param(
            "minimum: 2",
            "depends_on: remarks",
            [
                'flows/visit.yaml:32: "depends_on" of the step "remarks" is "remarks", which is no step before it. It can be "kind" or "start".'
            ],
            id="a way that depends on a later step",
        ),
        pytest.param(
            "minimum: 2",
            "depends_on: kind\n    next: {nowhere: review}",
            [
                'flows/visit.yaml:33: "next" of the step "remarks" has "nowhere", which is none of its answers. Did you mean "other"?'
            ],
            id="an answer that the step it depends on does not have",
        ),
        pytest.param(
            "minimum: 2",
            "lasts: duration_days\n    minimum: 2",
            [
                'flows/visit.yaml:32: The step "remarks" is of type "text", which has no "lasts". Delete it, or write type: date.'
            ],
            id="a length of a text",
        ),
        pytest.param(
            "lasts: duration_days",
            "minimum: 2",
            [
                'flows/visit.yaml:15: The step "start" is of type "date", which has no "minimum". Delete it, or write type: text or question or name or email or url or schools or people or file or integer or choices.'
            ],
            id="a minimum of a date",
        ),
        pytest.param(
            "minimum: 2",
            "minimum: 301",
            [
                'flows/visit.yaml:32: "minimum" of the step "remarks" is 301, above its maximum of 300. Exchange the two.'
            ],
            id="a minimum above the maximum",
        ),
    ],
)
def test_a_mistake_in_a_flow_is_reported(old: str, new: str, lines: list[str]) -> None:
    assert complain(change("flows/visit.yaml", old, new)) == lines


@pytest.mark.parametrize(
    ("old", "new", "lines"),
    [
        pytest.param(
            "decides: accept",
            "decides: acept",
            [
                'flows/accept.yaml:4: "decides" of the flow "accept" is "acept", which is unknown. Did you mean "accept"?'
            ],
            id="an unknown decision",
        ),
        pytest.param(
            "about: [visit]",
            "about: [visits]",
            ['flows/accept.yaml:5: "about" of the flow "accept" is "visits", which is unknown. Did you mean "visit"?'],
            id="a decision about no flow",
        ),
        pytest.param(
            "about: [visit]",
            "about: [accept]",
            [
                'flows/accept.yaml:5: "about" of the flow "accept" names "accept", which stores no request. Name a flow that has stores: VW.'
            ],
            id="a decision about what stores nothing",
        ),
        pytest.param(
            "about: [visit]\n",
            "",
            ['flows/accept.yaml:1: The flow "accept" has no "about". Add it, such as about: [workshop].'],
            id="a decision about nothing",
        ),
    ],
)
def test_a_mistake_in_a_decision_is_reported(old: str, new: str, lines: list[str]) -> None:
    assert complain(change("flows/accept.yaml", old, new)) == lines


CHECK = """\
id: check
version: 1
for: coordinator
checks: participants
title: {fr: Vérification, en: Check}
done: {fr: Merci., en: Thank you.}
steps:
  - id: list
    type: file
    label: {fr: Liste, en: List}
    prompt: {fr: "Quelle liste ?", en: "Which list?"}
"""
BOUNDED = POLICY.replace(
    "links:", "  list_lines: {value: 9, source: x}\n  list_megabytes: {value: 2, source: x}\nlinks:", 1
)


@pytest.mark.parametrize(
    ("old", "new", "lines"),
    [
        pytest.param("", "", [], id="nothing"),
        pytest.param(
            "type: file",
            "type: people",
            [
                'flows/check.yaml:4: The flow "check" has "checks", but asks for something else than one list. Give it exactly one step, with type: file and not optional.'
            ],
            id="another type",
        ),
        pytest.param(
            "type: file",
            "type: file\n    optional: yes",
            [
                'flows/check.yaml:4: The flow "check" has "checks", but asks for something else than one list. Give it exactly one step, with type: file and not optional.'
            ],
            id="an optional list",
        ),
        pytest.param(
            "fr: Merci., en: Thank you.",
            "fr: 'Merci {reference}.', en: 'Thank you {reference}.'",
            [
                'flows/check.yaml:6: "done" of the flow "check" has {reference}, but nothing is stored. Delete it.',
            ],
            id="a reference of nothing",
        ),
    ],
)
def test_a_mistake_in_a_check_is_reported(old: str, new: str, lines: list[str]) -> None:
    changed = CHECK.replace(old, new, 1)
    assert complain({**FILES, "flows/policy.yaml": BOUNDED, "flows/check.yaml": changed}) == lines


def test_a_list_needs_the_numbers_that_bound_it() -> None:
    assert complain({**FILES, "flows/check.yaml": CHECK}) == [
        f'flows/check.yaml:8: The step "list" takes a list, which needs the number "{number}". '
        f'Add it to flows/policy.yaml: {number}: {{value: 2000, source: "rule: participant check"}}.'
        for number in ("list_lines", "list_megabytes")
    ]
