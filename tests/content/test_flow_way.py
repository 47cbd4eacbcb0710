"""The way through a flow."""

# ruff: noqa: E501 (the lines of a report stand here as editors see them)

from __future__ import annotations

import pytest

from tests.content.small import change, complain


@pytest.mark.parametrize(
    ("old", "new", "lines"),
    [
        pytest.param(
            "other: remarks",
            "other: review",
            [
                'flows/visit.yaml:27: The step "remarks" is never reached. Name it in "next" of a step before it: next: remarks.'
            ],
            id="a step that no other leads to",
        ),
        pytest.param(
            '"*": review',
            '"*": start',
            [
                'flows/visit.yaml:26: The step "kind" leads back to "start", which is answered by then. Name a later step or review in "next"; the bot itself offers the way back.'
            ],
            id="a step that leads back",
        ),
        pytest.param(
            '"*": review',
            '"*": kind',
            [
                'flows/visit.yaml:26: The step "kind" leads back to "kind", which is answered by then. Name a later step or review in "next"; the bot itself offers the way back.'
            ],
            id="a step that leads to itself",
        ),
        pytest.param(
            'next: {other: remarks, "*": review}',
            "next: start",
            [
                'flows/visit.yaml:9: From the step "start" the review is never reached. Let a later step lead to the review: next: review.',
                'flows/visit.yaml:16: From the step "kind" the review is never reached. Let a later step lead to the review: next: review.',
                'flows/visit.yaml:27: The step "remarks" is never reached. Name it in "next" of a step before it: next: remarks.',
            ],
            id="a circle without a way out",
        ),
    ],
)
def test_a_way_that_does_not_lead_to_the_end_is_reported(old: str, new: str, lines: list[str]) -> None:
    assert complain(change("flows/visit.yaml", old, new)) == lines
