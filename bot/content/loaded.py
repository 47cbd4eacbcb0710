"""What loading gives and what it asks of rules; knows no file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from bot.core.faq import Faq
from bot.core.flow import Flow, StepType
from bot.core.policy import Policy
from bot.core.replies import Reply


@dataclass(frozen=True)
class Content:
    """Everything that editors write, without a problem in it."""

    faq: Faq
    flows: Mapping[str, Flow]
    policy: Policy
    replies: Mapping[str, Reply] = field(default_factory=dict)


class RuleSpec(Protocol):
    """What a flow file has to respect when it names a rule; no types means a rule over a whole flow."""

    @property
    def types(self) -> frozenset[StepType]:
        """The types of steps that the rule serves."""

    @property
    def needs(self) -> tuple[str, ...]:
        """The steps that the rule looks at."""

    @property
    def numbers(self) -> tuple[str, ...]:
        """The numbers of the policy that the rule takes."""
