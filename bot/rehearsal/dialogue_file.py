"""Reads a dialogue file; tests/dialogues/README.md tells how one is written. Knows no desk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

PREPARED_FILE = "prepared.yaml"
"""The file beside dialogues that holds what people type who fill in a form."""

Prepared = Mapping[str, Mapping[str, str]]
"""Flow → step → what people type there."""

_KEYS = ("title", "today", "people", "turns")
_GROUP = ("staff", "admins")


class WrongDialogue(AssertionError):  # noqa: N818 (what is wrong with a file)
    """A dialogue file cannot be read, or what it says did not happen; the text begins with file:line."""


@dataclass(frozen=True)
class Line:
    """One turn of a dialogue: its keys with their values, all of them texts, and where it stands."""

    number: int
    pairs: dict[str, Any]


@dataclass(frozen=True)
class Dialogue:
    """A dialogue file; `people`, `staff` and `admins` map a name to the language that their Telegram is set to."""

    file: str
    title: str
    today: str
    people: dict[str, str]
    staff: dict[str, str]
    admins: dict[str, str]
    lines: list[Line]
    prepared: Prepared


def list_dialogues(folder: Path) -> list[Path]:
    """List the dialogue files of a folder."""
    return sorted(path for path in folder.glob("*.yaml") if path.name != PREPARED_FILE)


def read_dialogue(path: Path) -> Dialogue:
    """Read a dialogue, and what is prepared beside it; raises WrongDialogue."""
    root = _compose(path)
    if not isinstance(root, yaml.MappingNode):
        raise WrongDialogue(f"{path}:1: a dialogue begins with the keys {', '.join(_KEYS)}")
    parts = {key.value: value for key, value in root.value}
    for name in _KEYS:
        if name not in parts:
            raise WrongDialogue(f"{path}:1: the key “{name}” is missing")
    for key, _ in root.value:
        if key.value not in {*_KEYS, *_GROUP}:
            raise WrongDialogue(f"{path}:{_line(key)}: “{key.value}” is no key of a dialogue")
    turns = parts["turns"]
    if not isinstance(turns, yaml.SequenceNode) or not turns.value:
        raise WrongDialogue(f"{path}:{_line(turns)}: turns has to be a list")
    return Dialogue(
        file=str(path),
        title=_text(path, "title", parts["title"]),
        today=_day(path, parts["today"]),
        people=_names(path, "people", parts["people"]),
        staff=_names(path, "staff", parts["staff"]) if "staff" in parts else {},
        admins=_names(path, "admins", parts["admins"]) if "admins" in parts else {},
        lines=[Line(_line(turn), _pairs(path, turn)) for turn in turns.value],
        prepared=read_prepared(path.parent / PREPARED_FILE),
    )


def read_prepared(path: Path) -> Prepared:
    """Read what people type who fill in a form; nothing is prepared where the file is missing."""
    root = _compose(path) if path.exists() else None
    if root is None:
        return {}
    plain = _plain(root)
    if not isinstance(plain, dict) or not all(isinstance(steps, dict) for steps in plain.values()):
        raise WrongDialogue(f"{path}:1: each flow has to hold its steps, and each step a text")
    return plain


def _compose(path: Path) -> yaml.Node | None:
    try:
        return yaml.compose(path.read_text("utf-8"), Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise WrongDialogue(f"{path}:{line}: this is not YAML: {error.problem}") from error
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise WrongDialogue(f"{path}:1: this cannot be read: {error}") from error


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _text(path: Path, key: str, node: yaml.Node) -> str:
    if not isinstance(node, yaml.ScalarNode):
        raise WrongDialogue(f"{path}:{_line(node)}: {key} has to be a text")
    return str(node.value)


def _day(path: Path, node: yaml.Node) -> str:
    day = _text(path, "today", node)
    try:
        return date.fromisoformat(day).isoformat()
    except ValueError:
        raise WrongDialogue(f"{path}:{_line(node)}: today has to be a day such as 2026-01-12, not {day!r}") from None


def _names(path: Path, key: str, node: yaml.Node) -> dict[str, str]:
    plain = _plain(node)
    if not isinstance(plain, dict) or not all(isinstance(each, str) for each in plain.values()):
        raise WrongDialogue(f"{path}:{_line(node)}: {key} has to be names with languages, such as {{camille: fr}}")
    return plain


def _plain(node: yaml.Node) -> Any:
    if isinstance(node, yaml.MappingNode):
        return {key.value: _plain(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_plain(each) for each in node.value]
    return node.value


def _pairs(path: Path, node: yaml.Node) -> dict[str, Any]:
    plain = _plain(node)
    if isinstance(plain, str) and plain:
        return {plain: ""}
    if not isinstance(plain, dict) or not plain:
        raise WrongDialogue(f"{path}:{_line(node)}: a turn has to be a key with its value, such as “camille: Bonjour”")
    return plain
