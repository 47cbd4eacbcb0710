"""Every dialogue file is played; a wrong file says where it is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.dialogue_player import play, read_dialogue

FILES = sorted((Path(__file__).parent / "dialogues").glob("*.yaml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_dialogue_goes_as_written(path: Path) -> None:
    play(read_dialogue(path))
