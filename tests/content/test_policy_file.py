"""The policy's file: languages, numbers, links and mail domains."""

# ruff: noqa: E501 (the lines of a report stand here as editors see them)

from __future__ import annotations

import pytest

from tests.content.small import change, complain


def test_links_may_be_without_addresses() -> None:
    assert complain(change("flows/policy.yaml", '    url: {fr: "https://ibo.org/fr/", en: ""}\n', "")) == []


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        (
            "{value: 8, source: deadline}",
            "8",
            'flows/policy.yaml:5: The number "notice_weeks" is not written with its keys. Write it as notice_weeks: {value: 8, source: deadline}.',
        ),
        (
            "{name: English, locale: en_GB}",
            "English",
            'flows/policy.yaml:3: The language "en" is not written with its keys. Write it as en: {name: Français, locale: fr}.',
        ),
        (
            'portal:\n    name: {fr: le portail, en: the portal}\n    url: {fr: "https://ibo.org/fr/", en: ""}\n    source: request',
            "portal: https://ibo.org",
            'flows/policy.yaml:8: The link "portal" is not written with its keys. Write it as portal: {name: {fr: "…", en: "…"}, url: {fr: "", en: ""}, source: request}.',
        ),
    ],
)
def test_a_value_without_its_keys_is_reported_once(old: str, new: str, line: str) -> None:
    assert complain(change("flows/policy.yaml", old, new)) == [line]


def test_a_language_without_locale_is_reported() -> None:
    assert complain(change("flows/policy.yaml", ", locale: en_GB", "")) == [
        'flows/policy.yaml:3: The language "en" has no "locale". Add it, such as locale: en_GB.'
    ]


@pytest.mark.parametrize(
    ("old", "new", "lines"),
    [
        pytest.param(
            "value: 8",
            "value: 0",
            [
                'flows/policy.yaml:5: "value" of the number "notice_weeks" is "0". Write a whole number from 1 up, such as value: 8.'
            ],
            id="a number of nothing",
        ),
        pytest.param(
            ", source: deadline",
            "",
            ['flows/policy.yaml:5: The number "notice_weeks" has no "source". Add it, such as source: deadline.'],
            id="a number without source",
        ),
        pytest.param(
            "value: 8, ",
            "",
            ['flows/policy.yaml:5: The number "notice_weeks" has no "value". Add it, such as value: 8.'],
            id="a number without value",
        ),
        pytest.param(
            "notice_weeks:",
            "link_weeks:",
            [
                'flows/policy.yaml:5: The number "link_weeks" cannot have this name. Name it with a-z, 0-9 and _, not “reference” and not beginning with link_, such as notice_weeks.'
            ],
            id="a number's name that texts use otherwise",
        ),
        pytest.param(
            "numbers:",
            "nubmers:",
            [
                'flows/policy.yaml:1: This file has no "numbers". Add it, such as numbers: {notice_weeks: {value: 8, source: deadline}}.',
                'flows/policy.yaml:4: This file has the unknown key "nubmers". Did you mean "numbers"?',
            ],
            id="a section misspelt",
        ),
        pytest.param(
            "locale: en_GB",
            "locale: en_XX",
            ['flows/policy.yaml:3: "locale" of the language "en" is "en_XX", which is unknown. Did you mean "en_CX"?'],
            id="a locale that does not exist",
        ),
        pytest.param(
            "locale: en_GB",
            "locale: 12:30",
            [
                'flows/policy.yaml:3: "locale" of the language "en" is "12:30", which is unknown. It can be "en_GB" or "fr".'
            ],
            id="a locale of no form",
        ),
        pytest.param(
            "name: English, ",
            "",
            ['flows/policy.yaml:3: The language "en" has no "name". Add it, such as name: "…".'],
            id="a language without its own name",
        ),
        pytest.param(
            "  en: {",
            "  english: {",
            [
                'flows/policy.yaml:3: The language "english" is no code of two or three letters. Write it such as fr or en.'
            ],
            id="a language's code misspelt",
        ),
        pytest.param(
            'en: ""',
            'en: "ibo.org"',
            [
                'flows/policy.yaml:10: "url" of the link "portal" in "en" is "ibo.org", no web address. Write en: "https://ibo.org/", or en: "" while there is none.'
            ],
            id="an address without its beginning",
        ),
        pytest.param(
            'en: ""',
            "en: [x]",
            [
                'flows/policy.yaml:10: "url" of the link "portal" in "en" is a list, no web address. Write en: "https://ibo.org/", or en: "" while there is none.'
            ],
            id="a list for an address",
        ),
        pytest.param(
            'en: ""',
            'de: ""',
            [
                'flows/policy.yaml:10: "url" of the link "portal" has a text in the unknown language "de". It can be "en" or "fr".'
            ],
            id="an address in a language that nobody speaks",
        ),
        pytest.param(
            "fr: le portail, ",
            "",
            ['flows/policy.yaml:9: "name" of the link "portal" has no text in "fr". Add fr: "…" to it.'],
            id="a link without a name in a language",
        ),
        pytest.param(
            "    source: request\n",
            "",
            ['flows/policy.yaml:9: The link "portal" has no "source". Add it, such as source: deadline.'],
            id="a link without source",
        ),
        pytest.param(
            "  portal:",
            "  Portal:",
            [
                'flows/policy.yaml:8: The id "Portal" of a link has other characters than a-z, 0-9 and _, or does not begin with a letter. Write it such as start_date.'
            ],
            id="a link's name with capitals",
        ),
        pytest.param(
            "gmail.com",
            "Gmail.com",
            [
                'flows/policy.yaml:12: The mail domain "Gmail.com" is none. Write it in small letters, such as gmail.com.'
            ],
            id="a mail domain with capitals",
        ),
    ],
)
def test_a_mistake_in_the_policy_is_reported(old: str, new: str, lines: list[str]) -> None:
    assert complain(change("flows/policy.yaml", old, new)) == lines
