"""Looks at e-mail addresses exactly as they were written: what is wrong with one, and what is odd; knows no list."""

from __future__ import annotations

import re
from functools import lru_cache

from email_validator import EmailNotValidError, validate_email
from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.core.texts import Phrase

_SHOWN = 80
_CONTEXT = 20
_PLAIN_NAME = re.compile(r"[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*")
_SHORT = 60
_PLAIN = re.compile(r"[\w.!#$%&'*+/=?^`{|}~@-]", re.ASCII)


def find_fault(address: str) -> Phrase | None:
    """Say what keeps a text from being an e-mail address; None for one that the library takes."""
    hidden = next((place for place, each in enumerate(address) if not each.isprintable()), None)
    if hidden is not None:
        before = address[max(hidden - _CONTEXT, 0) : hidden]
        return Phrase("people.invisible", {"before": before}) if before else Phrase("people.invisible_first")
    if _is_valid(address):
        return None
    name, _, domain = address.rpartition("@")
    if any(each.isspace() for each in address):
        return Phrase("people.space")
    if "@" not in address:
        return Phrase("people.no_at")
    if "@" in name:
        return Phrase("people.two_at")
    if not name or not domain:
        return Phrase("people.half")
    if ".." in address or "." in {name[0], name[-1], domain[0], domain[-1]}:
        return Phrase("people.dots")
    if "." not in domain:
        return Phrase("people.no_dot", {"domain": domain[:_SHOWN]})
    odd = [each for each in name if not _PLAIN.match(each) and not each.isalnum()]
    odd += [each for each in domain if not each.isalnum() and each not in ".-"]
    return Phrase("people.character", {"character": odd[0]}) if odd else Phrase("people.bad")


def _is_valid(address: str) -> bool:
    name, _, domain = address.rpartition("@")
    # Most names are plain, and most domains of a list are the same: only what is new costs a look by the library.
    return _is_taken(f"a@{domain}" if len(address) <= _SHORT and _PLAIN_NAME.fullmatch(name) else address)


@lru_cache(maxsize=4096)
def _is_taken(address: str) -> bool:
    try:
        validate_email(address, check_deliverability=False)
    except EmailNotValidError:
        return False
    return True


def show_hidden(text: str) -> str:
    """Write what cannot be seen in a text by its number, so that it turns and hides nothing where it is shown."""
    return text if text.isprintable() else "".join(e if e.isprintable() else f"[U+{ord(e):04X}]" for e in text)


def find_odd_letters(address: str) -> str:
    """Give the letters of an address that no ordinary keyboard's address has, such as é or a Cyrillic а."""
    return "".join(dict.fromkeys(each for each in address if not each.isascii()))


def suggest_address(address: str, known: tuple[str, ...]) -> str | None:
    """Give the address with the well-known domain that its own is one letter off; None when it is none of that."""
    name, _, domain = address.rpartition("@")
    close = _nearest(domain.casefold(), known)
    return f"{name}@{close}" if close else None


@lru_cache(maxsize=4096)
def _nearest(domain: str, known: tuple[str, ...]) -> str | None:
    if domain in known:
        return None
    found = process.extractOne(domain, known, scorer=OSA.distance, score_cutoff=1)
    return found[0] if found else None
