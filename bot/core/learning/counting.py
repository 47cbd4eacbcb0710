"""Says what is to be counted and kept of a question that was matched; stores nothing."""

from __future__ import annotations

from hashlib import blake2b

from bot.core.faq import Decision, Entry, Match
from bot.core.learning.kept import Outcome
from bot.core.learning.masking import mask
from bot.core.messages import CountQuestion, Effect, KeepQuestion, Said
from bot.core.scene import Scene

SMALL_TALK = "small_talk"
"""The outside topic of greetings and thanks, which are no questions."""


def version_of(answer: str) -> str:
    """Name an answer's text, so that a vote for it is not taken for one for another text."""
    return blake2b(answer.encode(), digest_size=4).hexdigest()


def note_question(scene: Scene, match: Match, text: str) -> tuple[Effect, ...]:
    """List what a question leaves behind: a count for each answer or for none, and the question that got none.

    What is edited was counted when it was said.
    """
    body = scene.message.body
    if isinstance(body, Said) and body.edited:
        return ()
    if match.decision is Decision.ANSWER:
        entries = (scene.entry(entry_id, match.language) for entry_id in match.answers)
        return tuple(_count_answer(scene, entry) for entry in entries if entry)
    outcome, topic = _judge(match)
    if topic == SMALL_TALK:
        return ()
    counted = CountQuestion(scene.today, topic, match.language, "", outcome)
    if outcome is Outcome.OUTSIDE:
        return (counted,)
    return (counted, KeepQuestion(scene.now, match.language, mask(text)))


def _count_answer(scene: Scene, entry: Entry) -> Effect:
    return CountQuestion(scene.today, entry.id, entry.language, version_of(entry.answer), Outcome.ANSWER)


def _judge(match: Match) -> tuple[Outcome, str]:
    if match.decision is Decision.SUGGEST:
        return Outcome.SUGGEST, ""
    outside = match.outside
    if outside is not None and (outside.pointer or outside.id == SMALL_TALK):
        return Outcome.OUTSIDE, outside.id
    return Outcome.UNKNOWN, ""
