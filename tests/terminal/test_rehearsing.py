"""`guichet check --dialogues`: what goes otherwise than written, with its place."""

import shutil
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.settings import HOME

GOOD = "title: x\ntoday: 2026-01-12\npeople: {james: en}\nturns:\n  - james: /start\n  - bot: Hello\n"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A content folder elsewhere, with no dialogues yet."""
    for name in ("faq", "flows"):
        shutil.copytree(HOME / name, tmp_path / name)
    return tmp_path


def test_named_dialogues_are_played_and_what_goes_otherwise_has_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good, bad = tmp_path / "good.yaml", tmp_path / "bad.yaml"
    good.write_text(GOOD)
    bad.write_text(GOOD.replace("Hello", "Goodbye"))
    assert main(["check", "--dialogues", str(good)]) == 0
    assert "Dialogues played: 1. Otherwise than written: 0." in capsys.readouterr().out
    assert main(["check", "--dialogues", str(good), str(bad), str(tmp_path / "none.yaml")]) == 1
    said = capsys.readouterr().out
    assert f"{bad}:6: “Goodbye” is not in the newest message" in said
    assert f"{tmp_path / 'none.yaml'}:1: this cannot be read" in said
    assert "Dialogues played: 3. Otherwise than written: 2." in said


def test_without_names_those_beside_the_content_are_played(content: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = content / "tests" / "dialogues"
    folder.mkdir(parents=True)
    (folder / "mine.yaml").write_text(GOOD.replace("Hello", "Goodbye"))
    (folder / "prepared.yaml").write_text("workshop: {name: Awa}\n")
    assert main(["check", "--content", str(content), "--dialogues"]) == 1
    said = capsys.readouterr().out
    assert f"{folder / 'mine.yaml'}:6:" in said
    assert "Dialogues played: 1." in said


def test_where_there_are_none_it_says_where_they_belong(content: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--content", str(content), "--dialogues"]) == 2
    assert f"There are no dialogues in {content / 'tests' / 'dialogues'}." in capsys.readouterr().err
