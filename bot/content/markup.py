"""Checks of one text: placeholders, Telegram's HTML and lengths as a reader counts them; knows no file's shape."""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from bot.content import wording_texts
from bot.content.problem import Report
from bot.core.policy import Policy
from bot.core.texts import Texts

LONGEST_MESSAGE = 4096

_BRACES = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_MARKUP = re.compile(
    r"<(?P<end>/?)(?P<tag>blockquote|code|[abius])(?P<rest>(?:\s[^<>]*)?)>"
    r"|<[a-zA-Z/!?][^<>]*>|&[^&;\s]*;|[<>&]|\{link_\w+\}"
)
# The second form is how the bot's own sentences name a person.
_ADDRESS = re.compile(r' href="(?:https?://[^"<>{}\s]+|tg://user\?id=\{person\})"')
_TAG = re.compile(r"</?[a-z][^<>]*>")
_ENTITY = re.compile(r"&(lt|gt|amp|quot|#[0-9]{1,6}|#x[0-9a-fA-F]{1,5});")
_BARE = {"<": "&lt;", ">": "&gt;", "&": "&amp;"}
_HOLDS_NO_TAGS = "code"


@dataclass(frozen=True)
class Vocabulary:
    """The placeholders that texts may use; `texts` fills them in and is None while the policy is not in order."""

    names: frozenset[str]
    texts: Texts | None


def vocabulary_of(policy: Policy, is_in_order: bool) -> Vocabulary:
    """List what the policy gives to texts."""
    links = (f"link_{name}" for name in policy.links)
    return Vocabulary(frozenset([*policy.numbers, *links]), Texts({}, policy) if is_in_order else None)


def placeholders(text: str) -> frozenset[str]:
    """List the names between single braces."""
    return frozenset(name for name in _list_between_braces(text) if _NAME.fullmatch(name))


def _list_between_braces(text: str) -> list[str]:
    return [match.group(1) for match in _BRACES.finditer(text) if match.group(1) is not None]


def check_html(text: str, vocabulary: Vocabulary | None, report: Report, also: Collection[str] = ()) -> None:
    """Check a text that is filled in and sent as HTML; `also` names the placeholders that only this place has."""
    check_braces(text, vocabulary, report, also)
    check_tags(text, report)


def check_braces(text: str, vocabulary: Vocabulary | None, report: Report, also: Collection[str] = ()) -> None:
    """Check that a text's placeholders are plain names, and known where a vocabulary is given."""
    for match in _BRACES.finditer(text):
        name, found = match.group(1), match.group()
        if found in ("{", "}"):
            report.add_within(text, found, wording_texts.broken_brace(found))
        elif name is None or name in also:
            continue
        elif not _NAME.fullmatch(name):
            report.add_within(text, found, wording_texts.bad_placeholder(found))
        elif vocabulary is not None and name not in vocabulary.names:
            report.add_within(text, found, wording_texts.unknown_placeholder(name, [*vocabulary.names, *also]))


def _keep_names(match: re.Match[str]) -> str:
    return match.group() if match.group(1) and _NAME.fullmatch(match.group(1)) else ""


def check_tags(text: str, report: Report) -> None:
    """Check that a text is HTML as Telegram takes it."""
    open_tags: list[str] = []
    unknown: set[str] = set()
    for match in _MARKUP.finditer(_BRACES.sub(_keep_names, text)):
        found, name = match.group(), match.group("tag")
        if found.startswith("{"):
            if "a" in open_tags:
                report.add_within(text, found, wording_texts.link_inside_link(found.strip("{}")))
        elif name is None:
            if found in _BARE:
                report.add_within(text, found, wording_texts.unescaped(found, _BARE[found]))
            elif found.replace("</", "<") in unknown:
                continue
            elif found.startswith("<") or not _ENTITY.fullmatch(found):
                unknown.add(found)
                report.add_within(text, found, wording_texts.unknown_tag(found))
        elif match.group("end"):
            if name not in open_tags:
                report.add_within(text, found, wording_texts.closes_nothing(name))
                continue
            if open_tags[-1] != name:
                report.add_within(text, found, wording_texts.closes_too_early(name, open_tags[-1]))
            open_tags.remove(name)
        elif not (_ADDRESS.fullmatch(match.group("rest")) if name == "a" else not match.group("rest")):
            report.add_within(text, found, wording_texts.unknown_tag(found))
            open_tags.append(name)
        else:
            outer = _HOLDS_NO_TAGS if _HOLDS_NO_TAGS in open_tags else name
            if outer in open_tags:
                report.add_within(text, found, wording_texts.wrongly_nested(name, outer))
            open_tags.append(name)
    for name in open_tags:
        report.add_within(text, f"<{name}", wording_texts.never_closed(name))


def check_plain(key: str, text: str, report: Report) -> None:
    """Check a text that is shown as it stands, on a button for example: nothing in it is filled in."""
    for name in placeholders(text):
        report.add_within(text, name, wording_texts.placeholder_in_plain_text(key, name))


def check_bare(key: str, text: str, report: Report) -> None:
    """Check a text that is shown both on buttons and in messages, where markup and braces would differ."""
    found = sorted(set(text) & set("<>&{}"))
    if found:
        report.add_within(text, found[0], wording_texts.characters_in_bare_text(key, found))


def list_lacking(text: str, other: str, vocabulary: Vocabulary | None, also: Collection[str] = ()) -> list[str]:
    """List the placeholders of another language's text that this one lacks, less those that are wrong in any case."""
    known = vocabulary.names.union(also) if vocabulary else placeholders(text) | placeholders(other)
    if list_broken_braces(text) or not known.issuperset(_list_between_braces(text)):
        return []
    return sorted((placeholders(other) - placeholders(text)) & known)


def check_same_placeholders(
    what: str,
    texts: Mapping[str, str],
    vocabulary: Vocabulary | None,
    report: Report,
    also: Collection[str] = (),
) -> None:
    """Check that a text has the same placeholders in all its languages, all in one file."""
    for language, text in texts.items():
        for other, its_text in texts.items():
            for name in list_lacking(text, its_text, vocabulary, also):
                finding = wording_texts.placeholder_missing(f'{what} in "{language}"', name, f'the text in "{other}"')
                report.add(text, finding)


def shown_length(text: str, language: str, vocabulary: Vocabulary | None, also: Collection[str] = ()) -> int:
    """Count a text's characters as Telegram does, filled in and without markup; 0 when it cannot be filled in."""
    if vocabulary is None or vocabulary.texts is None:
        return 0
    if not vocabulary.names.union(also).issuperset(_list_between_braces(text)) or list_broken_braces(text):
        return 0
    longest = dict.fromkeys(also, "X" * 20)
    return count_characters(html.unescape(_TAG.sub("", vocabulary.texts.fill(text, language, **longest))))


def list_broken_braces(text: str) -> list[str]:
    """List the braces that stand alone."""
    return [match.group() for match in _BRACES.finditer(text) if match.group() in ("{", "}")]


def count_characters(text: str) -> int:
    """Count as Telegram does, in units of UTF-16: an emoji is two."""
    return len(text.encode("utf-16-le")) // 2
