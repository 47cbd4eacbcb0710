"""Sets the logs up: what a line looks like and what it must never hold; knows not what is logged.

At the level INFO nothing that a person wrote may come into a line: an exception appears as its kind and place, and a
line of another library without the values that it would fill in. Secrets never come into a line at any level.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Collection
from contextlib import suppress
from typing import TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from bot.app.watching import name_fault

_OWN = "bot"
_TOKEN = re.compile(r"\d{3,}:[\w-]{30,}|(?<=/bot)\d+:[\w-]+")
_HIDDEN = "[hidden]"


def set_up_logs(level: str, stream: TextIO, is_terminal: bool, secrets: Collection[str] = ()) -> None:
    """Write log lines of this level and above to a stream: for people on a terminal, else one JSON object each."""
    number = logging.getLevelNamesMapping()[level]
    is_open = number <= logging.DEBUG
    stamp: list[Processor] = [structlog.stdlib.add_log_level, structlog.processors.TimeStamper("iso", utc=True)]
    stamp.append(structlog.processors.format_exc_info if is_open else _name_exception)
    render: Processor = (
        structlog.dev.ConsoleRenderer(colors=True)
        if is_terminal
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    ends: list[Processor] = [render, _hide(secrets)]
    structlog.configure(
        processors=[*stamp, *ends],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=lambda *_: _Lines(stream),
        cache_logger_on_first_use=False,
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[structlog.stdlib.add_logger_name, *([] if is_open else [_close]), *stamp],
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *ends],
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(max(number, logging.WARNING))
    logging.getLogger(_OWN).setLevel(number)


class _Lines:
    """Writes lines to a stream; what cannot be written, on a full disk for instance, is lost and disturbs nobody."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def msg(self, line: str) -> None:
        """Write one line."""
        with suppress(OSError, ValueError):
            self._stream.write(line + "\n")
            self._stream.flush()

    debug = info = warning = error = critical = exception = msg


def _is_own(name: str) -> bool:
    return name == _OWN or name.startswith(f"{_OWN}.")


def _close(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    record: logging.LogRecord = event["_record"]
    if not _is_own(record.name):
        # The template alone: what is filled in, and what follows its first line, may tell what a person wrote.
        event["event"] = next(iter(str(record.msg).splitlines()), "")
    return event


def _name_exception(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    given = event.pop("exc_info", None)
    error = given[1] if isinstance(given, tuple) else sys.exception() if given is True else given
    if isinstance(error, BaseException):
        event["fault"] = name_fault(error)
    event.pop("stack_info", None)
    return event


def _hide(secrets: Collection[str]) -> Processor:
    known = [secret for secret in secrets if secret]

    def hide(_logger: WrappedLogger, _method: str, rendered: object) -> str:
        line = str(rendered)
        for secret in known:
            line = line.replace(secret, _HIDDEN)
        return _TOKEN.sub(_HIDDEN, line)

    return hide
