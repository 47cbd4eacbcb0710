"""Reads what a person typed as a step's answer, one reader for each type of step; knows no rule and no flow."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from urllib.parse import urlsplit

from email_validator import EmailNotValidError, validate_email

from bot.core.choosing import find_option, read_count, read_yes_or_no, split_choices
from bot.core.countries import read_country
from bot.core.dates import NoDay, read_date
from bot.core.flow import Step, StepType, Value
from bot.core.folding import fold
from bot.core.lists import columns_of
from bot.core.people import read_people
from bot.core.texts import Texts
from bot.core.wording import is_made_of, means, without_beginning

LONGEST = {
    StepType.TEXT: 500,
    StepType.QUESTION: 1000,
    StepType.NAME: 100,
    StepType.EMAIL: 254,
    StepType.URL: 300,
    StepType.SCHOOLS: 10,
    StepType.PEOPLE: 500,
    StepType.FILE: 2000,
}
"""How many characters (lists: how many entries) an answer may have where its step names no maximum."""

LONGEST_SCHOOL = 120
MOST_WRONG = 10
"""How many wrong lines of a list are named at once."""

_LONGEST_CODE = 2
_PASTED_ADDRESS = re.compile(r"(?:[^<>@]*<)?(?:mailto:)?([^<>\s]+@[^<>\s]+?)>?[,;]?", re.IGNORECASE)
"""An address as mail programs copy it: alone, in angles, behind a name, as a link."""


@dataclass(frozen=True)
class Read:
    """The value that was understood."""

    value: Value


@dataclass(frozen=True)
class Misread:
    """Why a text is no answer to the step: a key of the catalogue and its values, and what `also` is wrong."""

    key: str
    values: Mapping[str, object] = field(default_factory=dict)
    also: tuple[Misread, ...] = ()


@dataclass(frozen=True)
class Reader:
    """What reading needs beside the text: the day it is read on, and the words of the desk's languages."""

    texts: Texts
    today: date

    def read(self, step: Step, text: str) -> Read | Misread:
        """Read a typed answer to a step, in any of the desk's languages."""
        return _READERS[step.type](self, step, clean(text))

    def means(self, key: str, text: str) -> bool:
        """Tell whether a text is one of the words that the catalogue lists under a key, in any language."""
        return means(self.texts, key, text)

    def is_made_of(self, keys: Iterable[str], text: str) -> bool:
        """Tell whether a text is nothing but words that the catalogue lists under these keys, in any language."""
        return is_made_of(self.texts, keys, text)

    def _read_text(self, step: Step, text: str) -> Read | Misread:
        longest = step.maximum or LONGEST[step.type]
        if len(text) > longest:
            return Misread("read.text.long", {"length": len(text), "longest": longest})
        if len(text) < (step.minimum or 1):
            return Misread("read.text.short", {"shortest": step.minimum or 1})
        return Read(text)

    def _read_name(self, step: Step, text: str) -> Read | Misread:
        name = without_beginning(self.texts, "words.introducing", " ".join(text.split()))
        is_day = any(map(str.isdigit, name)) and isinstance(read_date(name, self.today), date)
        if sum(map(str.isalpha, name)) < 2 or "@" in name or name[0].isdigit() or is_day:
            return Misread("read.name")
        return self._read_text(step, name)

    def _read_email(self, step: Step, text: str) -> Read | Misread:
        pasted = _PASTED_ADDRESS.fullmatch(text)
        text = pasted[1] if pasted else text
        try:
            validate_email(text, check_deliverability=False)
        except EmailNotValidError:
            case = "bad" if "@" in text else "no_at"
            return Misread(f"read.email.{case}", {"typed": text[:80]})
        return Read(text)

    def _read_url(self, step: Step, text: str) -> Read | Misread:
        try:
            parts = urlsplit(text)
        except ValueError:
            return Misread("read.url")
        if parts.scheme not in {"http", "https"} or "." not in parts.netloc or len(text.split()) != 1:
            return Misread("read.url")
        return self._read_text(step, text)

    def _read_integer(self, step: Step, text: str) -> Read | Misread:
        low, high = step.minimum or 0, step.maximum or 10**9
        count = read_count(self.texts, text)
        if count is None:
            return Misread("read.integer.none", {"low": low, "high": high})
        return Read(count) if low <= count <= high else Misread("read.integer.range", {"low": low, "high": high})

    def _read_choice(self, step: Step, text: str) -> Read | Misread:
        found = find_option(self.texts, step, text)
        return Read(found) if found is not None else Misread("read.choice")

    def _read_choices(self, step: Step, text: str) -> Read | Misread:
        whole = self._read_choice(step, text)
        if isinstance(whole, Read):
            return check_picked(step, (str(whole.value),))
        if self.means("words.all", text):
            return check_picked(step, tuple(option.id for option in step.options))
        picked: list[str] = []
        for piece in split_choices(text):
            read = self._read_choice(step, piece)
            if isinstance(read, Misread):
                return Misread("read.choices.unknown", {"typed": piece[:80]})
            picked.append(str(read.value))
        return check_picked(step, tuple(picked))

    def _read_confirm(self, step: Step, text: str) -> Read | Misread:
        answer = read_yes_or_no(self.texts, text)
        return Read(answer) if answer is not None else Misread("read.confirm")

    def _read_date(self, step: Step, text: str) -> Read | Misread:
        day = read_date(text, self.today)
        if isinstance(day, NoDay):
            return Misread(f"read.date.{day.case}", {"date": day.instead} if day.instead else {})
        return Read(day.isoformat()) if day else Misread("read.date")

    def _read_country(self, step: Step, text: str) -> Read | Misread:
        languages = self.texts.policy.languages
        pairs = [pair.split("=") for language in languages for pair in self.texts.words("words.countries", language)]
        aliases = {fold(name): code for name, code in pairs}
        code = read_country(text, tuple(each.locale for each in languages.values()), aliases)
        if code and len(code) > _LONGEST_CODE:
            return Misread(f"read.country.{code}")  # Several countries have that name.
        return Read(code) if code else Misread("read.country")

    def _read_schools(self, step: Step, text: str) -> Read | Misread:
        lines = (re.sub(r"^\s*(?:[-•*·]|\d{1,2}[.)])\s*", "", line) for line in re.split(r"[\n;]", text))
        schools: list[str] = [" ".join(line.split()) for line in lines if line.strip()]
        most = step.maximum or LONGEST[StepType.SCHOOLS]
        if len(schools) > most:
            return Misread("read.schools.many", {"many": len(schools), "most": most})
        for position, school in enumerate(schools, start=1):
            if len(school) > LONGEST_SCHOOL:
                return Misread("read.schools.long", {"line": position, "longest": LONGEST_SCHOOL})
            if sum(map(str.isalpha, school)) < 2 or "@" in school:
                return Misread("read.schools.none", {"line": position, "typed": school})
        return Read(schools) if schools else Misread("read.schools.none", {"line": 1, "typed": text})

    def _read_people(self, step: Step, text: str) -> Read | Misread:
        most = step.maximum or LONGEST[step.type]
        people, wrong = read_people(text, columns_of(self.texts), most)
        if "@" not in text and len(wrong) <= 1:
            return Misread("read.people.none")
        if len(people) + len(wrong) > most:
            return Misread("read.people.many", {"most": most})
        lines = [
            Misread("read.people.line", {"line": entry.number, "typed": entry.text[:80], "wrong": fault})
            for entry, fault in wrong[:MOST_WRONG]
        ]
        if len(wrong) > MOST_WRONG:
            lines.append(Misread("flow.more", {"count": len(wrong) - MOST_WRONG}))
        if lines:
            return replace(lines[0], also=tuple(lines[1:]))
        few = len(people) < (step.minimum or 1)
        return Misread("read.people.few", {"least": step.minimum or 1}) if few else Read(people)

    def _read_lines(self, step: Step, text: str) -> Read | Misread:
        lines: list[str] = [line.strip() for line in text.splitlines() if line.strip()]
        return Read(lines) if len(lines) > 1 or "@" in text else Misread("read.list")


