"""The replies that editors have written beforehand for staff to send; knows no request and no chat."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Reply:
    """A reply with its title for staff; `text` is HTML with placeholders, in each language."""

    id: str
    title: Mapping[str, str]
    text: Mapping[str, str]
