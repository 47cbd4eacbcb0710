"""Adds phrasings to the FAQ files, keeping comments and order, unless that would break the content; asks nobody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from io import StringIO
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import DoubleQuotedScalarString
from ruamel.yaml.util import load_yaml_guess_indent

from bot.content.load import build_content, read_files
from bot.content.problem import Finding, Problem
from bot.content.whole_files import write_whole
from bot.core.learning.kept import Proposal
from bot.core.rules import RULES

_UNBROKEN = 100_000
"""Characters of a line that is not broken: longer than any."""


class CannotAdd(Exception):  # noqa: N818 (it lists problems, one a line)
    """The phrasings cannot be added; the text names each problem, and nothing was changed."""


def add_to_faq(folder: Path, accepted: Iterable[Proposal]) -> None:
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
        end = "\r\n" if b"\r\n" in data else "\n"
        changed[file] = insert(data.decode().replace("\r\n", "\n"), proposals).replace("\n", end).encode()
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


def insert(text: str, proposals: Sequence[Proposal]) -> str:
    """Put each proposal among the phrasings of its topic; comments, order and the ends of lines stay as they are."""
    _, indent, dash = load_yaml_guess_indent(text)
    editor = YAML()
    editor.preserve_quotes = True
    editor.width = _UNBROKEN
    editor.indent(mapping=indent - dash, sequence=indent, offset=dash)
    tree = editor.load(text)
    topics = {topic["id"]: topic["phrasings"] for topic in tree["topics"]}
    for each in proposals:
        phrasings = topics[each.topic]
        # What follows a list, such as a comment, belongs to its last item, which therefore has to stay the last.
        phrasings.insert(len(phrasings) - 1, DoubleQuotedScalarString(each.question))
    written = StringIO()
    editor.dump(tree, written)
    return written.getvalue()
