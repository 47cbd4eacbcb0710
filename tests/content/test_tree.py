"""The tree under all content files: what YAML cannot read, or would read otherwise than it is meant."""

# ruff: noqa: E501 (the lines of a report stand here as editors see them)

from __future__ import annotations

import pytest

from tests.content.small import change, complain


@pytest.mark.parametrize(
    ("old", "new", "lines"),
    [
        pytest.param(
            "version: 1",
            "version: 1\nversion: 2",
            [
                'flows/visit.yaml:3: The key "version" stands here for the second time; the first is on line 2. Keep one of the two.'
            ],
            id="a key given twice",
        ),
        pytest.param(
            "version: 1",
            "	version: 1",
            ["flows/visit.yaml:2: A tab stands here. Indent with spaces only."],
            id="a tab before a key",
        ),
        pytest.param(
            "version: 1",
            "version: a: b",
            [
                'flows/visit.yaml:2: A colon stands where YAML expects none. Put a text with ": ", " #" or a special first character in double quotes: "Note: bring it"; or line the key up with those above it.'
            ],
            id="a colon in a text",
        ),
        pytest.param(
            "version: 1",
            "version: @x",
            [
                'flows/visit.yaml:2: A text cannot begin with "@". Put a text with ": ", " #" or a special first character in double quotes: "Note: bring it".'
            ],
            id="a character that begins no text",
        ),
        pytest.param(
            "version: 1",
            'version: "1',
            [
                'flows/visit.yaml:2: A quote is opened here and not closed on its line. Close it at the end of the text: "…".'
            ],
            id="a quote left open",
        ),
        pytest.param(
            "maximum: 300",
            'maximum: "300',
            [
                'flows/visit.yaml:33: A quote is opened here and not closed on its line. Close it at the end of the text: "…".'
            ],
            id="a quote left open in the last text",
        ),
        pytest.param(
            "version: 1",
            "version: *one",
            [
                'flows/visit.yaml:2: "*one" is a YAML shorthand, which is not used here. Write the text out, or put it in quotes if it is one: "*one …".'
            ],
            id="an alias",
        ),
        pytest.param(
            "version: 1",
            "version: &one 1",
            [
                'flows/visit.yaml:2: "&one" is a YAML shorthand, which is not used here. Write the text out, or put it in quotes if it is one: "&one …".'
            ],
            id="an anchor",
        ),
        pytest.param(
            "rules: [ahead]",
            "rules: &all [ahead]",
            [
                'flows/visit.yaml:14: "&all" is a YAML shorthand, which is not used here. Write the text out, or put it in quotes if it is one: "&all …".'
            ],
            id="an anchor on a list",
        ),
        pytest.param(
            "version: 1",
            "version: *",
            [
                'flows/visit.yaml:2: A text begins with * or &, which YAML reads otherwise. Put a text with ": ", " #" or a special first character in double quotes: "Note: bring it".'
            ],
            id="a star alone",
        ),
        pytest.param(
            "version: 1",
            "version: !int 1",
            [
                'flows/visit.yaml:2: "!int" is a YAML tag, which is not used here. Delete it, or put a text that begins with ! in quotes.'
            ],
            id="a tag",
        ),
        pytest.param(
            "version: 1",
            "version: [1",
            ["flows/visit.yaml:3: A [list] is not closed, or a comma is missing. Write it as [one, two]."],
            id="a list left open",
        ),
        pytest.param(
            "version: 1",
            "version: {a: 1",
            ['flows/visit.yaml:3: A {mapping} is not closed, or a comma is missing. Write it as {fr: "…", en: "…"}.'],
            id="a mapping left open",
        ),
        pytest.param(
            "version: 1",
            "version: 1\nfoo",
            [
                "flows/visit.yaml:3: YAML expects “key: value” and finds no colon. Write a colon after the key, or indent the text if it goes on from the line above."
            ],
            id="a line without a colon",
        ),
        pytest.param(
            "version: 1",
            "version: 1\n- x",
            [
                "flows/visit.yaml:3: The indentation or the quotes do not fit here. Line this key up with its neighbours, and close each quote at the end of its text."
            ],
            id="a dash where a key belongs",
        ),
        pytest.param(
            "version: 1",
            "version: - 1",
            [
                "flows/visit.yaml:2: A dash stands where no list can begin. Put the list on the next line, or the text in quotes."
            ],
            id="a dash after a key",
        ),
        pytest.param(
            "version: 1",
            'version: "\\q"',
            [
                "flows/visit.yaml:2: A backslash stands before a character that needs none. Write \\\\ for a backslash in double quotes."
            ],
            id="a backslash in quotes",
        ),
        pytest.param(
            "version: 1",
            "version: 'a'b",
            [
                "flows/visit.yaml:2: The indentation or the quotes do not fit here. Line this key up with its neighbours, and close each quote at the end of its text."
            ],
            id="text behind a quoted text",
        ),
        pytest.param(
            "title: {fr: Visite",
            "title: {fr: Vis\x07ite",
            ["flows/visit.yaml:5: The invisible character U+0007 stands here. Delete it and type the text anew."],
            id="an invisible character",
        ),
        pytest.param(
            "title: {fr: Visite",
            'title: {fr: "Vis\\u2028ite"',
            ["flows/visit.yaml:5: The invisible character U+2028 stands here. Delete it and type the text anew."],
            id="an invisible character written as an escape",
        ),
        pytest.param(
            "version: 1",
            "---\nversion: 1",
            [
                'flows/visit.yaml:2: A second document begins here with "---". Keep one document in a file: delete this line.'
            ],
            id="a second document",
        ),
        pytest.param(
            "version: 1",
            "version: " + "[" * 30 + "]" * 30,
            [
                "flows/visit.yaml:2: Lists and keys are nested too deeply here. Close the brackets or take back the indentation."
            ],
            id="brackets without end",
        ),
        pytest.param(
            "version: 1",
            "version: 1\n? [a]\n: 1",
            ["flows/visit.yaml:3: A list or a mapping stands where a key belongs. Write a key: “key: value”."],
            id="a key that is a list",
        ),
        pytest.param(
            "version: 1",
            "%YAML 7",
            [
                'flows/visit.yaml:2: YAML cannot read this line (did not find expected digit or \'.\' character). Put a text with ": ", " #" or a special first character in double quotes: "Note: bring it".'
            ],
            id="what nobody foresaw",
        ),
    ],
)
def test_what_yaml_cannot_read_is_said_in_plain_words(old: str, new: str, lines: list[str]) -> None:
    assert complain(change("flows/visit.yaml", old, new)) == lines
