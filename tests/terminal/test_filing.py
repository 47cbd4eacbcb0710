"""`guichet faq review`: what an editor is asked, and what becomes of each proposal."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.content.enriching import CannotAdd
from bot.content.review_file import NAME, ReviewFileUnusable, add_proposals, read_proposals
from bot.core.learning.kept import Proposal
from bot.settings import HOME
from bot.terminal.filing import BrokenFaq, review
from tests.shipped import shipped_knowledge

AT = datetime(2026, 1, 12, 9, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The shipped content, to be changed."""
    for name in ("faq", "flows"):
        shutil.copytree(HOME / name, tmp_path / name)
    return tmp_path


def propose(folder: Path, *wanted: tuple[str, str, str]) -> None:
    given = [Proposal(*each, 2, "Ana", AT, number) for number, each in enumerate(wanted, start=1)]
    add_proposals(folder, given)


def typing(*words: str) -> Callable[[str], str]:
    left = list(words)

    def ask(_: str) -> str:
        if not left:
            raise EOFError
        return left.pop(0)

    return ask


def left_in(folder: Path) -> list[str]:
    return [each.proposal.question for each in read_proposals(folder)]


def faq(folder: Path, language: str = "fr") -> str:
    return (folder / "faq" / f"{language}.yaml").read_text("utf-8")


def test_without_a_review_file_it_says_so(folder: Path) -> None:
    assert list(review(folder, None, takes_all=True)) == [f"There is no {NAME} in {folder}: nothing is proposed."]


def test_all_are_taken_with_yes_and_leave_the_review_file(folder: Path) -> None:
    propose(folder, ("fr", "cost", "ça douille ?"), ("en", "cost", "what is the damage?"))
    said = list(review(folder, None, takes_all=True))
    assert "Added to faq/fr.yaml: cost: “ça douille ?”" in said
    assert said[-1] == f"Added: 2. Dropped: 0. Left in {NAME}: 0."
    assert '      - "ça douille ?"\n' in faq(folder)
    assert '      - "what is the damage?"\n' in faq(folder, "en")
    assert not (folder / NAME).exists()


def test_without_a_terminal_it_says_what_it_would_do_and_changes_nothing(folder: Path) -> None:
    propose(folder, ("fr", "cost", "ça douille ?"), ("fr", "cost", "combien ça coûte"))
    before = faq(folder), (folder / NAME).read_text("utf-8")
    said = list(review(folder, None, takes_all=False))
    assert "Would be added to faq/fr.yaml: cost: “ça douille ?”" in said
    assert said[-1] == "Nothing was changed: this is no terminal to ask on. Take all with: guichet faq review --yes"
    assert (faq(folder), (folder / NAME).read_text("utf-8")) == before


def test_each_is_filed_skipped_dropped_or_put_under_another_topic(folder: Path) -> None:
    asked = ["première chose ?", "deuxième chose ?", "troisième chose ?", "quatrième chose ?", "cinquième chose ?"]
    propose(folder, *(("fr", "cost", question) for question in asked))
    said = list(review(folder, typing("f", "S", "drop", "what?", "", "billing"), takes_all=False))
    assert said[-1] == f"Added: 2. Dropped: 1. Left in {NAME}: 2."
    assert left_in(folder) == ["deuxième chose ?", "cinquième chose ?"]
    assert "Added to faq/fr.yaml: cost: “première chose ?”" in said
    assert "Added to faq/fr.yaml: billing: “quatrième chose ?”" in said
    assert "troisième chose" not in faq(folder)


def test_the_editor_sees_what_is_proposed_and_which_answers_there_are(folder: Path) -> None:
    propose(folder, ("fr", "cost", "ça douille ?"))
    seen: list[str] = []

    def ask(prompt: str) -> str:
        seen.append(prompt)
        return "x" if len(seen) == 1 else "s"

    list(review(folder, ask, takes_all=False))
    assert "cost: “ça douille ?”, asked 2×, filed by Ana on 2026-01-12" in seen[0]
    assert "[f]ile" in seen[0]
    assert "Type f, s, d, or one of overview, request" in seen[1]


def known(topic: str) -> str:
    return shipped_knowledge().faq.entries["en"][topic].phrasings[0]


def test_what_is_there_already_is_skipped_however_it_is_spelt_and_done_with(folder: Path) -> None:
    propose(folder, ("en", "cost", known("cost").upper()), ("fr", "cost", "ça douille ?"), ("fr", "cost", "CA DOUILLE"))
    said = list(review(folder, None, takes_all=True))
    assert said[0] == f"{NAME}:3: It is there already: cost: “{known('cost').upper()}”"
    assert said[1] == f"{NAME}:17: It is there already: cost: “CA DOUILLE”"
    assert faq(folder).casefold().count("douille") == 1
    assert not (folder / NAME).exists()


def test_what_another_topic_has_already_stays_for_the_editor(folder: Path) -> None:
    propose(folder, ("en", "billing", known("cost")))
    said = list(review(folder, None, takes_all=True))
    assert (
        f"It is there already, but in cost: billing: “{known('cost')}”. Move it there, or cut it out here." in said[0]
    )
    assert left_in(folder) == [known("cost")]


def test_what_names_no_topic_or_language_of_the_faq_stays_and_is_named_with_its_line(folder: Path) -> None:
    propose(folder, ("fr", "gone", "une chose ?"), ("de", "cost", "was kostet das?"))
    said = list(review(folder, None, takes_all=True))
    assert said[0].startswith(f"{NAME}:3: There is no topic 'gone'. It has to be one of overview, ")
    assert said[1] == f"{NAME}:10: There is no language 'de'. It has to be one of fr, en."
    assert len(left_in(folder)) == 2


def test_what_holds_no_words_is_dropped(folder: Path) -> None:
    propose(folder, ("fr", "cost", "🎓?!"))
    said = list(review(folder, None, takes_all=True))
    assert "It holds no words" in said[0]
    assert not (folder / NAME).exists()


def test_an_added_phrasing_that_the_check_warns_of_is_warned_of(folder: Path) -> None:
    propose(folder, ("en", "billing", "how much would the price of the workshop fee cost us?"))
    said = list(review(folder, None, takes_all=True))
    assert any("warning: without it, “how much would the price" in line for line in said)


def test_a_broken_review_file_or_faq_stops_it_before_anything_changes(folder: Path) -> None:
    (folder / NAME).write_text("proposals: none\n", "utf-8")
    with pytest.raises(ReviewFileUnusable, match=rf"{NAME}:1: "):
        list(review(folder, None, takes_all=True))
    (folder / NAME).unlink()
    propose(folder, ("fr", "cost", "ça douille ?"))
    (folder / "faq" / "fr.yaml").write_text("language: fr\n", "utf-8")
    with pytest.raises(BrokenFaq, match=r"faq/fr.yaml:\d+: "):
        list(review(folder, None, takes_all=True))
    assert left_in(folder) == ["ça douille ?"]


def test_what_cannot_be_added_stays_proposed(folder: Path) -> None:
    propose(folder, ("fr", "overview", "une offre, laquelle ?"))
    # A folder where the new file would be laid down stands for a full disk.
    (folder / "faq" / f".fr.yaml-{os.getpid()}").mkdir()
    with pytest.raises(CannotAdd, match="cannot be written"):
        list(review(folder, None, takes_all=True))
    assert left_in(folder) == ["une offre, laquelle ?"]
