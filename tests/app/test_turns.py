"""One turn is one transaction: session, request, history and outgoing messages are kept together."""

from __future__ import annotations

from bot.app.watching import TurnOutcome
from bot.core.messages import Incoming, Tapped
from bot.core.requests import Status
from bot.rehearsal.person import STAFF_CHAT
from tests.app.conftest import JAMES, QUESTION, Clock, Office, in_group, private


async def test_a_request_its_card_and_the_reply_are_kept_together(office: Office, clock: Clock) -> None:
    await office.say(*QUESTION, "ok")
    request = await office.request("QU-2026-0001")
    assert request is not None
    assert (request.status, request.chat, request.submitted_at) == (Status.SUBMITTED, JAMES.id, clock.now)
    assert {post.chat for post in await office.posts()} == {JAMES.id, STAFF_CHAT}
    assert office.outcomes[-1] is TurnOutcome.STORED
    assert (await office.session()).draft is None


async def test_a_second_tap_on_send_stores_nothing_more(office: Office) -> None:
    await office.say(*QUESTION)
    tap = Tapped("send:1", 1)
    await office.put(*[Incoming(JAMES.id, private("x").place, JAMES, tap)] * 2)
    await office.handle()
    assert office.outcomes[-2:] == [TurnOutcome.STORED, TurnOutcome.REPLIED]
    assert await office.request("QU-2026-0002") is None


async def test_references_count_up_within_a_year(office: Office, clock: Clock) -> None:
    await office.say(*QUESTION, "ok", *QUESTION, "ok")
    clock.pass_by(days=365)
    await office.say(*QUESTION, "ok")
    for reference in ("QU-2026-0001", "QU-2026-0002", "QU-2027-0001"):
        assert await office.request(reference) is not None


async def test_a_decision_moves_the_request_and_tells_its_person(office: Office) -> None:
    await office.say(*QUESTION, "ok")
    await office.put(in_group(Tapped("do:answer:QU-2026-0001", 1)), in_group("Behind the library."), in_group("ok"))
    await office.handle()
    request = await office.request("QU-2026-0001")
    assert request is not None
    assert request.status is Status.CLOSED
    assert office.outcomes[-1] is TurnOutcome.MOVED
