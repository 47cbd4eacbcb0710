"""Reads faq/<language>.yaml into the FAQ ; knows flows by their names only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from bot.content import wording, wording_topics
from bot.content.markup import (
    LONGEST_MESSAGE,
    Vocabulary,
    check_bare,
    check_html,
    check_plain,
    count_characters,
    shown_length,
)
from bot.content.problem import Report, Text, line_of
from bot.content.reading import Section
from bot.content.typography import typeset
from bot.core.faq import Entry, Faq, Outside
from bot.core.flow import Audience
from bot.core.folding import fold

LONGEST_ID = 24
LONGEST_LABEL = 28


@dataclass(frozen=True)
class FaqFile:
    """One language's file: its entries and what stands beside them; `line` is where the topics begin."""

    language: str
    report: Report
    line: int
    entries: Mapping[str, Entry]
    outside: Mapping[str, Outside]
    synonyms: Mapping[str, str]


def read_faq_file(
    section: Section, language: str, flows: Mapping[str, Audience], vocabulary: Vocabulary | None
) -> FaqFile:
    """Read one language's file; `flows` says for whom each flow is."""
    report = section.report
    section.one_of("language", [language])
    synonyms = _read_synonyms(section)
    topics = section.sections("topics", "topic", required=True)
    entries = [_read_entry(topic, language, flows, vocabulary) for topic in topics]
    outside = [_read_outside(topic, language, vocabulary) for topic in section.sections("outside", "outside topic")]
    section.finish()
    _check_ids([*entries, *outside], report)
    _check_related(entries, report)
    _check_phrasings([*entries, *outside], report)
    return FaqFile(
        language,
        report,
        section.line_of_key("topics"),
        _by_id(entries),
        _by_id(outside),
        synonyms,
    )


def _read_synonyms(section: Section) -> dict[str, str]:
    """Turn concept → words around; a word may mean one concept only."""
    meanings: dict[str, str] = {}
    seen: dict[str, str] = {}
    inner = section.section("synonyms")
    if inner is None:
        return meanings
    for concept in inner.pairs.pairs:
        for word in inner.texts(concept):
            folded = fold(word)
            if seen.get(folded, concept) != concept:
                section.add(word, wording_topics.synonym_twice(word, concept, seen[folded]))
            seen.setdefault(folded, concept)
            meanings.setdefault(word, concept)
    return meanings


def _read_entry(section: Section, language: str, flows: Mapping[str, Audience], vocabulary: Vocabulary | None) -> Entry:
    report, owner = section.report, section.owner
    entry = Entry(
        id=section.identifier(LONGEST_ID),
        language=language,
        question=typeset(section.needed("question"), language),
        label=typeset(section.needed("label"), language),
        answer=typeset(section.needed("answer"), language),
        phrasings=section.texts("phrasings", required=True),
        related=section.texts("related"),
        flow=_read_flow_name(section, flows),
    )
    section.finish()
    check_bare("question", entry.question, report)
    check_plain("label", entry.label, report)
    length = count_characters(entry.label)
    if length > LONGEST_LABEL:
        report.add(entry.label, wording.too_long(f"The label of {owner}", length, LONGEST_LABEL))
    check_html(entry.answer, vocabulary, report)
    length = shown_length(entry.answer, language, vocabulary) + count_characters(entry.question) + 2
    if length > LONGEST_MESSAGE:
        report.add(entry.answer, wording.too_long(f"The answer of {owner} with its question", length, LONGEST_MESSAGE))
    return entry


def _read_flow_name(section: Section, flows: Mapping[str, Audience]) -> Text | None:
    """Read the flow that a topic leads to; an empty text stands for a wrong one."""
    found = section.text("flow", required=False)
    if found is None or flows.get(found) is Audience.COORDINATOR:
        return found
    if found in flows:
        section.add(found, wording_topics.coordinators_only(section.owner, found))
    else:
        known = [name for name, audience in flows.items() if audience is Audience.COORDINATOR]
        section.add(found, wording.not_among(section.owner, "flow", found, known))
    return Text("", found.line)


def _read_outside(section: Section, language: str, vocabulary: Vocabulary | None) -> Outside:
    pointer = section.text("pointer", required=False)
    outside = Outside(
        id=section.identifier(LONGEST_ID),
        language=language,
        phrasings=section.texts("phrasings", required=True),
        pointer=typeset(pointer, language) if pointer else None,
    )
    section.finish()
    if outside.pointer is not None:
        check_html(outside.pointer, vocabulary, section.report)
    return outside


_Topic = TypeVar("_Topic", Entry, Outside)


def _by_id(topics: Iterable[_Topic]) -> dict[str, _Topic]:
    found: dict[str, _Topic] = {}
    for topic in topics:
        if topic.id:
            found.setdefault(topic.id, topic)
    return found


def _check_ids(topics: Iterable[Entry | Outside], report: Report) -> None:
    seen: set[str] = set()
    for topic in topics:
        if topic.id and topic.id in seen:
            report.add(topic.id, wording.id_twice("topic", topic.id))
        seen.add(topic.id)


def _check_related(entries: Iterable[Entry], report: Report) -> None:
    ids = {entry.id for entry in entries if entry.id}
    for entry in entries:
        for related in entry.related:
            if related == entry.id:
                report.add(related, wording_topics.related_to_itself(entry.id))
            elif related not in ids:
                report.add(related, wording.not_among(f'the topic "{entry.id}"', "related", related, ids - {entry.id}))
        _report_repeated(entry.related, f'"related" of the topic "{entry.id}"', report)


def _report_repeated(words: Iterable[str], where: str, report: Report) -> None:
    seen: set[str] = set()
    for word in words:
        if word in seen:
            report.add(word, wording.twice_in_list(where, word))
        seen.add(word)


def _check_phrasings(topics: Iterable[Entry | Outside], report: Report) -> None:
    seen: dict[str, tuple[str, int]] = {}
    for topic in topics:
        for phrasing in topic.phrasings:
            folded = fold(phrasing)
            if not folded:
                report.add(phrasing, wording_topics.phrasing_without_words(phrasing))
            elif folded in seen:
                report.add(phrasing, wording_topics.phrasing_twice(phrasing, *seen[folded]))
            else:
                seen[folded] = (topic.id, line_of(phrasing))


def combine(files: Sequence[FaqFile]) -> Faq:
    """Make the FAQ of its languages' files, in their order."""
    return Faq(
        {file.language: file.entries for file in files},
        {file.language: tuple(file.outside.values()) for file in files},
        {file.language: file.synonyms for file in files},
    )
