"""Adds phrasings to the text of a FAQ file, line by line, and touches no line that is there; writes no file."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from bot.content import wording_topics
from bot.content.load import build_content, read_files
from bot.content.loaded import Content
from bot.content.problem import Finding, Problem, Text, line_of
from bot.content.review_file import quote
from bot.content.whole_files import write_whole
from bot.core.faq import Entry
from bot.core.learning.kept import Proposal
from bot.core.rules import RULES

_ITEM = re.compile(r"(\s*-\s+)\S")
_ENDS = ("\r\n", "\n")


class CannotAdd(Exception):  # noqa: N818 (it lists problems, one a line)
    """The phrasings cannot be added; the text names each problem, and nothing was changed."""


def add_to_faq(folder: Path, content: Content, accepted: Iterable[Proposal]) -> None:
    """Add proposals to the FAQ files of a folder, unless that would break the content; raises CannotAdd."""
    by_language: dict[str, list[Proposal]] = defaultdict(list)
    for each in accepted:
        by_language[each.language].append(each)
    files = read_files(folder)
    former: dict[str, bytes] = {}
    changed: dict[str, bytes] = {}
    for language, proposals in by_language.items():
        file = f"faq/{language}.yaml"
        data = files[file]
        if isinstance(data, Finding):
            raise CannotAdd(str(Problem(file, 1, *data)))
        former[file] = data
        changed[file] = insert(file, data.decode(), content.faq.entries[language], proposals).encode()
    _, problems = build_content({**files, **changed}, RULES)
    if problems:
        raise CannotAdd("\n".join(map(str, problems)))
    done: list[str] = []
    try:
        for file, data in changed.items():
            write_whole(folder / file, data)
            done.append(file)
    except OSError as error:
        for former_file in done:
            write_whole(folder / former_file, former[former_file])
        wrong = f"The FAQ below {folder} cannot be written ({error.strerror})."
        raise CannotAdd(f"{wrong} Let this command write into its folders.") from error


def insert(file: str, text: str, entries: Mapping[str, Entry], proposals: Sequence[Proposal]) -> str:
    """Write each proposal below the last phrasing of its topic, indented as that is; raises CannotAdd."""
    lines = text.splitlines(keepends=True)
    added: dict[int, list[str]] = defaultdict(list)
    for each in proposals:
        last = max(entries[each.topic].phrasings, key=_last_line)
        item = _ITEM.match(lines[line_of(last) - 1])
        if item is None:
            raise CannotAdd(str(Problem(file, line_of(last), *wording_topics.phrasings_in_brackets(each.topic))))
        added[_last_line(last)].append(f"{item[1]}{quote(each.question)}")
    end = next((end for end in _ENDS if lines[0].endswith(end)), "\n")
    return "".join(
        line if not added[number] else "".join(f"{each}{end}" for each in (line.rstrip("\r\n"), *added[number]))
        for number, line in enumerate(lines, start=1)
    )


def _last_line(phrasing: str) -> int:
    return phrasing.last_line if isinstance(phrasing, Text) else 1
