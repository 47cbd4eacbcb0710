"""YAML to a tree in which every scalar is a text with its line; knows nothing of what the content means."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from bot.content import wording_yaml
from bot.content.problem import Report, Text

DEEPEST = 20
"""Content is never nested deeper; a file that is would only exhaust the stack."""

# libyaml reads a file several times faster; a PyYAML built without it gives the same events.
_LOADER: Any = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
_FORBIDDEN = re.compile(r"[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Items:
    """A YAML list."""

    items: tuple[Node, ...]
    line: int


@dataclass(frozen=True)
class Pairs:
    """A YAML mapping; its keys know their lines too."""

    pairs: Mapping[Text, Node]
    line: int


Node = Text | Items | Pairs


def read_tree(file: str, data: bytes) -> tuple[Pairs | None, Report]:
    """Read a file's bytes as one mapping; what cannot be read as such is None, with the problems in the report."""
    report = Report(file)
    text = _decode(data, report)
    if text is None:
        return None, report
    report.source = text.splitlines()
    try:
        root = _build(yaml.parse(text, Loader=_LOADER), report)
    except yaml.YAMLError as error:
        _report_syntax(error, text, report)
        return None, report
    if root is None:
        if not report.problems:
            report.add(1, wording_yaml.empty_file())
    elif not isinstance(root, Pairs):
        report.add(root.line, wording_yaml.no_keys_at_top())
        root = None
    return root, report


def _decode(data: bytes, report: Report) -> str | None:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        report.add(data.count(b"\n", 0, error.start) + 1, wording_yaml.not_utf8(data[error.start]))
        return None
    for number, line in enumerate(text.split("\n"), start=1):
        found = _FORBIDDEN.search(line)
        if found:
            report.add(number, wording_yaml.forbidden_character(found.group()))
    return None if report.problems else text


@dataclass
class _Open:
    """A list or mapping whose end has not come yet."""

    is_mapping: bool
    line: int
    children: list[Node] = field(default_factory=list)

    def close(self, report: Report) -> Items | Pairs:
        if not self.is_mapping:
            return Items(tuple(self.children), self.line)
        pairs: dict[Text, Node] = {}
        first_lines: dict[str, int] = {}
        for key, value in zip(self.children[::2], self.children[1::2], strict=True):
            if not isinstance(key, Text):
                report.add(key.line, wording_yaml.key_is_no_text())
            elif key in first_lines:
                report.add(key, wording_yaml.duplicate_key(key, first_lines[key]))
            else:
                pairs[key] = value
                first_lines[key] = key.line
        return Pairs(pairs, self.line)


def _build(events: Iterator[Any], report: Report) -> Node | None:
    """Build the tree of the first document; None when there is none or it uses what content may not."""
    stack: list[_Open] = []
    root: Node | None = None
    broken = False
    for event in events:
        # What is missing at the end is marked below the last line.
        line: int = min(event.start_mark.line + 1, max(len(report.source), 1))
        node: Node
        if isinstance(event, yaml.ScalarEvent):
            # A block scalar's end mark stands at the start of what follows it.
            end: Any = event.end_mark
            last = end.line + (1 if end.column else 0)
            node = Text(event.value.strip(), line, max(line, last))
            escaped = _FORBIDDEN.search(node) if event.style == '"' else None
            if escaped:
                report.add(line, wording_yaml.forbidden_character(escaped.group()))
        elif isinstance(event, yaml.CollectionStartEvent):
            if len(stack) == DEEPEST:
                report.add(line, wording_yaml.too_deep())
                return None
            stack.append(_Open(isinstance(event, yaml.MappingStartEvent), line))
            broken |= _uses_shorthand(event, line, report)
            continue
        elif isinstance(event, yaml.CollectionEndEvent):
            node = stack.pop().close(report)
        elif isinstance(event, yaml.AliasEvent):
            report.add(line, wording_yaml.alias(f"*{event.anchor}"))
            node = Text("", line)
            broken = True
        elif isinstance(event, yaml.DocumentStartEvent) and root is not None:
            report.add(line, wording_yaml.second_document())
            return None
        else:
            continue
        if isinstance(event, yaml.ScalarEvent):
            broken |= _uses_shorthand(event, line, report)
        if stack:
            stack[-1].children.append(node)
        else:
            root = node
    return None if broken else root


def _uses_shorthand(event: Any, line: int, report: Report) -> bool:
    """Report an anchor or a tag, which would make a text mean something other than what it says."""
    if event.anchor is not None:
        report.add(line, wording_yaml.alias(f"&{event.anchor}"))
    elif event.tag is not None:
        report.add(line, wording_yaml.tag(event.tag))
    else:
        return False
    return True


def _report_syntax(error: Any, text: str, report: Report) -> None:
    problem = getattr(error, "problem", None) or str(error)
    mark = getattr(error, "problem_mark", None)
    opened = getattr(error, "context_mark", None)
    line = min(mark.line + 1, max(len(report.source), 1)) if mark is not None else 1
    quote = _find_open_quote(text, line)
    if problem == "found unexpected end of stream" and opened is not None:
        quote = opened.line + 1
    if quote is not None:
        report.add(quote, wording_yaml.never_closed_quote())
        return
    if problem == "could not find expected ':'" and opened is not None:
        line = opened.line + 1
    source = report.source[line - 1] if line <= len(report.source) else ""
    rest = source[mark.column :] if mark is not None else ""
    report.add(line, wording_yaml.broken_syntax(problem, source, rest))


def _find_open_quote(text: str, line: int) -> int | None:
    """Find the quote that was left open: it goes on over lines and ends where the next one opens, on the wrong line."""
    try:
        for token in yaml.scan(text, Loader=_LOADER):
            start: Any = token.start_mark
            end: Any = token.end_mark
            if isinstance(token, yaml.ScalarToken) and token.style in ("'", '"') and start.line < end.line == line - 1:
                return int(start.line) + 1
    except yaml.YAMLError:
        return None
    return None
