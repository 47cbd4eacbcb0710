"""Compares the FAQ's languages: same topics, same ways between them, same placeholders; knows no YAML."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.content import wording_texts, wording_topics
from bot.content.faq_files import FaqFile
from bot.content.markup import Vocabulary, list_lacking
from bot.core.faq import Entry, Outside


def compare_languages(files: Sequence[FaqFile], vocabulary: Vocabulary | None) -> None:
    """Report where the languages' files do not have the same topics, links between them or placeholders."""
    for file in files:
        for other in files:
            _report_missing("topic", file, file.entries, other, other.entries)
            _report_missing("outside topic", file, file.outside, other, other.outside)
    for other in files[1:]:
        pair = _Pair(files[0], other, vocabulary)
        for name, entry in files[0].entries.items():
            if name in other.entries:
                pair.compare_entries(entry, other.entries[name])
        for name, outside in files[0].outside.items():
            if name in other.outside:
                pair.compare_pointers(outside, other.outside[name])


def _report_missing(
    kind: str, file: FaqFile, names: Collection[str], other: FaqFile, its_names: Collection[str]
) -> None:
    for name in its_names:
        if name not in names:
            file.report.add(file.line, wording_topics.missing_topic(kind, name, other.report.file))


@dataclass(frozen=True)
class _Pair:
    """Two languages' files; the first is taken to be right where they differ."""

    first: FaqFile
    other: FaqFile
    vocabulary: Vocabulary | None

    def compare_entries(self, first: Entry, other: Entry) -> None:
        what = f'of the topic "{first.id}"'
        there = self.first.report.file
        if self._are_right(first, other) and {*first.related} != {*other.related}:
            place = other.related[0] if other.related else other.id
            named = ", ".join(first.related)
            self.other.report.add(place, wording_topics.unequal(f'"related" {what}', there, named))
        # An empty name stands for one that was reported already.
        if first.flow != other.flow and "" not in (first.flow, other.flow):
            self.other.report.add(
                other.flow or other.id, wording_topics.unequal(f'"flow" {what}', there, first.flow or "")
            )
        self._compare_placeholders(f"The answer {what}", first.answer, other.answer)

    def _are_right(self, first: Entry, other: Entry) -> bool:
        """Tell whether both entries name other topics only; what they name wrongly was reported already."""
        named = {*first.related, *other.related}
        return first.id not in named and named <= self.first.entries.keys() & self.other.entries.keys()

    def compare_pointers(self, first: Outside, other: Outside) -> None:
        what = f'the outside topic "{first.id}"'
        if first.pointer and other.pointer:
            self._compare_placeholders(f"The pointer of {what}", first.pointer, other.pointer)
        elif first.pointer:
            self.other.report.add(other.id, wording_topics.pointer_missing(what, self.first.report.file))
        elif other.pointer:
            self.first.report.add(first.id, wording_topics.pointer_missing(what, self.other.report.file))

    def _compare_placeholders(self, what: str, first: str, other: str) -> None:
        for name in list_lacking(other, first, self.vocabulary):
            finding = wording_texts.placeholder_missing(what, name, self.first.report.file)
            self.other.report.add(other, finding)
        for name in list_lacking(first, other, self.vocabulary):
            finding = wording_texts.placeholder_missing(what, name, self.other.report.file)
            self.first.report.add(first, finding)