_READERS: Mapping[StepType, Callable[[Reader, Step, str], Read | Misread]] = {
    StepType.TEXT: Reader._read_text,
    StepType.QUESTION: Reader._read_text,
    StepType.NAME: Reader._read_name,
    StepType.EMAIL: Reader._read_email,
    StepType.INTEGER: Reader._read_integer,
    StepType.CHOICE: Reader._read_choice,
    StepType.CHOICES: Reader._read_choices,
    StepType.CONFIRM: Reader._read_confirm,
    StepType.DATE: Reader._read_date,
    StepType.COUNTRY: Reader._read_country,
    StepType.SCHOOLS: Reader._read_schools,
    StepType.PEOPLE: Reader._read_people,
    StepType.FILE: Reader._read_lines,
    StepType.URL: Reader._read_url,
}


def check_picked(step: Step, picked: tuple[str, ...]) -> Read | Misread:
    """Take the options that were picked, in the step's order, if there are enough and not too many of them."""
    chosen: list[str] = [option.id for option in step.options if option.id in picked]
    least, most = step.minimum or 1, step.maximum or len(step.options)
    if not least <= len(chosen) <= most:
        return Misread("read.choices.count", {"least": least, "most": most})
    return Read(chosen)


def clean(text: str) -> str:
    """Drop what cannot be seen (zero-width and control characters, direction marks) and the space around."""
    visible = "".join(each for each in text if each in "\n\t" or each.isprintable() or each.isspace())
    return visible.replace("\t", " ").strip()
