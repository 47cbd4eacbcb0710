"""What holds of every turn and every request that is stored, whatever was said; knows no chat."""

from __future__ import annotations

from datetime import date

from bot.core.flow import walk
from bot.core.lookups import Records
from bot.core.messages import Incoming, Place, Turn
from bot.core.requests import Request
from bot.core.rules import RULES, Facts
from bot.core.scene import Knowledge
from tests.markup import find_markup_faults

LONGEST_DATA = 64
"""How many bytes Telegram takes as a button's data."""


def check_turn(message: Incoming, turn: Turn) -> None:
    """Nobody is left without a reply in private, nothing is decided from outside, and Telegram takes every post."""
    if message.place is Place.PRIVATE:
        assert any(post.chat == message.chat for post in turn.posts), f"silence after {message.body}"
    if message.place is Place.ELSEWHERE or (message.place is Place.STAFF and not message.is_staff):
        assert not turn.effects
    for post in turn.posts:
        faults = find_markup_faults(post.text)
        assert not faults, f"{faults} in {post.text}"
        assert post.text.strip()
        for button in (button for row in post.rows for button in row):
            assert 0 < len(button.data.encode()) <= LONGEST_DATA, button.data
            assert button.label.strip()


def check_rules(knowledge: Knowledge, request: Request, today: date, records: Records) -> None:
    """A request that is stored answers all that its flow asks, and breaks no rule that was not acknowledged."""
    flow = knowledge.flows[request.flow]
    asked = walk(flow, request.answers)
    assert [step.id for step in asked] == list(request.answers), "an answer is missing, or not on the way"
    facts = Facts(knowledge.policy, today, flow.id, request.answers, records)
    given = [(request.answers[step.id], name) for step in asked for name in step.rules]
    checks = [(value, name) for value, name in given if value is not None] + [(None, name) for name in flow.rules]
    for value, name in checks:
        problem = RULES[name].check(value, facts)
        assert problem is None or problem.token in request.acknowledged, f"{name} does not hold of {value!r}"
