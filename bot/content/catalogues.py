"""Reads the bot's own sentences from gettext catalogues and compares the languages; knows no sentence and no use."""

from __future__ import annotations

import re
from collections.abc import Mapping
from io import StringIO
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.pofile import PoFileError, read_po

from bot.content import wording_texts, wording_topics, wording_yaml
from bot.content.markup import check_braces, check_tags, placeholders
from bot.content.policy_file import LANGUAGE
from bot.content.problem import Problem, Report, Text

DOMAIN = "guichet"

# Babel takes a line without quotes and silently drops its first and last character.
_QUOTED = r'"(?:[^"\\]|\\.)*"'
_LINE = re.compile(rf"\s*(?:#.*|(?:msgctxt|msgid|msgid_plural|msgstr(?:\[\d\])?)\s+{_QUOTED}|{_QUOTED})?\s*")
_KEY = re.compile(r'\s*msgid\s+"(.+)"\s*')

Forms = dict[str, tuple[str, ...]]


def load_catalogues(locales_dir: Path) -> tuple[Mapping[str, Mapping[str, tuple[str, ...]]], tuple[Problem, ...]]:
    """Load the sentences of each language by key, each with its plural forms (one where it has none)."""
    folder = Path(locales_dir.parent.name, locales_dir.name)
    reports: dict[str, Report] = {}
    catalogues: dict[str, Forms] = {}
    lines: dict[str, dict[str, int]] = {}
    for path in sorted(each for each in locales_dir.glob("[!._]*") if each.is_dir()):
        file = path / f"{DOMAIN}.po"
        report = reports[path.name] = Report((folder / path.name / file.name).as_posix())
        try:
            text = file.read_text("utf-8-sig")
        except FileNotFoundError:
            report.add(1, wording_yaml.missing_file(report.file))
        except UnicodeDecodeError as error:
            report.add(error.object.count(b"\n", 0, error.start) + 1, wording_yaml.not_utf8(error.object[error.start]))
        except OSError as error:
            report.add(1, wording_yaml.unreadable_file(error.strerror or "unknown reason"))
        else:
            catalogues[path.name], lines[path.name] = read_catalogue(path.name, text, report)
    if not reports:
        return {}, (Problem(folder.as_posix(), 1, *wording_topics.no_languages()),)
    _compare(catalogues, lines, reports)
    return catalogues, tuple(sorted({problem for report in reports.values() for problem in report.problems}))


def read_catalogue(language: str, text: str, report: Report) -> tuple[Forms, dict[str, int]]:
    """Read one language's sentences, and the line of each that is in order."""
    if not LANGUAGE.fullmatch(language):
        report.add(1, wording_topics.bad_language(language))
    _check_lines(text, report)
    if report.problems:
        return {}, {}
    try:
        catalogue = read_po(StringIO(text), locale=language, abort_invalid=True)
    except PoFileError as error:
        report.add(error.lineno + 1, wording_topics.bad_catalogue(str(error)))
        return {}, {}
    except Exception as error:  # Babel raises whatever its parts do on a broken header, down to AssertionError
        report.add(1, wording_topics.bad_catalogue(str(error) or type(error).__name__))
        return {}, {}
    forms: Forms = {}
    lines: dict[str, int] = {}
    for message in catalogue:
        if message.id:
            key = message.id if isinstance(message.id, str) else message.id[0]
            forms[key] = (message.string,) if isinstance(message.string, str) else tuple(message.string or ("",))
            if _is_in_order(key, message, forms[key], report):
                lines[key] = message.lineno or 1
    return forms, lines


def _check_lines(text: str, report: Report) -> None:
    first_lines: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        key = _KEY.fullmatch(line)
        if not _LINE.fullmatch(line):
            report.add(number, wording_topics.bad_catalogue_line(line))
        elif key and key.group(1) in first_lines:
            report.add(number, wording_topics.key_twice(key.group(1), first_lines[key.group(1)]))
        elif key:
            first_lines[key.group(1)] = number


def _is_in_order(key: str, message: Message, forms: tuple[str, ...], report: Report) -> bool:
    before = len(report.problems)
    line = message.lineno or 1
    if not all(form.strip() for form in forms):
        report.add(line, wording_topics.untranslated(key))
    if message.fuzzy:
        report.add(line, wording_topics.fuzzy(key))
    for form in forms:
        check_braces(Text(form, line), None, report)
        # Sentences without a tag may also stand on a button, where & is no markup.
        if "<" in form:
            check_tags(Text(form, line), report)
    return len(report.problems) == before


def _compare(
    catalogues: Mapping[str, Forms], lines: Mapping[str, Mapping[str, int]], reports: Mapping[str, Report]
) -> None:
    for language, forms in catalogues.items():
        for other, other_forms in catalogues.items():
            if not forms or not other_forms:
                continue
            there = reports[other].file
            for key, texts in other_forms.items():
                if key not in forms:
                    reports[language].add(1, wording_topics.key_missing(key, there))
                    continue
                if key not in lines[language] or key not in lines[other]:
                    continue
                for name in sorted(_names(texts) - _names(forms[key])):
                    finding = wording_texts.placeholder_missing(f'the sentence "{key}"', name, there)
                    reports[language].add(lines[language][key], finding)


def _names(forms: tuple[str, ...]) -> frozenset[str]:
    return frozenset(name for form in forms for name in placeholders(form))
