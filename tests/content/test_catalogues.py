"""The bot's own sentences: loaded by language and key, and every problem at once."""

# ruff: noqa: E501 (the lines of a report stand here as editors see them)

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content import load_catalogues
from bot.content.catalogues import read_catalogue
from bot.content.problem import Report

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n\n'
FRENCH = HEAD + (
    'msgid "hello"\nmsgstr "Bonjour {name} !"\n\n'
    'msgid "late"\nmsgid_plural "late"\nmsgstr[0] "un jour"\nmsgstr[1] "{count} jours"\n\n'
    'msgid "long"\nmsgstr ""\n"Une phrase\\n"\n"sur deux lignes."\n'
)
ENGLISH = HEAD + (
    'msgid "hello"\nmsgstr "Hello {name}!"\n\n'
    'msgid "late"\nmsgid_plural "late"\nmsgstr[0] "one day"\nmsgstr[1] "{count} days"\n\n'
    'msgid "long"\nmsgstr ""\n"A sentence\\n"\n"on two lines."\n'
)


def write(root: Path, french: str = FRENCH, english: str = ENGLISH) -> Path:
    for language, text in (("fr", french), ("en", english)):
        (root / "locales" / language).mkdir(parents=True)
        (root / "locales" / language / "guichet.po").write_text(text, encoding="utf-8")
    return root / "locales"


def complain(root: Path, **texts: str) -> list[str]:
    _, problems = load_catalogues(write(root, **texts))
    return [str(problem).replace(f"{root.name}/", "") for problem in problems]


def test_sentences_are_loaded_by_language_and_key_with_their_plural_forms(tmp_path: Path) -> None:
    catalogues, problems = load_catalogues(write(tmp_path))
    assert problems == ()
    assert set(catalogues) == {"fr", "en"}
    assert catalogues["fr"] == {
        "hello": ("Bonjour {name} !",),
        "late": ("un jour", "{count} jours"),
        "long": ("Une phrase\nsur deux lignes.",),
    }


@pytest.mark.parametrize(
    ("old", "new", "lines"),
    [
        pytest.param(
            'msgid "hello"\nmsgstr "Hello {name}!"\n\n',
            "",
            ['locales/en/guichet.po:1: The key "hello" is missing; locales/fr/guichet.po has it. Add it here, or delete it there.'],
            id="a key that one language lacks",
        ),
        pytest.param(
            '"Hello {name}!"',
            '""',
            [
                'locales/en/guichet.po:6: The sentence "hello" is empty. Write it between the quotes of its msgstr: msgstr "…".',
            ],
            id="an empty sentence",
        ),
        pytest.param(
            '[1] "{count} days"',
            '[1] ""',
            ['locales/en/guichet.po:9: The sentence "late" is empty. Write it between the quotes of its msgstr: msgstr "…".'],
            id="an empty plural",
        ),
        pytest.param(
            'msgid "hello"',
            '#, fuzzy\nmsgid "hello"',
            ['locales/en/guichet.po:7: The sentence "hello" is marked as fuzzy. Check it and delete the line “#, fuzzy”.'],
            id="a fuzzy sentence",
        ),
        pytest.param(
            "Hello {name}!",
            "Hello!",
            ['locales/en/guichet.po:6: The sentence "hello" lacks {name}, which locales/fr/guichet.po has. Use the same placeholders in all languages.'],
            id="a placeholder that one language lacks",
        ),
        pytest.param(
            "Hello {name}!",
            "Hello {name!",
            ["locales/en/guichet.po:6: A single { stands in the text. Write a placeholder as {notice_weeks}, and {{ to show the character itself."],
            id="a brace left open",
        ),
        pytest.param(
            "Hello {name}!",
            "Hello {name.first} {name}!",
            ['locales/en/guichet.po:6: The placeholder "{name.first}" is not a plain name. Write only a name between the braces: {notice_weeks}.'],
            id="a placeholder that is no plain name",
        ),
        pytest.param(
            "Hello {name}!",
            "<b>Hello {name}!",
            ["locales/en/guichet.po:6: The tag <b> is never closed. Write </b> where it ends."],
            id="a tag left open",
        ),
        pytest.param(
            'msgstr "Hello {name}!"',
            "msgstr Hello {name}!",
            ['locales/en/guichet.po:7: The line "msgstr Hello {name}!" is none of a gettext catalogue. Write msgid "key" and below it msgstr "sentence".'],
            id="a sentence without quotes",
        ),
        pytest.param(
            'msgid "long"',
            'msgid "hello"',
            ['locales/en/guichet.po:14: The key "hello" is already on line 6. Keep one of the two.'],
            id="a key given twice",
        ),
        pytest.param(
            'msgstr "Hello {name}!"\n',
            "",
            ["locales/en/guichet.po:6: This is no gettext catalogue (missing msgstr for msgid 'hello' on 5). Write msgid \"key\" and below it msgstr \"sentence\"."],
            id="a key without a sentence",
        ),
    ],
)  # fmt: skip
def test_a_mistake_in_a_catalogue_is_reported(tmp_path: Path, old: str, new: str, lines: list[str]) -> None:
    assert ENGLISH.count(old) == 1
    assert complain(tmp_path, english=ENGLISH.replace(old, new)) == lines


