"""Warns editors of phrasings worth a second look: thin topics, collisions, phrasings that would be misread."""

from __future__ import annotations

from collections.abc import Sequence

from bot.content.problem import line_of
from bot.core.scene import Knowledge

THIN = 20
"""A topic with fewer phrasings than this is called thin."""

_SHOWN = 10


def list_warnings(knowledge: Knowledge, *, everything: bool) -> list[str]:
    """List what an editor may look at again, the surest cases of each kind first."""
    return [
        *list_thin(knowledge),
        *_shorten(list_collisions(knowledge), "more phrasings of two topics collide", everything),
        *_shorten(list_misread(knowledge), "more phrasings would be misread", everything),
    ]


def list_thin(knowledge: Knowledge) -> list[str]:
    """Name the topics that have few phrasings."""
    return [
        f"faq/{language}.yaml:{line_of(entry.id)}: warning: the topic {entry.id} has {len(entry.phrasings)} phrasings. "
        f"{THIN} or more make it easier to recognise."
        for language, entries in knowledge.faq.entries.items()
        for entry in entries.values()
        if len(entry.phrasings) < THIN
    ]


def list_collisions(knowledge: Knowledge) -> list[str]:
    """Name the phrasings of two topics that say nearly the same."""
    return [
        f"faq/{each.language}.yaml:{line_of(each.phrasing)}: warning: “{each.phrasing}” ({each.topic}) says nearly the "
        f"same as “{each.other_phrasing}” ({each.other_topic}, line {line_of(each.other_phrasing)}). "
        "Word one of them otherwise, or keep it in one topic."
        for each in knowledge.matcher.find_collisions()
    ]


def list_misread(knowledge: Knowledge) -> list[str]:
    """Name the phrasings that would be misread were they not written down, where an answer is at stake."""
    topics = {entry_id for entries in knowledge.faq.entries.values() for entry_id in entries}
    return [
        f"faq/{each.language}.yaml:{line_of(each.phrasing)}: warning: without it, “{each.phrasing}” ({each.topic}) "
        f"would be taken for {each.taken_for} ({each.chance:.0%}). Add phrasings like it to {each.topic}, or move it."
        for each in knowledge.matcher.find_misread()
        if topics & {each.topic, each.taken_for}
    ]


def _shorten(warnings: Sequence[str], rest: str, everything: bool) -> list[str]:
    if everything or len(warnings) <= _SHOWN:
        return list(warnings)
    return [*warnings[:_SHOWN], f"… and {len(warnings) - _SHOWN} {rest}; guichet check --all lists them."]
