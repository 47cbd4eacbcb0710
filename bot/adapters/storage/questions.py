"""Sums up what people asked, and how helpful the answers were; writes nothing."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, case, desc, func, select

from bot.adapters.storage.engine import Transaction
from bot.adapters.storage.tables import asked, unanswered, votes
from bot.core.figures import QuestionFigures, Span

MOST = 5
"""Topics and texts that are named at most: more do not fit on a phone."""


async def read_questions(transaction: Transaction, span: Span) -> QuestionFigures:
    """Sum up the questions of a span."""
    topics, texts, helpful = [(await transaction.run(query)).all() for query in _queries(span)]
    return QuestionFigures(
        tuple((row.what, int(row.total)) for row in topics),
        tuple((row.what, int(row.total)) for row in texts),
        tuple((row.what, int(row.yes), int(row.total) - int(row.yes)) for row in helpful),
    )


def _queries(span: Span) -> tuple[Select[Any], ...]:
    times = func.sum(asked.c.count).label("total")
    count, yes = func.count().label("total"), func.sum(case((votes.c.helpful, 1), else_=0)).label("yes")
    return (
        select(asked.c.topic.label("what"), times)
        .where(asked.c.day >= span.first, asked.c.outcome == "answer")
        .group_by(asked.c.topic)
        .order_by(desc("total"), asked.c.topic)
        .limit(MOST),
        select(unanswered.c.text.label("what"), count)
        .where(unanswered.c.at >= span.since)
        .group_by(unanswered.c.text)
        .order_by(desc("total"), unanswered.c.text)
        .limit(MOST),
        select(votes.c.topic.label("what"), count, yes)
        .where(votes.c.at >= span.since)
        .group_by(votes.c.topic)
        .order_by(desc("total"), votes.c.topic)
        .limit(MOST),
    )
