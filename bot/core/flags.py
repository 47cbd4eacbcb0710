"""What stands out in a request's answers, such as a late date: shown in the review and on the staff's card."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.core.flow import Value
from bot.core.policy import Policy
from bot.core.requests import start_of
from bot.core.rules import days_late


@dataclass(frozen=True)
class Flag:
    """Something that should be seen at once: a key of the catalogue and its values."""

    key: str
    values: Mapping[str, object] = field(default_factory=dict)


def list_flags(
    policy: Policy, answers: Mapping[str, Value], acknowledged: Collection[str], day: date
) -> tuple[Flag, ...]:
    """List what stands out in answers that are sent on a day; all of it follows from what is stored."""
    found: list[Flag] = []
    start = start_of(answers)
    late = days_late(start, day, policy) if start else 0
    if late:
        found.append(Flag("flag.late", {"count": late}))
    for token in sorted(acknowledged):
        rule, _, what = token.partition(":")
        if rule == "not_asked_before":
            found.append(Flag("flag.duplicate", {"reference": what}))
        if rule == "domain_is_spelt_right":
            found.append(Flag("flag.domain", {"domain": what}))
    if "it_support" in answers and answers.get("it_contact") is None:
        found.append(Flag("flag.no_it_contact"))
    return tuple(found)
