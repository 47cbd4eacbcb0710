"""Answers of older versions of a flow: what fits is kept, the rest is asked again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.flow import StepType, Value, open_step
from bot.core.versions import adopt, fits, pair_with_steps
from tests.core.samples import draft, flow, options, step

LINE = flow(step("a"), step("b"), step("c", optional=True))


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        (StepType.INTEGER, 4, "4"),
        (StepType.INTEGER, 4, True),
        (StepType.CONFIRM, False, "no"),
        (StepType.CHOICE, "one", "three"),
        (StepType.SCHOOLS, ["A"], "A"),
        (StepType.TEXT, "x", 4),
        (StepType.DATE, "2026-05-04", "the fourth"),
        (StepType.DATE, "2026-05-04", 4),
    ],
)
def test_a_stored_answer_fits_its_step_or_not(kind: StepType, good: Value, bad: Value) -> None:
    one = step("one", kind, options=options("one", "two"))
    assert fits(one, good)
    assert not fits(one, bad)
    assert not fits(one, None)
    assert fits(replace(one, optional=True), None)


def test_a_draft_of_this_version_is_left_as_it_is() -> None:
    here = draft({"a": "x"}, at="a", held="y")
    assert adopt(LINE, here) is here


def test_an_answer_that_no_longer_fits_is_asked_again_even_where_an_editor_forgot_to_count_the_version_up() -> None:
    changed = flow(step("a", StepType.DATE), step("b"))
    assert adopt(changed, draft({"a": "soon", "b": "2", "gone": "x"})).answers == {"b": "2"}


def test_a_step_that_was_renamed_keeps_its_answer() -> None:
    renamed = flow(step("a"), step("surname", formerly=("family", "b")), version=2)
    assert adopt(renamed, draft({"a": "1", "b": "Diop"})).answers == {"a": "1", "surname": "Diop"}
    assert adopt(replace(renamed, version=1), draft({"a": "1", "b": "Diop"})).answers == {"a": "1", "surname": "Diop"}
    assert adopt(renamed, draft({"b": "old", "surname": "new"})).answers == {"surname": "new"}


@pytest.mark.parametrize(
    ("kind", "value", "bounds"),
    [
        (StepType.TEXT, "four", {"maximum": 3}),
        (StepType.INTEGER, 4, {"minimum": 5}),
        (StepType.SCHOOLS, ["A", "B"], {"maximum": 1}),
    ],
)
def test_an_answer_beyond_a_new_bound_is_asked_again(kind: StepType, value: Value, bounds: dict[str, int]) -> None:
    newer = flow(step("a", kind, **bounds), version=2)
    assert adopt(newer, draft({"a": value})).answers == {}
    assert adopt(flow(step("a", kind), version=2), draft({"a": value})).answers == {"a": value}


def test_the_options_picked_must_be_the_steps_own() -> None:
    several = step("one", StepType.CHOICES, options=options("one", "two"))
    assert fits(several, ["two", "one"])
    assert not fits(several, ["three"])
    assert not fits(several, [])
    assert not fits(several, "one")


def test_a_draft_of_another_version_keeps_what_still_fits_and_asks_the_rest_again() -> None:
    newer = flow(step("a"), step("b", StepType.DATE), step("c", optional=True), version=2)
    old = draft({"a": "1", "b": "soon", "c": None, "gone": "x"}, at="a", held="z", unclear="?", subject="VW-1")
    new = adopt(newer, old)
    assert new.answers == {"a": "1", "c": None}
    assert (new.version, new.at, new.held, new.unclear, new.subject) == (2, None, None, None, "VW-1")
    here = open_step(newer, new)
    assert here is not None
    assert here.id == "b"


def test_what_was_stored_is_shown_with_its_step_also_under_a_former_id_and_when_the_step_is_gone() -> None:
    now = flow(step("a"), step("job", formerly=("role",)), step("b"))
    shown = pair_with_steps(now, {"role": "Head", "gone": ["x"], "a": "1", "b": None})
    assert [(each.id, value) for each, value in shown] == [("a", "1"), ("job", "Head"), ("b", None), ("gone", ["x"])]
    assert shown[-1][0].label == {"fr": "gone", "en": "gone"}
