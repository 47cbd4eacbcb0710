"""Measures verdicts against what should have come out; knows no file, no clock and no way to print."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.core.faq import Decision, Match

_SUGGESTED = 3
_BINS = (0.0, 0.2, 0.4, 0.6, 0.8, 0.9, 1.0)
NOTHING = "–"
"""Stands in the confusion table for a message that no topic answers, and for a verdict without a topic."""


@dataclass(frozen=True)
class Sample:
    """A message with the topics whose answer helps, best first; none: nothing in the FAQ answers it."""

    text: str
    ids: tuple[str, ...]
    language: str | None = None
    kind: str | None = None


@dataclass(frozen=True)
class Outcome:
    """A sample and the verdict on it."""

    sample: Sample
    match: Match

    @property
    def is_ours(self) -> bool:
        """Whether the FAQ answers the message."""
        return bool(self.sample.ids)

    @property
    def is_first_right(self) -> bool:
        """Whether the likeliest topic is one that helps."""
        return any(each.id in self.sample.ids for each in self.match.ranked[:1])

    @property
    def is_among_three(self) -> bool:
        """Whether one of the three likeliest topics helps."""
        return any(each.id in self.sample.ids for each in self.match.ranked[:_SUGGESTED])

    @property
    def is_answered(self) -> bool:
        """Whether the message got an answer at all."""
        return self.match.decision is Decision.ANSWER

    @property
    def is_answered_right(self) -> bool:
        """Whether it got an answer that helps."""
        return self.is_answered and any(id_ in self.sample.ids for id_ in self.match.answers)

    @property
    def is_helped(self) -> bool:
        """Whether it got an answer that helps, or suggestions among which one does."""
        is_suggested = self.match.decision is Decision.SUGGEST and self.is_among_three
        return self.is_answered_right or is_suggested

    @property
    def is_failure(self) -> bool:
        """Whether the outcome should have been another one."""
        return not self.is_helped if self.is_ours else self.is_answered


@dataclass(frozen=True)
class Inside:
    """Shares (0 to 1) over messages that the FAQ answers."""

    count: int
    first_right: float
    among_three: float
    answered_right: float
    answered_wrong: float
    helped: float


@dataclass(frozen=True)
class Beyond:
    """Shares (0 to 1) over messages that the FAQ does not answer."""

    count: int
    answered: float
    suggested: float
    unknown: float


@dataclass(frozen=True)
class Bin:
    """Messages whose best score lies in one range: the mean score, and the share in which it came true."""

    low: float
    high: float
    count: int
    score: float
    right: float


@dataclass(frozen=True)
class Evaluation:
    """All figures: by group ("all", a language, a kind, or "language kind"), and over everything."""

    inside: Mapping[str, Inside]
    beyond: Mapping[str, Beyond]
    language_right: float | None
    reliability: tuple[Bin, ...]
    confusion: Mapping[tuple[str, str], int]
    failures: tuple[Outcome, ...]


def evaluate(outcomes: Sequence[Outcome]) -> Evaluation:
    """Measure the outcomes; a group without messages has no figures."""
    ours = _group(each for each in outcomes if each.is_ours)
    others = _group(each for each in outcomes if not each.is_ours)
    told = [each.match.language == each.sample.language for each in outcomes if each.sample.language]
    return Evaluation(
        {name: _measure_inside(group) for name, group in ours.items()},
        {name: _measure_beyond(group) for name, group in others.items()},
        sum(told) / len(told) if told else None,
        _measure_reliability(outcomes),
        Counter(pair for pair in map(_confuse, outcomes) if pair[0] != pair[1]),
        tuple(each for each in outcomes if each.is_failure),
    )


def _group(outcomes: Iterable[Outcome]) -> dict[str, list[Outcome]]:
    groups: dict[str, list[Outcome]] = {}
    for each in outcomes:
        language, kind = each.sample.language, each.sample.kind
        names = ["all", language, kind, f"{language} {kind}" if language and kind else None]
        for name in names:
            if name:
                groups.setdefault(name, []).append(each)
    return groups


def _share(outcomes: Iterable[bool]) -> float:
    listed = list(outcomes)
    return sum(listed) / len(listed)


def _measure_inside(group: Sequence[Outcome]) -> Inside:
    return Inside(
        len(group),
        _share(each.is_first_right for each in group),
        _share(each.is_among_three for each in group),
        _share(each.is_answered_right for each in group),
        _share(each.is_answered and not each.is_answered_right for each in group),
        _share(each.is_helped for each in group),
    )


def _measure_beyond(group: Sequence[Outcome]) -> Beyond:
    return Beyond(
        len(group),
        _share(each.is_answered for each in group),
        _share(each.match.decision is Decision.SUGGEST for each in group),
        _share(each.match.decision is Decision.UNKNOWN for each in group),
    )


def _measure_reliability(outcomes: Sequence[Outcome]) -> tuple[Bin, ...]:
    scored = [(each.match.ranked[0].score, each.is_first_right) for each in outcomes if each.match.ranked]
    bins = []
    for low, high in pairwise(_BINS):
        inside = [pair for pair in scored if low <= pair[0] < high or pair[0] == high == 1.0]
        if inside:
            mean = sum(score for score, _ in inside) / len(inside)
            bins.append(Bin(low, high, len(inside), mean, _share(right for _, right in inside)))
    return tuple(bins)


def _confuse(outcome: Outcome) -> tuple[str, str]:
    """Return the topic that was right and the one that came first."""
    match = outcome.match
    if outcome.is_ours:
        first = match.ranked[0].id if match.ranked else NOTHING
        return (first if outcome.is_first_right else outcome.sample.ids[0]), first
    return NOTHING, match.answers[0] if match.answers else NOTHING
