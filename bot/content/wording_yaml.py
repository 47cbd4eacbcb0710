"""What editors are told about files and YAML; decides nothing."""

from __future__ import annotations

from bot.content.problem import Finding
from bot.content.wording import example, show


def missing_file(file: str) -> Finding:
    first = example("languages" if file.startswith("flows/") else "language")
    return Finding("This file is missing.", f"Add it; it begins with {first}.")


def unreadable_file(reason: str) -> Finding:
    return Finding(f"This file cannot be read ({reason}).", "Put a text file here that the bot may read.")


def wrong_ending(name: str) -> Finding:
    return Finding("Only files whose names end in .yaml are read.", f'Rename it to "{name}".')


def empty_file() -> Finding:
    return Finding("The file is empty.", "Write its keys, each as “key: value”, or delete the file.")


def no_keys_at_top() -> Finding:
    return Finding("The file does not begin with a key.", "Begin it with “key: value”, without a dash before it.")


def not_utf8(byte: int) -> Finding:
    return Finding(f"The byte {byte:02x} is no UTF-8.", "Save the file with the encoding UTF-8.")


def forbidden_character(character: str) -> Finding:
    return Finding(f"The invisible character U+{ord(character):04X} stands here.", "Delete it and type the text anew.")


def too_deep() -> Finding:
    return Finding("Lists and keys are nested too deeply here.", "Close the brackets or take back the indentation.")


def second_document() -> Finding:
    return Finding('A second document begins here with "---".', "Keep one document in a file: delete this line.")


def alias(found: str) -> Finding:
    return Finding(
        f"{show(found)} is a YAML shorthand, which is not used here.",
        f'Write the text out, or put it in quotes if it is one: "{found} …".',
    )


def tag(found: str) -> Finding:
    return Finding(
        f"{show(found)} is a YAML tag, which is not used here.",
        "Delete it, or put a text that begins with ! in quotes.",
    )


def key_is_no_text() -> Finding:
    return Finding("A list or a mapping stands where a key belongs.", "Write a key: “key: value”.")


def duplicate_key(key: str, first_line: int) -> Finding:
    return Finding(
        f"The key {show(key)} stands here for the second time; the first is on line {first_line}.",
        "Keep one of the two.",
    )


_QUOTES = 'Put a text with ": ", " #" or a special first character in double quotes: "Note: bring it"'
_SYNTAX = {
    "mapping values are not allowed": (
        "A colon stands where YAML expects none.",
        f"{_QUOTES}; or line the key up with those above it.",
    ),
    "did not find expected key": (
        "The indentation or the quotes do not fit here.",
        "Line this key up with its neighbours, and close each quote at the end of its text.",
    ),
    "could not find expected ':'": (
        "YAML expects “key: value” and finds no colon.",
        "Write a colon after the key, or indent the text if it goes on from the line above.",
    ),
    "did not find expected ',' or ']'": ("A [list] is not closed, or a comma is missing.", "Write it as [one, two]."),
    "did not find expected ',' or '}'": (
        "A {mapping} is not closed, or a comma is missing.",
        'Write it as {fr: "…", en: "…"}.',
    ),
    "did not find expected '-' indicator": (
        "A list goes on without its dash.",
        "Begin each of its lines with “- ”, or line the key up with its neighbours.",
    ),
    "block sequence entries are not allowed": (
        "A dash stands where no list can begin.",
        "Put the list on the next line, or the text in quotes.",
    ),
    "found unknown escape character": (
        "A backslash stands before a character that needs none.",
        r"Write \\ for a backslash in double quotes.",
    ),
    "did not find expected <document start>": (
        "The indentation does not fit the lines above.",
        "Begin the file's own keys at the start of the line.",
    ),
    "did not find expected alphabetic or numeric character": (
        "A text begins with * or &, which YAML reads otherwise.",
        f"{_QUOTES}.",
    ),
}


def never_closed_quote() -> Finding:
    return Finding("A quote is opened here and not closed on its line.", 'Close it at the end of the text: "…".')


def broken_syntax(problem: str, source: str, rest: str) -> Finding:
    """Say in plain words what YAML's parser stumbled on, in a line and its rest from there."""
    if "\t" in source[: len(source) - len(source.lstrip())] or rest.startswith("\t"):
        return Finding("A tab stands here.", "Indent with spaces only.")
    if problem == "found character that cannot start any token":
        return Finding(f"A text cannot begin with {show(rest[:1])}.", f"{_QUOTES}.")
    for fragment, (wrong, right) in _SYNTAX.items():
        if fragment in problem:
            return Finding(wrong, right)
    return Finding(f"YAML cannot read this line ({problem}).", f"{_QUOTES}.")
