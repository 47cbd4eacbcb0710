"""The ports that work beyond a turn needs filled: its line, what it reads, files written, drawn and sent; no code."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from bot.core.export import Cell, Line
from bot.core.figures import Course, Figures, QuestionFigures, Span
from bot.core.jobs import Job, Scope
from bot.core.messages import Post


@dataclass(frozen=True)
class Taken:
    """Work that is being done; `attempts` count this one, `sent` are the files that its chat has already."""

    id: int
    job: Job
    attempts: int
    sent: int = 0


class Jobs(Protocol):
    """The work that was committed and is not done, in the hands of the one process that does it."""

    async def take(self, now: datetime) -> Taken | None:
        """Count an attempt at the first work whose time has come, and give it; it stays in line until it is done."""

    async def note_sent(self, taken: Taken, count: int) -> None:
        """Note that the first so many of its files were sent."""

    async def say(self, post: Post, now: datetime) -> None:
        """Commit what its chat is told meanwhile."""

    async def put_off(self, taken: Taken, error: str, until: datetime) -> None:
        """Try again at `until`."""

    async def finish(self, taken: Taken, post: Post, now: datetime) -> None:
        """Take it out of the line as done, and commit what its chat is told."""

    async def give_up(self, taken: Taken, error: str, post: Post, now: datetime) -> None:
        """Take it out of the line in vain, with the reason, and commit what its chat is told."""


class Register(Protocol):
    """All requests as they are stored, read piece by piece."""

    async def count(self, scope: Scope) -> int:
        """Say how many requests there are."""

    async def names(self, scope: Scope) -> Mapping[str, Collection[str]]:
        """Name the answers that are stored, by their flow."""

    def lines(self, scope: Scope) -> AsyncIterator[Sequence[Line]]:
        """Give all requests with their past, in the order in which they were sent."""

    def courses(self, span: Span) -> AsyncIterator[Sequence[Course]]:
        """Give what became of the requests that were sent since the span began."""

    async def questions(self, span: Span) -> QuestionFigures:
        """Give what people asked in a span, topics by their ids."""


class Table(Protocol):
    """A file that is written row by row."""

    def write(self, rows: Iterable[Sequence[Cell]]) -> None:
        """Add rows."""

    def close(self) -> None:
        """Finish the file."""


class Tables(Protocol):
    """What makes files of rows."""

    def open(self, path: Path, labels: Sequence[str], title: str) -> Table:
        """Begin the file that the path's ending asks for, with its headings."""

    def shrink(self, path: Path) -> Path:
        """Give the file, or where it is too large to be sent, one beside it that holds the same in less room."""


class Artist(Protocol):
    """What draws figures."""

    def draw(self, figures: Figures, path: Path) -> None:
        """Draw figures into a file."""


class FileKind(StrEnum):
    """How a chat shows a file."""

    DOCUMENT = "document"
    PHOTO = "photo"


class TooLarge(Exception):  # noqa: N818 (an outcome, no error)
    """Telegram takes no file of this size."""


class FileSender(Protocol):
    """What brings a file to a chat."""

    async def send(self, address: int, kind: FileKind, path: Path, caption: str) -> None:
        """Send a file; raises TooLarge, Postponed, HeldBack, Refused, Unreachable or ChatMoved."""
