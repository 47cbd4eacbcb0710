"""Reads the outside of an update straight from its JSON, of whatever shape; knows nothing of what it says."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from bot.app.ports import Update
from bot.app.telegram_ports import NotAnUpdate

_LARGEST = 2**63


def read_envelope(body: object) -> Update:
    """Give an update with its number and the chat within which order is kept; raises NotAnUpdate."""
    if not isinstance(body, Mapping):
        raise NotAnUpdate("an update is a JSON object")
    number = _integer(body.get("update_id"))
    # Negative ones are our own: no such update comes from outside.
    if number is None or number < 0:
        raise NotAnUpdate("an update has a number, update_id")
    return Update(number, chat_of(body), body)


def read_envelope_bytes(data: bytes) -> Update:
    """Give the update that a request to the webhook carries; raises NotAnUpdate."""
    try:
        body = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise NotAnUpdate("this is no JSON") from error
    return read_envelope(body)


def chat_of(body: Mapping[str, Any]) -> int:
    """Give the chat that an update belongs to, else the person whom it comes from, else 0."""
    for content in _contents(body):
        message = content.get("message")
        for holder in (content, message if isinstance(message, Mapping) else {}):
            if (chat := _id_of(holder.get("chat"))) is not None:
                return chat
        for name in ("from", "user"):
            if (person := _id_of(content.get(name))) is not None:
                return person
    return 0


def tap_of(body: Mapping[str, Any]) -> str | None:
    """Give the id under which a tap on a button is answered; None when the update is no tap."""
    tap = body.get("callback_query")
    query = tap.get("id") if isinstance(tap, Mapping) else None
    return query if isinstance(query, str) else None


def language_of(body: Mapping[str, Any]) -> str | None:
    """Give the language, without its country, that the sender's Telegram is set to."""
    for content in _contents(body):
        sender = content.get("from")
        code = sender.get("language_code") if isinstance(sender, Mapping) else None
        if isinstance(code, str) and code:
            return code.split("-")[0].lower()
    return None


def _contents(body: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    return (value for value in body.values() if isinstance(value, Mapping))


def _id_of(holder: object) -> int | None:
    return _integer(holder.get("id")) if isinstance(holder, Mapping) else None


def _integer(value: object) -> int | None:
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    return value if -_LARGEST <= value < _LARGEST else None
