"""Brings questions that mean nearly the same together; knows neither topics nor who asked.

Two questions are alike as far as they share words that say something. Each question joins the group that it is most
like, the most asked ones first, so that the order in which they came changes nothing.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

from bot.core.common_words import EVERYDAY
from bot.core.faq import Faq
from bot.core.learning.kept import Unanswered
from bot.core.words import flatten, split_words, stem

ALIKE = 0.6
"""How much of what two questions say has to be the same (0 to 1)."""

_USUAL = 0.25
"""How much a word counts that the FAQ's own questions are full of: it tells few questions apart."""

_OFTEN = 3
_LEAST_RESPELT = 6


@dataclass(frozen=True)
class Group:
    """Questions of one language that are alike, the most typical one first, and then the newest."""

    questions: tuple[Unanswered, ...]

    @property
    def typical(self) -> Unanswered:
        """The question that says best what the others say too."""
        return self.questions[0]

    @property
    def ids(self) -> frozenset[int]:
        """The numbers of the questions."""
        return frozenset(each.id for each in self.questions)


Words = tuple[str, ...]
"""What a question says, as sorted stems."""


def group_questions(questions: Iterable[Unanswered], faq: Faq) -> tuple[Group, ...]:
    """Group questions within their languages; the largest group comes first, then the one asked last."""
    by_language: dict[str, list[Unanswered]] = defaultdict(list)
    for each in questions:
        by_language[each.language].append(each)
    groups = [
        group
        for language, theirs in by_language.items()
        for group in _group(theirs, language, find_usual(faq, language))
    ]
    return tuple(sorted(groups, key=lambda group: (-len(group.questions), -max(group.ids))))


def find_usual(faq: Faq, language: str) -> frozenset[str]:
    """List the stems that several of the FAQ's own questions hold."""
    titles = (each.question for each in faq.entries.get(language, {}).values())
    counted = Counter(word for title in titles for word in {stem(each, language) for each in _read(title, language)})
    return frozenset(word for word, times in counted.items() if times >= _OFTEN)


def _group(questions: Sequence[Unanswered], language: str, usual: Collection[str]) -> list[Group]:
    read = {text: _read(text, language) for text in {each.text for each in questions}}
    spelling = _respell(Counter(word for each in questions for word in read[each.text]))
    stems = {word: stem(right, language) for word, right in spelling.items()}
    alike: dict[Words, list[Unanswered]] = defaultdict(list)
    for each in questions:
        alike[tuple(sorted({stems[word] for word in read[each.text]}))].append(each)
    weights = {word: _USUAL if word in usual else 1.0 for word in stems.values()}
    forms = sorted(alike, key=lambda form: (-len(alike[form]), form))
    return [_lay_out(members, alike) for members in _join(forms, weights)]


def _read(text: str, language: str) -> list[str]:
    """Reduce a question to the words that say something, or to all of them where none does; to itself without words."""
    words = split_words(flatten(text), language)
    return [word for word in words if word not in EVERYDAY.get(language, ())] or [*words] or [text]


def _respell(counted: Mapping[str, int]) -> dict[str, str]:
    """Take a long word for a more frequent one that differs in one letter: people mistype."""
    spelling: dict[str, str] = {}
    known: dict[str, str] = {}
    for word in sorted(counted, key=lambda each: (-counted[each], each)):
        shapes = [word]
        if len(word) >= _LEAST_RESPELT:
            shapes += [word[:place] + word[place + 1 :] for place in range(len(word))]
        right = next((known[shape] for shape in shapes if shape in known), word)
        spelling[word] = right
        if right == word:
            for shape in shapes:
                known.setdefault(shape, word)
    return spelling


def _join(forms: Sequence[Words], weights: Mapping[str, float]) -> list[list[Words]]:
    """Let each form join the group whose first form it is most like, or begin one."""
    groups: list[list[Words]] = []
    sizes = np.zeros(len(forms))
    holders: dict[str, array[int]] = defaultdict(lambda: array("q"))
    for form in forms:
        size = sum(weights[word] for word in form)
        found = [(np.frombuffer(holders[word], dtype=np.int64), weights[word]) for word in form if word in holders]
        if found:
            places = np.concatenate([where for where, _ in found])
            shares = np.concatenate([np.full(len(where), weight) for where, weight in found])
            shared = np.bincount(places, shares)
            likeness = 2 * shared / (sizes[: len(shared)] + size)
            best = int(likeness.argmax())
            del found, places
            if likeness[best] >= ALIKE:
                groups[best].append(form)
                continue
        for word in form:
            holders[word].append(len(groups))
        sizes[len(groups)] = size
        groups.append([form])
    return groups


def _lay_out(members: Sequence[Words], alike: Mapping[Words, Sequence[Unanswered]]) -> Group:
    weights = Counter(word for form in members for word in form for _ in alike[form])
    central = min(members, key=lambda form: (-sum(weights[word] for word in form) / sqrt(len(form)), form))
    times = Counter(each.text for each in alike[central])
    typical = min(alike[central], key=lambda each: (-times[each.text], len(each.text), each.text, each.id))
    everything = (each for form in members for each in alike[form])
    others = sorted((each for each in everything if each.id != typical.id), key=lambda each: -each.id)
    return Group((typical, *others))
