"""A problem in the content and the collecting of problems; knows neither YAML nor what is checked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that an editor has to put right: where it stands, and two sentences."""

    file: str
    line: int
    wrong: str
    right: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.wrong} {self.right}"


class Finding(NamedTuple):
    """What is wrong and what would be right, before its place is known."""

    wrong: str
    right: str


class Text(str):
    """A text of a content file that remembers the lines it stands on."""

    __slots__ = ("last_line", "line")
    line: int
    last_line: int

    def __new__(cls, value: str, line: int = 1, last_line: int | None = None) -> Text:
        text = super().__new__(cls, value)
        text.line = line
        text.last_line = line if last_line is None else last_line
        return text


def line_of(text: str) -> int:
    """Tell on which line a text begins; a text from nowhere stands on the first."""
    return text.line if isinstance(text, Text) else 1


def _begin(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


@dataclass
class Report:
    """The problems of one file, collected while reading goes on; `source` holds the file's lines."""

    file: str
    source: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def add(self, place: int | str, finding: Finding) -> None:
        """Note a finding at a line, or where a text begins."""
        line = line_of(place) if isinstance(place, str) else place
        self.problems.append(Problem(self.file, line, _begin(finding.wrong), _begin(finding.right)))

    def add_within(self, text: str, snippet: str, finding: Finding) -> None:
        """Note a finding at the line of a text on which the snippet stands."""
        first = line_of(text)
        last = text.last_line if isinstance(text, Text) else first
        lines = range(first, min(last, len(self.source)) + 1)
        self.add(next((line for line in lines if snippet in self.source[line - 1]), first), finding)
