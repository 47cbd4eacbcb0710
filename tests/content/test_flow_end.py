"""How a flow is begun and how it ends: its command, its endings, what is said at its end."""

# ruff: noqa: E501 (the lines of a report stand here as editors see them)

from __future__ import annotations

import pytest

from tests.content.small import ACCEPT, FILES, VISIT, change, complain

ENDING = 'endings:\n  - id: too_short\n    text: {fr: "Une courte visite se passe de demande.", en: "A short visit needs no request."}\n'


def with_endings(old: str, new: str) -> dict[str, str]:
    assert VISIT.count(old) == 1
    text = VISIT.replace(old, new).replace("rules: [not_twice]\n", f"rules: [not_twice]\n{ENDING}")
    return {**FILES, "flows/visit.yaml": text}


def test_a_flow_may_have_a_command_and_an_ending() -> None:
    files = with_endings("{other: remarks", "{short: too_short, other: remarks")
    files["flows/visit.yaml"] = files["flows/visit.yaml"].replace("stores: VI", "stores: VI\ncommand: visit_2")
    assert complain(files) == []


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("/visit", '"command" of the flow "visit" is "/visit". Write up to 32 small letters'),
        ("Visite", '"command" of the flow "visit" is "Visite". Write up to 32'),
        (
            "v" * 33,
            "Write up to 32 small letters, digits and underscores, without the slash, such as command: request.",
        ),
        ("cancel", '"command" of the flow "visit" is "cancel", which has a meaning of its own. Choose another;'),
        ("back", '"command" of the flow "visit" is "back", which has a meaning of its own.'),
    ],
)
def test_a_command_that_cannot_be_typed_or_is_taken_is_reported(command: str, said: str) -> None:
    (line,) = complain(change("flows/visit.yaml", "stores: VI", f"stores: VI\ncommand: {command}"))
    assert line.startswith("flows/visit.yaml:5: ")
    assert said in line


def test_a_flow_for_staff_has_no_command() -> None:
    assert complain(change("flows/accept.yaml", "for: staff", "for: staff\ncommand: accept")) == [
        'flows/accept.yaml:4: The flow "accept" has "command", but is for staff. Delete it; staff begin it on a card.'
    ]


def test_two_flows_with_one_command_are_reported() -> None:
    one = VISIT.replace("stores: VI", "stores: VI\ncommand: visit")
    other = one.replace("id: visit", "id: walk", 1)
    accept = ACCEPT.replace("[visit]", "[visit, walk]")
    files = {**FILES, "flows/visit.yaml": one, "flows/walk.yaml": other, "flows/accept.yaml": accept}
    assert complain(files) == [
        'flows/walk.yaml:5: /visit begins the flow "visit" and the flow "walk". Give one of them another command.'
    ]


def test_the_end_of_a_flow_that_stores_tells_the_reference() -> None:
    files = change(
        "flows/visit.yaml", '{fr: "C\'est noté : {reference}.", en: "Noted: {reference}."}', "{fr: Noté., en: Noted.}"
    )
    assert complain(files) == [
        'flows/visit.yaml:6: "done" of the flow "visit" does not tell the reference. Put {reference} into it, in every language.'
    ]


def test_a_flow_of_which_all_ways_lead_to_endings_is_reported() -> None:
    files = with_endings('{other: remarks, "*": review}', "{short: too_short, other: too_short}")
    text = files["flows/visit.yaml"]
    files["flows/visit.yaml"] = text[: text.index("  - id: remarks")]
    assert complain(files) == [
        'flows/visit.yaml:1: Every way through the flow "visit" leads to an ending, none to the review. Let a step lead to the review: next: review.'
    ]


def test_several_choices_lead_on_by_the_only_one_that_is_picked() -> None:
    assert complain(change("flows/visit.yaml", "type: choice", "type: choices")) == []
    files = change("flows/visit.yaml", "type: choice", "type: choices")
    files["flows/visit.yaml"] = files["flows/visit.yaml"].replace("next: {other:", "next: {lengthy:")
    assert any('has "lengthy", which is none of its answers' in line for line in complain(files))
