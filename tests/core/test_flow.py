"""The flow engine: which step is open, the way back, corrections, and drafts of an older version."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.flow import (
    REVIEW,
    Flow,
    StepType,
    Value,
    answer_step,
    answers_on_the_way,
    ending_of,
    go_back,
    open_step,
    progress,
    walk,
)
from tests.core.samples import both, draft, flow, options, step

LINE = flow(step("a"), step("b"), step("c", optional=True))
FORK = flow(
    step("way", StepType.CHOICE, options=options("long", "short", "other"), next={"long": "more", "*": "last"}),
    step("more"),
    step("last", next={"*": REVIEW}),
    step("never"),
)


def opened(of: Flow, answers: dict[str, Value], at: str | None = None) -> str:
    found = open_step(of, draft(answers, at=at))
    return found.id if found else REVIEW


def test_steps_are_asked_in_the_order_of_the_file() -> None:
    assert opened(LINE, {}) == "a"
    assert opened(LINE, {"a": "1"}) == "b"
    assert opened(LINE, {"a": "1", "b": "2"}) == "c"
    assert opened(LINE, {"a": "1", "b": "2", "c": None}) == REVIEW


@pytest.mark.parametrize(("answer", "following"), [("long", "more"), ("short", "last"), ("other", "last")])
def test_an_answer_chooses_the_way(answer: str, following: str) -> None:
    assert opened(FORK, {"way": answer}) == following


@pytest.mark.parametrize(
    ("answer", "following"), [(None, "skip"), (True, "yes"), (False, "no"), (7, "seven"), (8, "any"), ("x", "any")]
)
def test_each_kind_of_answer_has_its_key(answer: Value, following: str) -> None:
    ways = {"skipped": "skip", "yes": "yes", "no": "no", "7": "seven", "*": "any"}
    one = step("one", next=ways)
    assert flow(one, step("two")).following(one, {"one": answer}) == following


def test_of_several_choices_the_first_that_the_way_names_counts() -> None:
    one = step("one", StepType.CHOICES, options=options("a", "b", "c"), next={"b": "two", "a": "three", "*": "four"})
    made = flow(one, step("two"), step("three"), step("four"))
    assert [made.following(one, {"one": picked}) for picked in (["a", "b"], ["a", "c"], ["c"], None)] == [
        "two",
        "three",
        "four",
        "four",
    ]


def test_the_way_can_depend_on_an_earlier_answer() -> None:
    middle = step("middle", depends_on="way", next={"long": "more", "*": "last"})
    made = flow(step("way", StepType.CHOICE, options=options("long", "short")), middle, step("more"), step("last"))
    assert made.following(middle, {"way": "long", "middle": "short"}) == "more"
    assert made.following(middle, {"way": "short", "middle": "long"}) == "last"
    assert made.following(middle, {"middle": "long"}) == "last"


def test_the_last_step_leads_to_the_review() -> None:
    assert LINE.following(LINE.steps[2], {}) == REVIEW
    assert LINE.following(LINE.steps[0], {"a": "x"}) == "b"


def test_answers_that_a_correction_takes_off_the_way_are_kept_aside() -> None:
    full = draft({"way": "long", "more": "m", "last": "l"})
    short = answer_step(full, FORK.steps[0], "short")
    assert answers_on_the_way(FORK, short.answers) == {"way": "short", "last": "l"}
    again = answer_step(short, FORK.steps[0], "long")
    assert answers_on_the_way(FORK, again.answers) == {"way": "long", "more": "m", "last": "l"}
    assert open_step(FORK, again) is None


def test_an_answer_ends_an_edit_and_lets_go_of_what_was_held() -> None:
    edited = answer_step(draft({"a": "1"}, at="a", held="x", unclear="y?"), LINE.steps[0], "2")
    assert edited == draft({"a": "2"})


def test_back_goes_one_step_and_stays_at_the_first() -> None:
    assert go_back(LINE, draft()).at == "a"
    assert go_back(LINE, draft({"a": "1"})).at == "a"
    assert go_back(LINE, draft({"a": "1", "b": "2"})).at == "b"
    assert go_back(LINE, draft({"a": "1", "b": "2", "c": None})).at == "c"
    assert go_back(LINE, draft({"a": "1", "b": "2"}, at="b", held="x", unclear="y")) == draft(
        {"a": "1", "b": "2"}, at="a"
    )


def test_back_follows_the_way_that_was_taken() -> None:
    assert go_back(FORK, draft({"way": "short"})).at == "way"


def test_an_edit_of_a_step_off_the_way_is_ignored() -> None:
    assert opened(FORK, {"way": "short"}, at="more") == "last"
    assert opened(FORK, {"way": "short"}, at="gone") == "last"
    assert opened(FORK, {"way": "short", "last": "x"}, at="way") == "way"


def test_a_way_that_leads_in_a_circle_or_to_nowhere_ends() -> None:
    circle = flow(step("a", next={"*": "b"}), step("b", next={"*": "a"}))
    assert [each.id for each in walk(circle, {"a": "1", "b": "2"})] == ["a", "b"]
    nowhere = flow(step("a", next={"*": "gone"}))
    assert [each.id for each in walk(nowhere, {"a": "1"})] == ["a"]


def test_progress_counts_the_ordinary_way() -> None:
    assert progress(LINE, draft()) == (1, 3)
    assert progress(LINE, draft({"a": "1"})) == (2, 3)
    assert progress(LINE, draft({"a": "1", "b": "2", "c": None})) == (3, 3)
    assert progress(FORK, draft()) == (1, 2)
    assert progress(FORK, draft({"way": "long"})) == (2, 3)
    assert progress(FORK, draft({"way": "long", "more": "m", "last": "l"}, at="more")) == (2, 3)


CLOSED = flow(
    step("over", StepType.CONFIRM, next={"no": "not_yet", "*": "b"}), step("b"), endings={"not_yet": both("Not yet")}
)


def test_an_ending_closes_the_way_without_a_review() -> None:
    assert ending_of(CLOSED, {}) is None
    assert ending_of(CLOSED, {"over": False}) == "not_yet"
    assert ending_of(CLOSED, {"over": True, "b": "x"}) is None
    assert open_step(CLOSED, draft({"over": False})) is None
    assert progress(CLOSED, draft({"over": False})) == (1, 1)
    assert go_back(CLOSED, draft({"over": False})).at == "over"


@given(st.dictionaries(st.sampled_from(["way", "more", "last", "x"]), st.sampled_from(["long", "short", None, True])))
def test_the_open_step_is_the_first_of_the_way_without_an_answer(answers: dict[str, Value]) -> None:
    path = walk(FORK, answers)
    here = open_step(FORK, draft(answers))
    assert all(each.id in answers for each in path[:-1])
    assert (here is None) == (path[-1].id in answers)
    position, count = progress(FORK, draft(answers))
    assert 1 <= position <= count
