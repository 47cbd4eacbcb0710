"""Gives a verdict on every line of a list of participants, and words the report; keeps nothing and knows no chat."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.core.addresses import find_odd_letters, show_hidden, suggest_address
from bot.core.folding import fold
from bot.core.people import Entry, find_fault_of_address, find_fault_of_name
from bot.core.texts import Html, Phrase, Texts

LISTED_IN_FULL = 60
"""Up to so many lines, the report lists every one; beyond, only those with something to say."""

LONGEST_REPORT = 10_000
"""Characters of lines that a report has at most, with its markup."""

_LONGEST_SHOWN = 120
_FREQUENT = 3
_MOST_FREQUENT = 20


class Mark(StrEnum):
    """What a verdict comes to."""

    FINE = "✅"
    LOOK = "⚠️"
    WRONG = "❌"


@dataclass(frozen=True)
class Verdict:
    """What is to be said of one line; nothing where all is in order."""

    entry: Entry
    mark: Mark
    findings: tuple[Phrase, ...] = ()


def judge(entries: Sequence[Entry], known_domains: Sequence[str]) -> tuple[Verdict, ...]:
    """Give each line its verdict: the address as the library sees it, then what is worth a second look."""
    known = tuple(known_domains)
    shared = _frequent_domains(entries, known)
    addresses: dict[str, Entry] = {}
    names: dict[str, Entry] = {}
    verdicts: list[Verdict] = []
    for entry in entries:
        wrong = find_fault_of_address(entry)
        if wrong is not None:
            verdicts.append(Verdict(entry, Mark.WRONG, (wrong,)))
            continue
        findings = tuple(_look(entry, known, shared, addresses, names))
        verdicts.append(Verdict(entry, Mark.LOOK if findings else Mark.FINE, findings))
    return tuple(verdicts)


def _look(
    entry: Entry,
    known: tuple[str, ...],
    shared: tuple[str, ...],
    addresses: dict[str, Entry],
    names: dict[str, Entry],
) -> Iterable[Phrase]:
    suggestion = suggest_address(entry.address, known) or suggest_address(entry.address, shared)
    if suggestion is not None:
        yield Phrase("people.domain", {"suggestion": suggestion})
    odd = find_odd_letters(entry.address)
    if odd:
        yield Phrase("people.odd_letters", {"letters": odd[:10]})
    named = " ".join(sorted(fold(entry.name).split()))
    nameless = find_fault_of_name(entry)
    if nameless is not None:
        yield nameless
    elif named in names and names[named].address.casefold() != entry.address.casefold():
        yield Phrase("people.name_twice", {"line": names[named].number})
    earlier = addresses.setdefault(entry.address.casefold(), entry)
    if earlier is not entry:
        yield Phrase("people.twice", {"line": earlier.number})
    names.setdefault(named, entry)


def _frequent_domains(entries: Sequence[Entry], known: tuple[str, ...]) -> tuple[str, ...]:
    """List the domains that several lines share: one that is a letter off is likely misspelt too."""
    counted = Counter(entry.address.rpartition("@")[2].casefold() for entry in entries if entry.address)
    shared = [domain for domain, count in counted.most_common(_MOST_FREQUENT) if count >= _FREQUENT]
    # What only differs by a digit, as lycee1.org and lycee2.org, is another school's.
    own = [each for each in shared if each not in known and not any(map(str.isdecimal, each))]
    # What everybody misspells alike is misspelt all the same.
    return tuple(each for each in own if suggest_address(f"@{each}", known) is None)


def word_report(texts: Texts, language: str, verdicts: Sequence[Verdict]) -> Html:
    """Word what was found: the counts, then the lines, as many as a person reads."""
    counts = Counter(verdict.mark for verdict in verdicts)
    parts = [
        texts.say(
            "people.counts",
            language,
            count=len(verdicts),
            fine=counts[Mark.FINE],
            look=counts[Mark.LOOK],
            wrong=counts[Mark.WRONG],
        )
    ]
    lines = _word_lines(texts, language, verdicts)
    if lines:
        parts.append(Html("\n".join(lines)))
    is_fine = counts[Mark.FINE] == len(verdicts)
    parts.append(texts.say("people.all_fine" if is_fine else "people.to_correct", language))
    return Html("\n\n".join(parts))


def _word_lines(texts: Texts, language: str, verdicts: Sequence[Verdict]) -> list[str]:
    listed = [each for each in verdicts if each.findings or len(verdicts) <= LISTED_IN_FULL]
    lines: list[str] = []
    room = LONGEST_REPORT
    for place, verdict in enumerate(listed):
        worded = _word_line(texts, language, verdict)
        room -= len(worded) + 1
        if room < 0:
            return [*lines, texts.say("people.more", language, count=len(listed) - place)]
        lines.append(worded)
    return lines


def _word_line(texts: Texts, language: str, verdict: Verdict) -> str:
    entry = verdict.entry
    shown = {"mark": verdict.mark.value, "line": entry.number}
    if entry.address:
        key = "people.line" if entry.name else "people.line_no_name"
        line = texts.say(
            key, language, **shown, name=entry.name, address=show_hidden(entry.address[: 2 * _LONGEST_SHOWN])
        )
    else:
        text = entry.name or entry.text
        line = texts.say("people.line_no_address", language, **shown, text=text[:_LONGEST_SHOWN])
    findings = (texts.say(each.key, language, **each.values) for each in verdict.findings)
    return "\n".join((line, *(texts.say("people.finding", language, finding=finding) for finding in findings)))
