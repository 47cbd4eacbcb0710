"""A pasted list that Telegram cut is judged as far as it is whole, and the person is told what was left out."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.core.documents import CHECK_FLOW
from bot.core.messages import Attachment
from bot.rehearsal.memory import MemoryDesk
from bot.rehearsal.person import Person

NAMES = [
    f"Awa {one}{other}op"
    for one in "BCDFGHJKLM"
    for other in ("a", "e", "i", "o", "u", "y", "ai", "au", "ei", "eu", "oi", "ou")
]
LINES = "\n".join(f"{name}, awa.diop.of.the.primary.years{number}@school.org" for number, name in enumerate(NAMES))
FIRST, REST = LINES[:4080], LINES[4080:]
ON_ONE_LINE = "; ".join(f"{name} <awa.diop.of.primary{number}@school.org>" for number, name in enumerate(NAMES))
LAST, BEGUN = FIRST.rsplit("\n", 1)[1], REST.split("\n", 1)[0]


@pytest.fixture
def checked(desk: MemoryDesk) -> Person:
    """Somebody who was asked for a list to be checked."""
    james = desk.person("james", "en")
    james.tap_data(f"flow:{CHECK_FLOW}")
    return james


def report(person: Person) -> str:
    return person.messages[-2].text


def test_the_line_that_telegram_cut_is_judged_in_neither_half(checked: Person) -> None:
    assert LAST not in LINES.splitlines()
    assert "@" in BEGUN
    checked.say(FIRST)
    whole = FIRST.count("\n")
    assert f"{whole} lines read: ✅ {whole} · ⚠️ 0 · ❌ 0" in report(checked)
    assert f"I leave out its last line, “{LAST}”" in report(checked)
    assert "send a long list as a file" in report(checked)
    checked.say(REST)
    rest = REST.count("\n")
    assert f"{rest} lines read: ✅ {rest} · ⚠️ 0 · ❌ 0" in report(checked)
    assert f"I leave out its first line, “{BEGUN}”" in report(checked)
    assert "✅ 2." in report(checked)


def test_a_person_whom_telegram_cut_on_one_long_line_is_left_out_too(checked: Person) -> None:
    checked.say(ON_ONE_LINE[:4096])
    assert "❌ 0" in report(checked)
    assert "⚠️ 0" in report(checked)
    checked.say(ON_ONE_LINE[4096:])
    assert "❌ 0" in report(checked)
    assert "⚠️ 0" in report(checked)


def test_a_rest_of_one_line_alone_is_not_judged(checked: Person) -> None:
    checked.say(FIRST)
    checked.say("op, awa.diop@school.org")
    assert "I leave out its first line, “op, awa.diop@school.org”" in report(checked)
    assert "lines read" not in report(checked)


def test_only_what_follows_a_cut_text_at_once_is_its_rest(checked: Person, desk: MemoryDesk) -> None:
    checked.say(FIRST)
    checked.say(REST)
    checked.say("Awa Diop, awa@school.org")
    assert report(checked).startswith("1 line read: ✅ 1")
    checked.say(FIRST)
    desk.now += timedelta(minutes=2)
    checked.say("Awa Diop, awa@school.org")
    assert report(checked).startswith("1 line read: ✅ 1")


def test_a_file_after_a_cut_text_is_checked_whole(checked: Person) -> None:
    checked.say(FIRST)
    checked.send("document", file=Attachment(id="x", name="a\u202eb.csv", size=9, rows=(("Awa Diop", "a@x.org"),)))
    assert "1 line read: ✅ 1" in report(checked)
    assert "a[U+202E]b.csv" in report(checked)


def test_nothing_of_a_cut_text_is_kept(checked: Person) -> None:
    checked.say(FIRST)
    assert "awa" not in repr(checked.session).casefold()
    assert "school.org" not in repr(checked.session)
