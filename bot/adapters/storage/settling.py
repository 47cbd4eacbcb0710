"""Notes what came of deliveries, a few statements for all of them; knows not how they were made."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, assert_never

from sqlalchemy import bindparam, delete, func, insert, select, update

from bot.adapters.storage.dialects import upsert
from bot.adapters.storage.engine import Transaction
from bot.adapters.storage.moved import note_move, read_addresses
from bot.adapters.storage.posting import write_posts
from bot.adapters.storage.rows import news_to_row, storable
from bot.adapters.storage.tables import inbox, outbox, slots, talk, topics, unsent
from bot.app.ports import GivenUp, Moved, Outcome, PutOff, Sent, TopicGone, TopicOpened, Update
from bot.core.messages import Post

_THIS = update(outbox).where(outbox.c.id == bindparam("this"), unsent)
# What was sent is no longer needed here: the row stays for a while to count by, not to be read.
_SENT = _THIS.values(sent_at=bindparam("now"), message_id=bindparam("message"), error=None, post={})
_PUT_OFF = _THIS.values(attempts=outbox.c.attempts + 1, due_at=bindparam("until"), error=bindparam("reason"))
_TOLD = _THIS.values(told_at=bindparam("now"))
_GIVEN_UP = _THIS.values(attempts=outbox.c.attempts + 1, given_up_at=bindparam("now"), error=bindparam("reason"))
_MOVED = _THIS.values(due_at=bindparam("now"))
_ARRIVED = (
    update(talk)
    .where(talk.c.chat == bindparam("of_chat"), talk.c.message_id == bindparam("message"))
    .values(arrival=bindparam("came"))
)


async def settle_outcomes(transaction: Transaction, outcomes: Sequence[Outcome], now: datetime) -> None:
    """Write all outcomes inside a transaction."""
    sent: list[Sent] = []
    put_off: list[dict[str, Any]] = []
    told: list[dict[str, Any]] = []
    given_up: list[dict[str, Any]] = []
    moved: list[dict[str, Any]] = []
    reports: list[tuple[Post, datetime]] = []
    arrivals: list[Update | None] = []
    news_of_loss: list[Update | None] = []
    for outcome in outcomes:
        this = {"this": outcome.delivery.id}
        match outcome:
            case Sent(news=news):
                arrivals.append(news)
                sent.append(outcome)
            case PutOff(until=until, error=error, report=report):
                put_off.append({**this, "until": until, "reason": storable(error)})
                if report is not None:
                    told.append({**this, "now": now})
                    reports.append((report, now))
            case GivenUp(error=error, report=report, news=news):
                arrivals.append(news)
                given_up.append({**this, "now": now, "reason": storable(error)})
                if report is not None:
                    reports.append((report, now))
            case Moved(delivery=delivery, new=new):
                await note_move(transaction, delivery.address, new)
                moved.append({**this, "now": now})
            case TopicOpened():
                if (report := await _note_topic(transaction, outcome)) is not None:
                    reports.append((report, now))
                moved.append({**this, "now": now})
            case TopicGone(delivery=delivery, news=news):
                gone = (topics.c.chat == delivery.post.chat, topics.c.thread == delivery.thread)
                await transaction.run(delete(topics).where(*gone))
                news_of_loss.append(news)
                moved.append({**this, "now": now})
            case _:
                assert_never(outcome)
    await _mark_sent(transaction, sent, now)
    for statement, rows in ((_PUT_OFF, put_off), (_TOLD, told), (_GIVEN_UP, given_up), (_MOVED, moved)):
        if rows:
            await transaction.run(statement, rows)
    await write_posts(transaction, reports)
    await _note_arrivals(transaction, [each for each in arrivals if each is not None])
    told_desk = [news_to_row(each, now) for each in (*arrivals, *news_of_loss) if each is not None]
    if told_desk:
        await transaction.run(insert(inbox), told_desk)


async def _note_arrivals(transaction: Transaction, arrivals: Sequence[Update]) -> None:
    told = [{"of_chat": each.chat, "message": each.body["message"], "came": each.body["arrival"]} for each in arrivals]
    if told:
        await transaction.run(_ARRIVED, told)


async def _note_topic(transaction: Transaction, opened: TopicOpened) -> Post | None:
    """Note the id of a topic, and give the report of the first one that there cannot be."""
    post = opened.delivery.post
    key = post.topic.key if post.topic else f"thread:{post.thread}"
    impossible = select(func.count()).select_from(topics).where(topics.c.chat == post.chat, topics.c.thread == 0)
    is_first = not await transaction.scalar(impossible)
    noted = upsert(transaction.dialect, topics, ("chat", "key"), ("thread",))
    await transaction.run(noted, {"chat": post.chat, "key": key, "thread": opened.thread})
    return opened.report if is_first else None


async def _mark_sent(transaction: Transaction, sent: Sequence[Sent], now: datetime) -> None:
    if not sent:
        return
    rows = [{"this": each.delivery.id, "now": now, "message": each.message_id} for each in sent]
    await transaction.run(_SENT, rows)
    in_slots = [each for each in sent if each.delivery.post.slot is not None]
    if not in_slots:
        return
    addresses = await read_addresses(transaction)
    held = [
        {"chat": each.delivery.post.chat, "slot": each.delivery.post.slot, "message_id": each.message_id}
        for each in in_slots
        # What was sent to a former id cannot be edited under the new one.
        if each.delivery.address == addresses.get(each.delivery.post.chat, each.delivery.post.chat)
    ]
    if held:
        await transaction.run(upsert(transaction.dialect, slots, ("chat", "slot"), ("message_id",)), held)
