"""One language's FAQ: its topics, phrasings and synonyms."""

# ruff: noqa: E501 (the lines of a report stand here as editors see them)

from __future__ import annotations

import pytest

from tests.content.small import change, complain


@pytest.mark.parametrize(
    ("old", "new", "lines"),
    [
        pytest.param(
            "language: en",
            "language: fr",
            ['faq/en.yaml:1: "language" of this file is "fr", which is unknown. It can be "en".'],
            id="another language's file",
        ),
        pytest.param(
            "[price, fee]",
            "[price, fee]\n  cheap: [Price]",
            ['faq/en.yaml:4: The word "Price" stands under "cheap" and under "cost". Keep it under one of the two.'],
            id="a word of two concepts",
        ),
        pytest.param(
            "- id: hotel",
            "- id: cost",
            [
                'faq/en.yaml:4: The outside topic "hotel" is missing; faq/fr.yaml has it. Add it here, or delete it there.',
                'faq/en.yaml:20: The topic id "cost" is given twice. Give each its own id.',
                'faq/fr.yaml:4: The outside topic "cost" is missing; faq/en.yaml has it. Add it here, or delete it there.',
            ],
            id="an outside topic with a topic's id",
        ),
        pytest.param(
            "related: [deadline]",
            "related: [deadlin]",
            ['faq/en.yaml:11: "related" of the topic "cost" is "deadlin", which is unknown. Did you mean "deadline"?'],
            id="a related topic misspelt",
        ),
        pytest.param(
            "related: [deadline]",
            "related: [deadline, cost]",
            ['faq/en.yaml:11: The topic "cost" is related to itself. Name other topics only.'],
            id="a topic related to itself",
        ),
        pytest.param(
            "related: [deadline]",
            "related: [deadline, deadline]",
            ['faq/en.yaml:11: "deadline" stands twice in "related" of the topic "cost". Keep one of the two.'],
            id="a topic related twice",
        ),
        pytest.param(
            "flow: visit",
            "flow: visits",
            ['faq/en.yaml:12: "flow" of the topic "cost" is "visits", which is unknown. Did you mean "visit"?'],
            id="a flow misspelt",
        ),
        pytest.param(
            "flow: visit",
            "flow: accept",
            [
                'faq/en.yaml:12: "flow" of the topic "cost" is "accept", which is for staff. Name a flow with for: coordinator.'
            ],
            id="a flow for staff",
        ),
        pytest.param(
            "label: Price",
            "label: " + "x" * 29,
            ['faq/en.yaml:7: The label of the topic "cost" has 29 characters. Shorten it to at most 28.'],
            id="a label too long",
        ),
        pytest.param(
            "{notice_weeks} weeks are",
            "{notice_weeks} " + "x" * 4090,
            [
                'faq/en.yaml:17: The answer of the topic "deadline" with its question has 4,116 characters. Shorten it to at most 4,096.'
            ],
            id="an answer too long",
        ),
        pytest.param(
            "{notice_weeks} weeks are",
            "{notice_weeks} " + "🎓" * 2040,
            [
                'faq/en.yaml:17: The answer of the topic "deadline" with its question has 4,106 characters. Shorten it to at most 4,096.'
            ],
            id="an answer of emojis too long",
        ),
        pytest.param(
            "phrasings: [how early]",
            "phrasings: [how early, How  EARLY?]",
            [
                'faq/en.yaml:18: The phrasing "How EARLY?" is already given for "deadline" on line 18. Keep one of the two.'
            ],
            id="a phrasing given twice in a topic",
        ),
        pytest.param(
            "phrasings: [how early]",
            "phrasings: [how early, What pricé]",
            ['faq/en.yaml:18: The phrasing "What pricé" is already given for "cost" on line 13. Keep one of the two.'],
            id="a phrasing given to two topics",
        ),
        pytest.param(
            "[where to sleep]",
            "[where to sleep, how early]",
            [
                'faq/en.yaml:22: The phrasing "how early" is already given for "deadline" on line 18. Keep one of the two.'
            ],
            id="a phrasing given to an outside topic as well",
        ),
        pytest.param(
            "how early",
            '"??"',
            ['faq/en.yaml:18: The phrasing "??" has no words. Write a message as people send it, or delete it.'],
            id="a phrasing without words",
        ),
        pytest.param(
            "how early",
            '""',
            [
                'faq/en.yaml:18: "phrasings" of the topic "deadline" is empty. Fill it in, such as phrasings: ["how much is it", "price?"].'
            ],
            id="an empty phrasing",
        ),
        pytest.param(
            "phrasings: [how early]",
            "phrasings: []",
            [
                'faq/en.yaml:18: "phrasings" of the topic "deadline" is empty. Fill it in, such as phrasings: ["how much is it", "price?"].'
            ],
            id="no phrasings",
        ),
        pytest.param(
            "    phrasings: [how early]\n",
            "",
            [
                'faq/en.yaml:14: The topic "deadline" has no "phrasings". Add it, such as phrasings: ["how much is it", "price?"].'
            ],
            id="phrasings that lack",
        ),
    ],
)
def test_a_mistake_in_the_faq_is_reported(old: str, new: str, lines: list[str]) -> None:
    assert complain(change("faq/en.yaml", old, new)) == lines
