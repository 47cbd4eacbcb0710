"""Recordings of what people do: each reads back as a dialogue that goes as written."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.core.messages import Attachment, Commanded, Incoming, Place, Said, Sender, Sent, Tapped
from bot.rehearsal.dialogue_file import read_dialogue
from bot.rehearsal.person import Body
from bot.rehearsal.player import play
from bot.rehearsal.recording import Recording
from tests.core.samples import TODAY
from tests.shipped import shipped_knowledge

PAUL, OTHER_PAUL = Sender(7, "Paul Meyer", language="en"), Sender(8, "Paul Meyer", language="fr")
ANA = Sender(9, "Ana", language="en")
PRIVATE = {7: 7, 8: 8}


class Talk:
    """People who are recorded, and what the file holds of it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.recording = Recording(path, TODAY, shipped_knowledge())

    def note(self, sender: Sender, body: Body, today: date = TODAY) -> None:
        self.recording.note(Incoming(PRIVATE[sender.id], Place.PRIVATE, sender, body), today)

    def note_in_group(self, sender: Sender, body: Body) -> None:
        self.recording.note(Incoming(-100, Place.STAFF, sender, body, is_staff=True), TODAY)

    def read(self) -> list[dict[str, Any]]:
        """The turns as they are read back, once they were played."""
        dialogue = read_dialogue(self.path)
        play(dialogue, shipped_knowledge())
        return [line.pairs for line in dialogue.lines]

    def heads(self) -> list[str]:
        return [next(iter(pairs)) for pairs in self.read()]


@pytest.fixture
def talk(tmp_path: Path) -> Talk:
    return Talk(tmp_path / "talk.yaml")


def test_an_answer_is_kept_as_the_beginning_of_its_lines_and_its_buttons(talk: Talk) -> None:
    talk.note(PAUL, Commanded("request", ""))
    said = talk.read()[1]
    assert "What is your name?" in said["bot"]
    assert said["buttons"] == ["✖ Cancel"]


def test_two_people_of_one_name_are_told_apart(talk: Talk) -> None:
    talk.note(PAUL, Commanded("start", ""))
    talk.note(OTHER_PAUL, Commanded("start", ""))
    assert read_dialogue(talk.path).people == {"Paul Meyer": "en", "Paul Meyer’": "fr"}
    assert talk.heads() == ["Paul Meyer", "bot", "Paul Meyer’", "bot"]


def test_a_button_that_is_gone_is_an_old_one_and_one_that_labels_do_not_tell_is_named_by_its_data(talk: Talk) -> None:
    talk.note(PAUL, Commanded("request", ""))
    talk.note(PAUL, Tapped("drop:1"))
    talk.note(PAUL, Tapped("nothing:at:all"))
    heads = talk.heads()
    assert "Paul Meyer taps" in heads
    assert "Paul Meyer taps data" in heads
    talk.note(PAUL, Tapped("drop:1"))
    assert "Paul Meyer taps old" in talk.heads()


def test_days_that_pass_between_turns_are_written_down(talk: Talk) -> None:
    talk.note(PAUL, Commanded("start", ""))
    talk.note(PAUL, Commanded("request", ""), TODAY + timedelta(days=2))
    assert {"days pass": "2"} in talk.read()


def test_what_colleagues_say_among_themselves_is_not_recorded(talk: Talk) -> None:
    talk.note(PAUL, Commanded("start", ""))
    before = talk.read()
    talk.note_in_group(ANA, Said("Who is on holiday?"))
    talk.note_in_group(ANA, Sent("sticker"))
    assert talk.read() == before
    talk.note_in_group(ANA, Commanded("help", ""))
    assert talk.heads()[-2:] == ["Ana in group", "bot"]
    assert read_dialogue(talk.path).staff == {"Ana": "en"}


def test_texts_of_any_kind_read_back_as_they_were(talk: Talk) -> None:
    texts = ["12", "yes", "a: b # c", "- x", "two\nlines", "“quoted” 'so' \"so\"", "@x", "{y}", "zero\u200bwidth", "🎓"]
    for text in texts:
        talk.note(PAUL, Said(text))
    assert [pairs["Paul Meyer"] for pairs in talk.read() if "Paul Meyer" in pairs] == texts


def test_a_document_is_kept_with_its_rows(talk: Talk) -> None:
    rows = (("Awa Diop", "awa@school.org"), ("=1+1", "12"))
    talk.note(PAUL, Sent("document", "our list", Attachment("f1", "list.csv", 120, rows)))
    sent = talk.read()[0]["Paul Meyer sends"]
    assert sent == {"file": "list.csv", "size": "120", "caption": "our list", "rows": [list(row) for row in rows]}
