"""What editors are told about keys and values, in plain English; decides nothing."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import fuzz, process

from bot.content.problem import Finding

EXAMPLES = {
    "language": "language: fr",
    "synonyms": "synonyms: {cost: [price, fee]}",
    "topics": "topics: and below it one “- id: …” for each topic",
    "outside": "outside: and below it one “- id: …” for each topic that the desk does not know",
    "id": "id: start_date",
    "question": 'question: "How much does it cost?"',
    "answer": "answer: |- and the text below it",
    "related": "related: [request, cost]",
    "flow": "flow: workshop",
    "phrasings": 'phrasings: ["how much is it", "price?"]',
    "pointer": 'pointer: "Please ask {link_portal}."',
    "languages": "languages: {fr: {name: Français, locale: fr}}",
    "locale": "locale: en_GB",
    "numbers": "numbers: {notice_weeks: {value: 8, source: deadline}}",
    "value": "value: 8",
    "source": "source: deadline",
    "mail_domains": "mail_domains: [gmail.com, yahoo.fr]",
    "version": "version: 1",
    "for": "for: coordinator",
    "stores": "stores: VW",
    "decides": "decides: accept",
    "about": "about: [workshop]",
    "type": "type: text",
    "options": 'options: and below it one “- {id: virtual, label: {fr: "…", en: "…"}}” for each choice',
    "rules": "rules: [start_is_ahead]",
    "next": "next: {yes: name, no: review}",
    "optional": "optional: yes",
    "minimum": "minimum: 1",
    "maximum": "maximum: 100",
    "lasts": "lasts: duration_days",
    "formerly": "formerly: [date]",
    "depends_on": "depends_on: format",
    "checks": "checks: participants",
    "endings": "endings: and below it one “- id: …” with its text for each ending",
    "steps": "steps: and below it one “- id: …” for each step",
    "url": 'url: {fr: "https://ibo.org/fr/", en: "https://ibo.org/"}',
    "proposals": "proposals: and below it one “- id: …” for each phrasing",
    "filed_at": 'filed_at: "2026-11-28T14:30:00+00:00"',
    "filed_by": 'filed_by: "Ana"',
    "topic": "topic: cost",
    "count": "count: 3",
    "words": "words: {fr: [oui], en: [yes]}",
}
_BY_LANGUAGE = '{0}: {{fr: "…", en: "…"}}'
_LONGEST_SHOWN = 40
_MOST_LISTED = 15


def show(text: str) -> str:
    """Quote a value as it was found, cut to what fits a line."""
    one_line = "".join(each if each.isprintable() else f"\\u{ord(each):04x}" for each in " ".join(text.split()))
    cut = one_line if len(one_line) <= _LONGEST_SHOWN else one_line[: _LONGEST_SHOWN - 1] + "…"
    return f'"{cut}"'


def example(key: str, by_language: bool = False) -> str:
    """Show how a key is written."""
    if by_language and key not in ("url", "words"):
        return _BY_LANGUAGE.format(key)
    return EXAMPLES.get(key, f'{key}: "…"')


def list_names(names: Iterable[str], last: str = "or") -> str:
    """Write names as a list in a sentence."""
    quoted = [f'"{name}"' for name in names]
    return f" {last} ".join([", ".join(quoted[:-1]), quoted[-1]] if len(quoted) > 1 else quoted)


def suggest(found: str, known: Iterable[str]) -> str:
    """Name the right one that is nearest to what was found, or all of them when none is near."""
    names = sorted(set(known))
    best = process.extractOne(found[:100], names, scorer=fuzz.ratio, score_cutoff=60)
    if best:
        return f'Did you mean "{best[0]}"?'
    if len(names) > _MOST_LISTED:
        return f"It can be {list_names(names[:_MOST_LISTED])}, for example."
    return f"It can be {list_names(names)}." if names else "There is none to choose from yet."


def missing_key(owner: str, key: str, by_language: bool = False) -> Finding:
    return Finding(f'{owner} has no "{key}".', f"Add it, such as {example(key, by_language)}.")


def unknown_key(owner: str, key: str, known: Iterable[str]) -> Finding:
    return Finding(f"{owner} has the unknown key {show(key)}.", suggest(key, known))


def wrong_shape(owner: str, key: str, wanted: str, by_language: bool = False) -> Finding:
    return Finding(f'"{key}" of {owner} is not {wanted}.', f"Write it as {example(key, by_language)}.")


def empty_text(owner: str, key: str) -> Finding:
    return Finding(f'"{key}" of {owner} is empty.', f"Fill it in, such as {example(key)}.")


def not_named(owner: str, form: str) -> Finding:
    return Finding(f"{owner} is not written with its keys.", f"Write it as {form}.")


def not_an_item(owner: str, key: str) -> Finding:
    return Finding(f'"{key}" of {owner} holds something other than “key: value” lines.', f"Write {example(key)}.")


def not_whole(owner: str, key: str, found: str, lowest: int) -> Finding:
    return Finding(
        f'"{key}" of {owner} is {show(found)}.', f"Write a whole number from {lowest} up, such as {example(key)}."
    )


def not_yes_or_no(owner: str, key: str, found: str) -> Finding:
    return Finding(f'"{key}" of {owner} is {show(found)}.', f"Write {key}: yes or {key}: no.")


def not_among(owner: str, key: str, found: str, known: Iterable[str]) -> Finding:
    return Finding(f'"{key}" of {owner} is {show(found)}, which is unknown.', suggest(found, known))


def bad_id(owner: str, found: str) -> Finding:
    return Finding(
        f"The id {show(found)} of {owner} has other characters than a-z, 0-9 and _, or does not begin with a letter.",
        "Write it such as start_date.",
    )


def long_id(found: str, longest: int) -> Finding:
    return Finding(
        f"The id {show(found)} has {len(found)} characters.", f"Shorten it to at most {longest}, such as start_date."
    )


def lacks_language(owner: str, key: str, language: str) -> Finding:
    return Finding(f'"{key}" of {owner} has no text in "{language}".', f'Add {language}: "…" to it.')


def unknown_language(owner: str, key: str, found: str, known: Iterable[str]) -> Finding:
    return Finding(f'"{key}" of {owner} has a text in the unknown language {show(found)}.', suggest(found, known))


def id_twice(kind: str, found: str) -> Finding:
    return Finding(f"The {kind} id {show(found)} is given twice.", "Give each its own id.")


def twice_in_list(where: str, found: str) -> Finding:
    return Finding(f"{show(found)} stands twice in {where}.", "Keep one of the two.")


def too_long(what: str, length: int, longest: int) -> Finding:
    return Finding(f"{what} has {length:,} characters.", f"Shorten it to at most {longest:,}.")
