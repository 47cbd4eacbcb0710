"""The file of phrasings that staff propose, which waits to be looked at; knows no FAQ.

It lies beside the content's folders. What is added is appended and what is handled is cut out, so that notes that an
editor writes into it stay. Whoever changes it holds a lock on the folder: the bot and an editor's command may meet.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import yaml

from bot.content import wording_topics
from bot.content.problem import Text
from bot.content.reading import Section
from bot.content.tree import Node, read_tree
from bot.content.whole_files import write_whole
from bot.core.learning.kept import Proposal
from bot.core.learning.masking import drop_invisible

NAME = "faq-review.yaml"

T = TypeVar("T")

_HEAD = """\
# Phrasings that staff propose for topics of the FAQ: `guichet faq review` asks what is to become of each of them.
proposals:
"""


class ReviewFileUnusable(Exception):  # noqa: N818 (one line, or one for each problem)
    """The review file cannot be read or written; the text says where, and what would be right."""


@dataclass(frozen=True)
class Filed:
    """A proposal as it stands in the file: on these lines, counted from one."""

    proposal: Proposal
    first_line: int
    last_line: int


def read_proposals(folder: Path) -> tuple[Filed, ...]:
    """Read what the review file of a content folder holds, nothing where there is none; raises ReviewFileUnusable."""
    return _parse(_read(folder / NAME))


def add_proposals(folder: Path, proposals: Sequence[Proposal]) -> None:
    """Append proposals that the file does not hold yet; raises ReviewFileUnusable."""
    with _locked(folder):
        text = _read(folder / NAME)
        known = {_key(each.proposal) for each in _parse(text)}
        new = [each for each in proposals if _key(each) not in known]
        if new:
            before = f"{text.rstrip()}\n" if text.strip() else _HEAD
            _write(folder / NAME, before + "".join(map(_word, new)))


def remove_proposals(folder: Path, proposals: Collection[Proposal]) -> None:
    """Cut proposals out, and delete the file when nothing is left of it; raises ReviewFileUnusable."""
    gone = {_key(each) for each in proposals}
    with _locked(folder):
        text = _read(folder / NAME)
        filed = _parse(text)
        left = [each for each in filed if _key(each.proposal) not in gone]
        if len(left) == len(filed):
            return
        if not left:
            _attempt(folder / NAME, (folder / NAME).unlink)
            return
        cut = {
            number
            for each in filed
            if _key(each.proposal) in gone
            for number in range(each.first_line, each.last_line + 1)
        }
        lines = text.splitlines(keepends=True)
        _write(folder / NAME, "".join(line for number, line in enumerate(lines, start=1) if number not in cut))


def quote(text: str) -> str:
    """Write a text in double quotes on one line, without what the content may not hold."""
    one_line = " ".join(drop_invisible(text).split())
    return str(yaml.safe_dump(one_line, default_style='"', allow_unicode=True, width=float("inf"))).strip()


def _word(proposal: Proposal) -> str:
    return (
        f"  - id: {proposal.id}\n"
        f"    filed_at: {quote(proposal.filed_at.isoformat())}\n"
        f"    filed_by: {quote(proposal.filed_by)}\n"
        f"    language: {proposal.language}\n"
        f"    topic: {proposal.topic}\n"
        f"    question: {quote(proposal.question)}\n"
        f"    count: {proposal.count}\n"
    )


def _parse(text: str) -> tuple[Filed, ...]:
    if not text.strip():
        return ()
    root, report = read_tree(NAME, text.encode())
    filed = _read_filed(Section(root, report, "this file")) if root is not None else []
    if report.problems:
        raise ReviewFileUnusable("\n".join(str(each) for each in sorted(set(report.problems))))
    return tuple(filed)


def _read_filed(file: Section) -> list[Filed]:
    filed = []
    for section in file.sections("proposals", "proposal", required=True):
        number, count = section.whole("id", 1, required=True), section.whole("count", 1, required=True)
        by, language, topic, question = map(section.needed, ("filed_by", "language", "topic", "question"))
        at = _read_moment(section)
        section.finish()
        if number is not None and count is not None and at is not None:
            proposal = Proposal(str(language), str(topic), str(question), count, str(by), at, number)
            filed.append(Filed(proposal, section.line, max(map(_last_line, section.pairs.pairs.values()))))
    file.finish()
    return filed


def _last_line(node: Node) -> int:
    return node.last_line if isinstance(node, Text) else node.line


def _read_moment(section: Section) -> datetime | None:
    text = section.needed("filed_at")
    with suppress(ValueError):
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is not None:
            return moment
    if text:
        section.add(text, wording_topics.no_moment(section.owner, "filed_at", text))
    return None


def _key(proposal: Proposal) -> tuple[int, datetime]:
    # A new database counts from one again.
    return proposal.id, proposal.filed_at


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    descriptor = _attempt(folder / NAME, lambda: os.open(folder, os.O_RDONLY))
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _read(path: Path) -> str:
    if not path.exists():
        return ""
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ReviewFileUnusable(f"{path} is no text in UTF-8. Save it with that encoding.") from error
    except OSError as error:
        raise ReviewFileUnusable(f"{path} cannot be read ({error.strerror}). Let the bot read it.") from error


def _write(path: Path, text: str) -> None:
    _attempt(path, lambda: write_whole(path, text.encode()))


def _attempt(path: Path, work: Callable[[], T]) -> T:
    try:
        return work()
    except OSError as error:
        wrong = f"{path} cannot be written ({error.strerror})"
        raise ReviewFileUnusable(f"{wrong}. Let the bot write into the folder {path.parent}.") from error
