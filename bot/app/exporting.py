"""Writes all requests into files, piece by piece, off the event loop; knows neither database nor file format."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import tzinfo
from pathlib import Path

from bot.app.job_ports import Register, Table, Tables
from bot.core.export import Layout, Line
from bot.core.jobs import Scope
from bot.core.scene import Knowledge

Progress = Callable[[int, int], Awaitable[None]]


async def write_export(
    register: Register,
    tables: Tables,
    knowledge: Knowledge,
    zone: tzinfo,
    scope: Scope,
    paths: Sequence[Path],
    progress: Progress,
) -> int:
    """Write the requests of a scope into new files of whatever kind, tell how far it is, and say how many there are."""
    total, done = await register.count(scope), 0
    layout = Layout(knowledge, await register.names(scope), zone)
    title = knowledge.texts.label("export.sheet", knowledge.policy.default_language)
    opened = [tables.open(path, layout.labels, title) for path in paths]
    # While some rows are written, the next ones are read: what packs the file holds up no reading.
    writing = asyncio.create_task(asyncio.sleep(0))
    try:
        async for lines in register.lines(scope):
            await writing
            writing = asyncio.create_task(asyncio.to_thread(_write, opened, layout, lines))
            done += len(lines)
            await progress(done, max(done, total))
        await writing
    except BaseException:
        await asyncio.wait([writing])
        # What failed is told, and not that its half of a file cannot be finished either.
        with suppress(Exception):
            _close(opened)
        raise
    await asyncio.to_thread(_close, opened)
    return done


def _write(opened: Sequence[Table], layout: Layout, lines: Sequence[Line]) -> None:
    rows = layout.rows(lines)
    for table in opened:
        table.write(rows)


def _close(opened: Sequence[Table]) -> None:
    for table in opened:
        table.close()
