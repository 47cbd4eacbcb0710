"""Cuts a message that is too long for Telegram into several that follow one another; knows nothing of what it says."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.core.messages import Post

LONGEST = 4096
"""Characters that Telegram takes in one message."""

_MARKS = re.compile(r"<[^<>]*>|&#?\w+;|.")


def cut(text: str, longest: int) -> str:
    """Shorten a text, visibly, to at most so many characters."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def in_parts(post: Post) -> tuple[Post, ...]:
    """Give the messages that a post becomes; the last one has its buttons and its slot."""
    *before, last = split(post.text) or (post.text,)
    if not before:
        return (post,)
    leading = (Post(post.chat, text, about=post.about, at=post.at) for text in before)
    # What is cut cannot take the place of one message; the former one loses its buttons instead.
    return (*leading, replace(post, text=last, in_place=False))


def split(text: str, limit: int = LONGEST) -> tuple[str, ...]:
    """Cut an HTML text at its line breaks into parts of at most `limit` characters, and a longer line where it must."""
    parts = [""]
    for line in text.split("\n"):
        for position, piece in enumerate(_cut(line, limit)):
            joined = f"{parts[-1]}\n{piece}" if parts[-1] and position == 0 else parts[-1] + piece
            if len(joined) <= limit and position == 0:
                parts[-1] = joined
            else:
                parts.append(piece)
    return tuple(part for part in (part.strip("\n") for part in parts) if part)


def _cut(line: str, limit: int) -> list[str]:
    pieces = [""]
    for mark in _MARKS.findall(line) if len(line) > limit else (line,):
        if len(pieces[-1]) + len(mark) <= limit:
            pieces[-1] += mark
        else:
            pieces.append(mark)
    return pieces
