"""What people hand in a second time: corrections keep what was counted for a date that is left as it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.core.desk.handing_in import hand_in_corrections
from bot.core.flow import Draft
from bot.core.lookups import MessageIn, Records, RequestNamed
from bot.core.messages import Incoming, MoveRequest, Place, Said
from bot.core.requests import Event, Status
from bot.core.scene import Scene
from bot.core.session import Session
from bot.rehearsal.memory import MemoryDesk
from bot.rehearsal.person import STAFF_CHAT, Person
from tests.core.samples import request_of

LATE = "start_leaves_notice:2026-02-23"


def asked_back(desk: MemoryDesk, james: Person, ana: Person, field: str) -> None:
    """Let James send a late request, and Ana ask back about one field of it."""
    desk.requests["VW-2026-0001"] = request_of(
        {
            "name": "James",
            "role": "Head",
            "email": "james@school.org",
            "schools": ["Lakeside School"],
            "country": "ML",
            "programme": "pyp",
            "title": "Making the PYP happen",
            "language": "en",
            "participants": 12,
            "start": "2026-02-23",
            "format": "virtual",
            "own_computers": True,
            "attendance": True,
            "it_support": True,
            "it_contact": None,
            "remarks": None,
        },
        chat=james.chat,
        person=james.sender.id,
        language="en",
        acknowledged=frozenset({LATE}),
        submitted_at=desk.now,
        dated_at=desk.now,
        draft=40,
    )
    ana.tap_data("do:ask:VW-2026-0001")
    ana.say(field)
    ana.say("Please look again.")
    ana.say("ok")


def test_the_notice_of_a_date_that_stays_is_not_counted_again(desk: MemoryDesk, james: Person, ana: Person) -> None:
    asked_back(desk, james, ana, "Participants")
    before = desk.requests["VW-2026-0001"]
    desk.let_days_pass(7)
    james.tap_data("correct:VW-2026-0001")
    james.say("30")
    assert "Late by 14 days" in james.newest.text
    turn = james.say("send")
    (effect,) = turn.effects
    assert isinstance(effect, MoveRequest)
    assert effect.entry.before == {"status": "information_needed", "answers.participants": 12}
    assert effect.entry.after == {"status": "in_review", "answers.participants": 30}
    assert (effect.after.acknowledged, effect.after.dated_at) == (before.acknowledged, before.dated_at)
    assert effect.after.due_on == desk.now.date() + timedelta(days=5)


def test_a_new_date_is_judged_as_of_the_day_it_is_given(desk: MemoryDesk, james: Person, ana: Person) -> None:
    asked_back(desk, james, ana, "Dates")
    desk.let_days_pass(7)
    james.tap_data("correct:VW-2026-0001")
    james.say("2 March 2026")
    assert "14 days late" in james.newest.text
    james.tap("Go on")
    james.say("send")
    request = desk.requests["VW-2026-0001"]
    assert request.acknowledged == {"start_leaves_notice:2026-03-02"}
    assert request.dated_at == desk.now


def test_the_request_itself_is_no_duplicate_of_its_correction(desk: MemoryDesk, james: Person, ana: Person) -> None:
    asked_back(desk, james, ana, "Workshop title")
    james.tap_data("correct:VW-2026-0001")
    james.say("Making the PYP happen")
    turn = james.say("send")
    assert [effect.entry.event for effect in turn.effects] == [Event.CORRECT]
    assert desk.requests["VW-2026-0001"].status is Status.IN_REVIEW


def test_a_request_that_has_vanished_meanwhile_is_said_to_be_unknown(
    desk: MemoryDesk, james: Person, ana: Person
) -> None:
    asked_back(desk, james, ana, "Participants")
    james.tap_data("correct:VW-2026-0001")
    james.say("30")
    del desk.requests["VW-2026-0001"]
    turn = james.say("send")
    assert not turn.effects
    assert "I find no request VW-2026-0001" in turn.posts[0].text


def test_fields_that_the_flow_no_longer_has_are_passed_over(desk: MemoryDesk, james: Person, ana: Person) -> None:
    asked_back(desk, james, ana, "Participants")
    asked = desk.history[-1]
    desk.history[-1] = type(asked)(**{**vars(asked), "details": {"fields": "gone", "reason": "?"}})
    james.tap_data("correct:VW-2026-0001")
    assert "read it again" in james.newest.text


def test_what_is_asked_back_again_is_asked_beside_what_was_answered(
    desk: MemoryDesk, james: Person, ana: Person
) -> None:
    asked_back(desk, james, ana, "Participants, Workshop title")
    james.tap_data("correct:VW-2026-0001")
    james.say("Making the MYP happen")
    desk.let_pass(timedelta(hours=1))
    ana.tap_data("do:ask:VW-2026-0001")
    ana.say("Remarks")
    ana.say("And this, please.")
    ana.say("ok")
    james.tap_data("correct:VW-2026-0001")
    (draft,) = james.session.drafts
    assert draft.todo == ("remarks",)
    assert draft.answers["title"] == "Making the MYP happen"


def test_a_correction_that_nobody_awaits_any_more_is_closed_whatever_comes(
    desk: MemoryDesk, james: Person, ana: Person
) -> None:
    asked_back(desk, james, ana, "Participants")
    james.tap_data("correct:VW-2026-0001")
    desk.requests["VW-2026-0001"] = replace(desk.requests["VW-2026-0001"], status=Status.REFUSED)
    james.tap("Keep")
    assert "VW-2026-0001 is “refused” by now" in james.newest.text
    assert james.session.drafts == ()


def test_handing_in_corrections_that_nobody_awaits_changes_nothing(
    desk: MemoryDesk, james: Person, ana: Person
) -> None:
    asked_back(desk, james, ana, "Participants")
    refused = replace(desk.requests["VW-2026-0001"], status=Status.REFUSED)
    draft = Draft("workshop", 1, 1, refused.answers, subject="VW-2026-0001")
    message = Incoming(james.chat, Place.PRIVATE, james.sender, Said("send"))
    found = {RequestNamed("VW-2026-0001"): refused, MessageIn(james.chat, f"draft:{james.sender.id}"): None}
    scene = Scene(desk.knowledge, message, Session(drafts=(draft,)), desk.now, Records(found), STAFF_CHAT)
    turn = hand_in_corrections(scene, desk.knowledge.flows["workshop"], draft)
    assert not turn.effects
    assert "nothing has changed" in turn.posts[0].text
