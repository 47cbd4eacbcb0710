"""Reads a date as people type it in French or English; knows no rule and asks no clock."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from unicodedata import decimal

from dateparser.date import DateDataParser

from bot.core.folding import fold

_MONTHS = (
    "janv(?:ier)?|jan(?:uary)?|fevr?(?:ier)?|feb(?:ruary)?|mars|march|mar|avr(?:il)?|apr(?:il)?|mai|may|juin|june?"
    "|juil(?:let)?|july?|aout|aug(?:ust)?|sept?(?:embre|ember)?|oct(?:obre|ober)?|nov(?:embre|ember)?|dec(?:embre|ember)?"
)
_WEEKDAY = (
    "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|monday|tuesday|wednesday|thursday|friday|saturday|sunday"
)
_ORDINAL = "(?:st|nd|rd|th|er|e)?"
_NUMERIC = re.compile(
    r"\b\d{1,2}\s?[/.\-]\s?\d{1,2}(?:\s?[/.\-]\s?\d{2,4})?\b|\b\d{4}-\d{1,2}-\d{1,2}\b|^\d{1,2} \d{1,2} \d{4}$"
)
_DAY = re.compile(rf"\b(0?[1-9]|[12]\d|3[01]){_ORDINAL}\b")
_MONTH = re.compile(rf"\b({_MONTHS})\b")
_PHRASE = re.compile(
    rf"\b(demain|tomorrow|{_WEEKDAY}|(dans|in)\s\w+\s(jours?|semaines?|mois|ans?|days?|weeks?|months?|years?))\b"
)
_DAY_ALONE = re.compile(rf"(?:(?:{_WEEKDAY}) )?(?:le |the )?\d{{1,2}}{_ORDINAL}")
_DAY_AND_MONTH = re.compile(
    rf"\d{{1,2}}{_ORDINAL} (?:of )?(?:{_MONTHS})(?: \d{{4}})?|(?:{_MONTHS}) \d{{1,2}}{_ORDINAL}(?: \d{{4}})?"
)
_PERIOD = re.compile(
    rf"\b({_MONTHS}|semaine|week|mois|month|printemps|spring|ete|summer|automne|autumn|hiver|winter|20\d\d)\b"
)
_WORDS_OF_A_PERIOD = 5
_COUNTS = re.compile(r"\b\d{1,2}(?!\d| 20\d\d$)")
_FROM_NOW = re.compile(r"^(\w+ (?:days?|weeks?|months?|years?)) from (?:now|today)$")
_FIRST = re.compile(rf"\b(?:premier|first)(?= (?:of )?(?:{_MONTHS})\b)")
_PADDING = re.compile(
    r"\b(prochaine?|qui vient|a (?:partir|compter) du|vers le|about|around|starting|from|je voudrais|nous voudrions"
    r"|plutot|s il vous plait|svp|si possible|merci|i would like|we would like|rather|please|if possible|thanks"
    r"|peut on|pourrait on|pourrions nous|est ce que|prendre|choisir|avoir|est il|est|serait il|serait|possible|les"
    r"|can we|could we|may we|have|take|choose|would|be|is it|is|ok)\b|^(?:2|deux|two) (?:jours|days)\b"
)
_SHIFTED = re.compile(r"\ben (?:huit|quinze)\b")
_DAYS = re.compile(rf"\b(?:{_DAY_AND_MONTH.pattern})\b")
_QUINZAINE = re.compile(r"\bdans (?:quinze jours|une quinzaine(?: de jours)?)$")
_FORTNIGHT = re.compile(r"\bin (?:a|one) fortnight$")
_EITHER = re.compile(r"\d\w*\s+(?:ou|or)\b")
_TOGETHER = rf"{_ORDINAL}\s*(?:[-–/&]|\b(?:et|au|and|to)\b)\s*(?:le\s+|the\s+)?"
_MONTH_AS_TYPED = "(?:jan|f[eé]v|feb|mar|avr|apr|mai|may|jui|jun|jul|ao[uû]|aug|sep|oct|nov|d[eé]c)"
_PAIRS = (
    re.compile(
        rf"\b(?P<one>\d{{1,2}}){_TOGETHER}(?P<next>\d{{1,2}}){_ORDINAL}(?=\s+(?:of\s+)?{_MONTH_AS_TYPED})", re.I
    ),
    re.compile(
        rf"\b{_MONTH_AS_TYPED}[a-z]*\.?\s+(?P<one>\d{{1,2}}){_TOGETHER}(?P<next>\d{{1,2}}){_ORDINAL}\b(?![/.\-]?\d)",
        re.I,
    ),
)
_BETWEEN = re.compile(r"\s+(?:et|au|and|to|[-–&])\s+|(?:(?<=\d{4})|(?<=[^\W\d_]))\s*[-–]\s*(?=\d)", re.IGNORECASE)
_SINCE = re.compile(r"^\s*(?:du|le|from|the)\s", re.IGNORECASE)
_LONGEST = 60
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
def _parser(today: date, is_phrase: bool) -> DateDataParser:
    settings: dict[str, object] = {
        "DATE_ORDER": "DMY",
        "PREFER_LOCALE_DATE_ORDER": False,
        "PREFER_DATES_FROM": "future",
        "RELATIVE_BASE": datetime(today.year, today.month, today.day),  # noqa: DTZ001 (a day, not a moment)
    }
    if not is_phrase:
        settings["PARSERS"] = ["absolute-time"]  # The others take longer than all the rest of a turn.
    return DateDataParser(languages=["fr", "en"], settings=settings)


@dataclass(frozen=True)
class NoDay:
    """Why a text that speaks of a date names no day.

    The case is "none" (not in the calendar), "weekday" (on another one than it says), "several" (more than one day),
    "month" (a day without its month) or "vague" (a whole week, month, season or year).
    """

    case: str
    instead: date | None = None


def read_date(text: str, today: date) -> date | NoDay | None:
    """Read a day that the text names by day and month, or by a known phrase; None where it speaks of none.

    Two days that follow each other, as a workshop takes, are read as the first.
    """
    if len(text) > _LONGEST:
        return None
    joined = _join_pair("".join(str(decimal(each, each)) for each in text))
    if joined is None:
        return NoDay("several")
    parts = _BETWEEN.split(joined)
    if len(parts) == 2:
        begin, end = (_read_one(_SINCE.sub("", part), today) for part in parts)
        if isinstance(begin, date) and isinstance(end, date):
            first = end - timedelta(days=1)
            return first if (first.day, first.month) == (begin.day, begin.month) else NoDay("several")
    return _read_one(joined, today)


def _join_pair(text: str) -> str | None:
    """Leave the first of two days of one month that follow each other; None when they do not."""
    pair = next(filter(None, (pattern.search(text) for pattern in _PAIRS)), None)
    if pair is None:
        return text
    follows = int(pair["next"]) == int(pair["one"]) + 1
    return text[: pair.end("one")] + text[pair.end() :] if follows else None


def _read_one(text: str, today: date) -> date | NoDay | None:
    folded = _FROM_NOW.sub(r"in \1", _FIRST.sub("1", fold(text)))
    folded = _FORTNIGHT.sub("in 2 weeks", _QUINZAINE.sub("dans 15 jours", folded))
    if folded in _DAYS_FROM_TODAY:
        return today + timedelta(days=_DAYS_FROM_TODAY[folded])
    folded = " ".join(_PADDING.sub(" ", folded).split())
    is_phrase = False
    numeric = {tuple(re.findall(r"\d+", found.group())) for found in _NUMERIC.finditer(text)}
    if len(numeric) > 1 or _EITHER.search(folded) or len(set(_DAYS.findall(folded))) > 1:
        return NoDay("several")
    if numeric:
        numbers = numeric.pop()
        wording = ("-" if len(numbers[0]) == 4 else "/").join(numbers)
    elif _DAY_ALONE.fullmatch(folded):
        return NoDay("month")
    elif not _SHIFTED.search(folded) and ((_DAY.search(folded) and _MONTH.search(folded)) or _PHRASE.search(folded)):
        is_phrase = _PHRASE.search(folded) is not None
        wording = re.sub(r"^(le|the|on|du)\s", "", folded)
    else:
        return _say_what_lacks(folded)
    found = _parser(today, is_phrase).get_date_data(wording)
    if found is None or found.date_obj is None:
        return NoDay("none") if len(wording.split("/")) == 3 or wording[:4].isdecimal() else _say_what_lacks(wording)
    day: date = found.date_obj.date()
    if abs(day - today) >= _FARTHEST:
        return None
    said = next((number for name, number in _WEEKDAYS.items() if f" {name} " in f" {folded} "), None)
    if said is not None and said != day.weekday():
        return NoDay("weekday", day)
    return day


def _say_what_lacks(folded: str) -> NoDay | None:
    if _DAY_AND_MONTH.fullmatch(folded):
        return NoDay("none")
    is_short = len(folded.split()) <= _WORDS_OF_A_PERIOD
    return NoDay("vague") if is_short and _PERIOD.search(folded) and not _COUNTS.search(folded) else None


def months_after(day: date, months: int) -> date:
    """Give the same day so many months later, or the last of that month where it has none."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
