"""Tells an answer to the open step from a question asked in the middle of a flow; changes nothing."""

from __future__ import annotations

import re
from enum import StrEnum

from bot.core.faq import Decision, Match
from bot.core.flow import Step, StepType
from bot.core.folding import fold
from bot.core.reading import Misread, Read, check_picked
from bot.core.scene import Scene
from bot.core.wording import begins_with, phrases_in

_STORED_AS_TYPED = frozenset({StepType.TEXT, StepType.NAME, StepType.SCHOOLS})
TAKES_ANY_TEXT = _STORED_AS_TYPED | {StepType.QUESTION}
"""The types whose answer may be any text, so that nothing about a text itself shows that it is meant as one."""

_MAY_HOLD_AN_ADDRESS = frozenset({StepType.EMAIL, StepType.NAME, StepType.SCHOOLS})

_AT_LEAST_A_SENTENCE = 4
"""How many words make a text doubtful that begins as a question does; "Will Smith" and "Who we are" have fewer."""

_AROUND = ("words.small_talk", "words.filler")
_LONGEST_BEGINNING = 6
_RATHER_A_QUESTION = 0.2
_LIKE_AN_ADDRESS = re.compile(r"\S*[.@]\S*")
_JOINED = re.compile(r"^\s*(?:\+|(?:et|and|plus)\s)\s*", re.IGNORECASE)
_CLAUSE = re.compile(r"[,;.!?…\n]+")

_LISTS_OF_PEOPLE = frozenset({StepType.PEOPLE, StepType.FILE})


class Meaning(StrEnum):
    """What a text typed at a step is."""

    ANSWER = "answer"
    QUESTION = "question"
    UNCLEAR = "unclear"
    UNSURE = "unsure"
    PUZZLED = "puzzled"
    ANNOUNCED = "announced"
    SOONEST = "soonest"
    SMALL_TALK = "small_talk"


def understand(scene: Scene, step: Step, text: str, picked: tuple[str, ...] = ()) -> tuple[Meaning, Read | Misread]:
    """Decide what a text at a step is, with what was read of it as an answer beside the options ticked."""
    reading = _read_more(scene, step, text, picked) or scene.reader.read(step, text)
    if step.type is StepType.URL or not scene.is_private:
        return Meaning.ANSWER, reading
    is_read = isinstance(reading, Read)
    takes_any_text = step.type in _STORED_AS_TYPED
    is_question_to_staff = step.type is StepType.QUESTION
    aside = hear_aside(scene, text) if takes_any_text or is_question_to_staff or not is_read else None
    if is_question_to_staff:
        return (aside if aside is Meaning.SMALL_TALK else Meaning.ANSWER), reading
    if aside is not None:
        return aside, reading
    if step.type is StepType.DATE and not is_read and _is_made_around(scene, "words.soonest", text):
        return Meaning.SOONEST, reading
    if step.type in _LISTS_OF_PEOPLE and ("@" in text or "\n" in text):
        return Meaning.ANSWER, reading
    is_marked = text.rstrip().endswith(("?", "？", "؟"))
    is_put_to_me = _begins_with_one_of(scene, "words.asking_me", text)
    is_shaped = is_marked or is_put_to_me or _begins_with_one_of(scene, "words.asking", text)
    is_address = step.type in _MAY_HOLD_AN_ADDRESS and _LIKE_AN_ADDRESS.fullmatch(text.strip()) is not None
    if not is_shaped and (is_read or is_address):
        return Meaning.ANSWER, reading
    match = scene.knowledge.matcher.match(text, scene.language)
    if match.decision is Decision.ANSWER and (is_shaped or not is_read):
        return (Meaning.UNCLEAR if is_read and not takes_any_text else Meaning.QUESTION), reading
    if takes_any_text and is_read:
        if not is_marked:
            is_doubtful = is_put_to_me or _may_ask(step, match, text)
            return (Meaning.UNCLEAR if is_doubtful else Meaning.ANSWER), reading
        return (Meaning.QUESTION if match.decision is Decision.SUGGEST else Meaning.UNCLEAR), reading
    if is_read or not is_shaped:
        return Meaning.ANSWER, reading
    return Meaning.QUESTION, reading


def _read_more(scene: Scene, step: Step, text: str, picked: tuple[str, ...]) -> Read | Misread | None:
    """Read options that a text adds to those ticked already; None where it adds none, but names them anew."""
    rest = _JOINED.sub("", text)
    known = scene.knowledge.texts.spoken("words.also")
    more = " ".join(word for word in rest.split() if fold(word) not in known)
    if not picked or more == " ".join(text.split()):
        return None
    reading = scene.reader.read(step, more)
    added = reading.value if isinstance(reading, Read) and isinstance(reading.value, list) else None
    return reading if added is None else check_picked(step, (*picked, *added))


def hear_aside(scene: Scene, text: str) -> Meaning | None:
    """Tell thanks, a cry for help and the like, which are no answer at any step; None for all else."""
    if scene.reader.is_made_of(("words.small_talk", "words.yes"), text):
        return Meaning.SMALL_TALK
    clauses = [clause for clause in _CLAUSE.split(text) if clause.strip()]
    for key, meaning in (
        ("words.announcing", Meaning.ANNOUNCED),
        ("words.puzzled", Meaning.PUZZLED),
        ("words.unsure", Meaning.UNSURE),
    ):
        if any(_is_made_around(scene, key, clause) for clause in clauses):
            return meaning
    return Meaning.UNSURE if any(_calls_for_a_human(scene, clause) for clause in clauses) else None


def declines(scene: Scene, step: Step, text: str) -> bool:
    """Tell whether a text says that there is nothing to answer."""
    keys = ("words.none", "words.no") if step.type in _STORED_AS_TYPED else ("words.none",) if step.optional else ()
    return any(scene.reader.means(key, text) for key in keys)


def _is_made_around(scene: Scene, key: str, text: str) -> bool:
    return bool(phrases_in(scene.knowledge.texts, key, fold(text))) and scene.reader.is_made_of((key, *_AROUND), text)


def _calls_for_a_human(scene: Scene, text: str) -> bool:
    keys, folded = ("words.human", "words.somebody", "words.reaching", *_AROUND), fold(text)
    human, somebody, reaching = (phrases_in(scene.knowledge.texts, key, folded) for key in keys[:3])
    return bool(human or (somebody and reaching)) and scene.reader.is_made_of(keys, text)


def _may_ask(step: Step, match: Match, text: str) -> bool:
    """Tell whether a text without a question mark that begins as a question does may be one, where any text will do."""
    if len(text.split()) < _AT_LEAST_A_SENTENCE:
        return False
    return step.type is StepType.NAME or any(each.score >= _RATHER_A_QUESTION for each in match.ranked[:1])


def _begins_with_one_of(scene: Scene, key: str, text: str) -> bool:
    texts = scene.knowledge.texts
    greeting = begins_with(texts, ("words.small_talk",), text)
    words = fold(text).split()[greeting : greeting + _LONGEST_BEGINNING]
    return any(" ".join(words[:length]) in texts.spoken(key) for length in range(1, len(words) + 1))
