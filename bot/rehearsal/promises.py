"""What holds of every turn and every request that is stored, whatever was said; knows no chat."""

from __future__ import annotations

from datetime import date

from bot.core.flow import walk
from bot.core.lookups import Records
from bot.core.messages import ForgetTopics, Incoming, Place, Tapped, Turn, Unsaid
from bot.core.requests import Request
from bot.core.rules import RULES, Facts
from bot.core.scene import Knowledge
from bot.rehearsal.markup import find_markup_faults

LONGEST_DATA = 64
"""How many bytes Telegram takes as a button's data."""


class WentOtherwise(AssertionError):  # noqa: N818 (what happened is no error of the program)
    """Something else happened than what has to hold, or than what a dialogue says."""


def expect(holds: bool, otherwise: str) -> None:
    """Raise WentOtherwise, with this text, unless it holds; unlike an assert, also when Python optimises."""
    if not holds:
        raise WentOtherwise(otherwise)


def check_turn(message: Incoming, turn: Turn) -> None:
    """Nobody is left without a reply in private, nothing is decided from outside, and Telegram takes every post."""
    changes = [effect for effect in turn.effects if not isinstance(effect, ForgetTopics)]
    if isinstance(message.body, Unsaid):
        expect(not changes, "what nobody said changes a request")
    elif message.place is Place.PRIVATE:
        popped_up = isinstance(message.body, Tapped) and bool(turn.toast)
        expect(popped_up or any(post.chat == message.chat for post in turn.posts), f"silence after {message.body}")
    if message.place is Place.ELSEWHERE or (message.place is Place.STAFF and not message.is_staff):
        expect(not changes, f"something is decided by an outsider: {message.body}")
    for post in turn.posts:
        faults = find_markup_faults(post.text)
        expect(not faults, f"{faults} in {post.text}")
        expect(bool(post.text.strip()) or post.media is not None, "a message without text")
        for button in (button for row in post.rows for button in row):
            expect(0 < len(button.data.encode()) <= LONGEST_DATA, f"data of a button: {button.data!r}")
            expect(bool(button.label.strip()), f"a button without a label: {button.data}")


def check_rules(knowledge: Knowledge, request: Request, today: date, records: Records) -> None:
    """A request that is stored answers all that its flow asks, and breaks no rule that was not acknowledged."""
    flow = knowledge.flows[request.flow]
    asked = walk(flow, request.answers)
    expect([step.id for step in asked] == list(request.answers), "an answer is missing, or not on the way")
    facts = Facts(knowledge.policy, today, flow.id, request.answers, records)
    given = [(request.answers[step.id], name) for step in asked for name in step.rules]
    checks = [(value, name) for value, name in given if value is not None] + [(None, name) for name in flow.rules]
    for value, name in checks:
        problem = RULES[name].check(value, facts)
        expect(problem is None or problem.token in request.acknowledged, f"{name} does not hold of {value!r}")
