"""Sends files to a chat over the Bot API, piece by piece from the disk; knows nothing of what they hold."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from telegram import Bot, InputFile
from telegram.constants import ParseMode
from telegram.error import TelegramError

from bot.adapters.telegram.refusals import sort_refusal
from bot.app.job_ports import FileKind, TooLarge
from bot.app.telegram_ports import Postponed, Refused

_TOO_LARGE = ("request entity too large", "file is too big", "too large")
_SENT_WITHIN, _PATIENCE = 900.0, 120.0
"""Seconds that a file may take in all, and for which Telegram may think about it once it has received it."""


@dataclass(frozen=True)
class TelegramFiles:
    """What brings files to chats."""

    bot: Bot

    async def send(self, address: int, kind: FileKind, path: Path, caption: str) -> None:
        """Send a file; raises TooLarge, Postponed, HeldBack, Refused, Unreachable or ChatMoved."""
        method = {FileKind.DOCUMENT: "send_Document", FileKind.PHOTO: "send_Photo"}[kind]
        wish: dict[str, Any] = {"chat_id": address}
        if caption:
            wish |= {"caption": caption, "parse_mode": ParseMode.HTML}
        try:
            with path.open("rb") as file:
                wish[kind.value] = InputFile(file, filename=path.name, read_file_handle=False)
                async with asyncio.timeout(_SENT_WITHIN):
                    await self.bot.do_api_request(method, api_kwargs=wish, read_timeout=_PATIENCE)
        except TelegramError as error:
            refusal = sort_refusal(error)
            if any(each in str(refusal).lower() for each in _TOO_LARGE) and isinstance(refusal, Refused | Postponed):
                raise TooLarge(str(refusal)) from error
            raise refusal from error
        except TimeoutError as error:
            raise Postponed("the file took too long") from error
        except KeyError as error:
            raise Postponed("Telegram's answer has no result") from error
