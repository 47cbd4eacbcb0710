"""Finds the names and the addresses of one line, as people and mail programs write it; knows no list and no words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from bot.core.folding import fold

_BULLET = re.compile(
    r"\s*(?:[•*·▪●○◦‣–—]+\s*|-+\s+|\(?\d{1,4}(?:[.):/]|\s*[-–])\)?\s+|\d{1,4}[.)](?=[^\s@]+\s)|\d{1,4}\s+)"
)
_TYPED_BULLET = re.compile(r"-+(?=[^\s@]+[\s,;])")
_IN_ANGLES = re.compile(r"<([^<>]*)>")
_TOKEN = re.compile(r"[^\s,;<>()\[\]\"“”«»|]+")
_PARTS = re.compile(r'[,;\t|"“”«»]+')
_LEADING_PART = re.compile(r"\s*[,;\t|]")
_TRAILING_PART = re.compile(r"[,;\t|]\s*$")
_END_OF_DOMAIN = re.compile(r"(?:[\w-]+\.)*[a-z]{2,}")
_AROUND_NAME = ' \t\r\n\f\v\xa0,;:<>()[]|"“”«»=–—-'
_AROUND_ADDRESS = ' \t\r\n\f\v,;"“”«»'


@dataclass(frozen=True)
class _Mark:
    """Where an address stands in a line, and the address as it stands there."""

    start: int
    end: int
    address: str
    in_angles: bool = False


def read_line(line: str, typed: bool, beside: str = "") -> list[tuple[str, str]]:
    """Find the names and addresses of one line: one person, or several as mail programs write them.

    `beside` is the name that stands in the cells before, when the line is a cell of a table.
    """
    line = line.strip()
    bullet = _BULLET.match(line)
    if bullet is None and typed:
        bullet = _TYPED_BULLET.match(line)
    line = line[bullet.end() :] if bullet else line
    if "@" not in line:
        return [(tidy_name(line), "")]
    marks = _join_repeated(line, list(_find_marks(line, beside)))
    between = [line[before.end : after.start] for before, after in pairwise(marks)]
    first, last = tidy_name(line[: marks[0].start]), tidy_name(line[marks[-1].end :])
    if len({mark.address for mark in marks}) == 1:
        return [(next(filter(None, (first, *map(tidy_name, between), last)), ""), marks[0].address)]
    return list(zip(_share_names(first, between, last, marks), (mark.address for mark in marks), strict=True))


def read_address(cell: str) -> str | None:
    """Take a cell that holds one address as it stands, spaces and all; None for one that holds more."""
    return bare(cell.strip(_AROUND_ADDRESS)) if cell.count("@") == 1 and "<" not in cell else None


def _share_names(first: str, between: Sequence[str], last: str, marks: Sequence[_Mark]) -> list[str]:
    """Give each address the name that stands before it, or after it where that is how the line goes."""
    names = [first, *("" for _ in between)]
    tidy = [tidy_name(each) for each in between]
    is_after = not first and bool(last or (tidy[0] and not marks[1].in_angles))
    for place, (raw, name) in enumerate(zip(between, tidy, strict=True)):
        opens, closes = _LEADING_PART.match(raw) is not None, _TRAILING_PART.search(raw) is not None
        belongs_before = (is_after if opens == closes else closes) and not names[place]
        names[place if belongs_before else place + 1] = name
    names[-1] = names[-1] or last
    return names


def _find_marks(line: str, beside: str) -> Iterator[_Mark]:
    """Find what was meant as an address, also where spaces tear it apart, with its place."""
    edge = 0
    for angles in (*_IN_ANGLES.finditer(line), None):
        start, end = angles.span() if angles else (len(line), len(line))
        if angles and "@" not in angles[1]:
            continue
        for found in _find_bare(line, edge, start):
            yield _take_words_before(line, edge, found, beside if edge == 0 else "")
            edge = found.end
        if angles:
            yield _Mark(start, end, bare(angles[1]), in_angles=True)
        edge = end


def _find_bare(line: str, edge: int, end: int) -> list[_Mark]:
    spans: list[tuple[int, int]] = []
    for token in _TOKEN.finditer(line, edge, end):
        begun, ended = token.span()
        if spans and line[spans[-1][1] : begun].isspace() and _are_torn(line[slice(*spans[-1])], token[0]):
            begun, _ = spans.pop()
        spans.append((begun, ended))
    return [_Mark(begun, ended, bare(line[begun:ended])) for begun, ended in spans if "@" in line[begun:ended]]


def _are_torn(before: str, after: str) -> bool:
    if after.startswith("@"):
        return "@" not in before
    _, at, domain = before.rpartition("@")
    if not at or "@" in after:
        return False
    if not domain:
        return "." in after
    is_whole = "." in domain[:-1]
    return after[:1] == "." and after[1:].isalpha() if is_whole else _ends_domain(domain, after)


def _ends_domain(domain: str, after: str) -> bool:
    if domain.endswith(".") or after.startswith("."):
        return _END_OF_DOMAIN.fullmatch(after.lstrip(".")) is not None
    return "." in after and _END_OF_DOMAIN.fullmatch(after) is not None


def _take_words_before(line: str, edge: int, mark: _Mark, beside: str) -> _Mark:
    """Take the words before an address into it where the name stands elsewhere: an address with a space in it."""
    before = line[edge : mark.start]
    if not before[-1:].isspace() or "\t" in before[len(before.rstrip()) :]:
        return mark
    *parts, near = _PARTS.split(before)
    words = near.split()
    if not words:
        return mark
    named = set(fold(" ".join((beside, *parts))).split())
    if any(map(str.isalpha, " ".join((beside, *parts)))):
        torn = len(words) if not _continue_name(words, named, mark.address) else 0
    else:
        torn = _count_repeated(words, set(fold(line[mark.end :].partition("@")[0]).split()))
    if not torn:
        return mark
    start = edge + len(before) - len(near) + [each.start() for each in re.finditer(r"\S+", near)][-torn]
    return replace(mark, start=start, address=bare(line[start : mark.end]))


def _continue_name(words: Sequence[str], named: set[str], address: str) -> bool:
    """Tell whether words go on with a name, as in "Diop, Awa awa@school.org"."""
    are_names = all(word[0].isupper() and len(word) > 1 and not named & set(fold(word).split()) for word in words)
    return are_names and not address[0].isupper()


def _count_repeated(words: Sequence[str], after: set[str]) -> int:
    """Count the words before an address that only repeat the name, as in "Awa Diop awa diop@school.org"."""
    if len(words) == 1 and len(words[0]) == 1 and words[0].islower():
        return 1
    for count in range(len(words), 0, -1):
        others = after | {each for word in words[:-count] for each in fold(word).split()}
        if all(word[0].islower() and set(fold(word).split()) <= others for word in words[-count:]):
            return count
    return 0


def _join_repeated(line: str, marks: Sequence[_Mark]) -> list[_Mark]:
    """Join an address and the same one right after it, as mail programs write an address without a name."""
    joined: list[_Mark] = []
    for mark in marks:
        gap = line[joined[-1].end : mark.start] if joined else ","
        if any(each.isalnum() or each in ",;" for each in gap) or joined[-1].address != mark.address:
            joined.append(mark)
        else:
            joined[-1] = replace(joined[-1], end=mark.end)
    return joined


def bare(address: str) -> str:
    """Take off an address what is none of it: quotation marks, and what a link begins with."""
    bare = address.strip().removeprefix("mailto:")
    return bare.strip("'’‘") if bare[:1] in "'’‘" else bare


def tidy_name(name: str) -> str:
    """Take off a name what stands around it, and what cannot be seen."""
    seen = "".join(" " if each.isspace() else each for each in name if each.isspace() or each.isprintable())
    return " ".join(seen.split()).strip(_AROUND_NAME)
