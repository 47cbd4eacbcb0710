"""Logs that write to memory, set up as for service and taken down again."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from bot.adapters.watching.logs import set_up_logs

TOKEN = "123456:AAsecretsecretsecretsecretsecretsec"


class Written:
    """The lines that were logged."""

    def __init__(self) -> None:
        self.stream = io.StringIO()

    def set_up(self, level: str = "INFO", is_terminal: bool = False) -> None:
        set_up_logs(level, self.stream, is_terminal, [TOKEN, "hook-secret", ""])

    @property
    def text(self) -> str:
        return self.stream.getvalue()

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.text.splitlines()]


@pytest.fixture
def written() -> Iterator[Written]:
    root, own = logging.getLogger(), logging.getLogger("bot")
    before = (root.handlers[:], root.level, own.level)
    made = Written()
    made.set_up()
    yield made
    root.handlers[:], level, own_level = before
    root.setLevel(level)
    own.setLevel(own_level)
    structlog.reset_defaults()
