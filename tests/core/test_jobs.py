"""What staff ask for that takes longer than a turn: what was typed is read, kept, and read back."""

from __future__ import annotations

import pytest

from bot.core.jobs import JobKind, Scope, export_of, scope_of, stats_of, weeks_of
from bot.core.messages import StartJob
from bot.core.requests import Status
from bot.rehearsal.person import STAFF_CHAT, Person


@pytest.mark.parametrize("scope", [Scope(), Scope(year=2026), Scope(status=Status.IN_REVIEW)])
def test_what_an_export_is_of_can_be_read_back(scope: Scope) -> None:
    job = export_of(STAFF_CHAT, "fr", scope)
    assert (job.kind, job.slot, scope_of(job)) == (JobKind.EXPORT, "job:export", scope)


def test_the_weeks_of_figures_can_be_read_back() -> None:
    job = stats_of(STAFF_CHAT, "en", 26)
    assert (job.kind, job.slot, weeks_of(job)) == (JobKind.STATS, "job:stats", 26)


@pytest.mark.parametrize(
    ("typed", "scope"),
    [
        ("", Scope()),
        ("2026", Scope(year=2026)),
        ("in_review", Scope(status=Status.IN_REVIEW)),
        ("In review", Scope(status=Status.IN_REVIEW)),
        ("ACCEPTEE", Scope(status=Status.ACCEPTED)),
    ],
)
def test_an_export_is_of_what_was_typed(ana: Person, typed: str, scope: Scope) -> None:
    ana.say(f"/export {typed}")
    assert ana.last_turn is not None
    (effect,) = ana.last_turn.effects
    assert isinstance(effect, StartJob)
    assert scope_of(effect.job) == scope
    assert effect.job.language == "en"


@pytest.mark.parametrize("typed", ["202", "3026", "soon", "2026 accepted"])
def test_what_names_no_requests_starts_nothing(ana: Person, typed: str) -> None:
    ana.say(f"/export {typed}")
    assert ana.last_turn is not None
    assert ana.last_turn.effects == ()


@pytest.mark.parametrize(("typed", "weeks"), [("", 12), ("1", 1), (" 53 ", 53)])
def test_figures_are_of_as_many_weeks_as_were_typed(ana: Person, typed: str, weeks: int) -> None:
    ana.say(f"/stats {typed}")
    assert ana.last_turn is not None
    (effect,) = ana.last_turn.effects
    assert isinstance(effect, StartJob)
    assert weeks_of(effect.job) == weeks


@pytest.mark.parametrize("typed", ["0", "54", "-3", "1000", "2.5", "²"])
def test_what_is_no_number_of_weeks_starts_nothing(ana: Person, typed: str) -> None:
    ana.say(f"/stats {typed}")
    assert ana.last_turn is not None
    assert ana.last_turn.effects == ()


def test_a_second_export_waits_for_nobody_and_is_not_begun(ana: Person) -> None:
    ana.say("/export")
    ana.say("/export 2025")
    assert ana.last_turn is not None
    assert ana.last_turn.effects == ()
    assert "under way" in ana.last_turn.posts[0].text
