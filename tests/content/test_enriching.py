"""Phrasings are added to those of their topic, and no other line of the files changes."""

from __future__ import annotations

import difflib
import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.content.enriching import CannotAdd, add_to_faq
from bot.content.load import load_content
from bot.content.loaded import Content
from bot.core.learning.kept import Proposal
from bot.core.rules import RULES
from bot.settings import HOME

AT = datetime(2026, 1, 12, 9, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The shipped content, to be changed."""
    for name in ("faq", "flows"):
        shutil.copytree(HOME / name, tmp_path / name)
    return tmp_path


def load(folder: Path) -> Content:
    content, problems = load_content(folder, RULES)
    assert content is not None, problems
    return content


def propose(language: str, topic: str, question: str) -> Proposal:
    return Proposal(language, topic, question, 1, "Ana", AT)


def add(folder: Path, *proposals: Proposal) -> None:
    add_to_faq(folder, proposals)


def changed_lines(folder: Path, file: str) -> list[str]:
    before, after = ((root / file).read_bytes().decode().splitlines(keepends=True) for root in (HOME, folder))
    return [line for line in difflib.ndiff(before, after) if not line.startswith("  ")]


def test_of_the_shipped_files_nothing_changes_but_the_added_lines(folder: Path) -> None:
    topics = list(load(folder).faq.entries["fr"])
    odd = 'c\'est "combien" : {tout} # ça \\ & <b> ?'
    added = [propose(language, topic, f"{odd} {topic}") for language in ("fr", "en") for topic in topics]
    add(folder, *added, propose("fr", "cost", "encore une autre question"))
    for language in ("fr", "en"):
        lines = changed_lines(folder, f"faq/{language}.yaml")
        assert len(lines) == len(topics) + (language == "fr")
        assert all(line.startswith('+       - "') for line in lines)
        found = load(folder).faq.entries[language]
        assert all(f"{odd} {topic}" in found[topic].phrasings for topic in topics)
    assert load(folder).faq.entries["fr"]["cost"].phrasings[-3:-1] == (f"{odd} cost", "encore une autre question")


def test_a_language_without_proposals_is_not_touched(folder: Path) -> None:
    stamp = (folder / "faq" / "en.yaml").stat().st_mtime_ns
    add(folder, propose("fr", "cost", "ça douille ?"))
    assert (folder / "faq" / "en.yaml").stat().st_mtime_ns == stamp


def test_line_ends_and_the_rights_of_a_file_stay(folder: Path) -> None:
    file = folder / "faq" / "fr.yaml"
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    file.chmod(0o640)
    before = file.read_bytes()
    add(folder, propose("fr", "cost", "ça douille ?"))
    assert file.read_bytes().replace(b'      - "\xc3\xa7a douille ?"\r\n', b"") == before
    assert file.stat().st_mode & 0o777 == 0o640


def test_a_phrasing_may_be_added_at_the_very_end_of_a_file(folder: Path) -> None:
    file = folder / "faq" / "fr.yaml"
    head, _, outside = file.read_text("utf-8").partition("\noutside:")
    topics, _, _ = head.partition("\ntopics:")
    file.write_text(f"{topics}\noutside:{outside.rstrip()}\ntopics:{head.partition('topics:')[2].rstrip()}", "utf-8")
    add(folder, propose("fr", "more_information", "où en lire plus, dites ?"))
    (last,) = load(folder).faq.entries["fr"]["more_information"].phrasings[-1:]
    assert file.read_text("utf-8").endswith(f'"où en lire plus, dites ?"\n      - "{last}"\n')


def test_what_would_break_the_content_is_named_and_nothing_is_changed(folder: Path) -> None:
    known = load(folder).faq.entries["en"]["cost"].phrasings[0]
    with pytest.raises(CannotAdd, match=r"faq/en.yaml:\d+: "):
        add(folder, propose("fr", "cost", "ça douille ?"), propose("en", "billing", known))
    assert not changed_lines(folder, "faq/fr.yaml")
    assert not changed_lines(folder, "faq/en.yaml")


def test_phrasings_in_brackets_stay_in_brackets(folder: Path) -> None:
    file = folder / "faq" / "fr.yaml"
    lines = file.read_text("utf-8").splitlines(keepends=True)
    first = lines.index("    phrasings:\n")
    last = next(number for number in range(first + 1, len(lines)) if not lines[number].startswith("      - "))
    lines[first:last] = ['    phrasings: ["quelle est votre offre", "que proposez-vous donc"]\n']
    file.write_text("".join(lines), "utf-8")
    add(folder, propose("fr", "overview", "une offre ?"))
    expected = "quelle est votre offre", "une offre ?", "que proposez-vous donc"
    assert load(folder).faq.entries["fr"]["overview"].phrasings == expected


def test_when_the_second_file_cannot_be_written_the_first_is_as_it_was(folder: Path) -> None:
    # A folder where the new file would be laid down stands for a full disk.
    (folder / "faq" / f".en.yaml-{os.getpid()}").mkdir()
    with pytest.raises(CannotAdd, match=r"cannot be written \(Is a directory"):
        add_to_faq(folder, [propose("fr", "cost", "ça douille ?"), propose("en", "cost", "damage?")])
    assert not changed_lines(folder, "faq/fr.yaml")
    assert not changed_lines(folder, "faq/en.yaml")
