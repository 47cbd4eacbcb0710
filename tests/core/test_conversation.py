"""Places and kinds of message, and drafts whose flow has changed or gone; the dialogues show the rest."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.commands import AFTER_FLOWS, BEFORE_FLOWS, MAIN_FLOW, OWN_COMMANDS, STAFF_COMMANDS, flows_by_command
from bot.core.flow import Flow, StepType
from bot.core.messages import Tapped
from bot.core.questions import HAND_OVER
from bot.core.scene import Knowledge
from bot.rehearsal.memory import MemoryDesk
from bot.rehearsal.person import Person


def change_flows(desk: MemoryDesk, changed: dict[str, Flow | None]) -> None:
    flows = {**desk.knowledge.flows, **changed}
    kept = {name: flow for name, flow in flows.items() if flow is not None}
    desk.knowledge = replace(desk.knowledge, flows=kept)


def test_every_command_in_a_menu_has_its_words(knowledge: Knowledge) -> None:
    for command in {*BEFORE_FLOWS, *AFTER_FLOWS, *STAFF_COMMANDS}:
        assert all(knowledge.texts.label(f"command.{command}", language) for language in ("fr", "en"))


def test_the_main_flow_comes_first_and_the_question_to_a_human_last(knowledge: Knowledge) -> None:
    order = [flow.id for flow in flows_by_command(knowledge.flows).values()]
    assert order[0] == MAIN_FLOW
    assert order[-1] == HAND_OVER
    assert {flow.id for flow in knowledge.flows.values() if flow.stores} <= set(order)


def test_a_command_begins_the_flow_that_names_it(knowledge: Knowledge, james: Person) -> None:
    for command, flow in flows_by_command(knowledge.flows).items():
        james.say(f"/{command}")
        assert james.session.draft is not None
        assert james.session.draft.flow == flow.id


def test_help_lists_every_command_that_begins_a_flow(knowledge: Knowledge, james: Person) -> None:
    james.say("/help")
    for command, flow in flows_by_command(knowledge.flows).items():
        assert f"/{command} · {flow.title['en']}" in james.newest.text


ONLY_STAFF = {*STAFF_COMMANDS} - {*BEFORE_FLOWS, *AFTER_FLOWS}


@pytest.mark.parametrize("command", sorted({*OWN_COMMANDS} - ONLY_STAFF))
def test_every_command_in_the_menu_is_known_and_answered(james: Person, command: str) -> None:
    james.say(f"/{command}")
    assert "I do not know /" not in james.newest.text


def test_a_command_in_another_group_points_to_a_private_chat(james: Person) -> None:
    james.elsewhere.say("/request")
    assert "private chat" in james.elsewhere.newest.text
    assert james.elsewhere.session.draft is None


def test_chatter_in_another_group_is_left_alone_and_a_tap_there_gets_a_toast(james: Person) -> None:
    assert not james.elsewhere.say("How much does it cost?").posts
    assert not james.elsewhere.send("photo", "How much?").posts
    turn = james.elsewhere.tap_data("do:accept:VW-2026-0001")
    assert not turn.posts
    assert turn.toast is not None
    assert "private chat" in turn.toast


def test_what_is_no_text_is_left_alone_in_the_staff_chat(ana: Person) -> None:
    assert not ana.send("sticker").posts
    assert not ana.edit("How much?").posts
    assert not ana.say("   ").posts
    assert not ana.say("/human").posts


def test_somebody_who_is_no_member_is_not_answered_in_the_staff_chat(james: Person) -> None:
    assert not james.in_group.say("/language en").posts
    assert not james.in_group.say("/start").posts


def test_a_draft_of_a_flow_that_is_gone_is_dropped_and_the_person_told(desk: MemoryDesk, james: Person) -> None:
    james.say("/request")
    james.say("James Okoro")
    change_flows(desk, {"workshop": None})
    turn = james.say("Teacher")
    assert "no longer exists" in turn.posts[0].text
    assert james.session.draft is None
    assert len(turn.posts) == 2


def test_a_draft_goes_on_in_a_newer_version_of_its_flow(desk: MemoryDesk, james: Person) -> None:
    james.say("/request")
    for text in ("James Okoro", "Teacher", "james@school.org"):
        james.say(text)
    older = desk.knowledge.flows["workshop"]
    role = replace(older.steps[1], type=StepType.INTEGER)
    change_flows(desk, {"workshop": replace(older, version=2, steps=(older.steps[0], role, *older.steps[2:]))})

    james.say("/skip")
    assert "What is your role" in james.newest.text
    assert "Teacher" not in james.newest.text
    james.say("7")
    assert "Which schools" in james.newest.text
    assert james.session.draft is not None
    assert james.session.draft.version == 2
    assert james.session.draft.answers == {"name": "James Okoro", "role": 7, "email": "james@school.org"}


def test_a_step_that_a_newer_version_adds_before_the_review_is_asked(desk: MemoryDesk, james: Person) -> None:
    james.say("/human")
    for text in ("Where is the hall?", "James", "none"):
        james.say(text)
    older = desk.knowledge.flows["question"]
    added = replace(older.steps[1], id="nickname")
    change_flows(desk, {"question": replace(older, version=2, steps=(*older.steps, added))})
    james.tap("✅ Send")
    assert not desk.requests
    assert "What is your name" in james.newest.text


def test_an_edited_message_is_a_new_question_when_nothing_is_under_way(james: Person) -> None:
    james.edit("How much does a workshop cost?")
    assert "How much does a virtual workshop cost?" in james.newest.text


def test_a_deep_link_opens_a_topic_and_an_unknown_one_the_start(james: Person) -> None:
    james.say("/start faq_billing")
    assert "invoice" in james.newest.text
    james.say("/start faq_nothing")
    assert "front desk" in james.newest.text


def test_the_language_can_be_named_with_the_command(james: Person) -> None:
    james.say("/language fr")
    assert "en français" in james.newest.text
    assert james.session.chosen
    james.say("/language klingon")
    assert james.session.language == "fr"
    assert james.newest.labels[:2] == ["Français", "English"]
    james.say("/language auto")
    assert not james.session.chosen


def test_a_tap_is_a_tap_whatever_its_message(james: Person) -> None:
    turn = james.do(Tapped("topics"))
    assert "topics" in turn.posts[0].text
