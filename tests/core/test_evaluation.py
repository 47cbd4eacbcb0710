"""The figures that say how good the verdicts are."""

from __future__ import annotations

import pytest

from bot.core.evaluation import NOTHING, Beyond, Inside, Outcome, Sample, evaluate
from bot.core.faq import Candidate, Decision, Match

ANSWER, SUGGEST, UNKNOWN = Decision.ANSWER, Decision.SUGGEST, Decision.UNKNOWN


def _outcome(
    right: str, decision: Decision, *ranked: str, language: str = "fr", kind: str | None = None, score: float = 0.5
) -> Outcome:
    candidates = tuple(Candidate(id_, score / (place + 1)) for place, id_ in enumerate(ranked))
    answers = ranked[:1] if decision is ANSWER else ()
    sample = Sample("a message", tuple(right.split()), language, kind)
    return Outcome(sample, Match("fr", decision, candidates, answers))


def test_each_figure_counts_what_it_says() -> None:
    outcomes = [
        _outcome("cost", ANSWER, "cost", "billing"),
        _outcome("cost", ANSWER, "billing", "cost"),
        _outcome("cost", SUGGEST, "billing", "deadline", "cost"),
        _outcome("cost", SUGGEST, "billing", "deadline", "request", "cost"),
        _outcome("cost billing", UNKNOWN, "billing"),
    ]
    assert evaluate(outcomes).inside["all"] == Inside(
        count=5, first_right=0.4, among_three=0.8, answered_right=0.2, answered_wrong=0.2, helped=0.4
    )


def test_messages_that_nothing_answers_are_measured_apart() -> None:
    outcomes = [
        _outcome("", ANSWER, "cost"),
        _outcome("", SUGGEST, "cost"),
        _outcome("", UNKNOWN, "cost"),
        _outcome("", UNKNOWN),
    ]
    evaluation = evaluate(outcomes)
    assert evaluation.beyond["all"] == Beyond(count=4, answered=0.25, suggested=0.25, unknown=0.5)
    assert evaluation.inside == {}
    assert [each.match.decision for each in evaluation.failures] == [ANSWER]


def test_two_answers_are_right_when_one_of_them_helps() -> None:
    match = Match("fr", ANSWER, (Candidate("cost", 0.9), Candidate("billing", 0.1)), ("cost", "billing"))
    assert evaluate([Outcome(Sample("x", ("billing",)), match)]).inside["all"].answered_right == 1.0


def test_groups_are_languages_kinds_and_both() -> None:
    outcomes = [
        _outcome("cost", ANSWER, "cost", language="fr", kind="typo"),
        _outcome("cost", ANSWER, "cost", language="en", kind="typo"),
        _outcome("cost", ANSWER, "cost", language="en", kind="chat"),
        _outcome("cost", ANSWER, "cost", language="en"),
    ]
    counts = {name: figures.count for name, figures in evaluate(outcomes).inside.items()}
    assert counts == {"all": 4, "fr": 1, "en": 3, "typo": 2, "chat": 1, "fr typo": 1, "en typo": 1, "en chat": 1}


def test_the_language_is_right_as_often_as_it_is_and_unmeasured_without_any() -> None:
    outcomes = [_outcome("cost", ANSWER, "cost"), _outcome("cost", ANSWER, "cost", language="en")]
    assert evaluate(outcomes).language_right == 0.5
    assert evaluate([Outcome(Sample("x", ()), Match("fr", UNKNOWN))]).language_right is None


def test_reliability_compares_scores_with_how_often_they_came_true() -> None:
    outcomes = [
        _outcome("cost", ANSWER, "cost", score=0.95),
        _outcome("cost", ANSWER, "billing", score=0.97),
        _outcome("cost", ANSWER, "cost", score=1.0),
        _outcome("", UNKNOWN, "cost", score=0.1),
        _outcome("", UNKNOWN),
    ]
    low, high = evaluate(outcomes).reliability
    assert (low.low, low.high, low.count, low.right) == (0.0, 0.2, 1, 0.0)
    assert low.score == pytest.approx(0.1)
    assert (high.low, high.count) == (0.9, 3)
    assert high.right == pytest.approx(2 / 3)


def test_the_confusion_table_holds_only_what_was_confused() -> None:
    outcomes = [
        _outcome("cost", ANSWER, "cost"),
        _outcome("cost billing", ANSWER, "billing"),
        _outcome("cost", SUGGEST, "billing", "cost"),
        _outcome("cost", SUGGEST, "billing", "cost"),
        _outcome("cost", UNKNOWN),
        _outcome("", ANSWER, "cost"),
        _outcome("", UNKNOWN, "cost"),
    ]
    assert evaluate(outcomes).confusion == {("cost", "billing"): 2, ("cost", NOTHING): 1, (NOTHING, "cost"): 1}


def test_a_failure_is_what_should_have_come_out_otherwise() -> None:
    fine = [
        _outcome("cost", ANSWER, "cost"),
        _outcome("cost", SUGGEST, "billing", "cost"),
        _outcome("", SUGGEST, "cost"),
    ]
    failed = [_outcome("cost", ANSWER, "billing"), _outcome("cost", UNKNOWN, "cost"), _outcome("", ANSWER, "cost")]
    assert evaluate([*fine, *failed]).failures == tuple(failed)


def test_no_outcomes_give_no_figures() -> None:
    evaluation = evaluate([])
    assert (evaluation.inside, evaluation.beyond, evaluation.reliability) == ({}, {}, ())
