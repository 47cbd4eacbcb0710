"""Work that takes longer than a turn, as staff have asked for it; does none of it and knows no words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bot.core.requests import Status


class JobKind(StrEnum):
    """What is to be done."""

    EXPORT = "export"
    STATS = "stats"


@dataclass(frozen=True)
class Scope:
    """Which requests are meant: those sent in a year or since one, those in a status; without any, all of them."""

    year: int | None = None
    since: int | None = None
    status: Status | None = None


@dataclass(frozen=True)
class Job:
    """Work for a chat; its progress is told in `language`. `wish` is what was typed after the command, as read."""

    kind: JobKind
    chat: int
    language: str
    wish: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def slot(self) -> str:
        """Name the message that tells how far it is."""
        return f"job:{self.kind}"


def export_of(chat: int, language: str, scope: Scope) -> Job:
    """Ask for the export of some requests."""
    named = {"year": scope.year, "status": scope.status.value if scope.status else None}
    return Job(JobKind.EXPORT, chat, language, {name: value for name, value in named.items() if value is not None})


def scope_of(job: Job) -> Scope:
    """Read back which requests an export is of."""
    year, status = job.wish.get("year"), job.wish.get("status")
    return Scope(
        year=int(year) if year is not None else None, status=Status(str(status)) if status is not None else None
    )


def stats_of(chat: int, language: str, weeks: int) -> Job:
    """Ask for the figures of some weeks."""
    return Job(JobKind.STATS, chat, language, {"weeks": weeks})


def weeks_of(job: Job) -> int:
    """Read back how many weeks the figures are of."""
    return int(job.wish["weeks"])
