"""The ids that chats were given: which one the desk knows a chat by, and which one Telegram does; sends nothing."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import delete, select

from bot.adapters.storage.dialects import insert_new
from bot.adapters.storage.engine import Transaction
from bot.adapters.storage.tables import moved_chats, slots, talk, topics

_STEPS = select(moved_chats.c.new, moved_chats.c.former)


async def read_moves(transaction: Transaction) -> dict[int, int]:
    """Give each id that a chat was given, with the one that the desk knows the chat by."""
    rows = await transaction.run(_STEPS)
    before: dict[int, int] = {row.new: row.former for row in rows}
    return {new: _follow(before, new) for new in before}


async def read_addresses(transaction: Transaction) -> dict[int, int]:
    """Give each id that the desk knows a moved chat by, with the one that Telegram knows it by now."""
    rows = await transaction.run(_STEPS)
    after: dict[int, int] = {row.former: row.new for row in rows}
    return {former: _follow(after, former) for former in after}


async def note_move(transaction: Transaction, former: int, new: int) -> None:
    """Note that a chat was given another id, and forget its slots, unless both was done before."""
    if former == new:
        return
    noted = await transaction.run(
        insert_new(transaction.dialect, moved_chats, ("new",)), {"new": new, "former": former}
    )
    if noted.rowcount:
        known_as = (await read_moves(transaction))[new]
        # Its messages are numbered anew: what is kept under the former numbers would be taken for other messages.
        for table in (slots, talk, topics):
            await transaction.run(delete(table).where(table.c.chat == known_as))


def _follow(steps: Mapping[int, int], chat: int) -> int:
    passed = {chat}
    while (following := steps.get(chat)) is not None and following not in passed:
        passed.add(following)
        chat = following
    return chat
