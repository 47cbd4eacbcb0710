"""A typed text that names a button of the message shown counts as a tap on it."""

from __future__ import annotations

import pytest

from bot.rehearsal.memory import MemoryDesk
from bot.rehearsal.person import Person
from tests.core.test_filling import fill_in


@pytest.mark.parametrize("typed", ["yes", "drop it", "Drop"])
def test_the_question_whether_to_drop_takes_a_typed_yes(james: Person, typed: str) -> None:
    fill_in(james)
    james.say("/cancel")
    james.say(typed)
    assert "Nothing has been stored" in james.newest.text
    assert james.session.drafts == ()


@pytest.mark.parametrize("typed", ["no", "keep on"])
def test_the_question_whether_to_drop_takes_a_typed_no(james: Person, typed: str) -> None:
    fill_in(james)
    james.say("/cancel")
    james.say(typed)
    assert "read it again" in james.newest.text


def test_a_yes_to_dropping_never_answers_the_step_below(james: Person) -> None:
    fill_in(james)
    james.tap("Own computers")
    james.say("/cancel")
    james.say("yes")
    assert james.session.drafts == ()


def test_another_text_at_that_question_goes_on_with_the_form(james: Person) -> None:
    fill_in(james)
    james.tap("Participants")
    james.say("/cancel")
    james.say("31")
    assert "Participants: 31" in james.newest.text


@pytest.mark.parametrize("typed", ["yes", "Yes: james@gmail.com", "1"])
def test_a_suggestion_is_taken_by_typing(james: Person, typed: str) -> None:
    fill_in(james)
    james.tap("E-mail address")
    james.say("james@gmial.com")
    james.say(typed)
    assert "E-mail address: james@gmail.com" in james.newest.text


def test_what_was_typed_is_kept_by_typing(james: Person) -> None:
    fill_in(james)
    james.tap("E-mail address")
    james.say("james@gmial.com")
    james.say("keep what I typed")
    assert "E-mail address: james@gmial.com" in james.newest.text


def test_a_text_that_names_no_way_out_keeps_the_ways_and_the_answer(james: Person) -> None:
    fill_in(james)
    james.tap("E-mail address")
    james.say("james@gmial.com")
    james.say("whatever")
    assert "is not an e-mail address" in james.newest.text
    assert "Yes: james@gmail.com" in james.newest.labels


@pytest.mark.parametrize("typed", ["keep", "Garder", "keep the former answer", "3"])
def test_a_typed_keep_is_no_address_and_says_what_it_keeps(james: Person, typed: str) -> None:
    fill_in(james)
    james.say("/language fr" if typed == "Garder" else "/language en")
    james.tap("Adresse électronique" if typed == "Garder" else "E-mail address")
    james.say("james@gmial.com")
    former = "Garder l’ancienne réponse" if typed == "Garder" else "Keep the former answer"
    assert former in james.newest.labels
    james.say(typed)
    assert ("james@gmial.com" if typed in {"keep", "Garder"} else "awa.diop@school.org") in james.newest.text


def test_a_way_out_at_the_review_is_taken_by_its_number(desk: MemoryDesk, james: Person) -> None:
    fill_in(james, start="09/03/2026")
    desk.let_days_pass(3)
    james.tap("▶ Go on")
    assert "✅ Send" not in james.newest.labels
    james.say("1")
    assert "✓ Dates: from Thursday, 12 March 2026" in james.newest.text
    assert "✅ Send" in james.newest.labels


@pytest.mark.parametrize("typed", ["change the country", "I want to correct the country", "edit country"])
def test_a_field_is_opened_by_saying_what_to_correct(james: Person, typed: str) -> None:
    fill_in(james)
    james.say(typed)
    assert "In which country" in james.newest.text


def test_a_wish_that_names_no_field_opens_none(james: Person) -> None:
    fill_in(james)
    james.say("change the wallpaper")
    assert "read it again" in james.newest.text


def test_chatter_of_the_group_neither_sends_nor_stops_a_decision(desk: MemoryDesk, james: Person, ana: Person) -> None:
    fill_in(james)
    james.tap("✅ Send")
    ana.tap("Refuser")
    for word in ("", "on mange où à midi ?", "Nobody is free on these days.", "ok", "stop", "15 March"):
        assert ana.chatter(word).posts == ()
    ana.say("Nobody is free on these days.")
    for word in ("ok", "yes", "stop", "back", "shall we have lunch?"):
        assert ana.chatter(word).posts == ()
    ana.say("/cancel")
    assert "Nothing has been stored" in ana.newest.text
    ana.tap("Refuser")
    ana.say("Nobody is free on these days.")
    ana.say("ok")
    assert "has not been accepted" in james.newest.text


def test_a_day_is_overheard_only_where_it_is_read_without_a_doubt(james: Person, ana: Person) -> None:
    fill_in(james)
    james.tap("✅ Send")
    ana.tap("Accepter")
    ana.chatter("https://registration.example.org/1")
    assert "Until which day" in ana.newest.text
    for text in ("on mange à 12h30 ?", "see you in 2 minutes", "15 or 16 March"):
        assert ana.chatter(text).posts == ()
    ana.chatter("15 February")
    assert "15 February 2026" in ana.newest.text


def test_chatter_is_no_wrong_answer(desk: MemoryDesk, james: Person, ana: Person) -> None:
    fill_in(james)
    james.tap("✅ Send")
    ana.tap("Accepter")
    assert ana.chatter("let me see where the link is").posts == ()
    ana.chatter("voilà : https://registration.example.org/1")
    assert "That is not a complete link" in ana.newest.text
    ana.chatter("https://registration.example.org/1")
    assert "Until which day" in ana.newest.text
    ana.say("/cancel")


def test_a_typed_reply_presses_the_groups_own_buttons(desk: MemoryDesk, james: Person, ana: Person) -> None:
    fill_in(james)
    james.tap("✅ Send")
    ana.tap("Refuser")
    ana.say("Nobody is free.")
    ana.say("correct the reason")
    ana.say("Nobody is free on these days.")
    ana.say("send")
    assert "Nobody is free on these days." in james.newest.text


def test_a_greeting_is_met_with_the_topics(james: Person) -> None:
    james.say("hello")
    assert "choose a topic" in james.newest.text
    assert len(james.newest.labels) == 12


def test_a_number_too_long_for_any_draft_is_an_old_button(james: Person) -> None:
    james.say("/start")
    james.tap_data("a:99999999999999999999999:x:y")
    assert "no longer valid" in james.newest.text or "no longer valid" in "".join(m.text for m in james.messages)
