"""Compares the FAQ's languages: same topics, same ways between them, same placeholders; knows no YAML."""

from __future__ import annotations

from collections.abc import Sequence

from bot.content import wording_texts, wording_topics
from bot.content.faq_files import FaqFile
from bot.content.markup import placeholders
from bot.content.problem import Report
from bot.core.faq import Entry, Outside


def compare_languages(files: Sequence[FaqFile]) -> None:
    """Report where the languages' files do not have the same topics, links between them or placeholders."""
    for file in files:
        for other in files:
            if other is not file:
                _report_missing_topics(file, other)
    for other in files[1:]:
        for entry in other.entries.values():
            if entry.id in files[0].entries:
                _compare_entries(files[0].entries[entry.id], entry, files[0].report, other.report)
        for outside in other.outside.values():
            if outside.id in files[0].outside:
                _compare_pointers(files[0].outside[outside.id], outside, files[0].report, other.report)


def _report_missing_topics(file: FaqFile, other: FaqFile) -> None:
    for name in other.entries:
        if name not in file.entries:
            file.report.add(file.line, wording_topics.missing_topic("topic", name, other.report.file))
    for name in other.outside:
        if name not in file.outside:
            file.report.add(file.line, wording_topics.missing_topic("outside topic", name, other.report.file))


def _compare_entries(first: Entry, other: Entry, first_report: Report, other_report: Report) -> None:
    what = f'of the topic "{first.id}"'
    if sorted(first.related) != sorted(other.related):
        place = other.related[0] if other.related else other.id
        other_report.add(
            place, wording_topics.unequal(f'"related" {what}', first_report.file, ", ".join(first.related))
        )
    if first.flow != other.flow:
        other_report.add(
            other.flow or other.id, wording_topics.unequal(f'"flow" {what}', first_report.file, first.flow or "")
        )
    _compare_placeholders(f"The answer {what}", first.answer, other.answer, first_report, other_report)


def _compare_pointers(first: Outside, other: Outside, first_report: Report, other_report: Report) -> None:
    what = f'the outside topic "{first.id}"'
    if first.pointer and other.pointer:
        _compare_placeholders(f"The pointer of {what}", first.pointer, other.pointer, first_report, other_report)
    elif first.pointer:
        other_report.add(other.id, wording_topics.pointer_missing(what, first_report.file))
    elif other.pointer:
        first_report.add(first.id, wording_topics.pointer_missing(what, other_report.file))


def _compare_placeholders(what: str, first: str, other: str, first_report: Report, other_report: Report) -> None:
    for name in sorted(placeholders(first) - placeholders(other)):
        other_report.add(other, wording_texts.placeholder_missing(what, name, first_report.file))
    for name in sorted(placeholders(other) - placeholders(first)):
        first_report.add(first, wording_texts.placeholder_missing(what, name, other_report.file))
