"""Trouble on request: calls that fail, hang or lose their connection; knows no method."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bot.playground.errors import ApiError, too_many_requests

DESCRIPTIONS = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden: bot was blocked by the user",
    404: "Not Found",
    500: "Internal Server Error",
    502: "Bad Gateway",
}


class ConnectionCutError(Exception):
    """The connection is to be cut instead of an answer."""


@dataclass(slots=True)
class Fault:
    """What befalls the next calls of a method (of any method: `*`), possibly only those about one chat."""

    id: int
    method: str = "*"
    times: int = 1
    chat_id: int | None = None
    error: int | None = None
    description: str = ""
    retry_after: int = 1
    hang: float = 0.0
    reset: str = ""

    def as_json(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__ if getattr(self, name) not in (None, "", 0.0)}

    def as_error(self) -> ApiError | None:
        if self.error is None:
            return None
        if self.error == 429:
            return too_many_requests(self.retry_after)
        return ApiError(self.error, self.description or DESCRIPTIONS.get(self.error, "Error"))


@dataclass
class Faults:
    """The faults that are still to come, in the order in which they were asked for."""

    pending: list[Fault] = field(default_factory=list)
    _ids: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def add(self, wish: dict[str, Any]) -> Fault:
        """Take a wish as JSON; a wish that says nothing that could happen is refused."""
        known = {"method", "times", "chat_id", "error", "description", "retry_after", "hang", "reset"}
        if unknown := set(wish) - known:
            raise ValueError(f"unknown fields: {', '.join(sorted(unknown))}; known are {', '.join(sorted(known))}")
        fault = Fault(next(self._ids), **wish)
        if fault.error is None and not fault.hang and fault.reset not in ("before", "after"):
            raise ValueError('say what is to happen: "error": 429, "hang": 2.5, "reset": "before" or "after"')
        fault.method = fault.method.lower()
        self.pending.append(fault)
        return fault

    def take(self, method: str, chat_id: int) -> Fault | None:
        """The fault that befalls this call, if one does."""
        for fault in self.pending:
            if fault.method in ("*", method) and fault.chat_id in (None, chat_id):
                fault.times -= 1
                if fault.times <= 0:
                    self.pending.remove(fault)
                return fault
        return None
