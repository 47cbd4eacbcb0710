"""Weighs a whole message in one or several languages at once; knows probabilities, not decisions or chats."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Protocol

from bot.core.common_words import EVERYDAY
from bot.core.faq import Faq, Outside
from bot.core.language import Detection
from bot.core.matching.arrays import Floats
from bot.core.matching.clauses import Clause, split_clauses, split_questions
from bot.core.matching.combination import combine_clauses, lean_towards, lean_towards_whole, weigh_clauses
from bot.core.matching.lesson import Lesson
from bot.core.matching.model import Known, Model
from bot.core.ordinary_words import ORDINARY

Judge = Callable[[tuple[str, ...]], Floats]
Asked = Mapping[str, float]
"""The topics of two questions in one message, in the order in which they are asked, and how probable each is."""

INTRODUCTIONS = "introductions"
"""The id of the outside topic whose phrasings say who writes and why, and ask nothing."""

_LEAST_OWN = 0.3
"""How much the message's own language counts at least, however many words are borrowed."""

_LONG_MESSAGE = 35
"""Words beyond which a message of several clauses is not weighed as a whole too."""


class Bars(Protocol):
    """How probable a topic must be to be answered, and each of two where a message asks two questions."""

    @property
    def answer(self) -> float: ...

    @property
    def two(self) -> float: ...


_FEW_PARTS = 3
"""Parts up to which a message is cut everywhere; of more, only where a sentence or a question begins."""


@dataclass(frozen=True)
class Spoken:
    """One language's model with the ids of its topics, and the outside topics that follow them."""

    model: Model
    ids: tuple[str, ...]
    outside: tuple[Outside, ...]

    @classmethod
    def learn(cls, faq: Faq, language: str, lesson: Lesson | None = None) -> Spoken:
        """Learn the topics of one language; an entry's question and label are phrasings too."""
        entries = tuple(faq.entries[language].values())
        outside = tuple(each for each in faq.outside.get(language, ()) if each.phrasings)
        texts = [(entry.question, entry.label, *entry.phrasings) for entry in entries]
        texts += [each.phrasings for each in outside]
        known = [Known(text, number) for number, group in enumerate(texts) for text in dict.fromkeys(group)]
        foreign = frozenset().union(*(words for other, words in EVERYDAY.items() if other != language))
        right = foreign | ORDINARY.get(language, frozenset())
        model = Model.learn(language, known, faq.synonyms.get(language, {}), right, lesson)
        return cls(model, tuple(entry.id for entry in entries), outside)

    def name(self, topic: int) -> str:
        """Return the id of a topic, ours or outside, by its number."""
        return self.ids[topic] if topic < len(self.ids) else self.outside[topic - len(self.ids)].id

    @cached_property
    def introductions(self) -> int | None:
        """The number of the outside topic that holds what people say of themselves before they ask."""
        numbers = {each.id: number for number, each in enumerate(self.outside, len(self.ids))}
        return numbers.get(INTRODUCTIONS)

    def hear(self, flat: str, bars: Bars) -> tuple[Floats, Asked]:
        """Return a message's probabilities, and the two topics that it asks for if it asks for two."""
        language = self.model.reader.language
        clauses, parts = split_clauses(flat, language), split_questions(flat, language)
        corrected = self.model.speller.correct_each(word for clause in (*clauses, *parts) for word in clause.words)
        views, leanings = _view(clauses)
        judged = self.model.judge_several([_respell(view, corrected) for view in views])
        chances = combine_clauses(judged, leanings, self.introductions) if len(views) > 1 else judged[0]
        known = dict(zip(views, judged, strict=True))

        @cache
        def judge(words: tuple[str, ...]) -> Floats:
            return known[words] if words in known else self.model.judge_right(_respell(words, corrected))

        return chances, self._find_two(parts, judge, bars)

    def find_telling(self, flat: str) -> tuple[str, ...]:
        """Return the words of the part of a message that counts most, or all of them."""
        views, leanings = _view(split_clauses(flat, self.model.reader.language))
        judged = self.model.judge_several([self.model.speller.correct(view) for view in views])
        weights = weigh_clauses(judged, leanings, self.introductions)
        return views[int(weights.argmax())]

    def _find_two(self, parts: Sequence[Clause], judge: Judge, bars: Bars) -> Asked:
        """Cut the message in two where both sides speak most clearly for a topic of ours, and not for the same."""
        found: Asked = {}
        most = 0.0
        for cut in range(1, len(parts)):
            sides = (parts[:cut], parts[cut:])
            ends = parts[cut - 1].sentence != parts[cut].sentence
            is_likely = ends or parts[cut].opens or parts[cut].is_added
            if len(parts) > _FEW_PARTS and not is_likely:
                continue
            is_both = _is_question(parts[:cut], ends=ends) and _is_question(parts[cut:], ends=True)
            bar = bars.two if is_both or parts[cut].is_added else bars.answer
            # What a side says takes the longer to find out the longer it is, and is asked in vain most times.
            found_out = {}
            for place in sorted((0, 1), key=lambda place: sum(len(part.words) for part in sides[place])):
                name, sure = self._name_best(sides[place], judge)
                if name is None or sure < bar:
                    break
                found_out[place] = name, sure
            else:
                (first, sure), (second, sure_too) = found_out[0], found_out[1]
                if first != second and sure * sure_too > most:
                    found, most = {first: sure, second: sure_too}, sure * sure_too
        return found

    def _name_best(self, side: Sequence[Clause], judge: Judge) -> tuple[str | None, float]:
        chances = judge(tuple(word for part in side for word in part.words))
        best = int(chances[:-1].argmax())
        return (self.ids[best] if best < len(self.ids) else None), float(chances[best])


