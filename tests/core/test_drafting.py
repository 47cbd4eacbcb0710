"""The flow of a draft: as it was loaded, or with the fields of the request that it is about."""

from __future__ import annotations

from bot.core.drafting import flow_of
from bot.core.flow import Draft, StepType
from bot.core.lookups import Records, RequestNamed
from bot.core.messages import Incoming, Place, Said, Sender
from bot.core.requests import Request
from bot.core.scene import Knowledge, Scene
from bot.core.session import Session
from bot.rehearsal.memory import at_nine
from bot.rehearsal.person import STAFF_CHAT
from tests.core.samples import request_of

ASKING = Draft("ask", 1, 1, subject="VW-2026-0001")


def offered(knowledge: Knowledge, request: Request | None) -> list[str]:
    message = Incoming(STAFF_CHAT, Place.STAFF, Sender(1, "Ana"), Said(""), is_staff=True)
    records = Records({RequestNamed("VW-2026-0001"): request})
    scene = Scene(knowledge, message, Session(), at_nine("2026-01-12"), records, STAFF_CHAT)
    step = flow_of(scene, ASKING).steps[0]
    assert step.type is StepType.CHOICES
    return [option.id for option in step.options]


def test_the_fields_offered_are_what_the_request_was_asked(knowledge: Knowledge) -> None:
    assert offered(knowledge, request_of({"name": "Awa", "it_contact": None, "gone": "x"})) == ["name", "it_contact"]


def test_a_request_that_has_vanished_or_whose_flow_is_gone_offers_none(knowledge: Knowledge) -> None:
    assert offered(knowledge, None) == []
    assert offered(knowledge, request_of({"name": "Awa"}, flow="gone")) == []
