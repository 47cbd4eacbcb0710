"""Fetches updates by long polling, and acknowledges only what was confirmed; knows nothing of what they say."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

from telegram import Bot
from telegram.constants import UpdateType
from telegram.error import Conflict, EndPointNotFound, InvalidToken, RetryAfter, TelegramError

from bot.adapters.telegram.envelope import read_envelope
from bot.adapters.telegram.refusals import shorten, sort_refusal
from bot.adapters.telegram.unusable import TelegramUnusable
from bot.app.ports import Update
from bot.app.telegram_ports import NotAnUpdate, Postponed

log = logging.getLogger(__name__)

WANTED = (UpdateType.MESSAGE, UpdateType.EDITED_MESSAGE, UpdateType.CALLBACK_QUERY, UpdateType.MY_CHAT_MEMBER)
_MOST = 100
_GRACE = 10


class Polling:
    """The updates of a bot without a webhook; Telegram waits up to `patience` seconds for one to come."""

    def __init__(self, bot: Bot, patience: int = 20) -> None:
        self._bot = bot
        self._patience = patience
        self._last = 0
        self._offset = 0

    async def fetch(self) -> tuple[Update, ...]:
        """Ask once for what waits, as it came; raises Postponed, HeldBack or TelegramUnusable."""
        # After a failure the offset begins anew: a server that was started again may have begun its numbers anew, and
        # a stale offset would throw its updates away. What comes twice instead is recognised by the inbox.
        offset, self._offset, self._last = self._offset, 0, 0
        bodies = await self._ask(offset)
        self._offset = offset
        updates = []
        for body in bodies:
            try:
                updates.append(read_envelope(body))
            except NotAnUpdate as error:
                log.warning("Telegram gave something that is no update: %s.", error)
        if bodies and not updates:
            raise Postponed("Telegram gave nothing but what is no update")
        self._last = max((update.number for update in updates), default=0)
        return tuple(updates)

    def confirm(self) -> None:
        """Let the next call tell Telegram that the last batch is safe here."""
        if self._last:
            self._offset = self._last + 1

    async def _ask(self, offset: int) -> Sequence[Any]:
        wish: dict[str, Any] = {"timeout": self._patience, "limit": _MOST, "allowed_updates": list(WANTED)}
        if offset:
            wish["offset"] = offset
        try:
            # The library's own method would read every update at once, and none when it cannot read one.
            # The capital letter keeps the library from advising that method.
            found = await self._bot.do_api_request(
                "get_Updates", api_kwargs=wish, read_timeout=float(self._patience + _GRACE)
            )
        except Conflict as error:
            raise Postponed(
                f"another process polls with this token, or a webhook is set for it ({shorten(error)})"
            ) from error
        except RetryAfter as error:
            raise sort_refusal(error) from error
        except (InvalidToken, EndPointNotFound) as error:
            raise self._sort_unknown(error) from error
        except (TelegramError, KeyError) as error:
            raise Postponed(shorten(error) if isinstance(error, TelegramError) else "no result") from error
        if not isinstance(found, list):
            raise Postponed("the answer to getUpdates is no list")
        return found

    def _sort_unknown(self, error: TelegramError) -> Postponed | TelegramUnusable:
        told = error.__cause__ if isinstance(error.__cause__, InvalidToken) else error
        if "unauthorized" in told.message.lower():
            return TelegramUnusable("Telegram no longer takes GUICHET_TOKEN; was it revoked at BotFather?")
        return Postponed(shorten(told))
