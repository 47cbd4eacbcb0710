"""A small desk without a problem, and what the loader says when a text in it is replaced."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.content import build_content
from bot.core.flow import StepType

POLICY = """\
languages:
  fr: {name: Français, locale: fr}
  en: {name: English, locale: en_GB}
numbers:
  notice_weeks: {value: 8, source: deadline}
  duration_days: {value: 2, source: definition}
links:
  portal:
    name: {fr: le portail, en: the portal}
    url: {fr: "https://ibo.org/fr/", en: ""}
    source: request
mail_domains: [gmail.com, yahoo.fr]
"""

FRENCH = """\
language: fr
synonyms:
  cost: [prix, tarif]
topics:
  - id: cost
    question: Combien cela coûte-t-il ?
    label: Prix
    answer: |-
      Voyez <b>{link_portal}</b>,
      {notice_weeks} semaines avant.
    related: [deadline]
    flow: visit
    phrasings: [c'est combien, quel prix]
  - id: deadline
    question: Combien de temps avant ?
    label: Délai
    answer: "Il faut {notice_weeks} semaines."
    phrasings: [quel délai]
outside:
  - id: hotel
    pointer: "Voyez {link_portal}."
    phrasings: [où dormir]
"""

ENGLISH = """\
language: en
synonyms:
  cost: [price, fee]
topics:
  - id: cost
    question: How much is it?
    label: Price
    answer: |-
      See <b>{link_portal}</b>,
      {notice_weeks} weeks ahead.
    related: [deadline]
    flow: visit
    phrasings: [how much, what price]
  - id: deadline
    question: How far ahead?
    label: Deadline
    answer: "{notice_weeks} weeks are needed."
    phrasings: [how early]
outside:
  - id: hotel
    pointer: "See {link_portal}."
    phrasings: [where to sleep]
"""

VISIT = """\
id: visit
version: 1
for: coordinator
stores: VI
title: {fr: Visite, en: Visit}
done: {fr: "C'est noté : {reference}.", en: "Noted: {reference}."}
rules: [not_twice]
steps:
  - id: start
    type: date
    label: {fr: Début, en: Start}
    prompt: {fr: "Quel jour ?", en: "Which day?"}
    help: {fr: "Avant {notice_weeks} semaines.", en: "In {notice_weeks} weeks."}
    rules: [ahead]
    lasts: duration_days
  - id: kind
    type: choice
    label: {fr: Genre, en: Kind}
    prompt: {fr: "Quel genre ?", en: "Which kind?"}
    options:
      - id: short
        label: {fr: Courte, en: Short}
        words: {fr: [brève], en: [brief]}
      - id: other
        label: {fr: Autre, en: Other}
    next: {other: remarks, "*": review}
  - id: remarks
    type: text
    label: {fr: Remarques, en: Remarks}
    prompt: {fr: "Autre chose ?", en: "Anything else?"}
    optional: yes
    minimum: 2
    maximum: 300
"""

ACCEPT = """\
id: accept
version: 1
for: staff
decides: accept
about: [visit]
title: {fr: Accord, en: Acceptance}
done: {fr: "{reference} acceptée.", en: "{reference} accepted."}
steps:
  - id: sure
    type: confirm
    label: {fr: Certain, en: Sure}
    prompt: {fr: "Accepter {reference} ?", en: "Accept {reference}?"}
  - id: link
    type: url
    label: {fr: Lien, en: Link}
    prompt: {fr: "Quel lien ?", en: "Which link?"}
  - id: deadline
    type: date
    label: {fr: Date limite, en: Deadline}
    prompt: {fr: "Quelle date limite ?", en: "Which deadline?"}
"""

FILES = {
    "faq/en.yaml": ENGLISH,
    "faq/fr.yaml": FRENCH,
    "flows/accept.yaml": ACCEPT,
    "flows/policy.yaml": POLICY,
    "flows/visit.yaml": VISIT,
}


@dataclass(frozen=True)
class Rule:
    """A rule as the loader sees it."""

    types: frozenset[StepType] = frozenset()
    needs: tuple[str, ...] = ()
    numbers: tuple[str, ...] = field(default_factory=tuple)


RULES = {
    "ahead": Rule(frozenset({StepType.DATE}), numbers=("notice_weeks",)),
    "far": Rule(frozenset({StepType.DATE}), numbers=("horizon_months",)),
    "named": Rule(frozenset({StepType.NAME, StepType.TEXT})),
    "not_twice": Rule(needs=("start",)),
    "not_thrice": Rule(needs=("school",)),
}


def change(file: str, old: str, new: str) -> dict[str, str]:
    """Replace a text that stands exactly once in a file of the small desk."""
    assert FILES[file].count(old) == 1, (file, old)
    return {**FILES, file: FILES[file].replace(old, new)}


def complain(files: dict[str, str]) -> list[str]:
    """List what the loader says of these files, line by line."""
    content, problems = build_content({name: text.encode() for name, text in files.items()}, RULES)
    assert (content is None) == bool(problems)
    return [str(problem) for problem in problems]
