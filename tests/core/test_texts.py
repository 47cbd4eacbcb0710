"""Sentences: languages, plurals, dates, escaping, the policy's numbers and links."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.core.policy import Link, Number, Policy, Tongue
from bot.core.texts import Html, Texts

POLICY = Policy(
    languages={"fr": Tongue("Français", "fr"), "en": Tongue("English", "en_GB")},
    numbers={"weeks": Number(8, "here"), "many": Number(12_500, "here")},
    links={
        "site": Link({"fr": "le site & co", "en": "the site & co"}, "here", {"fr": "https://x.org/?a=1&b=2", "en": ""}),
    },
)
TEXTS = Texts(
    {
        "fr": {
            "late": ("{count} jour", "{count} jours"),
            "hello": ("<b>Bonjour</b> {name}",),
            "words": ("oui, d’accord ,o",),
            "date.first": ("1er",),
        },
        "en": {
            "late": ("{count} day", "{count} days"),
            "hello": ("<b>Hello</b> {name}",),
            "words": ("yes",),
            "date.first": ("1",),
        },
    },
    POLICY,
)


@pytest.mark.parametrize(
    ("language", "count", "sentence"),
    [
        ("fr", 0, "0 jour"),
        ("fr", 1, "1 jour"),
        ("fr", 2, "2 jours"),
        ("en", 0, "0 days"),
        ("en", 1, "1 day"),
        ("en", 2, "2 days"),
        ("en", 1000, "1,000 days"),
    ],
)
def test_the_count_chooses_the_plural_as_the_language_does(language: str, count: int, sentence: str) -> None:
    assert TEXTS.say("late", language, count=count) == sentence


def test_without_a_count_the_first_form_is_taken() -> None:
    assert TEXTS.say("late", "fr", count="?") == "? jour"


def test_what_people_typed_is_escaped_in_html_and_left_alone_in_labels() -> None:
    assert TEXTS.say("hello", "en", name='<i> & "co"') == '<b>Hello</b> &lt;i&gt; &amp; "co"'
    assert TEXTS.say("hello", "en", name=Html("<i>x</i>")) == "<b>Hello</b> <i>x</i>"
    assert TEXTS.label("hello", "en", name="<i> & co") == "<b>Hello</b> <i> & co"


def test_braces_that_people_type_stay_as_they_are() -> None:
    assert TEXTS.say("hello", "en", name="{weeks} {0}") == "<b>Hello</b> {weeks} {0}"


def test_dates_and_numbers_are_written_as_the_language_does() -> None:
    assert TEXTS.show(date(2026, 5, 4), "fr") == "lundi 4 mai 2026"
    assert (
        TEXTS.show(date(2026, 5, 4), "en") == "Monday, 4 May 2026"
        or TEXTS.show(date(2026, 5, 4), "en") == "Monday 4 May 2026"
    )
    assert TEXTS.show(date(2026, 5, 1), "fr") == "vendredi 1er mai 2026"
    assert TEXTS.show(date(2026, 5, 1), "en") == "Friday, 1 May 2026"
    assert TEXTS.show(date(2026, 5, 11), "fr") == "lundi 11 mai 2026"
    assert TEXTS.show(12_500, "en") == "12,500"
    assert TEXTS.show("as it is", "en") == "as it is"


def test_texts_take_numbers_and_links_from_the_policy() -> None:
    french = TEXTS.fill("{weeks} semaines, {many} : {link_site}", "fr")
    assert french.startswith("8 semaines, 12")
    assert french.endswith('<a href="https://x.org/?a=1&amp;b=2">le site &amp; co</a>')
    assert TEXTS.fill("{link_site}", "en") == "the site &amp; co"


def test_a_value_given_wins_over_the_policys() -> None:
    assert TEXTS.fill("{weeks}", "en", weeks=9) == "9"


def test_words_are_listed_with_commas() -> None:
    assert TEXTS.words("words", "fr") == ("oui", "d’accord", "o")


def test_a_changed_policy_shows_in_the_texts_at_once() -> None:
    changed = replace(TEXTS, policy=replace(POLICY, numbers={**POLICY.numbers, "weeks": Number(9, "here")}))
    assert changed.fill("{weeks}", "en") == "9"
