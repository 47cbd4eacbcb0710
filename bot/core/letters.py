"""What staff and people write to each other about a request, as values; knows neither chat nor session."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.core.flow import Value
from bot.core.texts import to_plain

CAPTIONED = frozenset({"photo", "document", "video", "audio", "animation", "voice"})
"""The kinds of media that Telegram shows words with."""

MEDIA = CAPTIONED | {"video_note", "sticker"}
"""The kinds of media that can be passed on by their id."""

TEXT = "text"
"""The kind of a letter without media."""


@dataclass(frozen=True)
class Media:
    """A photo, a document and the like, by the id under which Telegram keeps it."""

    kind: str
    id: str


class Arrival(StrEnum):
    """What came of a message that staff have sent to a person."""

    DELIVERED = "delivered"
    FAILED = "failed"
    BLOCKED = "blocked"


@dataclass(frozen=True)
class Letter:
    """A message about a request; `message` is its id in the chat where it was written, negative if it was not typed.

    Its text is as it was typed, or Telegram HTML if `is_html` says so.
    """

    reference: str
    message: int
    text: str = ""
    media: Media | None = None
    is_html: bool = False

    @property
    def kind(self) -> str:
        """What it is: a text, a photo, a document and so on."""
        return self.media.kind if self.media else TEXT

    def details(self, is_edit: bool = False) -> dict[str, Value]:
        """Give what the request's history keeps of it."""
        edited: dict[str, Value] = {"edited": True} if is_edit else {}
        text = to_plain(self.text) if self.is_html else self.text
        return {"text": text, "kind": self.kind, "message": self.message, **edited}


def letter_from_json(plain: Mapping[str, Any]) -> Letter:
    """Read a letter back from plain JSON values."""
    media = plain["media"]
    return Letter(**{**plain, "media": Media(**media) if media else None})
