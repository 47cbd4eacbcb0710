"""Decides which topic a message asks about, in which language, and how sure that is; knows no chat and no file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bot.core.faq import Candidate, Decision, Faq, Match, Outside
from bot.core.language import Detection, LanguageDetector
from bot.core.matching.explanation import Explanation, explain_message
from bot.core.matching.hearing import Asked, Spoken, Understanding, share_languages, understand
from bot.core.matching.lesson import Lessons
from bot.core.matching.review import Collision, Misread, find_collisions, find_misread
from bot.core.matching.thresholds import Judged, Thresholds
from bot.core.words import flatten

_SURE = 0.9
"""How certain the language must be to go by the message alone."""

_MOST_RANKED = 5

_OUTSIDE_CHANCE = 0.3
_OUTSIDE_LEAD = 2.0
"""An outside topic wins when it is likely by itself and this many times likelier than our first three together."""


@dataclass(frozen=True)
class Matcher:
    """A FAQ learnt by heart."""

    spoken: Mapping[str, Spoken]
    detector: LanguageDetector
    thresholds: Thresholds

    @classmethod
    def learn(cls, faq: Faq, lessons: Lessons | None = None) -> Matcher:
        """Learn everything from the content alone, the thresholds too.

        Lessons that were learnt of the very same content save most of the time and memory.
        """
        known = lessons.languages if lessons else {}
        spoken = {language: Spoken.learn(faq, language, known.get(language)) for language in faq.languages}
        if lessons:
            return cls(spoken, lessons.detector, lessons.thresholds)
        detector = LanguageDetector.learn({language: _list_texts(faq, language) for language in faq.languages})
        return cls(spoken, detector, Thresholds.learn([_judge_left_out(each) for each in spoken.values()]))

    @property
    def lessons(self) -> Lessons:
        """What was costly to learn."""
        languages = {language: each.model.lesson for language, each in self.spoken.items()}
        return Lessons(languages, self.detector, self.thresholds)

    def detect(self, text: str) -> Detection:
        """Return the language of a text and how certain it is."""
        return self.detector.detect(text)

    def match(self, question: str, chat_language: str | None = None, only: str | None = None) -> Match:
        """Return the verdict on a message.

        The answer's language is that of the message; the chat's where the message leaves it open; always
        `only` if that is given, in whatever language the message is.
        """
        detection = self.detect(question)
        is_sure = detection.certainty >= _SURE
        language = detection.language
        if only is not None and only in self.spoken:
            language = only
        elif not is_sure and chat_language is not None and chat_language in self.spoken:
            language = chat_language
        flat = flatten(question)
        shares = share_languages(flat, self.spoken, detection, is_sure)
        understanding = understand(flat, self.spoken, shares, self.thresholds)
        outside = self._find_outside(understanding, language)
        decision, answers = self._decide(understanding, outside is not None)
        ranked = sorted(understanding.topics, key=lambda pair: pair[0] not in answers)[:_MOST_RANKED]
        candidates = _score(ranked, understanding.questions)
        return Match(language, decision, candidates, answers, outside, is_sure)

    def explain(self, question: str, chat_language: str | None = None, only: str | None = None) -> Explanation:
        """Return the verdict on a message with the words and phrasings that decided it."""
        match = self.match(question, chat_language, only)
        detection = self.detect(question)
        return explain_message(question, match, detection, self.spoken[detection.language])

    def find_misread(self) -> tuple[Misread, ...]:
        """Return the phrasings that would, unwritten, be taken for another topic, the surest first."""
        found = [each for spoken in self.spoken.values() for each in find_misread(spoken)]
        return tuple(sorted(found, key=lambda misread: -misread.chance))

    def find_collisions(self) -> tuple[Collision, ...]:
        """Return the phrasings that say nearly the same and belong to two topics, the closest first."""
        found = [each for spoken in self.spoken.values() for each in find_collisions(spoken)]
        return tuple(sorted(found, key=lambda collision: -collision.resemblance))

    def _find_outside(self, understanding: Understanding, language: str) -> Outside | None:
        """Return the outside topic that the message is clearly about, in the language of the answer if it is there."""
        if understanding.outside is None:
            return None
        id_, chance = understanding.outside
        if chance < _OUTSIDE_CHANCE or chance < _OUTSIDE_LEAD * understanding.offered:
            return None
        languages = [language, *self.spoken]
        return next(each for one in languages for each in self.spoken[one].outside if each.id == id_)

    def _decide(self, understanding: Understanding, is_outside: bool) -> tuple[Decision, tuple[str, ...]]:
        if understanding.questions:
            return Decision.ANSWER, tuple(understanding.questions)
        if understanding.best >= self.thresholds.answer:
            return Decision.ANSWER, (understanding.topics[0][0],)
        if understanding.offered >= self.thresholds.suggest and not is_outside:
            return Decision.SUGGEST, ()
        return Decision.UNKNOWN, ()


def _score(ranked: Sequence[tuple[str, float]], questions: Asked) -> tuple[Candidate, ...]:
    """Give topics their probability, each of two answers that of its own question; none has more than one before it."""
    candidates: list[Candidate] = []
    most = 1.0
    for id_, chance in ranked:
        most = min(most, max(chance, questions.get(id_, 0.0)))
        candidates.append(Candidate(id_, round(most, 4)))
    return tuple(candidates)


def _list_texts(faq: Faq, language: str) -> list[str]:
    entries = faq.entries[language].values()
    texts = [text for each in entries for text in (each.question, each.label, each.answer, *each.phrasings)]
    return [*texts, *(text for each in faq.outside.get(language, ()) for text in each.phrasings)]


def _judge_left_out(spoken: Spoken) -> Judged:
    count = len(spoken.ids)
    lesson = spoken.model.lesson
    truth = np.array([spoken.model.known[row].topic for row in lesson.judged])
    return Judged(lesson.left_out[:, :count].astype(np.float32), np.where(truth < count, truth, -1))
