"""Reads a dialogue file; tests/dialogues/README.md tells how one is written. Knows no desk."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml


class WrongDialogue(AssertionError):  # noqa: N818 (what is wrong with a file)
    """A dialogue file cannot be read, or what it says did not happen; the text begins with file:line."""


@dataclass(frozen=True)
class Line:
    """One turn of a dialogue: its keys with their values, all of them texts, and where it stands."""

    number: int
    pairs: dict[str, Any]


@dataclass(frozen=True)
class Dialogue:
    """A dialogue file."""

    file: str
    title: str
    today: str
    people: dict[str, str]
    staff: dict[str, str]
    lines: list[Line]


def read_dialogue(path: Path) -> Dialogue:
    """Read a dialogue; raises WrongDialogue."""
    try:
        root = yaml.compose(path.read_text("utf-8"), Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise WrongDialogue(f"{path.name}:{line}: this is not YAML: {error.problem}") from error
    if not isinstance(root, yaml.MappingNode):
        raise WrongDialogue(f"{path.name}:1: a dialogue begins with the keys title, today, people and turns")
    parts = {key.value: value for key, value in root.value}
    for name in ("title", "today", "people", "turns"):
        if name not in parts:
            raise WrongDialogue(f"{path.name}:1: the key “{name}” is missing")
    for key, _ in root.value:
        if key.value not in {"title", "today", "people", "staff", "turns"}:
            raise WrongDialogue(f"{path.name}:{key.start_mark.line + 1}: “{key.value}” is no key of a dialogue")
    turns = parts["turns"]
    if not isinstance(turns, yaml.SequenceNode) or not turns.value:
        raise WrongDialogue(f"{path.name}:{turns.start_mark.line + 1}: turns has to be a list")
    lines = [Line(turn.start_mark.line + 1, _pairs(turn)) for turn in turns.value]
    staff = _plain(parts["staff"]) if "staff" in parts else {}
    return Dialogue(path.name, _plain(parts["title"]), _plain(parts["today"]), _plain(parts["people"]), staff, lines)


def _plain(node: yaml.Node) -> Any:
    if isinstance(node, yaml.MappingNode):
        return {key.value: _plain(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_plain(each) for each in node.value]
    return node.value


def _pairs(node: yaml.Node) -> dict[str, Any]:
    plain = _plain(node)
    return plain if isinstance(plain, dict) else {plain: ""}
