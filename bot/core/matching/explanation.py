"""Says which words and phrasings decided a verdict; changes nothing and decides nothing."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.faq import Match
from bot.core.language import Detection
from bot.core.matching.hearing import Spoken
from bot.core.words import flatten

_MOST_WORDS = 40
_MOST_PHRASINGS = 5


@dataclass(frozen=True)
class WordSaid:
    """A word, what it was read as, and by how much its absence would lower the winner's probability."""

    word: str
    read_as: str
    weight: float


@dataclass(frozen=True)
class PhrasingSaid:
    """A known phrasing, the topic it stands under, and how much the message resembles it (0 to 1)."""

    topic: str
    phrasing: str
    resemblance: float


@dataclass(frozen=True)
class Explanation:
    """A verdict with what decided it: the winner (ours, outside, or none), the telling words, the closest phrasings."""

    match: Match
    detection: Detection
    winner: str | None
    words: tuple[WordSaid, ...]
    phrasings: tuple[PhrasingSaid, ...]


def explain_message(question: str, match: Match, detection: Detection, spoken: Spoken) -> Explanation:
    """Take the part that counts most of the message apart, word by word, in the language in which it was read."""
    model = spoken.model
    words = spoken.find_telling(flatten(question))[:_MOST_WORDS]
    chances = model.judge(words)
    best = int(chances.argmax())
    winner = spoken.name(best) if best < len(chances) - 1 else None
    said = []
    for place, word in enumerate(words):
        without = model.judge(words[:place] + words[place + 1 :])
        read_as = " ".join(model.speller.correct((word,)))
        said.append(WordSaid(word, read_as, round(float(chances[best] - without[best]), 3)))
    resemblance = model.compare(words)
    closest = resemblance.argsort()[::-1][:_MOST_PHRASINGS]
    phrasings = tuple(
        PhrasingSaid(spoken.name(model.known[row].topic), model.known[row].text, round(float(resemblance[row]), 3))
        for row in closest
        if resemblance[row] > 0
    )
    return Explanation(match, detection, winner, tuple(said), phrasings)
