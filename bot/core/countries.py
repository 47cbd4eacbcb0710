"""Reads the name of a country in any of the desk's languages; knows names only through Babel."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from babel import Locale
from rapidfuzz import fuzz, process

from bot.core.folding import fold

_CLOSE_ENOUGH = 86
_NO_COUNTRIES = frozenset({"EU", "EZ", "UN", "ZZ", "XA", "XB", "QO"})


_ASIDE = re.compile(r"\([^)]*\)")
_ARTICLE = re.compile(r"^(en|au|aux|in|à)?\s*(la|le|les|l|the)?\s+(?=\w{3})|^(l|en|au|aux|in)\s+")
_PARTS = re.compile(r"[,;:/()]|\s[-–]\s")
_FIRST_FLAG_LETTER = 0x1F1E6


def _read_flag(text: str) -> str | None:
    """Give the code that a flag is made of: two letters of an alphabet of their own."""
    letters = [ord(each) - _FIRST_FLAG_LETTER for each in text.strip()]
    is_flag = len(letters) == 2 and all(0 <= each < 26 for each in letters)
    return "".join(chr(ord("A") + each) for each in letters) if is_flag else None


@lru_cache
def _names(locales: tuple[str, ...]) -> Mapping[str, str]:
    names: dict[str, str] = {}
    for locale in locales:
        for code, name in Locale.parse(locale).territories.items():
            if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRIES:
                names.setdefault(fold(name), code)
    return names


def read_country(text: str, locales: tuple[str, ...], aliases: Mapping[str, str]) -> str | None:
    """Give the ISO code of the country that a text names, alone or beside a place in it.

    `aliases` maps folded everyday names to codes, or to the name that
    several countries have, which is given as it stands.
    """
    names = _names(locales)
    flag = _read_flag(text)
    if flag in names.values():
        return flag
    text = _ASIDE.sub(" ", text).replace(".", "")
    wanted = _ARTICLE.sub("", fold(text))
    exact = names.get(fold(text)) or names.get(wanted) or aliases.get(wanted)
    if exact:
        return exact
    if len(text.strip()) == 2 and text.strip().upper() in names.values():
        return text.strip().upper()
    parts = [_ARTICLE.sub("", fold(part)) for part in _PARTS.split(text)]
    named = {code for part in parts if (code := names.get(part) or aliases.get(part))}
    if len(named) == 1:
        return named.pop()
    close = process.extractOne(wanted, names.keys(), scorer=fuzz.ratio, score_cutoff=_CLOSE_ENOUGH)
    return names[close[0]] if close else None


def country_name(code: str, locale: str) -> str:
    """Write a country's name in a language."""
    return str(Locale.parse(locale).territories.get(code, code))
