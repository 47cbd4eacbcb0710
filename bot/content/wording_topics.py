"""What editors are told about the policy, the FAQ and the bot's own sentences; decides nothing."""

from __future__ import annotations

from collections.abc import Iterable

from bot.content.problem import Finding
from bot.content.wording import example, show, suggest


def bad_language(found: str) -> Finding:
    return Finding(f"The language {show(found)} is no code of two or three letters.", "Write it such as fr or en.")


def no_catalogue(found: str) -> Finding:
    return Finding(
        f"The bot's own sentences do not exist in the language {show(found)}.",
        f"Translate bot/locales/{found}/guichet.po first, or delete the language here.",
    )


def bad_number_name(found: str) -> Finding:
    return Finding(
        f"The number {show(found)} cannot have this name.",
        "Name it with a-z, 0-9 and _, not “reference” and not beginning with link_, such as notice_weeks.",
    )


def bad_address(owner: str, language: str, found: object) -> Finding:
    return Finding(
        f'"url" of {owner} in "{language}" is {show(found) if isinstance(found, str) else "a list"}, no web address.',
        f'Write {language}: "https://ibo.org/", or {language}: "" while there is none.',
    )


def bad_domain(found: str) -> Finding:
    return Finding(f"The mail domain {show(found)} is none.", "Write it in small letters, such as gmail.com.")


def faq_of_unknown_language(found: str, known: Iterable[str]) -> Finding:
    return Finding(f"The language {show(found)} is not in flows/policy.yaml.", suggest(found, known))


def synonym_twice(word: str, concept: str, first: str) -> Finding:
    return Finding(
        f"The word {show(word)} stands under {show(concept)} and under {show(first)}.", "Keep it under one of the two."
    )


def related_to_itself(found: str) -> Finding:
    return Finding(f"The topic {show(found)} is related to itself.", "Name other topics only.")


def phrasing_without_words(found: str) -> Finding:
    return Finding(f"The phrasing {show(found)} has no words.", "Write a message as people send it, or delete it.")


def phrasing_twice(found: str, topic: str, line: int) -> Finding:
    return Finding(f'The phrasing {show(found)} is already given for "{topic}" on line {line}.', "Keep one of the two.")


def missing_topic(kind: str, found: str, there: str) -> Finding:
    return Finding(f"The {kind} {show(found)} is missing; {there} has it.", "Add it here, or delete it there.")


def unequal(what: str, there: str, value: str) -> Finding:
    right = f"Write {value} here too, or change it there." if value else "Delete it here, or add it there."
    return Finding(f"{what} is not the same as in {there}.", right)


def pointer_missing(owner: str, there: str) -> Finding:
    return Finding(f'{owner} has no "pointer", but it has one in {there}.', "Add it here, or delete it there.")


def coordinators_only(topic: str, flow: str) -> Finding:
    return Finding(f'"flow" of {topic} is "{flow}", which is for staff.', "Name a flow with for: coordinator.")


def no_languages() -> Finding:
    return Finding("There are no sentences here.", "Add a folder for each language, such as fr/guichet.po.")


def bad_catalogue(reason: str) -> Finding:
    return Finding(f"This is no gettext catalogue ({reason}).", 'Write msgid "key" and below it msgstr "sentence".')


def bad_catalogue_line(found: str) -> Finding:
    return Finding(
        f"The line {show(found)} is none of a gettext catalogue.", 'Write msgid "key" and below it msgstr "sentence".'
    )


def key_twice(key: str, first_line: int) -> Finding:
    return Finding(f"The key {show(key)} is already on line {first_line}.", "Keep one of the two.")


def untranslated(key: str) -> Finding:
    return Finding(f"The sentence {show(key)} is empty.", 'Write it between the quotes of its msgstr: msgstr "…".')


def fuzzy(key: str) -> Finding:
    return Finding(f"The sentence {show(key)} is marked as fuzzy.", "Check it and delete the line “#, fuzzy”.")


def key_missing(key: str, there: str) -> Finding:
    return Finding(f"The key {show(key)} is missing; {there} has it.", "Add it here, or delete it there.")


def no_moment(owner: str, key: str, value: str) -> Finding:
    return Finding(f"“{key}” of {owner} is no moment: {show(value)}.", f"Write it as {example(key)}.")