def test_a_sentence_may_name_a_person_and_a_button_may_say_and(tmp_path: Path) -> None:
    link = 'Hello <a href=\\"tg://user?id={person}\\">{name}</a>!'
    french, english = FRENCH.replace("Bonjour {name} !", link), ENGLISH.replace("Hello {name}!", link)
    assert complain(tmp_path, french=french, english=english.replace("one day", "day & night")) == []


def test_a_header_that_babel_cannot_read_is_reported(tmp_path: Path) -> None:
    english = ENGLISH.replace('"Plural', '"POT-Creation-Date: yesterday\\n"\n"Plural')
    (line,) = complain(tmp_path, english=english)
    assert line.startswith("locales/en/guichet.po:1: This is no gettext catalogue (")


def test_a_folder_in_place_of_a_catalogue_is_reported(tmp_path: Path) -> None:
    locales = write(tmp_path)
    (locales / "en" / "guichet.po").unlink()
    (locales / "en" / "guichet.po").mkdir()
    _, problems = load_catalogues(locales)
    assert [problem.wrong for problem in problems] == ["This file cannot be read (Is a directory)."]


def test_a_language_without_its_catalogue_is_reported(tmp_path: Path) -> None:
    locales = write(tmp_path)
    (locales / "en" / "guichet.po").unlink()
    _, problems = load_catalogues(locales)
    assert [(problem.line, problem.wrong) for problem in problems] == [(1, "This file is missing.")]
    assert problems[0].file.endswith("locales/en/guichet.po")


def test_a_folder_without_languages_is_reported(tmp_path: Path) -> None:
    catalogues, problems = load_catalogues(tmp_path / "locales")
    assert catalogues == {}
    assert [problem.wrong for problem in problems] == ["There are no sentences here."]


def test_a_language_that_nobody_knows_is_reported(tmp_path: Path) -> None:
    locales = write(tmp_path)
    (locales / "en").rename(locales / "klingon")
    _, problems = load_catalogues(locales)
    assert [problem.wrong for problem in problems] == ['The language "klingon" is no code of two or three letters.']


def test_bytes_that_are_no_utf8_are_reported_with_their_line(tmp_path: Path) -> None:
    locales = write(tmp_path)
    (locales / "fr" / "guichet.po").write_bytes(FRENCH.replace("Bonjour", "Très bonjour").encode("latin-1"))
    _, problems = load_catalogues(locales)
    assert [(problem.line, problem.wrong) for problem in problems] == [(7, "The byte e8 is no UTF-8.")]


SNIPPETS = [
    '"',
    "\\",
    "\n",
    "msgid",
    "msgstr",
    "[9]",
    "#, fuzzy",
    "#~ ",
    "{",
    "msgctxt ",
    "\x00",
    "\u2028",
    "nplurals=",
    "\n\n",
]


@given(st.lists(st.tuples(st.integers(0, len(FRENCH)), st.integers(0, 9), st.sampled_from(SNIPPETS)), max_size=4))
@settings(max_examples=200, deadline=None)
def test_any_text_gives_sentences_or_problems_and_never_an_exception(changes: list[tuple[int, int, str]]) -> None:
    text = FRENCH
    for start, length, new in changes:
        text = text[:start] + new + text[start + length :]
    report = Report("fr/guichet.po")
    forms, lines = read_catalogue("fr", text, report)
    assert forms.keys() >= lines.keys()
    assert all(1 <= problem.line <= text.count("\n") + 1 for problem in report.problems)
