"""Reads flows/replies.yaml, the replies that staff send with a tap; knows no flow and no FAQ."""

from __future__ import annotations

from collections.abc import Collection

from bot.content import wording
from bot.content.markup import (
    Vocabulary,
    check_html,
    check_plain,
    check_same_placeholders,
    count_characters,
    shown_length,
)
from bot.content.reading import Section
from bot.core.replies import Reply

FILE = "flows/replies.yaml"

LONGEST_ID = 24
LONGEST_TITLE = 40
LONGEST_TEXT = 3800
"""Characters of a reply; above it stands in the same message what it is about."""

_OWN = ("reference",)


def read_replies(section: Section, languages: Collection[str], vocabulary: Vocabulary | None) -> dict[str, Reply]:
    """Read the replies, each under its id."""
    replies: dict[str, Reply] = {}
    for each in section.sections("replies", "reply", required=True):
        reply = _read_reply(each, languages, vocabulary)
        if reply.id and replies.setdefault(reply.id, reply) is not reply:
            section.add(reply.id, wording.id_twice("reply", reply.id))
    section.finish()
    return replies


def _read_reply(section: Section, languages: Collection[str], vocabulary: Vocabulary | None) -> Reply:
    report = section.report
    reply = Reply(
        section.identifier(LONGEST_ID), section.by_language("title", languages), section.by_language("text", languages)
    )
    section.finish()
    for language, title in reply.title.items():
        check_plain("title", title, report)
        if count_characters(title) > LONGEST_TITLE:
            what = f'The title of {section.owner} in "{language}"'
            report.add(title, wording.too_long(what, count_characters(title), LONGEST_TITLE))
    for language, text in reply.text.items():
        check_html(text, vocabulary, report, _OWN)
        length = shown_length(text, language, vocabulary, _OWN)
        if length > LONGEST_TEXT:
            report.add(text, wording.too_long(f'The text of {section.owner} in "{language}"', length, LONGEST_TEXT))
    check_same_placeholders(f'"text" of {section.owner}', reply.text, vocabulary, report, _OWN)
    return reply
