"""Writes all requests into a table at an operator's wish, and tells how far it is; knows no Telegram."""

from __future__ import annotations

import os
import sys
import time
from datetime import MAXYEAR
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.adapters.sheets.tables import ENDINGS, FileTables
from bot.adapters.storage.store import open_store
from bot.app.exporting import write_export
from bot.app.ports import StorageUnavailable
from bot.core.jobs import Scope
from bot.core.scene import Knowledge

_TOLD_EVERY = 1.0
_FIRST_YEAR = 2000


class WrongFile(Exception):  # noqa: N818 (one line for the operator)
    """No table can be written there; the text is one line that says why and what would be right."""


def check_file(file: Path, since: int | None) -> None:
    """Make sure that a file can be written anew, and that the year is one; raises WrongFile."""
    if file.suffix.lower() not in ENDINGS:
        raise WrongFile(f"{file} names no kind of table. Let it end in {' or '.join(ENDINGS)}.")
    if os.path.lexists(file):
        raise WrongFile(f"{file} is there already. Name a file that is not.")
    if not os.access(file.parent, os.W_OK):
        raise WrongFile(f"{file} cannot be written. Name a file in a folder that is there.")
    if since is not None and not _FIRST_YEAR <= since < MAXYEAR:
        raise WrongFile(f"--since is {since}. It has to be a year, such as 2026.")


async def export(url: str, zone: ZoneInfo, knowledge: Knowledge, file: Path, since: int | None) -> list[str]:
    """Write the table, and leave no half of one behind; gives the lines to print."""
    told = time.monotonic()

    async def progress(done: int, total: int) -> None:
        nonlocal told
        if time.monotonic() - told >= _TOLD_EVERY:
            told = time.monotonic()
            print(f"{done:,} of {total:,}", file=sys.stderr, flush=True)

    store = await open_store(url, shared=True)
    try:
        register, scope = store.register(zone), Scope(since=since)
        count = await write_export(register, FileTables(), knowledge, zone, scope, [file], progress)
    except FileExistsError as error:
        raise StorageUnavailable(f"{file} is there already. Name a file that is not.") from error
    except OSError as error:
        _remove(file)
        raise StorageUnavailable(f"{file} cannot be written: {error.strerror}.") from error
    except BaseException:
        _remove(file)
        raise
    finally:
        await store.close()
    return [f"{count:,} requests are in {file}."]


def _remove(file: Path) -> None:
    file.unlink(missing_ok=True)
