"""What staff write about a request: to its person, as a note, edited, in the wrong language, from outside."""

from dataclasses import replace

import pytest

from bot.core.letters import Arrival, Letter, Media
from bot.core.messages import NOBODY, Arrived, Incoming, Lost, Place, Sent
from bot.core.requests import Event, Status
from bot.core.session import Session, from_json, to_json
from bot.rehearsal.memory import MemoryDesk
from bot.rehearsal.person import STAFF_CHAT, Person
from tests.core.samples import request_of

REFERENCE = "VW-2026-0001"


@pytest.fixture
def asked(desk: MemoryDesk, james: Person, ana: Person) -> Person:
    """Ana, with a request of James before her."""
    desk.requests[REFERENCE] = request_of({}, chat=james.chat, person=james.sender.id, language="en")
    ana.tap_data(f"do:take:{REFERENCE}")
    return ana


def events(desk: MemoryDesk) -> list[Event]:
    return [entry.event for entry in desk.history]


def test_a_reply_to_the_card_goes_to_the_person(asked: Person, james: Person) -> None:
    turn = asked.reply("Hello James", asked.card(REFERENCE))
    assert turn.posts[0].receipt == asked.last_said
    assert "Hello James" in james.newest.text
    assert asked.desk.reactions[asked.last_said] == "👌"


def test_chatter_is_nobodys(asked: Person, james: Person) -> None:
    asked.chatter("Hello James")
    assert james.messages == []
    asked.edit("Hello Jim")
    assert james.messages == []


def test_a_message_that_is_blocked_is_marked_so(asked: Person, james: Person) -> None:
    asked.desk.lost[james.chat] = Arrival.BLOCKED
    asked.reply("Hello James", asked.card(REFERENCE))
    assert "⛔ 💬 ana" in asked.card(REFERENCE).text
    assert asked.desk.reactions[asked.last_said] == "👎"


def test_news_of_a_request_that_is_gone_says_nothing(desk: MemoryDesk) -> None:
    for body in (Arrived("VW-2026-0009", 5, Arrival.DELIVERED), Lost("VW-2026-0009")):
        turn = desk.take(Incoming(STAFF_CHAT, Place.STAFF, NOBODY, body))
        assert turn.posts == ()


def test_a_card_that_is_lost_is_sent_again(asked: Person) -> None:
    turn = asked.desk.take(Incoming(STAFF_CHAT, Place.STAFF, NOBODY, Lost(REFERENCE)))
    assert [post.slot for post in turn.posts] == [f"card:{REFERENCE}"]


def test_what_nobody_typed_is_given_no_reaction(asked: Person) -> None:
    body = Arrived(REFERENCE, -2, Arrival.DELIVERED)
    turn = asked.desk.take(Incoming(STAFF_CHAT, Place.STAFF, NOBODY, body))
    assert len(turn.posts) == 1


def test_an_edit_that_changes_nothing_says_nothing(asked: Person, james: Person) -> None:
    asked.reply("Hello James", asked.card(REFERENCE))
    assert asked.edit("Hello James").posts == ()
    asked.edit("Hello Jim")
    assert asked.edit("Hello Jim").posts == ()
    assert events(asked.desk).count(Event.WRITE) == 2


def test_a_note_that_is_edited_stays_a_note(asked: Person, james: Person) -> None:
    asked.reply("// one", asked.card(REFERENCE))
    asked.edit("two")
    assert "two (" in asked.card(REFERENCE).text
    assert james.messages == []


def test_a_note_edited_into_a_letter_says_that_it_was_not_sent(asked: Person, james: Person) -> None:
    asked.reply("// call back", asked.card(REFERENCE))
    asked.edit("Hello James")
    assert "stays a note" in asked.newest.text
    assert james.messages == []


def test_a_note_edited_into_another_says_nothing(asked: Person) -> None:
    asked.reply("// call back", asked.card(REFERENCE))
    turn = asked.edit("// call back on Monday")
    assert [post.slot for post in turn.posts if post.reacts_to is None] == [f"card:{REFERENCE}"]


def test_what_held_a_letter_back_says_that_it_went_once_it_was_edited(asked: Person, james: Person) -> None:
    asked.reply("Bonjour, votre demande est bien arrivée chez nous.", asked.card(REFERENCE))
    assert "Not sent yet" in asked.newest.text
    asked.edit("Hello, your request has arrived, thank you.")
    held = next(seen for seen in asked.messages if "Message sent" in seen.text)
    assert held.buttons == ()
    assert "your request has arrived" in james.newest.text


