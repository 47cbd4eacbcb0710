"""Writes what staff have proposed where editors look for it, after it was committed; knows neither table nor file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.app.ports import Proposals
from bot.core.learning.kept import Proposal

EVERY = 5.0
"""Seconds between looks for what was proposed."""


@dataclass(frozen=True)
class Filer:
    """Lets each proposal be written once; one that cannot be written, or whose writing was cut short, is tried again.

    `write` takes proposals that it may have written before, and raises when it cannot write.
    """

    proposals: Proposals
    write: Callable[[Sequence[Proposal]], None]
    clock: Callable[[], datetime]

    async def step(self) -> bool:
        """Write what is not written yet, and say whether there was anything."""
        async with self.proposals.hold_unwritten(self.clock()) as held:
            if held:
                self.write(held)
        return bool(held)
