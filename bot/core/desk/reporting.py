"""Words the figures: the short text beside their picture, and what stands in the picture; counts and draws nothing."""

from __future__ import annotations

from bot.core.figures import Figures, QuestionFigures, Share, Spread
from bot.core.scene import Knowledge
from bot.core.texts import Html, Texts

_HOURS_A_DAY = 24
_LONGEST = 80
_NAMED = 3


def name_topics(knowledge: Knowledge, questions: QuestionFigures) -> QuestionFigures:
    """Call topics by what stands on their buttons, in the desk's first language; one that is gone keeps its id."""
    entries = knowledge.faq.entries[knowledge.policy.default_language]

    def name(topic: str) -> str:
        return entries[topic].label if topic in entries else topic

    return QuestionFigures(
        tuple((name(topic), count) for topic, count in questions.top),
        questions.unanswered,
        tuple((name(topic), yes, no) for topic, yes, no in questions.helpful),
    )


def caption_of(texts: Texts, language: str, figures: Figures) -> Html:
    """Say the most important in a few lines."""
    first, last = figures.weeks[0].monday, figures.weeks[-1].monday
    lines = [
        texts.say("stats.head", language, first=first, last=last),
        texts.say("stats.count", language, count=figures.count),
    ]
    for key, spread in (("stats.answer", figures.answer), ("stats.decision", figures.decision)):
        if spread:
            median, most = say_hours(texts, spread.median, language), say_hours(texts, spread.most, language)
            lines.append(texts.say(key, language, median=median, most=most))
    for key, share in (("stats.late", figures.late), ("stats.short", figures.short)):
        if share and share.whole:
            lines.append(texts.say(key, language, part=share.part, whole=share.whole, percent=percent_of(share)))
    if figures.questions.unanswered:
        named = figures.questions.unanswered[:_NAMED]
        asked = texts.list_out(
            [texts.label("stats.question", language, text=_shorten(text), count=count) for text, count in named],
            language,
        )
        lines.append(texts.say("stats.unanswered", language, texts=asked))
    return Html("\n".join(lines))


def say_hours(texts: Texts, hours: int, language: str) -> str:
    """Say how long something takes: in hours, and from two days on in whole days."""
    days = round(hours / _HOURS_A_DAY)
    key, count = ("stats.days", days) if hours >= 2 * _HOURS_A_DAY else ("stats.hours", hours)
    return texts.label(key, language, count=count)


def say_spread(texts: Texts, key: str, spread: Spread | None, language: str) -> str:
    """Name a line of the picture, with what it comes to over all weeks."""
    name = texts.label(key, language)
    return f"{name} ({say_hours(texts, spread.median, language)})" if spread else name


def percent_of(share: Share) -> int:
    """Give a share in whole percent."""
    return round(100 * share.part / share.whole)


def _shorten(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
