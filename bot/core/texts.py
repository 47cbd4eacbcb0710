"""Turns a key or a template, values and a language into a sentence; knows no file and no chat."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal

from bot.core.folding import fold
from bot.core.policy import Policy

Catalogues = Mapping[str, Mapping[str, tuple[str, ...]]]
"""Language → key → its plural forms, one where the sentence has no plural."""


class Html(str):
    """A text that is Telegram HTML already."""

    __slots__ = ()


@dataclass(frozen=True)
class Phrase:
    """A sentence of the catalogue by its key, with its values; it may be a value of another one."""

    key: str
    values: Mapping[str, object] = field(default_factory=dict)


def to_plain(text: str) -> str:
    """Take the marks off a text, for where Telegram shows none."""
    return html.unescape(re.sub(r"<[^>]+>", "", text))


@lru_cache
def _locale(name: str) -> Locale:
    return Locale.parse(name)


@dataclass(frozen=True)
class Texts:
    """All sentences of the bot, in all its languages, with the policy whose numbers and links they show."""

    catalogues: Catalogues
    policy: Policy

    def say(self, key: str, language: str, **values: object) -> Html:
        """Give a sentence of the catalogue as HTML, with the policy's numbers; `count` chooses its plural form."""
        return self.fill(self._template(key, language, values), language, **values)

    def label(self, key: str, language: str, **values: object) -> str:
        """Give a sentence of the catalogue as plain text, for a button or a toast."""
        shown = {name: self.show(value, language) for name, value in values.items()}
        return self._template(key, language, values).format_map(shown)

    def words(self, key: str, language: str) -> tuple[str, ...]:
        """Give the words that people type for something, which the catalogue lists with commas."""
        return tuple(word.strip() for word in self.catalogues[language][key][0].split(","))

    def spoken(self, key: str) -> frozenset[str]:
        """Give the words that people type for something in any language, folded so that spelling matters little."""
        if key not in self._spoken:
            found = (word for language in self.policy.languages for word in self.words(key, language))
            self._spoken[key] = frozenset(fold(word) for word in found)
        return self._spoken[key]

    def fill(self, template: str, language: str, **values: object) -> Html:
        """Fill an editor's text (HTML) with the policy's numbers and links and with these values."""
        return Html(template.format_map({**self._from_policy[language], **self._escaped(language, values)}))

    def show(self, value: object, language: str) -> str:
        """Write a value in words: dates with their weekday, numbers as the language writes them."""
        locale = _locale(self.policy.languages[language].locale)
        if isinstance(value, date):
            return str(format_date(value, format=self._date_pattern(value, language), locale=locale))
        if isinstance(value, int):
            return str(format_decimal(value, locale=locale))
        return str(value)

    def name_language(self, which: str, language: str) -> str:
        """Give what a language is called in another one, or itself; what is no language of the desk stays a code."""
        if which not in self.policy.languages:
            return which
        return str(_locale(self.policy.languages[which].locale.split("_")[0]).get_language_name(language))

    def list_out(self, parts: Sequence[str], language: str) -> str:
        """Write several things in a row, as the language joins them."""
        return str(format_list(list(parts), locale=_locale(self.policy.languages[language].locale)))

    def _date_pattern(self, day: date, language: str) -> str:
        """Take the language's own pattern; some name the first of a month as no other day, which it does not hold."""
        pattern = str(_locale(self.policy.languages[language].locale).date_formats["full"].pattern)
        return re.sub(r"\bd\b", f"'{self.catalogues[language]['date.first'][0]}'", pattern) if day.day == 1 else pattern

    def _template(self, key: str, language: str, values: Mapping[str, object]) -> str:
        forms: Sequence[str] = self.catalogues[language][key]
        count = values.get("count")
        if len(forms) == 1 or not isinstance(count, int):
            return forms[0]
        is_one = _locale(self.policy.languages[language].locale).plural_form(count) == "one"
        return forms[0] if is_one else forms[1]

    def _escaped(self, language: str, values: Mapping[str, object]) -> dict[str, str]:
        return {name: self._escape(value, language) for name, value in values.items()}

    def _escape(self, value: object, language: str) -> str:
        if isinstance(value, Phrase):
            return self.say(value.key, language, **value.values)
        return value if isinstance(value, Html) else html.escape(self.show(value, language), quote=False)

    @cached_property
    def _spoken(self) -> dict[str, frozenset[str]]:
        return {}

    @cached_property
    def _from_policy(self) -> Mapping[str, Mapping[str, str]]:
        return {language: self._shown_policy(language) for language in self.policy.languages}

    def _shown_policy(self, language: str) -> Mapping[str, str]:
        shown = {name: self.show(number.value, language) for name, number in self.policy.numbers.items()}
        for name, link in self.policy.links.items():
            words = html.escape(link.name[language], quote=False)
            url = link.url.get(language)
            shown[f"link_{name}"] = f'<a href="{html.escape(url)}">{words}</a>' if url else words
        return shown
