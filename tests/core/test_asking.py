"""How a step, its problems and the review are laid out; the dialogues show their words."""

from __future__ import annotations

from bot.core.asking import in_rows
from bot.core.messages import Button
from bot.rehearsal.memory import MemoryDesk
from bot.rehearsal.person import STAFF_CHAT, Person


def labels(*names: str) -> list[list[str]]:
    return [[button.label for button in row] for row in in_rows(Button(name, name) for name in names)]


def test_two_short_buttons_share_a_row() -> None:
    assert labels("a", "b", "c") == [["a", "b"], ["c"]]


def test_a_long_button_has_a_row_of_its_own() -> None:
    long = "x" * 19
    assert labels("a", long, "b", "c") == [["a"], [long], ["b", "c"]]
    assert labels() == []


def test_a_typed_answer_in_the_staff_chat_opens_an_answer_field_without_buttons(
    desk: MemoryDesk, james: Person, ana: Person
) -> None:
    for text in ("/human", "Where?", "James", "none", "ok"):
        james.say(text)
    turn = ana.tap("💬 Répondre")
    assert turn.posts[0].chat == STAFF_CHAT
    assert turn.posts[0].asks
    assert not turn.posts[0].rows
    assert "reply to this message" in turn.posts[0].text
    review = ana.say("There.").posts[0]
    assert not review.asks
    assert review.rows


def test_a_tap_changes_its_message_in_place_and_a_text_gets_a_new_one(james: Person) -> None:
    assert not james.say("/request").posts[0].in_place
    for text in ("James", "Teacher", "james@school.org", "School A", "Mali"):
        assert not james.say(text).posts[0].in_place
    assert james.tap("DP (Diploma)").posts[0].in_place
    james.say("Inquiry")
    assert not james.tap_old("DP (Diploma)").posts[0].in_place


def test_only_the_newest_message_of_a_form_has_buttons(james: Person) -> None:
    james.say("/request")
    for text in ("James", "Teacher", "james@school.org"):
        james.say(text)
    assert [bool(seen.buttons) for seen in james.messages] == [False, False, False, True]


def test_the_review_lists_only_what_lies_on_the_way(james: Person) -> None:
    for text in ("/human", "Where?", "James", "none"):
        james.say(text)
    assert [label for label in james.newest.labels if label.startswith("✏️")] == ["✏️ Question", "✏️ Name", "✏️ School"]
