"""Reads flows/policy.yaml into the policy; knows no flow and no FAQ."""

from __future__ import annotations

import re
from collections.abc import Collection

from babel import Locale, UnknownLocaleError
from babel.localedata import locale_identifiers

from bot.content import wording, wording_topics
from bot.content.problem import Text
from bot.content.reading import ID, Section
from bot.core.policy import Link, Number, Policy, Tongue

FILE = "flows/policy.yaml"

LANGUAGE = re.compile(r"[a-z]{2,3}")
_ADDRESS = re.compile(r"https?://[^\s/\"<>{}]+(/[^\s\"<>{}]*)?")
_DOMAIN = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")
_LINK_FORM = '{name: {fr: "…", en: "…"}, url: {fr: "", en: ""}, source: request}'
_TAKEN = ("reference",)
"""Names of placeholders that a flow fills in itself."""


def read_policy(section: Section, sentences: Collection[str] | None) -> Policy:
    """Read the policy; `sentences` are the languages that the bot's own sentences are written in, where known."""
    languages = _read_languages(section, sentences)
    policy = Policy(languages, _read_numbers(section), _read_links(section, languages), _read_domains(section))
    section.finish()
    return policy


def names_are_right(section: Section, policy: Policy) -> bool:
    """Tell whether other files can be held against the policy's names; a wrong one would count as theirs."""
    is_complete = section.asked.issuperset(section.pairs.pairs) and bool(policy.numbers)
    return is_complete and all(map(_is_number_name, policy.numbers)) and all(map(ID.fullmatch, policy.links))


def _read_languages(section: Section, sentences: Collection[str] | None) -> dict[str, Tongue]:
    languages: dict[str, Tongue] = {}
    found = section.section("languages", required=True)
    for code, inner in found.named_sections("language", "{name: Français, locale: fr}") if found else ():
        if not LANGUAGE.fullmatch(code):
            section.add(code, wording_topics.bad_language(code))
        elif sentences is not None and code not in sentences:
            section.add(code, wording_topics.no_catalogue(code))
        if inner is None:
            languages[code] = Tongue("", "en")
            continue
        languages[code] = Tongue(inner.needed("name"), _read_locale(inner))
        inner.finish()
    # With a code misspelt, no other file could be told which languages it has to have.
    return languages if all(map(LANGUAGE.fullmatch, languages)) else {}


def _read_locale(section: Section) -> str:
    found = section.text("locale")
    if found is None:
        return "en"
    try:
        Locale.parse(found)
    except (ValueError, UnknownLocaleError):
        section.add(found, wording.not_among(section.owner, "locale", found, _near(found)))
    return found


def _near(locale: str) -> list[str]:
    return [name for name in locale_identifiers() if name[:2] == locale[:2].lower()] or ["en_GB", "fr"]


def _read_numbers(section: Section) -> dict[str, Number]:
    numbers: dict[str, Number] = {}
    found = section.section("numbers", required=True)
    for name, inner in found.named_sections("number", "{value: 8, source: deadline}") if found else ():
        if not _is_number_name(name):
            section.add(name, wording_topics.bad_number_name(name))
        if inner is None:
            numbers[name] = Number(1, "")
            continue
        numbers[name] = Number(inner.whole("value", 1, required=True) or 1, inner.needed("source"))
        inner.finish()
    return numbers


def _is_number_name(name: str) -> bool:
    return ID.fullmatch(name) is not None and not name.startswith("link_") and name not in _TAKEN


def _read_links(section: Section, languages: Collection[str]) -> dict[str, Link]:
    links: dict[str, Link] = {}
    found = section.section("links")
    for name, inner in found.named_sections("link", _LINK_FORM) if found else ():
        if not ID.fullmatch(name):
            section.add(name, wording.bad_id("a link", name))
        if inner is None:
            links[name] = Link({}, "")
            continue
        names = inner.by_language("name", languages)
        links[name] = Link(names, inner.needed("source"), _read_addresses(inner, languages))
        inner.finish()
    return links


def _read_addresses(section: Section, languages: Collection[str]) -> dict[str, str]:
    """Read a page's address in each language; an empty one means that the operator has not set it."""
    addresses: dict[str, str] = {}
    inner = section.section("url")
    if inner is None:
        return addresses
    for language, node in inner.pairs.pairs.items():
        if languages and language not in languages:
            section.add(language, wording.unknown_language(section.owner, "url", language, languages))
        elif not isinstance(node, Text) or (node and not _ADDRESS.fullmatch(node)):
            section.add(node.line, wording_topics.bad_address(section.owner, language, node))
        else:
            addresses[language] = node
    return addresses


def _read_domains(section: Section) -> tuple[Text, ...]:
    domains = section.texts("mail_domains")
    for domain in domains:
        if not _DOMAIN.fullmatch(domain):
            section.add(domain, wording_topics.bad_domain(domain))
    return domains
