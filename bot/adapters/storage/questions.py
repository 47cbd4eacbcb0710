"""Sums up what people asked, and how helpful the answers were; writes nothing."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Boolean, Date, Select, case, column, desc, func, inspect, select, table

from bot.adapters.storage.engine import Transaction
from bot.adapters.storage.tables import Moment
from bot.core.figures import QuestionFigures, Span

MOST = 5
"""Topics and texts that are named at most: more do not fit on a phone."""

_asked = table("asked", column("day", Date), column("topic"), column("outcome"), column("count"))
_unanswered = table("unanswered", column("at", Moment), column("text"))
_votes = table("votes", column("topic"), column("helpful", Boolean), column("at", Moment))


async def read_questions(transaction: Transaction, span: Span) -> QuestionFigures:
    """Sum up the questions of a span."""
    known = await transaction.do(lambda connection: set(inspect(connection).get_table_names()))
    if not {"asked", "unanswered", "votes"} <= known:
        return QuestionFigures()
    asked, texts, votes = [(await transaction.run(query)).all() for query in _queries(span)]
    return QuestionFigures(
        tuple((row.what, int(row.total)) for row in asked),
        tuple((row.what, int(row.total)) for row in texts),
        tuple((row.what, int(row.yes), int(row.total) - int(row.yes)) for row in votes),
    )


def _queries(span: Span) -> tuple[Select[Any], ...]:
    asked = func.sum(_asked.c.count).label("total")
    count, yes = func.count().label("total"), func.sum(case((_votes.c.helpful, 1), else_=0)).label("yes")
    return (
        select(_asked.c.topic.label("what"), asked)
        .where(_asked.c.day >= span.first, _asked.c.outcome == "answer")
        .group_by(_asked.c.topic)
        .order_by(desc("total"), _asked.c.topic)
        .limit(MOST),
        select(_unanswered.c.text.label("what"), count)
        .where(_unanswered.c.at >= span.since)
        .group_by(_unanswered.c.text)
        .order_by(desc("total"), _unanswered.c.text)
        .limit(MOST),
        select(_votes.c.topic.label("what"), count, yes)
        .where(_votes.c.at >= span.since)
        .group_by(_votes.c.topic)
        .order_by(desc("total"), _votes.c.topic)
        .limit(MOST),
    )
