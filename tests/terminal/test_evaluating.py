"""`guichet eval`: files of messages in, figures out."""

import json
from pathlib import Path

import pytest

from bot.content.knowledge import load_knowledge
from bot.core.matcher import Matcher
from bot.settings import HOME
from bot.terminal.evaluating import UnreadableSamples, measure, read_samples, show_json, show_tables


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return load_knowledge(HOME).matcher


def write(folder: Path, *lines: str) -> Path:
    file = folder / "messages.jsonl"
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


GOOD = (
    '{"q": "combien coûte un atelier virtuel", "lang": "fr", "ids": ["cost"], "kind": "plain"}',
    '{"q": "how much does a workshop cost", "lang": "en", "ids": ["cost"], "kind": "plain"}',
    '{"q": "what is the capital of Mongolia", "lang": "en", "ids": [], "kind": "far"}',
    '{"q": "how much does a workshop cost", "lang": "en", "ids": ["billing"], "kind": "mislabelled"}',
)


def test_every_bad_line_is_named_with_its_place(tmp_path: Path) -> None:
    file = write(tmp_path, GOOD[0], "nonsense", '{"q": "no topics"}', "[]")
    with pytest.raises(UnreadableSamples) as raised:
        read_samples([file, tmp_path / "absent.jsonl"])
    lines = str(raised.value).splitlines()
    assert [line.split(": ")[0] for line in lines[:3]] == [f"{file}:{number}" for number in (2, 3, 4)]
    assert "absent.jsonl" in lines[3]


def test_a_file_without_messages_is_said_to_have_none(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSamples, match="no message"):
        read_samples([write(tmp_path, "", " ")])


def test_the_tables_count_what_was_right_wrong_and_beyond(tmp_path: Path, matcher: Matcher) -> None:
    evaluation, taken = measure(matcher, read_samples([write(tmp_path, *GOOD)]))
    tables = show_tables(evaluation, taken, fails=True)
    assert "| all | 3 | 66.7% |" in tables
    assert "| en far | 1 | 0.0% |" in tables
    assert "| billing | cost | 1 |" in tables
    assert "'how much does a workshop cost' wanted billing; best cost" in tables
    assert "language told right: 100.0%" in tables


def test_the_json_holds_the_same_figures(tmp_path: Path, matcher: Matcher) -> None:
    evaluation, taken = measure(matcher, read_samples([write(tmp_path, *GOOD)]))
    figures = json.loads(show_json(evaluation, taken))
    assert figures["inside"]["all"]["first_right"] == pytest.approx(2 / 3)
    assert figures["outside"]["all"]["answered"] == 0
    assert ["billing", "cost", 1] in figures["confusion"]
    assert figures["milliseconds"]["median"] > 0
