"""Reads the name of a country in any of the desk's languages; knows names only through Babel."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from babel import Locale
from rapidfuzz import fuzz, process

from bot.core.folding import fold

_CLOSE_ENOUGH = 86
_NO_COUNTRIES = frozenset({"EU", "EZ", "UN", "ZZ", "XA", "XB", "QO"})


@lru_cache
def _names(locales: tuple[str, ...]) -> Mapping[str, str]:
    names: dict[str, str] = {}
    for locale in locales:
        for code, name in Locale.parse(locale).territories.items():
            if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRIES:
                names.setdefault(fold(name), code)
    return names


def read_country(text: str, locales: tuple[str, ...], aliases: Mapping[str, str]) -> str | None:
    """Give the ISO code of the country that a text names; `aliases` maps folded everyday names to codes."""
    names = _names(locales)
    wanted = fold(text)
    exact = names.get(wanted) or aliases.get(wanted)
    if exact:
        return exact
    if len(text.strip()) == 2 and text.strip().upper() in names.values():
        return text.strip().upper()
    close = process.extractOne(wanted, names.keys(), scorer=fuzz.ratio, score_cutoff=_CLOSE_ENOUGH)
    return names[close[0]] if close else None


def country_name(code: str, locale: str) -> str:
    """Write a country's name in a language."""
    return str(Locale.parse(locale).territories.get(code, code))
