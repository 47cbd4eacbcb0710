"""Tells an answer to the open step from a question asked in the middle of a flow; changes nothing."""

from __future__ import annotations

from enum import StrEnum

from bot.core.faq import Decision
from bot.core.flow import Step, StepType
from bot.core.folding import fold
from bot.core.reading import Misread, Read
from bot.core.scene import Scene

_TAKES_ANY_TEXT = frozenset({StepType.TEXT, StepType.NAME, StepType.SCHOOLS})

_LISTS_OF_PEOPLE = frozenset({StepType.PEOPLE, StepType.FILE})


class Meaning(StrEnum):
    """What a text typed at a step is."""

    ANSWER = "answer"
    QUESTION = "question"
    UNCLEAR = "unclear"


def understand(scene: Scene, step: Step, text: str) -> tuple[Meaning, Read | Misread]:
    """Decide what a text at a step is, with what was read of it as an answer."""
    reading = scene.reader.read(step, text)
    if step.type in {StepType.QUESTION, StepType.URL} or not scene.is_private:
        return Meaning.ANSWER, reading
    if step.type in _LISTS_OF_PEOPLE and ("@" in text or "\n" in text):
        return Meaning.ANSWER, reading
    is_marked = text.rstrip().endswith(("?", "？", "؟"))
    is_shaped = is_marked or _begins_like_a_question(scene, text)
    is_read = isinstance(reading, Read)
    if is_read and not is_shaped:
        return Meaning.ANSWER, reading
    match = scene.knowledge.matcher.match(text, scene.language)
    if match.decision is Decision.ANSWER and (is_shaped or not is_read):
        return Meaning.QUESTION, reading
    if step.type in _TAKES_ANY_TEXT and is_read:
        if not is_marked:
            return Meaning.ANSWER, reading
        return (Meaning.QUESTION if match.decision is Decision.SUGGEST else Meaning.UNCLEAR), reading
    if is_read or not is_shaped:
        return Meaning.ANSWER, reading
    return Meaning.QUESTION, reading


def _begins_like_a_question(scene: Scene, text: str) -> bool:
    typed = f"{fold(text)} "
    return any(
        typed.startswith(f"{fold(word)} ")
        for language in scene.knowledge.policy.languages
        for word in scene.knowledge.texts.words("words.asking", language)
    )
