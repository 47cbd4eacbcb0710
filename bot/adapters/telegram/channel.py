"""Fills the shell's port for reading updates and answering taps; knows nothing of what is said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from telegram import Bot

from bot.adapters.telegram.envelope import language_of, tap_of
from bot.adapters.telegram.incoming import read_update
from bot.adapters.telegram.taps import answer_tap
from bot.app.ports import Update
from bot.app.telegram_ports import Migrated
from bot.core.messages import Incoming


@dataclass(frozen=True)
class TelegramChannel:
    """The bot's updates; `staff_chat` is the id that the desk knows the staff's group by."""

    bot: Bot
    staff_chat: int

    def read(self, update: Update, moved: Mapping[int, int]) -> Incoming | Migrated | None:
        """Read what an update says; None when it is nothing that a person said to the bot."""
        return read_update(update.body, self.staff_chat, self.bot.username, moved)

    def is_tap(self, update: Update) -> bool:
        """Whether the update is the tap on a button, however odd it is."""
        return tap_of(update.body) is not None

    def language_of(self, update: Update) -> str | None:
        """Give the language that the person's Telegram is set to, however odd the update is."""
        return language_of(update.body)

    async def answer_tap(self, update: Update, toast: str | None) -> None:
        """Let a button's person know that it was tapped; never raises."""
        query = tap_of(update.body)
        if query is not None:
            await answer_tap(self.bot, query, toast)
