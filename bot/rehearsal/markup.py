"""Looks at the HTML of posts as Telegram does: is it well-formed, and what do people read; knows no chat."""

from __future__ import annotations

import html
import re

_TAG = re.compile(r'<(/?)(b|i|s|a|code)((?: href="[^"<>]*")?)>')
_ENTITY = re.compile(r"&(?:amp|lt|gt|quot|#\d+|#x[0-9a-f]+);")


def find_markup_faults(text: str) -> list[str]:
    """List what Telegram would refuse: unknown or crossing tags, bare angle brackets and ampersands."""
    faults: list[str] = []
    opened: list[str] = []
    for closing, name, href in _TAG.findall(text):
        if not closing:
            opened.append(name)
            if (name == "a") != bool(href):
                faults.append(f"<{name}{href}>")
        elif not opened or opened.pop() != name:
            faults.append(f"</{name}> closes what is not open")
    faults += [f"<{name}> stays open" for name in opened]
    bare = _ENTITY.sub("", _TAG.sub("", text))
    faults += [f"a bare {sign}" for sign in "<>&" if sign in bare]
    return faults


def read_markup(text: str) -> str:
    """Give the text as people read it, with ordinary spaces."""
    return plain_spaces(html.unescape(re.sub(r"<[^<>]+>", "", text)))


def plain_spaces(text: str) -> str:
    """Write no-break spaces as ordinary ones, so that a fragment needs none."""
    return re.sub(r"[\u00a0\u202f]", " ", text)
