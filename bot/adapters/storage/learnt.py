"""Writes and reads what people's questions teach, inside a transaction; decides nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from bot.adapters.storage.dialects import add_up, among, upsert
from bot.adapters.storage.engine import Transaction
from bot.adapters.storage.rows import storable
from bot.adapters.storage.tables import asked, proposals, unanswered, unsettled, votes
from bot.app.ports import DecideAgain
from bot.core.learning.kept import Proposal, Unanswered
from bot.core.messages import CountQuestion, KeepQuestion, KeepVote, SettleQuestions

_ASKED = ("day", "topic", "language", "version", "outcome")
_VOTE = ("topic", "language", "version", "person")


async def write_questions(
    transaction: Transaction, counted: Mapping[CountQuestion, int], kept: Sequence[KeepQuestion]
) -> None:
    """Add to the counts, and write the questions that nobody could answer."""
    if counted:
        # Always in the same order, so that two transactions never wait for each other.
        rows = sorted(
            ({**{name: getattr(each, name) for name in _ASKED}, "count": times} for each, times in counted.items()),
            key=lambda row: [str(row[name]) for name in _ASKED],
        )
        await transaction.run(add_up(transaction.dialect, asked, _ASKED, "count"), rows)
    if kept:
        texts = [{"at": each.at, "language": each.language, "text": storable(each.text)} for each in kept]
        await transaction.run(insert(unanswered), texts)


async def write_votes(transaction: Transaction, cast: Sequence[KeepVote]) -> None:
    """Write votes; each takes the place of the person's former one for the same text."""
    last = {(each.topic, each.language, each.version, each.person): each for each in cast}
    if last:
        rows = [dict(vars(last[key])) for key in sorted(last)]
        await transaction.run(upsert(transaction.dialect, votes, _VOTE, ("helpful", "at")), rows)


async def settle_questions(transaction: Transaction, effect: SettleQuestions) -> None:
    """Take questions off the list and write what is proposed of them; raises DecideAgain where one is off already."""
    proposal = effect.proposal
    settled = {"now": effect.at, "name": storable(effect.by), "under": proposal.topic if proposal else None}
    statement = (
        update(unanswered)
        .where(among(transaction.dialect, unanswered.c.id, "these"), unsettled)
        .values(settled_at=bindparam("now"), settled_by=bindparam("name"), topic=bindparam("under"))
    )
    done = await transaction.run(statement, {**settled, "these": sorted(effect.ids)})
    if done.rowcount != len(effect.ids):
        raise DecideAgain("some of the questions were settled meanwhile")
    if proposal is not None:
        await transaction.run(insert(proposals), _proposal_to_row(proposal))


async def list_unanswered(transaction: Transaction, most: int) -> tuple[Unanswered, ...]:
    """Give the newest questions that nobody has settled."""
    query = select(unanswered).where(unsettled).order_by(unanswered.c.id.desc()).limit(most)
    return tuple(Unanswered(**row) for row in (await transaction.run(query)).mappings())


async def find_question(transaction: Transaction, number: int) -> Unanswered | None:
    """Find an unanswered question by its number, settled or not."""
    row = (await transaction.run(select(unanswered).where(unanswered.c.id == number))).mappings().one_or_none()
    return None if row is None else Unanswered(**row)


def proposal_from_row(row: Mapping[Any, Any]) -> Proposal:
    """Read a proposal back from its row."""
    return Proposal(**{name: value for name, value in row.items() if name != "written_at"})


def _proposal_to_row(proposal: Proposal) -> dict[str, Any]:
    row = {name: value for name, value in vars(proposal).items() if name != "id"}
    return {**row, "question": storable(proposal.question), "filed_by": storable(proposal.filed_by)}


class Lessons:
    """What the turns of one claim teach, until it is written at once."""

    def __init__(self) -> None:
        self._counted: Counter[CountQuestion] = Counter()
        self._kept: list[KeepQuestion] = []
        self._votes: list[KeepVote] = []

    def add(self, effects: Collection[object]) -> None:
        """Remember the counts, questions and votes of a turn."""
        self._counted.update(each for each in effects if isinstance(each, CountQuestion))
        self._kept.extend(each for each in effects if isinstance(each, KeepQuestion))
        self._votes.extend(each for each in effects if isinstance(each, KeepVote))

    async def write(self, transaction: Transaction) -> None:
        """Write them."""
        await write_questions(transaction, self._counted, self._kept)
        await write_votes(transaction, self._votes)
