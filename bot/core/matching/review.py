"""Finds phrasings that an editor should look at again; knows the content as learnt, not its files."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.matching.hearing import Spoken
from bot.core.words import flatten

_SAME = 0.65
_CONFIDENT = 0.5


@dataclass(frozen=True)
class Misread:
    """A phrasing that, left out, would be taken for another topic with this probability."""

    language: str
    topic: str
    phrasing: str
    taken_for: str
    chance: float


@dataclass(frozen=True)
class Collision:
    """Two phrasings of two topics that say nearly the same."""

    language: str
    topic: str
    phrasing: str
    other_topic: str
    other_phrasing: str
    resemblance: float


def find_misread(spoken: Spoken) -> list[Misread]:
    """Return the phrasings that a matcher without them would take for another topic."""
    model = spoken.model
    found = []
    for row, chances in zip(model.lesson.judged, model.lesson.left_out, strict=True):
        each = model.known[row]
        best = int(chances[:-1].argmax())
        if best != each.topic and chances[best] >= _CONFIDENT:
            name, other = spoken.name(each.topic), spoken.name(best)
            found.append(Misread(model.reader.language, name, each.text, other, round(float(chances[best]), 3)))
    return found


def find_collisions(spoken: Spoken) -> list[Collision]:
    """Return the pairs of phrasings of two topics that can hardly be told apart."""
    model = spoken.model
    found = []
    for row, each in enumerate(model.known):
        resemblance = model.compare(model.reader.split(flatten(each.text)))
        for other_row in (resemblance[:row] >= _SAME).nonzero()[0]:
            other = model.known[other_row]
            if other.topic != each.topic:
                name, other_name = spoken.name(each.topic), spoken.name(other.topic)
                likeness = round(float(resemblance[other_row]), 3)
                found.append(Collision(model.reader.language, name, each.text, other_name, other.text, likeness))
    return found
