"""The FAQ's languages side by side."""

# ruff: noqa: E501 (the lines of a report stand here as editors see them)

from __future__ import annotations

import pytest

from tests.content.small import change, complain


def test_a_pointer_that_the_first_language_lacks_is_reported_there() -> None:
    assert complain(change("faq/fr.yaml", '    pointer: "Voyez {link_portal}."\n', "")) == [
        'faq/fr.yaml:20: The outside topic "hotel" has no "pointer", but it has one in faq/en.yaml. Add it here, or delete it there.'
    ]


@pytest.mark.parametrize(
    ("old", "new", "lines"),
    [
        pytest.param(
            "  - id: deadline\n    question: How far ahead?",
            "  - id: delay\n    question: How far ahead?",
            [
                'faq/en.yaml:4: The topic "deadline" is missing; faq/fr.yaml has it. Add it here, or delete it there.',
                'faq/en.yaml:11: "related" of the topic "cost" is "deadline", which is unknown. It can be "delay".',
                'faq/fr.yaml:4: The topic "delay" is missing; faq/en.yaml has it. Add it here, or delete it there.',
            ],
            id="another topic",
        ),
        pytest.param(
            "- id: hotel",
            "- id: hotels",
            [
                'faq/en.yaml:4: The outside topic "hotel" is missing; faq/fr.yaml has it. Add it here, or delete it there.',
                'faq/fr.yaml:4: The outside topic "hotels" is missing; faq/en.yaml has it. Add it here, or delete it there.',
            ],
            id="another outside topic",
        ),
        pytest.param(
            "    related: [deadline]\n",
            "",
            [
                'faq/en.yaml:5: "related" of the topic "cost" is not the same as in faq/fr.yaml. Write deadline here too, or change it there.'
            ],
            id="related topics in one language only",
        ),
        pytest.param(
            "    flow: visit\n",
            "",
            [
                'faq/en.yaml:5: "flow" of the topic "cost" is not the same as in faq/fr.yaml. Write visit here too, or change it there.'
            ],
            id="a flow in one language only",
        ),
        pytest.param(
            '    pointer: "See {link_portal}."\n',
            "",
            [
                'faq/en.yaml:20: The outside topic "hotel" has no "pointer", but it has one in faq/fr.yaml. Add it here, or delete it there.'
            ],
            id="a pointer in one language only",
        ),
        pytest.param(
            "See {link_portal}.",
            "See the portal.",
            [
                'faq/en.yaml:21: The pointer of the outside topic "hotel" lacks {link_portal}, which faq/fr.yaml has. Use the same placeholders in all languages.'
            ],
            id="a pointer with other placeholders",
        ),
    ],
)
def test_what_one_language_lacks_is_reported(old: str, new: str, lines: list[str]) -> None:
    assert complain(change("faq/en.yaml", old, new)) == lines
