"""Answers taps on buttons: fleeting, so never kept and never tried again; knows not what the answer says."""

from __future__ import annotations

import asyncio
import logging

from telegram import Bot
from telegram.error import BadRequest, TelegramError

log = logging.getLogger(__name__)

_PATIENCE = 5.0
_LONGEST = 200


async def answer_tap(bot: Bot, query_id: str, toast: str | None) -> None:
    """End the waiting mark of a tapped button, with a small text if there is one; never raises."""
    try:
        async with asyncio.timeout(_PATIENCE):
            await bot.answer_callback_query(query_id, toast[:_LONGEST] if toast else None)
    except BadRequest:
        log.debug("A tap was answered too late.")
    except (TelegramError, TimeoutError, KeyError) as error:
        log.warning("A tap could not be answered: %s.", type(error).__name__)
