"""Hands out the phrasings that staff have proposed until they are written elsewhere; knows not where."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

from sqlalchemy import bindparam, func, select, update

from bot.adapters.storage.dialects import among
from bot.adapters.storage.engine import Database
from bot.adapters.storage.learnt import proposal_from_row
from bot.adapters.storage.tables import proposals, unwritten
from bot.core.learning.kept import Proposal


class SqlProposals:
    """The proposals of an open database; fills the shell's port Proposals."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @asynccontextmanager
    async def hold_unwritten(self, now: datetime) -> AsyncIterator[tuple[Proposal, ...]]:
        """Hold those that are not written yet; they count as written when the block ends without an exception."""
        async with self._database.reading() as transaction:
            waits = await transaction.scalar(select(func.count()).select_from(proposals).where(unwritten))
        if not waits:
            yield ()
            return
        async with self._database.writing() as transaction:
            # Another process that holds them is waited for: what it has written is then no longer found here.
            query = select(proposals).where(unwritten).order_by(proposals.c.id).with_for_update()
            held = tuple(proposal_from_row(row) for row in (await transaction.run(query)).mappings())
            yield held
            these = among(transaction.dialect, proposals.c.id, "these")
            written = update(proposals).where(these).values(written_at=bindparam("now"))
            await transaction.run(written, {"these": [each.id for each in held], "now": now})
