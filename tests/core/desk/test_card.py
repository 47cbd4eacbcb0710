"""What staff see of a request and what a decision does; the dialogues show the whole way."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.core.desk.card import card
from bot.core.desk.reckoning import end_of, flags, invoice_day
from bot.core.flow import StepType, Value
from bot.core.lookups import Records
from bot.core.messages import Incoming, Place, Said, Sender, Style
from bot.core.requests import AuditEntry, Event, Request, Status
from bot.core.scene import Knowledge, Scene
from bot.core.session import Session
from bot.rehearsal.markup import read_markup
from bot.rehearsal.memory import MemoryDesk, at_nine
from bot.rehearsal.person import STAFF_CHAT, Person
from tests.core.samples import request_of

ANSWERS: dict[str, Value] = {"name": "Awa", "start": "2026-03-09", "it_support": True, "it_contact": "Sam"}


def scene_of(knowledge: Knowledge) -> Scene:
    message = Incoming(STAFF_CHAT, Place.STAFF, Sender(1, "Ana"), Said(""), is_staff=True)
    return Scene(knowledge, message, Session(), at_nine("2026-02-01"), Records(), STAFF_CHAT)


def flag_keys(knowledge: Knowledge, request: Request) -> list[str]:
    return [flag.key for flag in flags(scene_of(knowledge), request)]


@pytest.mark.parametrize(("submitted", "late"), [("2026-01-12", None), ("2026-01-13", 1), ("2026-03-08", 55)])
def test_lateness_counts_from_the_day_the_request_was_sent(
    knowledge: Knowledge, submitted: str, late: int | None
) -> None:
    request = request_of(ANSWERS, submitted_at=at_nine(submitted))
    found = flags(scene_of(knowledge), request)
    assert [flag.values["count"] for flag in found] == ([late] if late else [])


def test_lateness_counts_the_day_where_the_organisation_is(knowledge: Knowledge) -> None:
    at_midnight = datetime(2026, 1, 12, 23, 30, tzinfo=UTC)
    assert flag_keys(knowledge, request_of(ANSWERS, submitted_at=at_midnight)) == ["flag.late"]


def test_each_thing_that_stands_out_has_its_flag(knowledge: Knowledge) -> None:
    tokens = {"not_asked_before:VW-2026-0002", "domain_is_spelt_right:gmial.com", "start_leaves_notice:2026-03-09"}
    request = request_of({**ANSWERS, "it_contact": None}, acknowledged=frozenset(tokens))
    assert flag_keys(knowledge, request) == ["flag.domain", "flag.duplicate", "flag.no_it_contact"]


def test_a_request_without_a_start_has_no_end_and_no_invoice(knowledge: Knowledge) -> None:
    scene = scene_of(knowledge)
    question = request_of({"question": "Where?"}, flow="question")
    assert (end_of(scene, question), invoice_day(scene, question)) == (None, None)
    assert flag_keys(knowledge, question) == []


def test_the_end_is_the_second_day_and_the_invoice_comes_two_weeks_later(knowledge: Knowledge) -> None:
    scene, request = scene_of(knowledge), request_of({"start": "2026-12-31"})
    assert end_of(scene, request) == date(2027, 1, 1)
    assert invoice_day(scene, request) == date(2027, 1, 15)


def test_the_card_of_an_open_request_offers_what_is_legal(knowledge: Knowledge) -> None:
    post = card(scene_of(knowledge), request_of(ANSWERS), ())
    assert [(button.data, button.style) for row in post.rows for button in row] == [
        ("do:take:VW-2026-0001", Style.PLAIN),
        ("do:ask:VW-2026-0001", Style.PLAIN),
        ("do:accept:VW-2026-0001", Style.PRIMARY),
        ("do:refuse:VW-2026-0001", Style.DANGER),
        ("cans:VW-2026-0001", Style.PLAIN),
        ("show:VW-2026-0001", Style.PLAIN),
    ]
    assert (post.chat, post.slot, post.in_place) == (STAFF_CHAT, "card:VW-2026-0001", True)


def test_the_card_of_a_decided_request_is_the_same_message_and_leads_to_its_history_alone(knowledge: Knowledge) -> None:
    given, moved = {"reason": "No <leader>"}, {"status": "refused"}
    decision = AuditEntry("VW-2026-0001", Event.REFUSE, at_nine("2026-01-20"), 1, "Ana", given, after=moved)
    post = card(scene_of(knowledge), request_of(ANSWERS, status=Status.REFUSED), (decision,))
    assert post.in_place
    assert [button.data for row in post.rows for button in row] == ["show:VW-2026-0001"]
    assert "Refusée par Ana, le mardi 20 janvier 2026" in read_markup(post.text)
    assert "No <leader>" in read_markup(post.text)
    assert "Facture" not in post.text


def test_an_answer_that_no_longer_fits_its_step_is_shown_as_it_was_given(knowledge: Knowledge) -> None:
    older = knowledge.flows["workshop"]
    steps = tuple(replace(each, type=StepType.DATE) if each.id == "title" else each for each in older.steps)
    newer = replace(knowledge, flows={**knowledge.flows, "workshop": replace(older, version=2, steps=steps)})
    post = card(scene_of(newer), request_of({**ANSWERS, "title": "Faire vivre le PP"}), ())
    assert "Titre de l’atelier : Faire vivre le PP" in read_markup(post.text)


def test_a_request_that_has_vanished_before_the_decision_is_named(desk: MemoryDesk, james: Person, ana: Person) -> None:
    for text in ("/human", "Where?", "James", "none", "ok"):
        james.say(text)
    ana.tap("💬 Répondre")
    ana.say("There.")
    del desk.requests["QU-2026-0001"]
    ana.say("ok")
    assert "I find no request QU-2026-0001" in ana.newest.text
    assert ana.session.draft is None


def test_the_person_is_told_in_the_language_of_their_request(desk: MemoryDesk, james: Person) -> None:
    chloe = desk.person("chloe", "fr", staff=True).in_group
    for text in ("/human", "Where?", "James", "none", "ok"):
        james.say(text)
    chloe.tap("💬 Répondre")
    chloe.say("Là.")
    chloe.say("envoyer")
    assert "The team’s answer to QU-2026-0001" in james.newest.text
    assert (
        "La réponse à QU-2026-0001 est envoyée"
        in max((seen for seen in chloe.messages if not seen.is_card), key=lambda seen: seen.changed).text
    )


def test_history_keeps_who_did_what(desk: MemoryDesk, james: Person, ana: Person) -> None:
    for text in ("/human", "Where?", "James", "none", "ok"):
        james.say(text)
    ana.tap("💬 Répondre")
    ana.say("There.")
    ana.say("ok")
    assert [(entry.event, entry.actor_name, dict(entry.details)) for entry in desk.history] == [
        (Event.SUBMIT, "james", {}),
        (Event.ANSWER, "ana", {"reply": "There."}),
    ]


def corrected(**before: Value) -> AuditEntry:
    moved = {"status": "in_review", **{f"answers.{name}": "new" for name in before}}
    former = {"status": "information_needed", **{f"answers.{name}": value for name, value in before.items()}}
    return AuditEntry("VW-2026-0001", Event.CORRECT, at_nine("2026-01-20"), 7, "Awa", {}, former, moved)


def shown(knowledge: Knowledge, request: Request, *history: AuditEntry) -> str:
    return read_markup(card(scene_of(knowledge), request, history).text)


def test_the_last_corrections_stand_beside_what_was_there_before(knowledge: Knowledge) -> None:
    request = request_of({"name": "Awa", "remarks": None}, status=Status.IN_REVIEW)
    text = shown(
        knowledge, request, corrected(title="old"), corrected(name="Ava", remarks="Yes", other_language="Urdu")
    )
    assert "Nom : Ava → Awa" in text
    assert "Remarques : Yes → non précisé" in text
    assert "Urdu → non précisé" in text
    assert "Titre" not in text


def test_what_was_not_answered_before_is_no_answer_that_is_gone(knowledge: Knowledge) -> None:
    assert "→" not in shown(knowledge, request_of({"name": "Awa"}), corrected(it_email=None))


def test_the_days_left_are_counted_to_the_day(knowledge: Knowledge) -> None:
    for due, said in (
        (date(2026, 2, 3), "dans 2 jours"),
        (date(2026, 2, 2), "dans 1 jour)"),
        (date(2026, 2, 1), "aujourd’hui"),
        (date(2026, 1, 31), "en retard de 1 jour ("),
    ):
        assert said in shown(knowledge, request_of({}, due_on=due))
    assert "Réponse" not in shown(knowledge, request_of({}))
    assert "n’est plus devant nous" in shown(knowledge, request_of({"start": "2026-02-01"}))
    assert "Début dans 1 jour" in shown(knowledge, request_of({"start": "2026-02-02"}, status=Status.ACCEPTED))
    assert "Début" not in shown(knowledge, request_of({"start": "2026-02-02"}, status=Status.HELD))


def test_the_last_notes_are_shown_and_no_others(knowledge: Knowledge) -> None:
    notes = [
        AuditEntry("VW-2026-0001", Event.NOTE, at_nine("2026-01-20"), 1, "Ana", {"text": f"<note {number}>"})
        for number in range(7)
    ]
    text = shown(knowledge, request_of({}), *notes)
    assert "Ana : <note 6>" in text
    assert "<note 1>" not in text


def test_a_field_that_is_gone_is_named_by_its_id(knowledge: Knowledge) -> None:
    given: dict[str, Value] = {"fields": ["name", "gone"], "reason": "?"}
    asked = AuditEntry("VW-2026-0001", Event.ASK, at_nine("2026-01-20"), 1, "Ana", given, {}, {"status": "x"})
    request = request_of({"name": "Awa"}, status=Status.INFORMATION_NEEDED)
    assert "À revoir : Nom et gone" in shown(knowledge, request, asked)


def test_a_request_whose_flow_and_language_are_gone_still_has_a_card(knowledge: Knowledge) -> None:
    text = shown(knowledge, request_of({"name": "Awa"}, flow="gone", language="de"))
    assert "VW-2026-0001 · gone · à traiter" in text
    assert "· de" in text


def test_what_an_older_flow_did_not_ask_is_left_out(knowledge: Knowledge) -> None:
    accepted = AuditEntry("VW-2026-0001", Event.ACCEPT, at_nine("2026-01-20"), 1, "Ana", {}, {}, {"status": "accepted"})
    text = shown(knowledge, request_of({}, status=Status.ACCEPTED), accepted)
    assert "Acceptée par Ana" in text
    assert "Lien" not in text
