"""A form that somebody leaves is reminded of once, and erased after the day that was named, never silently."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.messages import Turn
from bot.rehearsal.memory import MemoryDesk, at_nine
from bot.rehearsal.person import Person
from tests.core.samples import TODAY
from tests.shipped import shipped_knowledge

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
REMINDER = "You have begun something and not finished it"
ERASED = "I have erased what was left unfinished"


def count(person: Person, fragment: str) -> int:
    return sum(fragment in seen.text for seen in person.messages)


def test_a_person_is_reminded_once_after_a_day_and_told_until_when_all_is_kept(desk: MemoryDesk, james: Person) -> None:
    james.say("/request")
    james.say("James Okoro")
    desk.let_pass(DAY - HOUR)
    assert count(james, REMINDER) == 0
    desk.let_pass(HOUR)
    assert count(james, REMINDER) == 1
    assert "Virtual workshop request: step 2 of 17, since Monday, 12 January 2026" in james.newest.text
    assert "until Monday, 26 January 2026" in james.newest.text
    assert james.newest.labels == ["▶ Go on", "Drop it"]
    assert [seen.labels for seen in james.messages if "your role" in seen.text] == [[]]
    desk.let_pass(5 * DAY)
    assert count(james, REMINDER) == 1


def test_the_reminder_speaks_the_language_that_their_telegram_was_set_to(desk: MemoryDesk) -> None:
    zoe = desk.person("zoe", "en")
    desk.knowledge = shipped_knowledge()
    zoe.say("/request")
    assert zoe.session.language is None
    desk.let_pass(2 * DAY)
    assert REMINDER in zoe.newest.text


def test_who_is_active_is_not_reminded(desk: MemoryDesk, james: Person) -> None:
    james.say("/request")
    for _ in range(3):
        desk.let_pass(DAY - HOUR)
        james.say("How much does it cost?")
    assert count(james, REMINDER) == 0
    desk.let_pass(DAY)
    assert count(james, REMINDER) == 1


def test_who_touches_it_again_is_reminded_again_with_a_new_day(desk: MemoryDesk, james: Person) -> None:
    james.say("/request")
    desk.let_pass(3 * DAY)
    james.tap("▶ Go on")
    assert "What is your name" in james.newest.text
    desk.let_pass(DAY)
    assert count(james, REMINDER) == 2
    assert "until Thursday, 29 January 2026" in james.newest.text


def test_it_is_kept_to_the_end_of_the_day_named_and_then_erased_and_said(desk: MemoryDesk, james: Person) -> None:
    james.say("/request")
    james.say("James Okoro")
    desk.let_pass(at_nine("2026-01-26") + 14 * HOUR + timedelta(minutes=59) - desk.now)
    assert james.session.draft is not None
    desk.let_pass(timedelta(minutes=2))
    assert james.session.drafts == ()
    assert "James Okoro" not in desk.sessions[james.chat, james.sender.id]
    assert count(james, ERASED) == 1
    assert "Virtual workshop request" in james.newest.text
    assert [seen.labels for seen in james.messages if REMINDER in seen.text] == [[]]
    james.tap("▶ Virtual workshop request")
    assert "What is your name" in james.newest.text


def test_who_comes_back_on_the_last_day_loses_nothing(desk: MemoryDesk, james: Person) -> None:
    james.say("/request")
    james.say("James Okoro")
    desk.let_pass(14 * DAY)
    james.say("Teacher")
    desk.let_pass(5 * DAY)
    draft = james.session.draft
    assert draft is not None
    assert draft.answers == {"name": "James Okoro", "role": "Teacher"}


def test_several_forms_are_one_reminder_with_one_day(desk: MemoryDesk, james: Person) -> None:
    james.say("/request")
    desk.let_pass(DAY - HOUR)
    james.say("/human")
    desk.let_pass(DAY)
    assert count(james, REMINDER) == 1
    assert "Virtual workshop request: step 1 of 17, since Monday, 12 January 2026" in james.newest.text
    assert "Question for the team: step 1 of 3, since Tuesday, 13 January 2026" in james.newest.text
    assert "until Tuesday, 27 January 2026" in james.newest.text
    desk.let_pass(14 * DAY)
    assert count(james, ERASED) == 1
    assert james.session.drafts == ()


def test_one_of_several_is_dropped_or_taken_up_from_the_reminder(desk: MemoryDesk, james: Person) -> None:
    james.say("/request")
    james.say("/human")
    desk.let_pass(DAY)
    reminder = james.newest
    assert [button.data for button in reminder.buttons] == ["resume:1", "drop:1", "resume:2", "drop:2"]
    james.tap_data("drop:1", reminder.id)
    assert [draft.flow for draft in james.session.drafts] == ["question"]
    assert "Dropped: Virtual workshop request" in reminder.text
    assert "What would you like to ask" in james.newest.text
    james.tap_data("resume:1", reminder.id)
    assert count(james, "This form is closed") == 1


def test_the_form_that_was_touched_meanwhile_outlives_the_other(desk: MemoryDesk, james: Person) -> None:
    james.say("/request")
    james.say("/human")
    desk.let_pass(3 * DAY)
    james.tap_data("resume:2")
    desk.let_pass(12 * DAY)
    assert [draft.flow for draft in james.session.drafts] == ["question"]
    assert count(james, ERASED) == 1
    assert james.newest.text.count("Virtual workshop request") == 1
    desk.let_pass(4 * DAY)
    assert james.session.drafts == ()


def test_a_desk_that_was_away_tells_before_it_erases(desk: MemoryDesk, james: Person) -> None:
    james.say("/request")
    desk.now += 30 * DAY
    desk.let_pass(HOUR)
    assert count(james, REMINDER) == 1
    assert "until Tuesday, 24 February 2026" in james.newest.text
    desk.let_pass(12 * DAY)
    assert james.session.draft is not None
    desk.let_pass(2 * DAY)
    assert count(james, ERASED) == 1


def test_what_staff_began_is_erased_without_a_word(desk: MemoryDesk, james: Person, ana: Person) -> None:
    for text in ("/human", "Where?", "James", "none", "ok"):
        james.say(text)
    ana.tap("💬 Répondre")
    written = len(ana.messages)
    desk.let_pass(14 * DAY - HOUR)
    assert ana.session.draft is not None
    desk.let_pass(HOUR)
    assert ana.session.drafts == ()
    assert len(ana.messages) == written


def test_a_form_begun_before_drafts_knew_their_time_is_given_its_day(desk: MemoryDesk, james: Person) -> None:
    james.say("/request")
    whose = (james.chat, james.sender.id)
    plain = json.loads(desk.sessions[whose])
    for name in ("touched", "kept_until", "picked"):
        del plain["drafts"][0][name]
    del plain["spoken"]
    desk.sessions[whose] = json.dumps(plain)
    desk.wakes[whose] = desk.now - 10 * DAY
    written = len(james.messages)
    desk.let_pass(HOUR)
    assert len(james.messages) == written
    desk.let_pass(DAY)
    # Nobody noted then what james was spoken to in, so it is the desk's own language.
    assert "Vous avez commencé quelque chose sans le terminer" in james.newest.text


def test_a_form_that_no_longer_exists_is_told_of_when_its_time_comes(desk: MemoryDesk, james: Person) -> None:
    james.say("/request")
    flows = {name: flow for name, flow in desk.knowledge.flows.items() if name != "workshop"}
    desk.knowledge = replace(desk.knowledge, flows=flows)
    desk.let_pass(DAY)
    assert "A form that you had begun no longer exists" in james.newest.text
    assert desk.wakes == {}


def test_a_policy_without_these_numbers_keeps_everything_for_good(desk: MemoryDesk, james: Person) -> None:
    texts = desk.knowledge.texts
    numbers = {name: number for name, number in texts.policy.numbers.items() if name != "draft_days"}
    texts = replace(texts, policy=replace(texts.policy, numbers=numbers))
    desk.knowledge = replace(desk.knowledge, texts=texts)
    james.say("/request")
    assert desk.wakes == {}
    desk.let_pass(400 * DAY)
    assert james.session.draft is not None


def test_resume_asks_where_the_one_form_stands(james: Person) -> None:
    james.say("/request")
    james.say("James Okoro")
    james.say("/resume")
    assert "What is your role" in james.newest.text


def test_resume_lists_several_forms(desk: MemoryDesk, james: Person) -> None:
    james.say("/request")
    james.say("James Okoro")
    desk.let_pass(2 * HOUR)
    james.say("/human")
    james.say("/resume")
    assert "Virtual workshop request: step 2 of 17, since Monday, 12 January 2026" in james.newest.text
    james.tap("▶ Virtual workshop request")
    assert "What is your role" in james.newest.text


def test_resume_offers_what_can_be_begun_where_nothing_is_under_way(james: Person) -> None:
    james.say("/resume")
    assert {"flow:workshop", "flow:question"} <= {button.data for button in james.newest.buttons}


def test_the_form_that_waits_is_offered_when_the_one_above_it_ends(james: Person) -> None:
    james.say("/request")
    for text in ("/human", "Where is the hall?", "James", "none", "ok"):
        james.say(text)
    assert "QU-2026-0001" in james.messages[-2].text
    assert "What is your name" in james.newest.text


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["/request", "/human", "Zoe", "/cancel", ""]), st.integers(0, 900))))
def test_nothing_is_erased_that_was_not_told_of_a_day_before(deeds: list[tuple[str, int]]) -> None:
    desk = MemoryDesk(at_nine(TODAY.isoformat()), shipped_knowledge())
    zoe = desk.person("zoe", "en")
    last: Turn | None = None
    for text, hours in deeds:
        last = zoe.say(text) if text else last
        told = {draft.number: draft.kept_until for draft in zoe.session.drafts}
        before = {draft.number for draft in zoe.session.drafts}
        erased = count(zoe, ERASED)
        desk.let_pass(hours * HOUR)
        gone = before - {draft.number for draft in zoe.session.drafts}
        assert bool(gone) == (count(zoe, ERASED) > erased)
        for number in gone:
            until = told[number]
            assert until is None or desk.now.date() > until
            assert hours > 24 or until is not None


def test_without_the_policys_numbers_drafts_are_kept_for_good(desk: MemoryDesk, james: Person) -> None:
    texts = desk.knowledge.texts
    numbers = {name: each for name, each in texts.policy.numbers.items() if name != "draft_days"}
    policy = replace(texts.policy, numbers=numbers)
    james.say("/request")
    james.say("James Okoro")
    desk.knowledge = replace(desk.knowledge, texts=replace(texts, policy=policy))
    desk.let_pass(100 * DAY)
    assert count(james, REMINDER) == count(james, ERASED) == 0
    assert james.session.draft is not None
    assert james.session.draft.answers == {"name": "James Okoro"}
