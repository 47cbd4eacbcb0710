"""What staff see of one request: all that ever happened to it, however they name it."""

from __future__ import annotations

from typing import Any

import pytest

from bot.core.requests import AuditEntry, Event, Request, Status
from bot.core.splitting import split
from bot.rehearsal.markup import read_markup
from bot.rehearsal.memory import MemoryDesk, at_nine
from bot.rehearsal.person import Person
from tests.core.samples import request_of

REFERENCE = "VW-2026-0042"


def put(desk: MemoryDesk, **changes: Any) -> Request:
    answers = {"title": "Inquiry", "start": "2026-05-04"}
    request = request_of(answers, **{"reference": REFERENCE, **changes})
    desk.requests[request.reference] = request
    note(desk, Event.SUBMIT, actor=7, actor_name="Awa Diop", after={"status": "submitted"})
    return request


def note(desk: MemoryDesk, event: Event, **changes: Any) -> None:
    values = {"at": at_nine("2026-01-10"), "actor": 1, "actor_name": "Ben <b>", **changes}
    desk.history.append(AuditEntry(REFERENCE, event, **values))


@pytest.mark.parametrize("typed", ["VW-2026-0042", "vw42", "42"])
def test_a_request_is_shown_however_it_is_named(desk: MemoryDesk, ana: Person, typed: str) -> None:
    put(desk)
    ana.say(f"/show {typed}")
    assert "VW-2026-0042 · Virtual workshop request" in ana.newest.text
    assert "Workshop title: Inquiry" in ana.newest.text
    assert "History: 1 entry\n\nSent by Awa Diop, Saturday, 10 January 2026, 09:00\nStatus: to be decided" in (
        ana.newest.text
    )


def test_the_history_says_who_did_what_when_and_what_it_changed(desk: MemoryDesk, ana: Person) -> None:
    put(desk, status=Status.ACCEPTED)
    moved = {"before": {"status": "submitted", "holder": None}, "after": {"status": "in_review", "holder": "Ben <b>"}}
    note(desk, Event.TAKE, **moved)
    note(desk, Event.RELEASE, before={"holder": "Ben"}, after={"holder": None})
    given = {"fields": ["title"], "reason": "Which one?"}
    note(desk, Event.ASK, details=given)
    answered = {"before": {"answers.title": "Enquiry"}, "after": {"answers.title": "Inquiry", "answers.gone": "x"}}
    note(desk, Event.CORRECT, **answered)
    note(desk, Event.ACCEPT, details={"link": "https://example.org/r", "deadline": "2026-03-01", "late": None})
    ana.say("/show 42")
    shown = ana.newest.text
    assert "Taken by Ben <b>, Saturday, 10 January 2026, 09:00\nStatus: to be decided → in review" in shown
    assert "\nTaken by: Ben <b>" in shown
    assert "Taken by: Ben → nobody" in shown
    assert "Which one?" in shown
    assert "Workshop title: Enquiry → Inquiry" in shown
    assert "gone: not given → x" in shown
    assert "https://example.org/r" in shown


def test_notes_and_messages_are_part_of_the_history(desk: MemoryDesk, ana: Person) -> None:
    put(desk)
    note(desk, Event.NOTE, details={"text": "Call <them>."})
    note(desk, Event.WRITE, details={"text": "Hello!", "files": ["a.pdf", "b.pdf"]})
    note(desk, Event.REPLY, actor_name="Awa Diop", details={"text": "Hi."})
    ana.say("/show 42")
    shown = ana.newest.text
    assert "Note by Ben <b>, Saturday, 10 January 2026, 09:00\n💬 Call <them>." in shown
    assert "💬 Hello!\n💬 a.pdf and b.pdf" in shown
    assert "Message from Awa Diop" in shown


@pytest.mark.parametrize("event", Event)
def test_every_event_is_worded(desk: MemoryDesk, ana: Person, event: Event) -> None:
    put(desk)
    note(desk, event)
    ana.say("/show 42")
    assert ana.newest.text.count("Saturday, 10 January 2026, 09:00") == 2


def test_a_request_whose_form_is_gone_is_shown_as_it_is(desk: MemoryDesk, ana: Person) -> None:
    put(desk, flow="gone")
    note(desk, Event.CORRECT, before={"answers.title": "A", "colour": "red"}, after={"answers.title": "B"})
    ana.say("/show 42")
    assert "title: A → B" in ana.newest.text
    assert "colour: red → nobody" in ana.newest.text


def test_a_long_history_fits_telegram_in_parts(desk: MemoryDesk, ana: Person) -> None:
    put(desk)
    for number in range(200):
        note(desk, Event.NOTE, details={"text": f"Note {number} <&>"})
    (post,) = ana.say("/show 42").posts
    parts = split(post.text)
    assert len(parts) > 2
    assert "Note 199 <&>" in read_markup(parts[-1])


def test_a_number_that_several_have_is_asked_about(desk: MemoryDesk, ana: Person) -> None:
    put(desk)
    desk.requests["QU-2026-0042"] = request_of({"question": "?"}, reference="QU-2026-0042", flow="question", draft=2)
    ana.say("/show 42")
    assert ana.newest.labels == ["QU-2026-0042", "VW-2026-0042"]
    ana.tap("VW-2026-0042")
    assert "Inquiry" in ana.newest.text


def test_what_cannot_be_shown_is_told_with_what_would_be_right(desk: MemoryDesk, ana: Person) -> None:
    put(desk)
    for typed, said in (
        ("/show", "/show VW-2026-0042, /show VW42 or /show 42"),
        ("/show  <lycée>", "“<lycée>” is no reference"),
        ("/show VW43", "I find no request VW-2026-0043"),
        ("/show 43", "I find no request PC-2026-0043, QU-2026-0043, SF-2026-0043 and VW-2026-0043"),
    ):
        ana.say(typed)
        assert said in ana.newest.text


def test_the_card_leads_to_the_history_also_when_nothing_can_be_done_any_more(desk: MemoryDesk, james: Person) -> None:
    ana = desk.person("ana", "en", staff=True).in_group
    for text in ("/human", "Where?", "James", "none", "ok"):
        james.say(text)
    ana.tap("💬 Répondre")
    ana.say("There.")
    ana.say("ok")
    card = next(each for each in ana.messages if each.is_card)
    assert card.labels == ["🕘 Historique"]
    ana.tap("🕘 Historique")
    assert "Answered by ana" in ana.newest.text
    assert "There." in ana.newest.text


@pytest.mark.parametrize("data", ["show", "show:", "show:VW-2026-9999", "show:vw42", "show:VW-2026-0042:1"])
def test_an_odd_button_shows_nothing(desk: MemoryDesk, ana: Person, data: str) -> None:
    put(desk)
    turn = ana.tap_data(data)
    assert not turn.posts
    assert turn.toast == "This button is no longer valid."
