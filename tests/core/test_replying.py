"""What people write to the team: in reply, after a button, of themselves."""

from dataclasses import replace

import pytest

from bot.core.messages import Attachment, Said, Sent
from bot.core.requests import Event
from bot.rehearsal.memory import MemoryDesk
from bot.rehearsal.person import Person
from tests.core.samples import request_of

REFERENCE = "VW-2026-0001"


@pytest.fixture
def written(desk: MemoryDesk, james: Person, ana: Person) -> Person:
    """James, to whom Ana has written about his request."""
    desk.requests[REFERENCE] = request_of({}, chat=james.chat, person=james.sender.id, language="en")
    ana.tap_data(f"do:take:{REFERENCE}")
    ana.reply("Hello James", ana.card(REFERENCE))
    return james


def replies(desk: MemoryDesk) -> list[object]:
    return [entry.details["text"] for entry in desk.history if entry.event is Event.REPLY]


def test_a_list_that_comes_while_they_talk_is_offered_to_the_team(written: Person) -> None:
    written.send("document", file=Attachment("f", "people.csv", 10))
    assert written.newest.labels[-1] == f"📨 It was for the team ({REFERENCE})"
    written.tap("It was for the team")
    assert written.desk.history[-1].details["kind"] == "document"


def test_a_photo_amid_a_form_is_the_forms(written: Person) -> None:
    written.say("/request")
    written.send("photo")
    assert replies(written.desk) == []


def test_an_edit_of_what_nobody_passed_on_is_a_new_text(written: Person) -> None:
    written.do(Said("How much does it cost?", edited=True), number=3)
    assert replies(written.desk) == []
    written.do(Sent("photo", "How much does it cost?", edited=True), number=4)
    assert replies(written.desk) == []


@pytest.mark.parametrize("data", ["team:99", "reply:VW-2026-0009", "noreply:x", "team:1:2"])
def test_buttons_that_lead_nowhere_get_an_answer(written: Person, data: str) -> None:
    written.tap_data(data)
    assert replies(written.desk) == []


def test_a_button_or_a_command_ends_the_wait_for_a_reply(written: Person) -> None:
    written.tap("Reply to the team")
    written.say("/help")
    assert written.session.replying is None
    written.tap("Reply to the team")
    written.say("")
    assert replies(written.desk) == []


def test_where_the_policy_names_no_days_only_replies_go_to_the_team(written: Person) -> None:
    texts = written.desk.knowledge.texts
    numbers = {name: number for name, number in texts.policy.numbers.items() if name != "talk_days"}
    policy = replace(texts.policy, numbers=numbers)
    written.desk.knowledge = replace(written.desk.knowledge, texts=replace(texts, policy=policy))
    written.say("xyzzy plugh frotz")
    assert replies(written.desk) == []


def test_a_request_of_somebody_else_is_not_written_about(written: Person, desk: MemoryDesk) -> None:
    other = desk.person("otto", "en")
    other.tap_data(f"reply:{REFERENCE}")
    assert other.session.replying is None
