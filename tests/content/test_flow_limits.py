"""A flow beside Telegram's limits."""

# ruff: noqa: E501 (the lines of a report stand here as editors see them)

from __future__ import annotations

import pytest

from tests.content.small import change, complain


@pytest.mark.parametrize(
    ("old", "new", "lines"),
    [
        pytest.param(
            "Which kind?",
            "x" * 4097,
            [
                'flows/visit.yaml:19: The prompt of the step "kind" in "en" with its help has 4,097 characters. Shorten it to at most 4,096.'
            ],
            id="a prompt too long",
        ),
        pytest.param(
            "In {notice_weeks} weeks.",
            "{notice_weeks}" + "x" * 4090,
            [
                'flows/visit.yaml:12: The prompt of the step "start" in "en" with its help has 4,103 characters. Shorten it to at most 4,096.'
            ],
            id="a prompt too long with its help",
        ),
        pytest.param(
            "Noted: {reference}.",
            "{reference}" + "x" * 4090,
            ['flows/visit.yaml:6: "done" in "en" has 4,110 characters. Shorten it to at most 4,096.'],
            id="a last word too long",
        ),
        pytest.param(
            "stores: VI",
            "stores: VI\nintro: {fr: oui, en: " + "x" * 4097 + "}",
            ['flows/visit.yaml:5: "intro" in "en" has 4,097 characters. Shorten it to at most 4,096.'],
            id="an intro too long",
        ),
        pytest.param(
            "maximum: 300",
            "maximum: 4000",
            [
                'flows/visit.yaml:5: The review of "visit" in "en" can grow to 4,315 characters. Lower the maximum of its longest steps (a text without one may have 500 characters) until it has at most 4,096.',
                'flows/visit.yaml:5: The review of "visit" in "fr" can grow to 4,320 characters. Lower the maximum of its longest steps (a text without one may have 500 characters) until it has at most 4,096.',
            ],
            id="a review too long",
        ),
        pytest.param(
            "en: Short}",
            "en: " + "x" * 41 + "}",
            [
                'flows/visit.yaml:22: The label of the option "short" in "en" has 41 characters. Shorten it to at most 40.'
            ],
            id="an option's label too long",
        ),
        pytest.param(
            "en: Kind}",
            "en: " + "x" * 41 + "}",
            ['flows/visit.yaml:18: The label of the step "kind" in "en" has 41 characters. Shorten it to at most 40.'],
            id="a step's label too long",
        ),
        pytest.param(
            "en: Visit}",
            "en: " + "x" * 41 + "}",
            ['flows/visit.yaml:5: The title in "en" has 41 characters. Shorten it to at most 40.'],
            id="a title too long",
        ),
        pytest.param(
            "id: short",
            "id: " + "s" * 51,
            [
                'flows/visit.yaml:16: A button of the step "kind" carries "a:999999:kind:'
                + "s" * 51
                + '", which has 65 bytes. Shorten the ids in it until it has at most 64.'
            ],
            id="an option's button with too much data",
        ),
        pytest.param(
            "- id: remarks\n    type: text\n",
            "- id: remarks\n    type: text\n    next: "
            + "r" * 52
            + "\n    label: {fr: Note, en: Note}\n    prompt: {fr: Note, en: Note}\n    rules: [named]\n  - id: "
            + "r" * 52
            + "\n    type: name\n    rules: [named]\n",
            [
                'flows/visit.yaml:33: A button of the step "'
                + "r" * 52
                + '" carries "ack:999999:'
                + "r" * 52
                + ':named", which has 69 bytes. Shorten the ids in it until it has at most 64.'
            ],
            id="a step's button with too much data",
        ),
        pytest.param(
            '{other: remarks, "*": review}\n  - id: remarks\n',
            "{other: "
            + "d" * 44
            + ', "*": review}\n  - id: '
            + "d" * 44
            + "\n    type: date\n    label: {fr: Jour, en: Day}\n    prompt: {fr: Jour, en: Day}\n  - id: remarks\n",
            [
                'flows/visit.yaml:27: A button of the step "'
                + "d" * 44
                + '" carries "no:999999:'
                + "d" * 44
                + ':9999-12-31", which has 65 bytes. Shorten the ids in it until it has at most 64.'
            ],
            id="a calendar's button with too much data",
        ),
    ],
)
def test_what_telegram_would_refuse_is_reported(old: str, new: str, lines: list[str]) -> None:
    assert complain(change("flows/visit.yaml", old, new)) == lines