def _respell(words: Iterable[str], corrected: Mapping[str, tuple[str, ...]]) -> list[str]:
    return [right for word in words for right in corrected[word]]


def _view(clauses: Sequence[Clause]) -> tuple[list[tuple[str, ...]], list[float]]:
    """Return what is judged of a message, and how much each counts: its clauses, and all of it unless it is long."""
    words = tuple(word for clause in clauses for word in clause.words)
    views = [clause.words for clause in clauses] if len(clauses) > 1 else []
    leanings = lean_towards(clauses) if len(clauses) > 1 else []
    if len(clauses) < 2 or len(words) <= _LONG_MESSAGE:
        views.append(words)
        leanings.append(lean_towards_whole(len(words)))
    return views, leanings


def _is_question(side: Sequence[Clause], *, ends: bool) -> bool:
    """Say whether a part of a message, with which a sentence ends or not, looks like a question."""
    return (ends and side[-1].is_marked) or any(part.asks for part in side)


@dataclass(frozen=True)
class Understanding:
    """How probable each of our topics is, best first, the likeliest outside topic, and what is asked for certain."""

    topics: tuple[tuple[str, float], ...]
    outside: tuple[str, float] | None
    questions: Asked

    @property
    def best(self) -> float:
        """The probability of the likeliest topic."""
        return self.topics[0][1] if self.topics else 0.0

    @property
    def offered(self) -> float:
        """The probability that one of the three likeliest topics helps."""
        return sum(chance for _, chance in self.topics[:3])


def share_languages(flat: str, spoken: Mapping[str, Spoken], detection: Detection, is_sure: bool) -> dict[str, float]:
    """Say how much each language's reading of a message counts.

    One language alone if it is sure, unless telling words are borrowed from another: « c'est combien le late fee ».
    """
    others = [language for language in spoken if language != detection.language]
    if not is_sure:
        rest = {language: (1 - detection.certainty) / len(others) for language in others}
        return {detection.language: detection.certainty} | rest
    own = spoken[detection.language].model
    telling = [word for word in own.reader.split(flat) if len(word) > 3 and not own.reader.is_everyday(word)]
    strange = [word for word in telling if not own.speller.is_right(word)]
    borrowed = {language: sum(word in spoken[language].model.reader.words for word in strange) for language in others}
    shares = {language: count / len(telling) for language, count in borrowed.items() if count}
    shares[detection.language] = max(_LEAST_OWN, 1 - sum(shares.values()))
    whole = sum(shares.values())
    return {language: share / whole for language, share in shares.items()}


def understand(flat: str, spoken: Mapping[str, Spoken], shares: Mapping[str, float], bars: Bars) -> Understanding:
    """Weigh a message in each language by how likely it is written in it."""
    ours: dict[str, float] = {}
    outside: dict[str, float] = {}
    questions: Asked = {}
    for language, share in sorted(shares.items(), key=lambda pair: -pair[1]):
        each = spoken[language]
        vector, asked = each.hear(flat, bars)
        questions = questions or asked
        for number, chance in enumerate(vector[:-1].tolist()):
            chances = ours if number < len(each.ids) else outside
            name = each.name(number)
            chances[name] = chances.get(name, 0.0) + share * chance
    ranked = sorted(ours.items(), key=lambda pair: -pair[1])
    likeliest = max(outside.items(), key=lambda pair: pair[1], default=None)
    return Understanding(tuple(ranked), likeliest, questions)
