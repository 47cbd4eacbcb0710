"""What editors are told about placeholders and Telegram's HTML; decides nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.content.problem import Finding
from bot.content.wording import list_names, show, suggest


def broken_brace(brace: str) -> Finding:
    doubled = brace * 2
    return Finding(
        f"A single {brace} stands in the text.",
        f"Write a placeholder as {{notice_weeks}}, and {doubled} to show the character itself.",
    )


def bad_placeholder(found: str) -> Finding:
    return Finding(
        f"The placeholder {show(found)} is not a plain name.", "Write only a name between the braces: {notice_weeks}."
    )


def unknown_placeholder(name: str, known: Iterable[str]) -> Finding:
    return Finding(f"The placeholder {{{name}}} is known neither here nor in flows/policy.yaml.", suggest(name, known))


def placeholder_missing(what: str, name: str, there: str) -> Finding:
    return Finding(f"{what} lacks {{{name}}}, which {there} has.", "Use the same placeholders in all languages.")


_TAGS = '<b>, <i>, <u>, <s>, <code>, <blockquote> and <a href="https://…">'


def unknown_tag(found: str) -> Finding:
    escaped = found.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return Finding(
        f"The text has {show(found)}, which Telegram does not show.",
        f"Use only {_TAGS}, or write {show(escaped)} to show the characters themselves.",
    )


def unescaped(character: str, entity: str) -> Finding:
    return Finding(f"A bare {character} stands in the text.", f"Write {entity} instead.")


def never_closed(name: str) -> Finding:
    return Finding(f"The tag <{name}> is never closed.", f"Write </{name}> where it ends.")


def closes_nothing(name: str) -> Finding:
    return Finding(f"The tag </{name}> closes nothing here.", f"Delete it, or write <{name}> where it begins.")


def closes_too_early(name: str, opened: str) -> Finding:
    return Finding(f"The tag </{name}> stands before <{opened}> is closed.", f"Write </{opened}> before </{name}>.")


def wrongly_nested(name: str, outer: str) -> Finding:
    return Finding(f"<{name}> stands inside <{outer}>, which Telegram does not allow.", f"Write </{outer}> before it.")


def link_inside_link(name: str) -> Finding:
    return Finding(
        f"{{{name}}} stands inside <a …> and is a whole link itself.", f"Write only {{{name}}}, without <a> around it."
    )


def placeholder_in_plain_text(key: str, name: str) -> Finding:
    return Finding(
        f'"{key}" has the placeholder {{{name}}}, but is shown as it stands.', "Write the words out, without braces."
    )


def characters_in_bare_text(key: str, characters: Sequence[str]) -> Finding:
    return Finding(
        f'"{key}" has {list_names(characters, "and")}, but also stands on a button, where it would show differently.',
        "Write it with words alone, without markup and placeholders.",
    )
