"""Keys and values: each wrong one is named with its place and the right form."""

# ruff: noqa: E501 (the lines of a report stand here as editors see them)

from __future__ import annotations

import pytest

from tests.content.small import change, complain


@pytest.mark.parametrize(
    ("old", "new", "lines"),
    [
        pytest.param(
            "version: 1\n",
            "",
            ['flows/visit.yaml:1: The flow "visit" has no "version". Add it, such as version: 1.'],
            id="a key that lacks",
        ),
        pytest.param(
            "version: 1",
            "version: 0",
            [
                'flows/visit.yaml:2: "version" of the flow "visit" is "0". Write a whole number from 1 up, such as version: 1.'
            ],
            id="a number below the lowest",
        ),
        pytest.param(
            "version: 1",
            "version: one",
            [
                'flows/visit.yaml:2: "version" of the flow "visit" is "one". Write a whole number from 1 up, such as version: 1.'
            ],
            id="a word for a number",
        ),
        pytest.param(
            "version: 1",
            "version: " + "9" * 5000,
            [
                'flows/visit.yaml:2: "version" of the flow "visit" is "'
                + "9" * 39
                + '…". Write a whole number from 1 up, such as version: 1.'
            ],
            id="a number without end",
        ),
        pytest.param(
            "version: 1",
            "version: [1]",
            ['flows/visit.yaml:2: "version" of the flow "visit" is not a text. Write it as version: 1.'],
            id="a list for a text",
        ),
        pytest.param(
            "version: 1",
            "version:",
            ['flows/visit.yaml:2: "version" of the flow "visit" is empty. Fill it in, such as version: 1.'],
            id="an empty text",
        ),
        pytest.param(
            "stores: VI",
            "stores: VI\nvresion: 2",
            ['flows/visit.yaml:5: The flow "visit" has the unknown key "vresion". Did you mean "version"?'],
            id="a misspelt key",
        ),
        pytest.param(
            "stores: VI",
            "stores: VI\nwhatsoever: 2",
            [
                'flows/visit.yaml:5: The flow "visit" has the unknown key "whatsoever". It can be "about", "checks", "command", "decides", "done", "endings", "for", "id", "intro", "rules", "steps", "stores", "title" or "version".'
            ],
            id="a key like none",
        ),
        pytest.param(
            "for: coordinator",
            "for: cordinator",
            [
                'flows/visit.yaml:3: "for" of the flow "visit" is "cordinator", which is unknown. Did you mean "coordinator"?'
            ],
            id="a misspelt word",
        ),
        pytest.param(
            "for: coordinator",
            "for: nobody",
            [
                'flows/visit.yaml:3: "for" of the flow "visit" is "nobody", which is unknown. It can be "coordinator" or "staff".'
            ],
            id="a word like none",
        ),
        pytest.param(
            "optional: yes",
            "optional: maybe",
            ['flows/visit.yaml:31: "optional" of the step "remarks" is "maybe". Write optional: yes or optional: no.'],
            id="neither yes nor no",
        ),
        pytest.param(
            "id: start",
            "id: Start",
            [
                'flows/visit.yaml:9: The id "Start" of this step has other characters than a-z, 0-9 and _, or does not begin with a letter. Write it such as start_date.'
            ],
            id="an id with capitals",
        ),
        pytest.param(
            "  - id: start\n    type: date",
            "  - type: date",
            ['flows/visit.yaml:9: This step has no "id". Add it, such as id: start_date.'],
            id="an id that lacks",
        ),
        pytest.param(
            "id: visit",
            "id: visit_visit_visit_visit_visit",
            [
                'flows/visit.yaml:1: The id "visit_visit_visit_visit_visit" has 29 characters. Shorten it to at most 24, such as start_date.'
            ],
            id="an id too long",
        ),
        pytest.param(
            "rules: [ahead]",
            "rules: ahead",
            ['flows/visit.yaml:14: "rules" of the step "start" is not a list. Write it as rules: [start_is_ahead].'],
            id="a text for a list",
        ),
        pytest.param(
            "rules: [ahead]",
            "rules: [[ahead]]",
            [
                'flows/visit.yaml:14: "rules" of the step "start" is not a list of texts. Write it as rules: [start_is_ahead].'
            ],
            id="a list in a list",
        ),
        pytest.param(
            "rules: [ahead]",
            'rules: [""]',
            ['flows/visit.yaml:14: "rules" of the step "start" is empty. Fill it in, such as rules: [start_is_ahead].'],
            id="an empty item",
        ),
        pytest.param(
            "  - id: remarks\n",
            "  - remarks\n  - id: remarks\n",
            [
                'flows/visit.yaml:27: "steps" of the flow "visit" holds something other than “key: value” lines. Write steps: and below it one “- id: …” for each step.'
            ],
            id="a text among mappings",
        ),
        pytest.param(
            "words: {fr: [brève], en: [brief]}",
            "words: brief",
            [
                'flows/visit.yaml:23: "words" of the option "short" is not “key: value” lines. Write it as words: {fr: [oui], en: [yes]}.'
            ],
            id="a text for a mapping",
        ),
        pytest.param(
            "title: {fr: Visite, en: Visit}",
            "title: Visit",
            [
                'flows/visit.yaml:5: "title" of the flow "visit" is not a text in each language. Write it as title: {fr: "…", en: "…"}.'
            ],
            id="one text for all languages",
        ),
        pytest.param(
            "title: {fr: Visite, en: Visit}",
            "title: {fr: Visite}",
            ['flows/visit.yaml:5: "title" of the flow "visit" has no text in "en". Add en: "…" to it.'],
            id="a language that lacks",
        ),
        pytest.param(
            "title: {fr: Visite, en: Visit}",
            "title: {fr: Visite, en: ''}",
            ['flows/visit.yaml:5: "title" of the flow "visit" has no text in "en". Add en: "…" to it.'],
            id="a language without text",
        ),
        pytest.param(
            "title: {fr: Visite, en: Visit}",
            "title: {fr: Visite, en: Visit, eng: Visit}",
            [
                'flows/visit.yaml:5: "title" of the flow "visit" has a text in the unknown language "eng". Did you mean "en"?'
            ],
            id="a language that nobody speaks",
        ),
        pytest.param(
            "title: {fr: Visite, en: Visit}\n",
            "",
            ['flows/visit.yaml:1: The flow "visit" has no "title". Add it, such as title: {fr: "…", en: "…"}.'],
            id="texts that lack",
        ),
    ],
)
def test_a_wrong_key_or_value_is_said_with_the_right_form(old: str, new: str, lines: list[str]) -> None:
    assert complain(change("flows/visit.yaml", old, new)) == lines
