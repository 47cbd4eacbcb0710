"""Reads a date as people type it in French or English; knows no rule and asks no clock."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
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
_VAGUE = re.compile(r"\ben huit\b|\ben quinze\b|\d\s*(ou|or|et|and)\b")
_PAIR = re.compile(r"\b(\d{1,2})\s*(?:-|–|et|au|and|to)\s*(?:le\s+)?(\d{1,2})(?=\s+[^\W\d]{3})", re.IGNORECASE)
_LOOKS_WHOLE = re.compile(r"^\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2,4}$|^\d{4}-")
_DAYS_FROM_TODAY = {
    "hier": -1,
    "yesterday": -1,
    "aujourd hui": 0,
    "today": 0,
    "demain": 1,
    "tomorrow": 1,
    "apres demain": 2,
    "the day after tomorrow": 2,
}
_WEEKDAYS = {
    name: number
    for names in (
        ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
        ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
    )
    for number, name in enumerate(names)
}
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


@dataclass(frozen=True)
class NoDay:
    """Why a text that looks like a date is none: "none" in the calendar, or on another "weekday" than it says."""

    case: str
    instead: date | None = None


def read_date(text: str, today: date) -> date | NoDay | None:
    """Read a day that the text names by day and month, or by a known phrase; None for anything vaguer.

    Two days that follow each other, as a workshop takes, are read as the first; other pairs are too vague.
    """
    if len(text) > 60:
        return None
    folded = fold(text)
    if folded in _DAYS_FROM_TODAY:
        return today + timedelta(days=_DAYS_FROM_TODAY[folded])
    numeric = {found.group().replace(" ", "") for found in _NUMERIC.finditer(_join_pair(text))}
    folded = _PADDING.sub(" ", fold(_join_pair(text))).strip()
    if len(numeric) > 1 or _VAGUE.search(folded):
        return None
    if numeric:
        wording = numeric.pop()
    elif (_DAY.search(folded) and _MONTH.search(folded)) or _PHRASE.search(folded):
        wording = re.sub(r"^(le|the|on|du)\s", "", folded)
    else:
        return None
    found = _parser(today).get_date_data(wording)
    if found is None or found.date_obj is None:
        return NoDay("none") if _LOOKS_WHOLE.search(wording) else None
    day: date = found.date_obj.date()
    if abs(day - today) >= _FARTHEST:
        return None
    said = next((number for name, number in _WEEKDAYS.items() if f" {name} " in f" {folded} "), None)
    if said is not None and said != day.weekday():
        return NoDay("weekday", day)
    return day


def _join_pair(text: str) -> str:
    """Leave the first of two days of a month that follow each other."""
    pair = _PAIR.search(text)
    if pair is None or int(pair[2]) != int(pair[1]) + 1:
        return text
    return text[: pair.start()] + pair[1] + text[pair.end() :]


def months_after(day: date, months: int) -> date:
    """Give the same day so many months later, or the last of that month where it has none."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
