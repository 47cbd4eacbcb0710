"""Reads which option, which options, yes or no, or how many a typed text names; knows no rule and no flow."""

from __future__ import annotations

import re
from collections.abc import Mapping

from rapidfuzz import fuzz, process

from bot.core.flow import Step
from bot.core.folding import fold
from bot.core.texts import Texts
from bot.core.wording import is_made_of, phrases_in

_CLOSE_ENOUGH = 84
_HARMLESS = ("words.filler", "words.small_talk")
_BETWEEN_CHOICES = re.compile(r"[,;/&+\n]|\s(?:et|and|puis|plus)\s", re.IGNORECASE)
_PLACE = re.compile(r"(\d{1,2})(?:st|nd|rd|th|e|er|eme|ere|de)?")
_SIGNS = {"👍": True, "👌": True, "✅": True, "✔": True, "👎": False, "❌": False}
_SHADES = re.compile("[\ufe0f\U0001f3fb-\U0001f3ff\\s]")
_NUMBER = re.compile(r"-?\d+")
_BETWEEN_THOUSANDS = re.compile(r"(?<=\d)[\s.,](?=\d{3}\b)")
_UNITS = re.compile(r"[^\w\s.,;!?~≈’'()+-]|\d[^\W\d]|[^\W\d]\d")
"""What makes a number something else than a count: a sign such as % or €, a letter that touches it."""

_LONGEST_COUNT = 60
_DIGITS_AT_MOST = 12


def find_option(texts: Texts, step: Step, text: str) -> str | None:
    """Find the option that a text names by its label, a word for it, its number, or nearly so."""
    names = _names_of(texts, step)
    typed = fold(text)
    if typed in names:
        return names[typed]
    place = _PLACE.fullmatch(typed)
    if place is not None:
        return _at_place(step, int(place[1]))
    if not text.endswith(("?", "？")):
        within = _find_within(texts, step, names, typed)
        if within is not None:
            return within
    denied = phrases_in(texts, "words.denying", typed)
    alike = [name for name in names if phrases_in(texts, "words.denying", name) == denied]
    close = process.extractOne(typed, alike, scorer=fuzz.ratio, score_cutoff=_CLOSE_ENOUGH)
    return names[close[0]] if close else None


def _names_of(texts: Texts, step: Step) -> Mapping[str, str]:
    return {
        fold(name): option.id
        for option in step.options
        for language in texts.policy.languages
        for name in (option.id, option.label[language], *option.words.get(language, ()))
    }


def _find_within(texts: Texts, step: Step, names: Mapping[str, str], typed: str) -> str | None:
    """Find the one option that a text names beside words that change nothing; a text that says more names none."""
    padded = f" {typed} "
    found = {
        option
        for name, option in names.items()
        if f" {name} " in padded and is_made_of(texts, _HARMLESS, padded.replace(f" {name} ", " ", 1))
    }
    for word in typed.split():
        place = _PLACE.fullmatch(word)
        if place is not None and is_made_of(texts, _HARMLESS, padded.replace(f" {word} ", " ", 1)):
            found |= {each for each in [_at_place(step, int(place[1]))] if each}
    return found.pop() if len(found) == 1 else None


def _at_place(step: Step, place: int) -> str | None:
    return step.options[place - 1].id if 1 <= place <= len(step.options) else None


def split_choices(text: str) -> list[str]:
    """Cut a text that names several options into one piece for each."""
    return [piece for piece in map(str.strip, _BETWEEN_CHOICES.split(text)) if piece]


def read_yes_or_no(texts: Texts, text: str) -> bool | None:
    """Read a yes or a no, in words, as a sign, or by the number of its button; None where it is neither."""
    typed = fold(text)
    if typed in {"1", "2"}:
        return typed == "1"
    sign = _SHADES.sub("", text)
    if sign and set(sign) <= _SIGNS.keys():
        return _SIGNS[sign[0]] if len({_SIGNS[each] for each in sign}) == 1 else None
    if is_made_of(texts, ("words.small_talk",), text):
        return None
    for key, value in (("words.yes", True), ("words.no", False)):
        if is_made_of(texts, (key, "words.small_talk"), text):
            return value
    return None


def read_count(texts: Texts, text: str) -> int | None:
    """Read a text that is one number and words that change nothing; None where it is more than a count."""
    text = _BETWEEN_THOUSANDS.sub("", text)
    found = _NUMBER.findall(text)
    if len(found) != 1 or len(found[0]) > _DIGITS_AT_MOST or len(text) > _LONGEST_COUNT or _UNITS.search(text):
        return None
    rest = fold(_NUMBER.sub(" ", text))
    keys = (*_HARMLESS, "words.counting", "words.yes")
    return int(found[0]) if not rest or is_made_of(texts, keys, rest) else None
