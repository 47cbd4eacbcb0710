"""The review file: what is added is appended once, what is handled is cut out, and an editor's notes stay."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.content.review_file import NAME, ReviewFileUnusable, add_proposals, quote, read_proposals, remove_proposals
from bot.core.learning.kept import Proposal

AT = datetime(2026, 1, 12, 9, 0, 0, 250_000, tzinfo=UTC)
FIRST = Proposal("fr", "cost", "ça coûte « combien » ?", 3, 'Zoé "Z" 🎓', AT, 1)
SECOND = Proposal("en", "billing", "invoice: when? # \\ {x}", 1, "Ben", AT + timedelta(hours=1), 2)


def proposals(folder: Path) -> list[Proposal]:
    return [each.proposal for each in read_proposals(folder)]


def text(folder: Path) -> str:
    return (folder / NAME).read_text("utf-8")


def test_without_a_file_there_is_nothing(tmp_path: Path) -> None:
    assert read_proposals(tmp_path) == ()
    remove_proposals(tmp_path, [FIRST])
    assert not (tmp_path / NAME).exists()


def test_proposals_come_back_as_they_were_with_their_lines(tmp_path: Path) -> None:
    add_proposals(tmp_path, [FIRST, SECOND])
    assert proposals(tmp_path) == [FIRST, SECOND]
    lines = text(tmp_path).splitlines()
    assert [lines[each.first_line - 1] for each in read_proposals(tmp_path)] == ["  - id: 1", "  - id: 2"]
    assert [lines[each.last_line - 1] for each in read_proposals(tmp_path)] == ["    count: 3", "    count: 1"]


def test_what_is_there_already_is_not_added_again(tmp_path: Path) -> None:
    add_proposals(tmp_path, [FIRST])
    add_proposals(tmp_path, [FIRST, SECOND])
    add_proposals(tmp_path, [FIRST, SECOND])
    assert proposals(tmp_path) == [FIRST, SECOND]


def test_a_new_database_that_counts_from_one_again_loses_nothing(tmp_path: Path) -> None:
    again = replace(FIRST, question="autre", filed_at=AT + timedelta(days=1))
    add_proposals(tmp_path, [FIRST])
    add_proposals(tmp_path, [again])
    assert proposals(tmp_path) == [FIRST, again]


def test_an_editors_notes_and_changes_stay(tmp_path: Path) -> None:
    add_proposals(tmp_path, [FIRST])
    changed = text(tmp_path).replace("combien", "cher") + "  # ask Ana about this one"
    (tmp_path / NAME).write_text(changed, "utf-8")
    add_proposals(tmp_path, [SECOND])
    assert text(tmp_path).startswith(f"{changed}\n  - id: 2\n")
    remove_proposals(tmp_path, [SECOND])
    assert text(tmp_path) == f"{changed}\n"
    assert proposals(tmp_path) == [replace(FIRST, question="ça coûte « cher » ?")]


def test_a_file_that_is_left_empty_is_deleted(tmp_path: Path) -> None:
    add_proposals(tmp_path, [FIRST, SECOND])
    remove_proposals(tmp_path, [])
    assert len(proposals(tmp_path)) == 2
    remove_proposals(tmp_path, [FIRST])
    assert proposals(tmp_path) == [SECOND]
    remove_proposals(tmp_path, [SECOND])
    assert not list(tmp_path.iterdir())


def test_an_empty_file_is_begun_anew(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text("\n", "utf-8")
    add_proposals(tmp_path, [FIRST])
    assert proposals(tmp_path) == [FIRST]


def test_two_processes_that_add_at_the_same_time_lose_nothing(tmp_path: Path) -> None:
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from datetime import UTC, datetime\n"
        "from bot.content.review_file import add_proposals\n"
        "from bot.core.learning.kept import Proposal\n"
        "for number in range(int(sys.argv[2]), int(sys.argv[2]) + 20):\n"
        "    add_proposals(Path(sys.argv[1]), [Proposal('fr', 'cost', 'a', 1, 'b', datetime.now(UTC), number)])\n"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", script, str(tmp_path), str(first)], env=dict(os.environ))
        for first in (1, 101)
    ]
    assert [each.wait(60) for each in running] == [0, 0]
    assert len(proposals(tmp_path)) == 40


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("topic: cost", "topic: ''", f"{NAME}:7: "),
        ("    count: 3\n", "", "count"),
        ("count: 3", "count: many", f"{NAME}:9: "),
        ("id: 1", "id: x", f"{NAME}:3: "),
        ("2026-01-12T09:00:00.250000+00:00", "yesterday", f"{NAME}:4: “filed_at” of this proposal is no moment"),
        ("+00:00", "", "is no moment"),
        ("count: 3", "count: 3\n    mood: bad", "mood"),
        ('"ça', '"ça" "', f"{NAME}:8: "),
        ("proposals:", "- proposals:", f"{NAME}:"),
    ],
)
def test_what_an_editor_has_broken_is_named_with_its_line_and_kept(
    tmp_path: Path, old: str, new: str, told: str
) -> None:
    add_proposals(tmp_path, [FIRST])
    broken = text(tmp_path).replace(old, new)
    (tmp_path / NAME).write_text(broken, "utf-8")
    for act in (
        lambda: read_proposals(tmp_path),
        lambda: add_proposals(tmp_path, [SECOND]),
        lambda: remove_proposals(tmp_path, [FIRST]),
    ):
        with pytest.raises(ReviewFileUnusable) as raised:
            act()
        assert told in str(raised.value)
    assert text(tmp_path) == broken


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(b"\xff")
    with pytest.raises(ReviewFileUnusable, match="no text in UTF-8"):
        read_proposals(tmp_path)


def test_a_file_that_cannot_be_read_or_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(ReviewFileUnusable, match=r"cannot be written \(No such file"):
        add_proposals(tmp_path / "gone", [FIRST])
    (tmp_path / NAME).mkdir()
    with pytest.raises(ReviewFileUnusable, match=r"cannot be read \(Is a directory"):
        read_proposals(tmp_path)


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is read-only to the administrator")
def test_a_read_only_folder_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(ReviewFileUnusable, match="cannot be written"):
        add_proposals(tmp_path, [FIRST])


@pytest.mark.parametrize("odd", ["{a}", "'", '"', "\\", "- a: b", "é" * 290, "👩\u200d🏫", "#", " : "])
def test_whatever_is_quoted_stands_on_one_line_and_is_read_back(tmp_path: Path, odd: str) -> None:
    assert len(quote(f"a{odd}b").splitlines()) == 1
    strange = replace(FIRST, question=f"a{odd}b")
    add_proposals(tmp_path, [strange])
    assert proposals(tmp_path) == [replace(strange, question=strange.question.replace("\u200d", ""))]


@pytest.mark.parametrize("odd", ["\x7f", "\ufeff", "\u2028", "\x85", "\x9f", "\0", "\ud83d", "\n", "\ue000"])
def test_what_the_content_may_not_hold_is_left_out(tmp_path: Path, odd: str) -> None:
    add_proposals(tmp_path, [replace(FIRST, question=f"a {odd} b", filed_by=f"Zoé {odd} Z")])
    (found,) = proposals(tmp_path)
    assert (found.question, found.filed_by) == ("a b", "Zoé Z")
