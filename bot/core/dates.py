"""Reads a date as people type it in French or English; knows no rule and asks no clock."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime, timedelta
from functools import lru_cache

from dateparser.date import DateDataParser

from bot.core.folding import fold

_NUMERIC = re.compile(r"\b\d{1,2}\s?[/.\-]\s?\d{1,2}(\s?[/.\-]\s?\d{2,4})?\b|\b\d{4}-\d{1,2}-\d{1,2}\b")
_DAY = re.compile(r"\b(0?[1-9]|[12]\d|3[01])(st|nd|rd|th|er|e)?\b")
_MONTH = re.compile(
    r"\b(janv|fevr?|feb|mars|march|mar|avr|apr|mai|may|juin|jun|juil|jul|aout|aug|sept?|oct|nov|dec)[a-z]*\b"
)
_PHRASE = re.compile(
    r"\b(demain|tomorrow|(lun|mar|mercre|jeu|vendre|same)di|dimanche|(mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|(dans|in)\s\w+\s(jours?|semaines?|mois|ans?|days?|weeks?|months?|years?))\b"
)
_PADDING = re.compile(r"\b(prochaine?|qui vient|a partir du|debut|vers le|about|around|from)\b")
_FARTHEST = timedelta(days=366 * 20)


@lru_cache(maxsize=4)
def _parser(today: date) -> DateDataParser:
    settings = {
        "DATE_ORDER": "DMY",
        "PREFER_LOCALE_DATE_ORDER": False,
        "PREFER_DATES_FROM": "future",
        "RELATIVE_BASE": datetime(today.year, today.month, today.day),  # noqa: DTZ001 (a day, not a moment)
    }
    return DateDataParser(languages=["fr", "en"], settings=settings)


def read_date(text: str, today: date) -> date | None:
    """Read a day that the text names by day and month, or by a known phrase; None for anything vaguer."""
    if len(text) > 60:
        return None
    numeric = _NUMERIC.search(text)
    folded = _PADDING.sub(" ", fold(text)).strip()
    if numeric:
        wording = numeric.group().replace(" ", "")
    elif (_DAY.search(folded) and _MONTH.search(folded)) or _PHRASE.search(folded):
        wording = re.sub(r"^(le|the|on|du)\s", "", folded)
    else:
        return None
    found = _parser(today).get_date_data(wording)
    if found is None or found.date_obj is None:
        return None
    day: date = found.date_obj.date()
    return day if abs(day - today) < _FARTHEST else None


def months_after(day: date, months: int) -> date:
    """Give the same day so many months later, or the last of that month where it has none."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
