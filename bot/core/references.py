"""Reads the reference of a request as people type it, exactly or loosely; knows no request."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.core.flow import Flow

REFERENCE = re.compile(r"([A-Z]{1,6})-[0-9]{4}-[0-9]{4,9}")

_LOOSE = re.compile(r"([A-Z]{0,6})(?:(2[0-9]{3})(?=[0-9]{4}|-)-?)?0*([1-9][0-9]{0,8})")
_DASH = re.compile(r"[\s\u2010-\u2015_./#-]+")


def read_reference(flows: Mapping[str, Flow], text: str) -> str | None:
    """Read a text that is nothing but a reference of this desk; None for any other."""
    reference = re.sub(r"\s*[-\u2010-\u2015]\s*", "-", text.strip().upper())
    found = REFERENCE.fullmatch(reference)
    prefixes = {flow.stores for flow in flows.values()}
    return reference if found and found[1] in prefixes else None


def guess_references(flows: Mapping[str, Flow], text: str, year: int) -> tuple[str, ...]:
    """List the references that a text may mean, such as VW-2026-0042, VW42 or 42; without a year, of this one."""
    found = _LOOSE.fullmatch(_join(text))
    if found is None:
        return ()
    prefixes = sorted({flow.stores for flow in flows.values() if flow.stores})
    named = [each for each in prefixes if found[1] in {"", each}]
    return tuple(f"{each}-{found[2] or year}-{int(found[3]):04}" for each in named)


def _join(text: str) -> str:
    """Leave one dash between a year and a number, and nothing else between the parts."""
    parts = [part for part in _DASH.split(text.strip().upper()) if part]
    joined = "-".join(parts)
    return re.sub(r"(?<=[A-Z])-", "", joined)
