"""What was learnt is kept beside the FAQ, and only taken from there when it is of this very FAQ."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bot.content.knowledge import load_knowledge
from bot.content.learning import keep, learn_faq
from bot.content.learnt import FILE, decode_lessons, digest_faq, encode_lessons
from bot.core.faq import Entry, Faq
from bot.core.matcher import Matcher
from bot.settings import HOME
from tests.core.faq_of_a_library import build_faq

MESSAGES = ("combien coûte un retard", "when do you open", "orraire du samdi", "is there a car park", "")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / FILE).parent.mkdir()
    return tmp_path


def with_phrasing(faq: Faq, phrasing: str) -> Faq:
    card = faq.entries["en"]["card"]
    longer = Entry("card", "en", card.question, card.label, card.answer, (*card.phrasings, phrasing))
    return Faq({**faq.entries, "en": {**faq.entries["en"], "card": longer}}, faq.outside, faq.synonyms)


def with_answer(faq: Faq, answer: str) -> Faq:
    card = replace(faq.entries["en"]["card"], answer=answer)
    return Faq({**faq.entries, "en": {**faq.entries["en"], "card": card}}, faq.outside, faq.synonyms)


def test_what_is_read_from_the_file_decides_as_what_was_learnt(folder: Path) -> None:
    first = learn_faq(folder, build_faq())
    written = (folder / FILE).stat()
    again = learn_faq(folder, build_faq())
    now = (folder / FILE).stat()
    assert (now.st_ino, now.st_mtime_ns) == (written.st_ino, written.st_mtime_ns)
    assert [again.match(message) for message in MESSAGES] == [first.match(message) for message in MESSAGES]
    assert again.find_misread() == first.find_misread()
    assert again.thresholds == first.thresholds


def test_the_file_holds_no_pickle_and_all_that_is_costly(folder: Path) -> None:
    learn_faq(folder, build_faq())
    with np.load(folder / FILE, allow_pickle=False) as arrays:
        assert all(arrays[name].dtype != object for name in arrays.files)
        assert {
            "digest",
            "fr.votes",
            "en.votes",
            "fr.calibration",
            "en.left_out",
            "detector.evidence",
            "thresholds",
        } <= set(arrays.files)


def test_no_part_of_the_file_is_learnt_again(folder: Path) -> None:
    lessons = Matcher.learn(build_faq()).lessons
    kept = decode_lessons(encode_lessons(lessons, "x"), "x")
    assert kept is not None
    assert Matcher.learn(build_faq(), kept).lessons == kept
    for language, lesson in lessons.languages.items():
        again = kept.languages[language]
        assert (again.words, again.stems, again.roots) == (lesson.words, lesson.stems, lesson.roots)
    assert (kept.detector, kept.thresholds) == (lessons.detector, lessons.thresholds)


DAMAGE: list[Callable[[bytes], bytes]] = [
    lambda data: b"",
    lambda data: data[: len(data) // 2],
    lambda data: data[:-1],
    lambda data: data[:5000] + bytes(each ^ 255 for each in data[5000:5010]) + data[5010:],
    lambda data: b"\x93NUMPY" + data,
    lambda data: b"not a file of ours",
    lambda data: encode_lessons(Matcher.learn(build_faq()).lessons, "of something else"),
]


@pytest.mark.parametrize("damage", DAMAGE, ids=["empty", "half", "a byte short", "changed", "array", "text", "foreign"])
def test_a_file_that_is_no_good_is_replaced(folder: Path, damage: Callable[[bytes], bytes]) -> None:
    learn_faq(folder, build_faq())
    good = (folder / FILE).read_bytes()
    bad = damage(good)
    assert bad != good
    (folder / FILE).write_bytes(bad)
    assert learn_faq(folder, build_faq()).match("when do you open").answers == ("opening",)
    digest = digest_faq(build_faq())
    assert decode_lessons(bad, digest) is None
    assert decode_lessons((folder / FILE).read_bytes(), digest) is not None


def test_a_changed_faq_is_learnt_anew(folder: Path) -> None:
    learn_faq(folder, build_faq())
    longer = with_phrasing(build_faq(), "tessera della biblioteca")
    assert learn_faq(folder, longer).match("tessera biblioteca", only="en").ranked[0].id == "card"
    assert decode_lessons((folder / FILE).read_bytes(), digest_faq(longer)) is not None


def test_whatever_learning_looks_at_changes_the_digest() -> None:
    faq = build_faq()
    others = [
        with_phrasing(faq, "one more"),
        with_answer(faq, "Another answer."),
        Faq(faq.entries, {}, faq.synonyms),
        Faq(faq.entries, faq.outside, {}),
        Faq(dict(reversed(faq.entries.items())), faq.outside, faq.synonyms),
    ]
    assert len({digest_faq(each) for each in (faq, *others)}) == 6
    assert digest_faq(build_faq()) == digest_faq(faq)


def test_a_folder_that_cannot_be_written_to_is_no_error(tmp_path: Path) -> None:
    faq = build_faq()
    matcher = learn_faq(tmp_path / "absent", faq)
    assert matcher.match("when do you open").answers == ("opening",)
    assert not keep(tmp_path / "absent", faq, matcher)


def test_a_large_faq_is_learnt_in_another_process_and_leaves_one_file(tmp_path: Path) -> None:
    for name in ("faq", "flows"):
        (tmp_path / name).mkdir()
        for path in (HOME / name).glob("*.yaml"):
            (tmp_path / name / path.name).write_bytes(path.read_bytes())
    here = load_knowledge(tmp_path)
    assert [path.name for path in sorted((tmp_path / "faq").iterdir())] == [".learnt.npz", "en.yaml", "fr.yaml"]
    learnt_here = Matcher.learn(here.faq)
    for message in ("combien coûte un atelier", "when is the invoice sent"):
        assert here.matcher.match(message).answers == learnt_here.match(message).answers != ()


def test_where_the_other_process_finds_nothing_it_is_learnt_here(folder: Path) -> None:
    shipped = load_knowledge(HOME).faq
    assert learn_faq(folder, shipped).match("combien coûte un atelier").answers == ("cost",)
