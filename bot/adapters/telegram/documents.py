"""Fetches from Telegram the bytes of what people sent; knows nothing of what stands in them."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from telegram import Bot
from telegram.error import BadRequest, Forbidden, InvalidToken, TelegramError

from bot.adapters.telegram.refusals import shorten, sort_refusal
from bot.app.telegram_ports import Postponed, Refused
from bot.core.messages import Attachment

LARGEST = 20 * 1024 * 1024
"""Bytes of the largest file that Telegram hands out; a self-hosted server may hand out larger ones."""


@dataclass(frozen=True)
class TelegramDocuments:
    """The documents that Telegram keeps for the bot."""

    bot: Bot

    async def fetch(self, file: Attachment) -> bytes:
        """Give the bytes of a document; raises Postponed, HeldBack, or Refused when there will never be any."""
        try:
            # Taken as it comes: self-hosted servers leave out fields that the library's own class insists on.
            # The capital letter keeps the library from advising that class.
            found = await self.bot.do_api_request("get_File", api_kwargs={"file_id": file.id})
            told = found if isinstance(found, dict) else {}
            path, size = told.get("file_path"), told.get("file_size")
            if not path:
                raise Refused("Telegram names no path for the file")
            if isinstance(size, int) and size > LARGEST:
                raise Refused("the file is larger than Telegram's own limit")
            return await self.bot.request.retrieve(f"{self.bot.base_file_url}/{quote(str(path))}")
        except (BadRequest, Forbidden, InvalidToken) as error:
            # A file that is gone is answered like a wrong token.
            raise Refused(shorten(error)) from error
        except TelegramError as error:
            raise sort_refusal(error) from error
        except KeyError as error:
            raise Postponed("Telegram's answer has no result") from error
