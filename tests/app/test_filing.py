"""What staff propose is written once, after it was committed, and tried again where it cannot be written."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest

from bot.app.filing import Filer
from bot.core.learning.kept import Proposal

NOW = datetime(2026, 1, 12, 9, tzinfo=UTC)
PROPOSAL = Proposal("fr", "cost", "parking ?", 2, "Zoé", NOW, 1)


class ProposalsInMemory:
    """Holds proposals as the database does."""

    def __init__(self, *unwritten: Proposal) -> None:
        self.unwritten = unwritten

    @asynccontextmanager
    async def hold_unwritten(self, now: datetime) -> AsyncIterator[tuple[Proposal, ...]]:
        yield self.unwritten
        self.unwritten = ()


async def test_each_proposal_is_written_once() -> None:
    written: list[Proposal] = []
    filer = Filer(ProposalsInMemory(PROPOSAL), written.extend, lambda: NOW)
    assert await filer.step()
    assert not await filer.step()
    assert written == [PROPOSAL]


async def test_what_cannot_be_written_waits() -> None:
    def refuse(_: Sequence[Proposal]) -> None:
        raise OSError("read-only")

    proposals = ProposalsInMemory(PROPOSAL)
    with pytest.raises(OSError, match="read-only"):
        await Filer(proposals, refuse, lambda: NOW).step()
    assert proposals.unwritten == (PROPOSAL,)
