"""Tells an answer to the open step from a question asked in the middle of a flow; changes nothing."""

from __future__ import annotations

import re
from enum import StrEnum

from bot.core.faq import Decision, Match
from bot.core.flow import Step, StepType
from bot.core.folding import fold
from bot.core.reading import Misread, Read
from bot.core.scene import Scene

_TAKES_ANY_TEXT = frozenset({StepType.TEXT, StepType.NAME, StepType.SCHOOLS})

_AT_LEAST_A_SENTENCE = 4
"""How many words make a text doubtful that begins as a question does; "Will Smith" and "Who we are" have fewer."""

_LONGEST_BEGINNING = 6
_RATHER_A_QUESTION = 0.2
_LIKE_AN_ADDRESS = re.compile(r"\S*[.@]\S*")
_CLAUSE = re.compile(r"[,;.!?…\n]+")

_LISTS_OF_PEOPLE = frozenset({StepType.PEOPLE, StepType.FILE})


class Meaning(StrEnum):
    """What a text typed at a step is."""

    ANSWER = "answer"
    QUESTION = "question"
    UNCLEAR = "unclear"
    UNSURE = "unsure"
    SMALL_TALK = "small_talk"


def understand(scene: Scene, step: Step, text: str) -> tuple[Meaning, Read | Misread]:
    """Decide what a text at a step is, with what was read of it as an answer."""
    reading = scene.reader.read(step, text)
    if step.type is StepType.URL or not scene.is_private:
        return Meaning.ANSWER, reading
    is_read = isinstance(reading, Read)
    takes_any_text = step.type in _TAKES_ANY_TEXT
    is_question_to_staff = step.type is StepType.QUESTION
    if (takes_any_text or is_question_to_staff or not is_read) and _is_small_talk(scene, text):
        return Meaning.SMALL_TALK, reading
    if is_question_to_staff:
        return Meaning.ANSWER, reading
    if (takes_any_text or not is_read) and _says_unsure(scene, text):
        return Meaning.UNSURE, reading
    if step.type in _LISTS_OF_PEOPLE and ("@" in text or "\n" in text):
        return Meaning.ANSWER, reading
    is_marked = text.rstrip().endswith(("?", "？", "؟"))
    is_shaped = is_marked or _begins_like_a_question(scene, text)
    if not is_shaped and (is_read or (step.type is StepType.EMAIL and _LIKE_AN_ADDRESS.fullmatch(text.strip()))):
        return Meaning.ANSWER, reading
    match = scene.knowledge.matcher.match(text, scene.language)
    if match.decision is Decision.ANSWER and (is_shaped or not is_read):
        return Meaning.QUESTION, reading
    if takes_any_text and is_read:
        if not is_marked:
            return (Meaning.UNCLEAR if _may_ask(step, match, text) else Meaning.ANSWER), reading
        return (Meaning.QUESTION if match.decision is Decision.SUGGEST else Meaning.UNCLEAR), reading
    if is_read or not is_shaped:
        return Meaning.ANSWER, reading
    return Meaning.QUESTION, reading


def _is_small_talk(scene: Scene, text: str) -> bool:
    return scene.reader.is_made_of(("words.small_talk", "words.yes"), text)


def _says_unsure(scene: Scene, text: str) -> bool:
    return any(scene.reader.means("words.unsure", clause) for clause in _CLAUSE.split(text) if clause.strip())


def _may_ask(step: Step, match: Match, text: str) -> bool:
    """Tell whether a text without a question mark that begins as a question does may be one, where any text will do."""
    if len(text.split()) < _AT_LEAST_A_SENTENCE:
        return False
    return step.type is StepType.NAME or any(each.score >= _RATHER_A_QUESTION for each in match.ranked[:1])


def _begins_like_a_question(scene: Scene, text: str) -> bool:
    words = fold(text).split()[:_LONGEST_BEGINNING]
    beginnings = (" ".join(words[:length]) for length in range(1, len(words) + 1))
    return any(each in scene.knowledge.texts.spoken("words.asking") for each in beginnings)
