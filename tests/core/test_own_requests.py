"""A person's own requests: only theirs, five a page, withdrawn at most once, copied without their dates."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.core.flow import Value, open_step
from bot.core.messages import MoveRequest
from bot.core.own_requests import PAGE
from bot.core.requests import UNDECIDED, Event, Request, Status
from bot.rehearsal.markup import plain_spaces
from bot.rehearsal.memory import MemoryDesk
from bot.rehearsal.person import STAFF_CHAT, Person
from tests.core.samples import request_of

ANSWERS: dict[str, Value] = {
    "name": "Awa",
    "schools": ["School A"],
    "title": "Play <b>&</b> learn",
    "start": "2026-05-04",
    "remarks": None,
}
ODD = ["'; --", "\0", "²", "VW-2026-²³¹¹", "x" * 40]


@pytest.fixture
def zoe(desk: MemoryDesk) -> Person:
    return desk.person("zoe", "en")


def give(desk: MemoryDesk, person: Person, number: int = 1, **changes: Any) -> Request:
    """Let a person have made a request, each a day after the one before."""
    reference = f"VW-2026-{number:04}"
    whose = {"chat": person.chat, "person": person.sender.id, "draft": 100 + number}
    submitted = desk.now - timedelta(days=30 - number)
    values = {"reference": reference, "submitted_at": submitted, "answers": ANSWERS, **whose, **changes}
    request = request_of(**values)
    desk.requests[reference] = request
    return request


def labels(person: Person) -> list[str]:
    return person.newest.labels


def test_requests_come_five_a_page_the_newest_first_in_one_message(desk: MemoryDesk, james: Person) -> None:
    for number in range(1, 2 * PAGE + 2):
        give(desk, james, number)
    james.say("/requests")
    assert labels(james)[0] == "VW-2026-0011 · Play <b>&</b> learn"
    assert labels(james)[PAGE:] == ["Older ▶"]
    james.tap("Older ▶")
    assert labels(james)[PAGE:] == ["◀ Newer", "Older ▶"]
    james.tap("Older ▶")
    assert labels(james) == ["VW-2026-0001 · Play <b>&</b> learn", "◀ Newer"]
    james.tap("◀ Newer")
    assert labels(james)[0] == "VW-2026-0006 · Play <b>&</b> learn"
    assert len(james.messages) == 1


def test_a_page_that_is_full_leads_nowhere(desk: MemoryDesk, james: Person) -> None:
    for number in range(1, PAGE + 1):
        give(desk, james, number)
    james.say("/requests")
    assert len(labels(james)) == PAGE
    james.tap_data("mine:7")
    assert len(labels(james)) == PAGE


@pytest.mark.parametrize("verb", ["req", "withdraw", "withdrawn", "copy"])
@pytest.mark.parametrize("reference", ["VW-2026-0001", "VW-2026-0002", "VW-2026-0003", *ODD])
def test_nobody_sees_or_changes_what_is_not_theirs(
    desk: MemoryDesk, james: Person, zoe: Person, verb: str, reference: str
) -> None:
    give(desk, james)
    give(desk, zoe, 3, chat=james.chat)
    before = dict(desk.requests)
    turn = zoe.tap_data(f"{verb}:{reference}")
    assert "I find no request" in zoe.newest.text
    assert "Awa" not in zoe.newest.text
    assert not turn.effects
    assert not zoe.session.drafts
    assert desk.requests == before


def test_in_the_group_such_a_button_does_nothing(desk: MemoryDesk, james: Person, ana: Person) -> None:
    give(desk, james)
    turn = ana.tap_data("withdrawn:VW-2026-0001")
    assert not turn.effects
    assert not turn.posts


@pytest.mark.parametrize("typed", ["VW-2026-0001", "vw-2026-0001", " VW – 2026 – 0001 ", "/start req_VW-2026-0001"])
def test_a_reference_alone_opens_its_request(desk: MemoryDesk, james: Person, typed: str) -> None:
    give(desk, james)
    james.say(typed)
    assert "VW-2026-0001 · Play <b>&</b> learn" in james.newest.text
    assert "from Monday, 4 May 2026 to Tuesday, 5 May 2026" in james.newest.text


def test_a_code_that_is_no_reference_of_the_desk_is_a_question(james: Person) -> None:
    james.say("XY-2026-0001")
    assert "I find no request" not in james.newest.text


def test_a_reference_is_the_answer_where_the_open_step_takes_it(desk: MemoryDesk, james: Person) -> None:
    give(desk, james)
    for text in ("/human", "VW-2026-0001"):
        james.say(text)
    draft = james.session.draft
    assert draft is not None
    assert draft.answers == {"question": "VW-2026-0001"} or draft.unclear == "VW-2026-0001"


def test_a_reference_at_a_step_that_cannot_take_it_opens_the_request_and_asks_again(
    desk: MemoryDesk, james: Person
) -> None:
    give(desk, james)
    for text in ("/request", "James Okoro", "Teacher", "VW-2026-0001"):
        james.say(text)
    assert "VW-2026-0001 · Play" in james.messages[-2].text
    assert "At which e-mail address" in james.newest.text


def test_withdrawing_asks_once_moves_the_request_and_tells_staff(desk: MemoryDesk, james: Person, ana: Person) -> None:
    for text in ("/human", "Where?", "James", "none", "ok"):
        james.say(text)
    card = next(seen for seen in ana.messages if seen.is_card)
    james.say("/requests")
    james.tap("QU-2026-0001")
    james.tap("↩️ Withdraw")
    assert desk.requests["QU-2026-0001"].status is Status.SUBMITTED
    james.tap("Yes, withdraw it")
    assert desk.requests["QU-2026-0001"].status is Status.WITHDRAWN
    last = desk.history[-1]
    assert (last.event, last.actor, last.actor_name) == (Event.WITHDRAW, james.sender.id, "james")
    assert "retirée" in card.text
    assert card.labels == ["🕘 Historique"]
    assert "james a retiré QU-2026-0001" in ana.messages[-1].text
    again = james.tap_old("Yes, withdraw it")
    assert not again.effects
    assert "Status: withdrawn" in james.newest.text
    turn = ana.tap_old("💬 Répondre")
    assert "QU-2026-0001 is “withdrawn”" in (turn.toast or "")
    assert "james was first (withdraw)" in (turn.toast or "")
    assert ana.session.drafts == ()


def test_staff_who_are_deciding_meanwhile_are_told_and_change_nothing(
    desk: MemoryDesk, james: Person, ana: Person
) -> None:
    for text in ("/human", "Where?", "James", "none", "ok"):
        james.say(text)
    ana.tap("💬 Répondre")
    ana.say("There.")
    james.tap_data("withdrawn:QU-2026-0001")
    turn = ana.say("ok")
    assert not turn.effects
    assert "QU-2026-0001 is “withdrawn”" in turn.posts[0].text
    assert desk.requests["QU-2026-0001"].status is Status.WITHDRAWN


@pytest.mark.parametrize("status", [each for each in Status if each not in UNDECIDED])
@pytest.mark.parametrize("verb", ["withdraw", "withdrawn"])
def test_what_was_decided_cannot_be_withdrawn(desk: MemoryDesk, james: Person, status: Status, verb: str) -> None:
    give(desk, james, status=status)
    turn = james.tap_data(f"{verb}:VW-2026-0001")
    assert not turn.effects
    assert "it can no longer be withdrawn" in james.newest.text
    assert "↩️ Withdraw" not in labels(james)


def test_a_copy_takes_all_but_the_dates_and_what_no_longer_fits(desk: MemoryDesk, james: Person) -> None:
    give(desk, james, answers={**ANSWERS, "programme": "abandoned", "participants": 24, "gone": "x"})
    james.tap_data("copy:VW-2026-0001")
    draft = james.session.draft
    assert draft is not None
    assert draft.answers == {
        "name": "Awa",
        "schools": ["School A"],
        "title": "Play <b>&</b> learn",
        "participants": 24,
        "remarks": None,
    }
    step = open_step(desk.knowledge.flows["workshop"], draft)
    assert step is not None
    assert step.id == "role"
    assert draft.acknowledged == frozenset()


def test_a_copy_waits_while_such_a_form_is_open(desk: MemoryDesk, james: Person) -> None:
    give(desk, james)
    for text in ("/request", "James Okoro"):
        james.say(text)
    james.tap_data("copy:VW-2026-0001")
    assert "You are already filling in such a form" in james.messages[-2].text
    draft = james.session.draft
    assert draft is not None
    assert draft.answers == {"name": "James Okoro"}


def test_a_request_whose_flow_is_gone_is_still_shown(desk: MemoryDesk, james: Person) -> None:
    give(desk, james, flow="summer_school", answers={"name": "Awa"})
    james.say("/requests")
    assert labels(james) == ["VW-2026-0001 · summer_school"]
    for verb in ("req", "copy", "withdraw", "withdrawn"):
        assert not james.tap_data(f"{verb}:VW-2026-0001").effects
        assert "VW-2026-0001 · summer_school" in james.newest.text
        assert labels(james) == ["🙋 Ask the team", "◀ My requests"]


def test_an_open_form_is_asked_again_below_the_list_but_not_at_every_tap_in_it(desk: MemoryDesk, james: Person) -> None:
    give(desk, james)
    james.say("/request")
    james.say("/requests")
    assert "What is your name" in james.newest.text
    written = len(james.messages)
    james.tap("VW-2026-0001")
    james.tap("◀ My requests")
    assert len(james.messages) == written
    assert "Your requests" in james.newest.text


def test_an_older_list_opens_a_new_one_below(desk: MemoryDesk, james: Person) -> None:
    give(desk, james)
    james.say("/requests")
    james.say("/requests")
    james.tap_old("VW-2026-0001")
    assert len(james.messages) == 3
    assert "Status:" in james.newest.text


def test_a_withdrawal_changes_nothing_but_the_status(desk: MemoryDesk, james: Person) -> None:
    before = give(desk, james)
    turn = james.tap_data("withdrawn:VW-2026-0001")
    (effect,) = turn.effects
    assert isinstance(effect, MoveRequest)
    assert (effect.before, effect.after) == (before, replace(before, status=Status.WITHDRAWN, version=2))


def test_what_staff_have_decided_meanwhile_can_no_longer_be_withdrawn(desk: MemoryDesk, james: Person) -> None:
    give(desk, james, status=Status.ACCEPTED)
    turn = james.tap_data("withdrawn:VW-2026-0001")
    assert not turn.effects
    assert desk.requests["VW-2026-0001"].status is Status.ACCEPTED
    assert "VW-2026-0001 · Play <b>&</b> learn" in james.newest.text


def test_a_request_keeps_its_answers_when_steps_are_renamed_or_removed(desk: MemoryDesk, james: Person) -> None:
    give(desk, james, answers={**ANSWERS, "role": "Head of school"})
    workshop = desk.knowledge.flows["workshop"]
    steps = [replace(each, id="job", formerly=("role",)) if each.id == "role" else each for each in workshop.steps]
    changed = replace(workshop, steps=tuple(each for each in steps if each.id != "title"))
    desk.knowledge = replace(desk.knowledge, flows={**desk.knowledge.flows, "workshop": changed})
    for text in ("/requests", "VW-2026-0001"):
        james.say(text)
    assert "Role: Head of school" in james.newest.text
    assert "title: Play <b>&</b> learn" in james.newest.text
    for label in ("Withdraw", "Yes, withdraw it"):
        james.tap(label)
    card = next(seen for seen in desk.chats[STAFF_CHAT] if seen.is_card)
    assert "Fonction : Head of school" in plain_spaces(card.text)
    assert "title : Play <b>&</b> learn" in plain_spaces(card.text)


def test_a_copy_speaks_of_dates_only_where_there_are_any(desk: MemoryDesk, james: Person) -> None:
    give(desk, james, flow="participant_change", answers={"title": "Play", "participant": "Moussa Fall"})
    give(desk, james, 2)
    james.tap_data("copy:VW-2026-0001")
    assert not any("dates" in seen.text for seen in james.messages)
    james.tap_data("copy:VW-2026-0002")
    assert any("the dates I ask anew" in seen.text for seen in james.messages)
