"""How an answer is written in words, also one that an older version of its flow took."""

from __future__ import annotations

import pytest

from bot.core.flow import StepType, Value
from bot.core.showing import show_value
from bot.core.texts import Texts
from tests.core.samples import options, step


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        (StepType.TEXT, "x", "x"),
        (StepType.TEXT, None, "not given"),
        (StepType.CONFIRM, True, "yes"),
        (StepType.CONFIRM, False, "no"),
        (StepType.COUNTRY, "SN", "Senegal"),
        (StepType.SCHOOLS, ["A", "B"], "1. A\n2. B"),
        (StepType.SCHOOLS, "A", "A"),
        (StepType.CHOICE, "two", "two"),
        (StepType.CHOICE, "gone", "gone"),
        (StepType.INTEGER, 1000, "1,000"),
        (StepType.DATE, "2026-05-04", "Monday, 4 May 2026"),
        (StepType.DATE, "soon", "soon"),
        (StepType.DATE, 24, "24"),
        (StepType.TEXT, True, "yes"),
        (StepType.NAME, ["A", "B"], "1. A\n2. B"),
    ],
)
def test_an_answer_is_shown_in_words(texts: Texts, kind: StepType, value: Value, shown: str) -> None:
    assert show_value(texts, step("one", kind, options=options("two")), value, "en") == shown


def test_an_event_that_lasts_is_shown_with_its_end(texts: Texts) -> None:
    start = step("start", StepType.DATE, lasts="duration_days")
    assert show_value(texts, start, "2026-12-31", "fr") == "du jeudi 31 décembre 2026 au vendredi 1er janvier 2027"
