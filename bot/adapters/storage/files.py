"""Keeps an SQLite file to one running Guichet; knows nothing of what is in the file."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import IO

from sqlalchemy import URL

from bot.adapters.storage.failures import RIGHTS, unavailable


class FileLock:
    """The right to a file, held as long as the process lives: the kernel takes it back from one that was killed."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file

    def release(self) -> None:
        """Let others have the file."""
        self._file.close()


def take_file(url: URL) -> FileLock:
    """Take the SQLite file that a URL names; raises StorageUnavailable when another Guichet has it."""
    # Not the database itself: closing any descriptor of it would drop the locks that SQLite has on it.
    path = Path(f"{Path(url.database or '').resolve()}.lock")
    try:
        file = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o644), "r+", encoding="ascii")
    except OSError as failure:
        raise unavailable(url, f"the file {path} cannot be written. {RIGHTS}") from failure
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        process = file.read(20).strip() or "unknown"
        file.close()
        wrong = f"another Guichet is running on this file (process {process})"
        raise unavailable(url, f"{wrong}. Stop it, or use PostgreSQL, which several may share.") from None
    file.seek(0)
    file.truncate()
    file.write(str(os.getpid()))
    file.flush()
    return FileLock(file)
