"""Reads the reference of a request as people type it; knows no request."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.core.flow import Flow

REFERENCE = re.compile(r"([A-Z]{1,6})-[0-9]{4}-[0-9]{4,9}")


def read_reference(flows: Mapping[str, Flow], text: str) -> str | None:
    """Read a text that is nothing but a reference of this desk; None for any other."""
    reference = re.sub(r"\s*[-\u2010-\u2015]\s*", "-", text.strip().upper())
    found = REFERENCE.fullmatch(reference)
    prefixes = {flow.stores for flow in flows.values()}
    return reference if found and found[1] in prefixes else None
