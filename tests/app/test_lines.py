"""What waits is handled in order within a chat; a poisonous update and a slow staff chat hold up nobody else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.app.handling import FIRST_PAUSE, TRIES
from bot.app.lines import BATCH, DECISIONS
from bot.app.ports import OWN, DecideAgain, Update
from bot.app.telegram_ports import Migrated, Postponed
from bot.app.watching import TurnOutcome
from bot.core.messages import Ranked, Rights, Said, Sender, Tapped
from bot.rehearsal.person import STAFF_CHAT
from tests.app.conftest import ANA, JAMES, QUESTION, SAM, Clock, Group, Office, in_group, private


async def test_what_waits_is_handled_in_order_within_one_transaction(office: Office) -> None:
    await office.put(private("/request"), private("James Okoro"), private("Teacher"), private("hello", SAM))
    await office.common.step()
    assert [seen.update for seen in office.diary.turns] == [1, 2, 3, 4]
    draft = (await office.session()).draft
    assert draft is not None
    assert draft.answers == {"name": "James Okoro", "role": "Teacher"}
    assert not await office.common.step()


async def test_a_step_that_took_all_it_may_says_that_there_may_be_more(office: Office) -> None:
    await office.put(
        *(private("hello", Sender(number, "Zoe")) for number in range(BATCH, 0, -1)), private("hello", SAM)
    )
    assert await office.common.step()
    assert not await office.common.step()
    assert len(office.diary.turns) == BATCH + 1


async def test_an_update_that_came_before_is_not_handled_again(office: Office) -> None:
    update = office.mouth.update(private("/human"))
    await office.put(update)
    await office.handle()
    await office.put(update, private("Where is the hall?"))
    await office.handle()
    assert [seen.update for seen in office.diary.turns] == [1, 2]


async def test_a_poisonous_update_harms_no_other(office: Office) -> None:
    await office.put(private("/human"), ValueError("odd"), private("hello", SAM), private("Where?"), chat=99)
    await office.handle()
    assert sorted(seen.update for seen in office.diary.turns if seen.fault is None) == [1, 3, 4]
    failed = [seen for seen in office.diary.turns if seen.fault is not None]
    assert [(seen.update, seen.outcome) for seen in failed] == [(2, TurnOutcome.FAILED)]
    assert failed[0].fault is not None
    assert "odd" not in failed[0].fault


async def test_the_staff_chat_says_who_decides(office: Office, group: Group) -> None:
    await office.say(*QUESTION, "ok")
    tap = Tapped("do:answer:QU-2026-0001", 1)
    await office.put(in_group(tap, SAM), in_group(tap, ANA))
    await office.handle()
    assert office.mouth.toasts[max(office.mouth.said) - 1] == "Only members of the staff chat can decide."
    assert (await office.session(STAFF_CHAT, SAM.id)).draft is None
    assert (await office.session(STAFF_CHAT, ANA.id)).draft is not None

    group.members.clear()
    await office.put(in_group("There."))
    await office.handle()
    draft = (await office.session(STAFF_CHAT, ANA.id)).draft
    assert draft is not None
    assert draft.answers == {}


async def test_others_do_not_wait_while_the_staff_chats_members_are_asked_for(office: Office, group: Group) -> None:
    await office.put(in_group("hello"), private("/human"))
    group.failures = [Postponed("no network")]
    with pytest.raises(Postponed):
        await office.staff.step()
    await office.common.step()
    assert [seen.update for seen in office.diary.turns] == [2]
    await office.handle()
    assert [seen.update for seen in office.diary.turns] == [2, 1]


async def test_the_staff_chat_is_known_under_its_new_id(office: Office, group: Group) -> None:
    new = -100_1234
    await office.put(Migrated(STAFF_CHAT, new), chat=STAFF_CHAT)
    await office.put(Migrated(STAFF_CHAT, new), chat=new)
    await office.handle()
    arrived = office.mouth.update(in_group("hello"))
    await office.put(Update(arrived.number, new, arrived.body))
    await office.handle()
    assert office.outcomes == [TurnOutcome.IGNORED, TurnOutcome.IGNORED, TurnOutcome.SILENT]
    assert group.asked_in == [new]


async def test_a_message_of_the_staff_chat_that_nobody_can_read_is_set_aside_too(office: Office, clock: Clock) -> None:
    await office.put(ValueError("odd"), chat=STAFF_CHAT)
    await office.put(in_group("hello"))
    for attempt in range(TRIES):
        await office.handle()
        clock.now += FIRST_PAUSE * 2**attempt
    assert office.outcomes == [TurnOutcome.FAILED, TurnOutcome.FAILED, TurnOutcome.SET_ASIDE, TurnOutcome.SILENT]


async def test_a_turn_whose_ground_has_changed_is_decided_anew(office: Office) -> None:
    changing = office.mouth.update(private("/human"))
    await office.put(changing)
    office.mouth.said[changing.number] = DecideAgain("meanwhile")
    for _ in range(DECISIONS - 1):
        assert await office.common.step()
    office.mouth.said[changing.number] = private("/human")
    await office.handle()
    assert office.outcomes == [TurnOutcome.REPLIED]


async def test_a_turn_that_is_never_decided_fails_in_the_end(office: Office) -> None:
    await office.put(DecideAgain("meanwhile"), chat=JAMES.id)
    await office.handle()
    assert office.outcomes == [TurnOutcome.FAILED]


async def test_for_what_colleagues_say_to_each_other_nobody_is_asked_about_twice(office: Office, group: Group) -> None:
    chatter = replace(in_group("hello"), body=Said("hello"))
    await office.put(chatter, chatter, in_group(Tapped("do:take:VW-2026-0001", 1)), chatter)
    await office.handle()
    assert len(group.asked_in) == 2


async def test_who_was_outside_is_asked_about_again(office: Office, group: Group) -> None:
    chatter = replace(in_group("hello", SAM), body=Said("hello"))
    await office.put(chatter, chatter)
    await office.handle()
    assert len(group.asked_in) == 2


async def test_news_of_our_own_is_about_nobodys_membership(office: Office, group: Group) -> None:
    told = {"reference": "VW-2026-0009", "message": 3, "arrival": "delivered"}
    await office.put(
        Update(OWN, STAFF_CHAT, told), Update(OWN, STAFF_CHAT, {"reference": "VW-2026-0009", "lost": True})
    )
    await office.handle()
    assert group.asked_in == []
    assert office.outcomes == [TurnOutcome.SILENT, TurnOutcome.SILENT]


async def test_a_change_of_the_bots_rights_is_logged_and_told(office: Office, group: Group) -> None:
    ranked = Ranked(Rights(True, True, True), Rights(True, False, False))
    await office.put(replace(in_group(""), body=ranked))
    await office.handle()
    assert office.diary.rights == [ranked.after]
    assert group.asked_in == []
    assert office.outcomes == [TurnOutcome.REPLIED]