def test_a_letter_edited_into_the_wrong_language_again_is_held_again(asked: Person, james: Person) -> None:
    asked.reply("Bonjour, votre demande est bien arrivée chez nous.", asked.card(REFERENCE))
    asked.edit("Bonsoir, votre demande est bien arrivée chez nous.")
    assert "Not sent yet" in asked.newest.text
    assert james.messages == []


def test_a_long_text_below_a_photo_stands_above_it(asked: Person, james: Person) -> None:
    asked.send("photo", "word " * 250, to=asked.card(REFERENCE))
    assert [seen.media for seen in james.messages] == [None, "photo"]
    asked.do(Sent("photo", "words " * 250, media=Media("photo", "x"), edited=True), number=asked.last_said)
    assert [seen.media for seen in james.messages] == [None, "photo"]


def test_a_photo_is_edited_in_its_place(asked: Person, james: Person) -> None:
    asked.send("photo", "one", to=asked.card(REFERENCE))
    asked.do(Sent("photo", "two", media=Media("photo", "x"), edited=True), number=asked.last_said)
    assert [seen.text.endswith("two") for seen in james.messages] == [True]
    assert asked.do(Sent("location", "x", edited=True), number=asked.last_said).posts == ()


def test_a_language_that_the_desk_no_longer_speaks_holds_nothing_up(asked: Person, james: Person) -> None:
    asked.desk.requests[REFERENCE] = replace(asked.desk.requests[REFERENCE], language="it")
    asked.reply("Bonjour, nous avons bien reçu votre demande.", asked.card(REFERENCE))
    assert "nous avons bien reçu" in james.newest.text


def test_a_held_letter_is_its_writers_and_can_be_edited_into_a_note(asked: Person, james: Person) -> None:
    asked.reply("Bonjour, nous avons bien reçu votre demande.", asked.card(REFERENCE))
    assert len(asked.session.letters) == 1
    asked.edit("// Bonjour, nous avons bien reçu votre demande.")
    assert asked.session.letters == ()
    assert (james.messages, events(asked.desk)[-1]) == ([], Event.NOTE)


@pytest.mark.parametrize("data", ["anyway:77", "anyway:77:1", "unsaid:", "cans:VW-2026-0009", "canned:VW-2026-0001:x"])
def test_buttons_that_lead_nowhere_say_so(asked: Person, data: str) -> None:
    assert asked.tap_data(data).toast == "This button is no longer valid."


@pytest.mark.parametrize("data", [f"cansend:{REFERENCE}:costs", f"uncanned:{REFERENCE}"])
def test_a_reply_is_sent_only_from_its_preview(asked: Person, data: str) -> None:
    assert asked.tap_data(data).effects == ()


def test_a_ready_reply_is_sent_once(asked: Person, james: Person) -> None:
    asked.desk.requests[REFERENCE] = replace(asked.desk.requests[REFERENCE], language="it")
    asked.tap("💬 Réponses types")
    asked.tap("Prix et facture")
    asked.tap("📨 Send")
    assert len(james.messages) == 1
    assert asked.desk.history[-1].details["message"] == -2


def test_an_outsider_is_told_that_nothing_was_sent(desk: MemoryDesk, asked: Person, james: Person) -> None:
    stranger = desk.person("stranger", "en").in_group
    stranger.chatter("Hello")
    turn = stranger.reply("Hello", asked.card(REFERENCE))
    assert "was not sent" in turn.posts[0].text
    assert james.messages == []


def test_letters_go_through_json() -> None:
    letters = (Letter(REFERENCE, 3, "x", Media("photo", "y")), Letter(REFERENCE, 4, "<b>", is_html=True))
    session = Session(letters=letters, replying=REFERENCE)
    assert from_json(to_json(session)) == session


def test_a_request_that_is_closed_is_still_talked_about(asked: Person, james: Person) -> None:
    asked.desk.requests[REFERENCE] = replace(asked.desk.requests[REFERENCE], status=Status.CLOSED)
    asked.reply("One more thing", asked.card(REFERENCE))
    assert "One more thing" in james.newest.text


def test_the_history_tells_what_was_written_and_nothing_of_how_it_is_kept(asked: Person) -> None:
    asked.send("photo", "The plan", to=asked.card(REFERENCE))
    asked.tap("🕘 Historique")
    assert "[photo] The plan" in asked.newest.text
    assert str(asked.desk.history[-1].details["message"]) not in asked.newest.text
