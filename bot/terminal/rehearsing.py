"""Plays dialogue files for `guichet check` and lists what went otherwise; knows no chat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.core.scene import Knowledge
from bot.rehearsal.dialogue_file import WrongDialogue, list_dialogues, read_dialogue
from bot.rehearsal.player import play

DIALOGUES = Path("tests", "dialogues")
"""Where dialogues stand, beside the folders faq/ and flows/."""


class NoDialogues(Exception):  # noqa: N818 (it says what to do)
    """There is nothing to play; the text says where dialogues are looked for."""


@dataclass(frozen=True)
class Rehearsal:
    """How many dialogues were played, and what went otherwise: file:line and what happened instead."""

    played: int
    wrong: tuple[str, ...]


def rehearse(knowledge: Knowledge, files: Sequence[Path]) -> Rehearsal:
    """Play dialogue files, each to its end or to the first line that goes otherwise."""
    wrong: list[str] = []
    for file in files:
        try:
            play(read_dialogue(file), knowledge)
        except WrongDialogue as error:
            wrong.append(str(error))
    return Rehearsal(len(files), tuple(wrong))


def find_dialogues(content: Path) -> list[Path]:
    """List the dialogues of a content folder, as a path from here where that is shorter; raises NoDialogues."""
    folder = content / DIALOGUES
    files = list_dialogues(folder)
    if not files:
        raise NoDialogues(
            f"There are no dialogues in {folder}. Write one there, or name files: guichet check --dialogues FILE.yaml"
        )
    here = Path.cwd()
    return [file.relative_to(here) if file.is_relative_to(here) else file for file in files]
