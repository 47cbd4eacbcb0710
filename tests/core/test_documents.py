"""A document is checked, taken as an answer, refused with what to send instead, or left to others."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.core.documents import CHECK_FLOW, kind_of
from bot.core.flow import StepType
from bot.core.messages import Attachment, Unfetched
from bot.core.scene import Knowledge
from bot.rehearsal.memory import MemoryDesk, at_nine
from bot.rehearsal.person import Person
from tests.core.samples import both, flow, step

ROWS = (("Awa Diop", "a@x.org"), ("", ""), ("Bob Lee", "b@x.org", ""))


def attached(name: str = "list.csv", **changes: Any) -> Attachment:
    return Attachment(**{"id": "x", "name": name, "size": 100, **changes})


@pytest.fixture
def asked(knowledge: Knowledge) -> Person:
    """Somebody at the step of an ordinary form that takes a list."""
    ours = replace(flow(step("list", StepType.FILE), step("end")), intro=both("Hello"))
    desk = MemoryDesk(at_nine("2026-01-12"), replace(knowledge, flows={**knowledge.flows, "visit": ours}))
    person = desk.person("james", "en")
    person.tap_data("flow:visit")
    return person


@pytest.mark.parametrize(
    ("name", "mime", "kind"),
    [
        ("List.CSV", "", "csv"),
        ("a.b.xlsx", "text/csv", "xlsx"),
        ("list", "text/csv; charset=utf-8", "csv"),
        ("list", "Text/Plain", "txt"),
        ("list", "image/heic", ""),
        ("", "", ""),
    ],
)
def test_the_kind_is_what_the_name_ends_in_or_what_the_program_says(name: str, mime: str, kind: str) -> None:
    assert kind_of(attached(name, mime=mime)) == kind


def test_a_document_may_be_the_answer_of_an_ordinary_form(asked: Person) -> None:
    asked.send("document", file=attached(rows=ROWS))
    draft = asked.session.draft
    assert draft is not None
    assert draft.answers == {"list": ["Awa Diop, a@x.org", "Bob Lee, b@x.org"]}


def test_a_typed_list_may_be_as_well(asked: Person) -> None:
    asked.say("Awa Diop, a@x.org\n\nBob")
    draft = asked.session.draft
    assert draft is not None
    assert draft.answers == {"list": ["Awa Diop, a@x.org", "Bob"]}


def test_a_document_without_anything_is_no_answer(asked: Person) -> None:
    asked.send("document", file=attached(rows=(("", " "),)))
    assert "I find no line" in asked.newest.text
    draft = asked.session.draft
    assert draft is not None
    assert draft.answers == {}


def test_what_was_not_fetched_is_asked_for(asked: Person) -> None:
    file = attached()
    with pytest.raises(Unfetched) as wanted:
        asked.send("document", file=file)
    assert wanted.value.file == file


def test_a_document_in_the_group_or_in_the_middle_of_a_form_asks_for_nothing(desk: MemoryDesk) -> None:
    ana, james = desk.person("ana", "en", staff=True), desk.person("james", "en")
    assert ana.in_group.send("document", file=attached()).posts == ()
    james.say("/request")
    james.send("document", file=attached("photo.heic"))
    assert "I read text only" in james.messages[-2].text


def test_nothing_is_offered_where_no_flow_checks_lists(knowledge: Knowledge) -> None:
    flows = {name: each for name, each in knowledge.flows.items() if name != CHECK_FLOW}
    james = MemoryDesk(at_nine("2026-01-12"), replace(knowledge, flows=flows)).person("james", "en")
    james.send("document", file=attached())
    assert "I read text only" in james.newest.text


def test_too_many_people_are_refused_however_they_come(desk: MemoryDesk, knowledge: Knowledge) -> None:
    james = desk.person("james", "en")
    james.tap_data(f"flow:{CHECK_FLOW}")
    most = knowledge.policy.number("list_lines")
    james.send("document", file=attached(rows=(("a@x.org b@x.org c@x.org " * 50,),) * most))
    assert "I check 2,000 at a time" in james.newest.text
    james.send("document", file=attached(rows=(("Awa Diop", "a@x.org"),) * most))
    assert "2,000 lines read" in james.messages[-2].text


def test_a_list_without_a_name_is_checked_too(desk: MemoryDesk) -> None:
    james = desk.person("james", "en")
    james.tap_data(f"flow:{CHECK_FLOW}")
    james.send("document", file=attached("", mime="text/csv", rows=ROWS))
    assert james.messages[-2].text.startswith("2 lines read")


def test_nothing_of_a_list_stays_in_the_session(desk: MemoryDesk) -> None:
    james = desk.person("james", "en")
    james.tap_data(f"flow:{CHECK_FLOW}")
    james.say("Awa Diop, a@x.org\nBob")
    james.send("document", file=attached(rows=ROWS))
    assert all("a@x.org" not in stored and "Awa" not in stored for stored in desk.sessions.values())


def test_a_question_in_the_middle_of_a_check_is_answered_and_a_word_alone_is_none(desk: MemoryDesk) -> None:
    james = desk.person("james", "en")
    james.tap_data(f"flow:{CHECK_FLOW}")
    james.say("Can I bring my dog to the moon?")
    assert "Paste the list here" in james.newest.text
    assert "line read" not in james.messages[-2].text
    james.say("Is awa@x.org right?")
    assert "1 line read" in james.messages[-2].text
