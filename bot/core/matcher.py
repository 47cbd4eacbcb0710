"""Decides which topic a message asks about, in which language, and how sure that is; knows no chat and no file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from bot.core.common_words import EVERYDAY
from bot.core.faq import Candidate, Decision, Faq, Match, Outside
from bot.core.language import Detection, LanguageDetector
from bot.core.matching.arrays import Floats
from bot.core.matching.clauses import split_clauses, split_questions
from bot.core.matching.combination import combine_clauses
from bot.core.matching.model import Known, Model
from bot.core.matching.thresholds import Judged, Thresholds
from bot.core.words import flatten

_SURE = 0.9
_SHORT_MESSAGE = 20
_MOST_RANKED = 5


@dataclass(frozen=True)
class Spoken:
    """One language's model with the ids of its topics, and the outside topics that follow them."""

    model: Model
    ids: tuple[str, ...]
    outside: tuple[Outside, ...]


@dataclass(frozen=True)
class Matcher:
    """A FAQ learnt by heart."""

    spoken: Mapping[str, Spoken]
    detector: LanguageDetector
    thresholds: Thresholds

    @classmethod
    def learn(cls, faq: Faq) -> Matcher:
        """Learn everything from the content alone, the thresholds too."""
        spoken = {language: _learn_language(faq, language) for language in faq.languages}
        detector = LanguageDetector.learn({language: _texts(faq, language) for language in faq.languages})
        judged = [_judge_left_out(each) for each in spoken.values()]
        return cls(spoken, detector, Thresholds.learn(judged))

    def detect(self, text: str) -> Detection:
        """Return the language of a text and how certain it is."""
        return self.detector.detect(text)

    def match(self, question: str, chat_language: str | None = None, only: str | None = None) -> Match:
        """Return the verdict on a message, in the language it is asked in unless `only` names another."""
        detection = self.detect(question)
        sure = detection.certainty >= _SURE
        language = detection.language
        if not sure and chat_language is not None and chat_language in self.spoken:
            language = chat_language
        answer_in = only if only is not None and only in self.spoken else language
        flat = flatten(question)
        chances, outside = self._weigh(flat, [language] if sure else [language, *self._others(language)])
        ranked = sorted(chances.items(), key=lambda pair: -pair[1])
        candidates = tuple(Candidate(id_, round(score, 4)) for id_, score in ranked[:_MOST_RANKED])
        decision = Decision.UNKNOWN
        winner = None
        best = ranked[0][1] if ranked else 0.0
        if outside and outside[1] > max(best, 1 - sum(chances.values()) - outside[1]):
            winner = self._outside_in(answer_in, outside[0])
        answers = self._find_two_questions(flat, language)
        if answers:
            decision = Decision.ANSWER
            ranked.sort(key=lambda pair: pair[0] not in answers)
        elif best >= self.thresholds.answer:
            decision = Decision.ANSWER
            answers = (ranked[0][0],)
        elif sum(score for _, score in ranked[:3]) >= self.thresholds.suggest:
            decision = Decision.SUGGEST
        return Match(answer_in, decision, candidates, answers, winner, sure)

    def _find_two_questions(self, flat: str, language: str) -> tuple[str, ...]:
        """Return the two topics of a message whose clauses each ask one for certain, in the order asked."""
        clauses = split_questions(flat, language)
        if len(clauses) < 2:
            return ()
        spoken = self.spoken[language]
        sure: list[str] = []
        for clause in clauses:
            chances = spoken.model.judge(clause.words)
            best = int(chances[:-1].argmax())
            if best < len(spoken.ids) and chances[best] >= self.thresholds.answer:
                sure.append(spoken.ids[best])
        found = tuple(dict.fromkeys(sure))
        return found if len(found) == 2 else ()

    def _others(self, language: str) -> list[str]:
        return [other for other in self.spoken if other != language]

    def _outside_in(self, language: str, outside: Outside) -> Outside:
        same = [each for each in self.spoken[language].outside if each.id == outside.id]
        return same[0] if same else outside

    def _weigh(self, flat: str, languages: list[str]) -> tuple[dict[str, float], tuple[Outside, float] | None]:
        """Return each topic's probability and the strongest outside topic with its own."""
        chances: dict[str, float] = {}
        outside: dict[str, tuple[Outside, float]] = {}
        for language in languages:
            spoken = self.spoken[language]
            vector = _weigh_message(spoken, flat) / len(languages)
            for id_, chance in zip(spoken.ids, vector, strict=False):
                chances[id_] = chances.get(id_, 0.0) + float(chance)
            for other, chance in zip(spoken.outside, vector[len(spoken.ids) :], strict=False):
                before = outside.get(other.id, (other, 0.0))
                outside[other.id] = (before[0], before[1] + float(chance))
        strongest = max(outside.values(), key=lambda pair: pair[1], default=None)
        return chances, strongest


def _weigh_message(spoken: Spoken, flat: str) -> Floats:
    """Weigh a message by its clauses; a short one also as a whole."""
    model = spoken.model
    clauses = split_clauses(flat, model.reader.language)
    words = tuple(word for clause in clauses for word in clause.words)
    if len(clauses) < 2:
        return model.judge(words)
    judged = [model.judge(clause.words) for clause in clauses]
    asks = [clause.asks for clause in clauses]
    if len(words) <= _SHORT_MESSAGE:
        judged.append(model.judge(words))
        asks.append(True)
    return combine_clauses(np.stack(judged), asks, len(spoken.ids))


def _learn_language(faq: Faq, language: str) -> Spoken:
    entries = [entry for entry in faq.entries[language].values() if entry.phrasings or entry.question]
    outside = tuple(each for each in faq.outside.get(language, ()) if each.phrasings)
    texts = [(entry.question, entry.label, *entry.phrasings) for entry in entries]
    texts += [each.phrasings for each in outside]
    known = [Known(text, number) for number, group in enumerate(texts) for text in dict.fromkeys(group)]
    foreign = frozenset().union(*(words for other, words in EVERYDAY.items() if other != language))
    model = Model.learn(language, known, faq.synonyms.get(language, {}), foreign)
    return Spoken(model, tuple(entry.id for entry in entries), outside)


def _texts(faq: Faq, language: str) -> list[str]:
    entries = faq.entries[language].values()
    texts = [text for entry in entries for text in (entry.question, entry.label, entry.answer, *entry.phrasings)]
    return [*texts, *(text for each in faq.outside.get(language, ()) for text in each.phrasings)]


def _judge_left_out(spoken: Spoken) -> Judged:
    count = len(spoken.ids)
    truth = np.array([spoken.model.known[row].topic for row in spoken.model.judged])
    return Judged(spoken.model.left_out[:, :count], np.where(truth < count, truth, -1))
