"""Runs the desk on Telegram by long polling: checks at start, commands, each update to the desk; decides nothing."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from telegram import Bot, BotCommand, BotCommandScopeAllPrivateChats, BotCommandScopeChat, Update
from telegram.constants import UpdateType
from telegram.error import BadRequest, InvalidToken, NetworkError, TelegramError
from telegram.ext import Application, ApplicationBuilder, ContextTypes, TypeHandler

from bot.adapters.telegram.incoming import read_update
from bot.adapters.telegram.staff import StaffChatUnusable, TelegramStaffChat
from bot.core.conversation import COMMANDS, STAFF_COMMANDS
from bot.core.messages import Incoming, Turn
from bot.core.texts import Texts

log = logging.getLogger(__name__)

_WANTED = [UpdateType.MESSAGE, UpdateType.EDITED_MESSAGE, UpdateType.CALLBACK_QUERY]
_GROUPS_TOLD = 5.0

Take = Callable[[Incoming], Awaitable[Turn]]
App = Application[Any, Any, Any, Any, Any, Any]


class TelegramUnusable(Exception):  # noqa: N818 (one line for the operator)
    """Telegram cannot be used with these settings; the text is one line that says why."""


def build_application(token: str, api_url: str) -> App:
    """Make the framework's application for a Bot API server at this root."""
    builder = ApplicationBuilder().token(token).base_url(f"{api_url}/bot").base_file_url(f"{api_url}/file/bot")
    return builder.concurrent_updates(False).build()


@dataclass(frozen=True)
class TelegramDesk:
    """The desk's place on Telegram."""

    application: App
    staff: TelegramStaffChat
    texts: Texts
    take: Take

    async def open(self) -> str:
        """Check token and staff chat, publish the commands, start polling; gives one line that says where."""
        title = await check_access(self.application, self.staff)
        bot: Bot = self.application.bot
        self.application.add_handler(TypeHandler(Update, self._handle))
        await self.application.start()
        assert self.application.updater is not None  # noqa: S101 (the builder makes one)
        await self.application.updater.start_polling(
            allowed_updates=_WANTED, error_callback=lambda error: log.warning("Polling: %s", error)
        )
        self.application.create_task(publish_commands(bot, self.texts, self.staff.chat))
        return f"Guichet is @{bot.username}, its staff chat is {title}."

    async def stop_taking(self) -> None:
        """Stop polling and finish what is being handled; messages can still be sent."""
        updater = self.application.updater
        if updater is not None and updater.running:
            await updater.stop()
        if self.application.running:
            await self.application.stop()

    async def close(self) -> None:
        """Let the connection go."""
        await self.stop_taking()
        await self.application.shutdown()

    async def _handle(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        message = read_update(update, self.staff.chat, self.application.bot.username)
        try:
            turn = await self.take(message) if message is not None else None
        except Exception:
            log.exception("Update %s could not be answered.", update.update_id)
            await self._say_fault(update)
            return
        if update.callback_query is not None:
            await self._answer_tap(update, turn.toast if turn is not None else None)

    async def _answer_tap(self, update: Update, toast: str | None) -> None:
        if update.callback_query is None:
            return
        try:
            await update.callback_query.answer(toast)
        except BadRequest:
            log.debug("A tap was answered too late.")
        except TelegramError as error:
            log.warning("A tap could not be answered: %s", error)

    async def _say_fault(self, update: Update) -> None:
        user = update.effective_user
        spoken = (user.language_code or "").split("-")[0] if user else ""
        language = spoken if spoken in self.texts.catalogues else self.texts.policy.default_language
        text = self.texts.label("fault", language)
        await self._answer_tap(update, text)
        if update.effective_chat is None or update.callback_query is not None:
            return
        try:
            await self.application.bot.send_message(update.effective_chat.id, text)
        except TelegramError as error:
            log.warning("The fault could not be told: %s", error)


async def check_access(application: App, staff: TelegramStaffChat) -> str:
    """Make sure that Telegram takes the token and that the bot is in the staff chat; gives the chat's title."""
    try:
        await application.initialize()
        return await staff.check()
    except InvalidToken as error:
        raise TelegramUnusable(
            "Telegram refuses GUICHET_TOKEN. Set it to the token that BotFather gave, "
            "for example GUICHET_TOKEN=123456:ABC-DEF"
        ) from error
    except StaffChatUnusable as error:
        raise TelegramUnusable(str(error)) from error
    except NetworkError as error:
        raise TelegramUnusable(
            f"Telegram cannot be reached at {application.bot.base_url.rpartition('/bot')[0]} ({error}). "
            "Check the network, or set GUICHET_API_URL to the root of a Bot API server."
        ) from error
    except TelegramError as error:
        raise TelegramUnusable(f"Telegram cannot be used: {error}") from error


async def publish_commands(bot: Bot, texts: Texts, staff_chat: int) -> None:
    """Show the commands and the description in every language; a server that does not know how is no hindrance."""
    default = texts.policy.default_language

    def commands(names: tuple[str, ...], language: str) -> list[BotCommand]:
        return [BotCommand(name, texts.label(f"command.{name}", language)) for name in names]

    calls: list[Callable[[], Awaitable[bool]]] = []
    for language in (None, *texts.policy.languages):
        spoken = language or default
        calls += [
            lambda spoken=spoken, language=language: bot.set_my_commands(  # type: ignore[misc]
                commands(COMMANDS, spoken), BotCommandScopeAllPrivateChats(), language
            ),
            lambda spoken=spoken, language=language: bot.set_my_commands(  # type: ignore[misc]
                commands(STAFF_COMMANDS, spoken), BotCommandScopeChat(staff_chat), language
            ),
            lambda spoken=spoken, language=language: bot.set_my_description(  # type: ignore[misc]
                texts.label("bot.long", spoken), language
            ),
            lambda spoken=spoken, language=language: bot.set_my_short_description(  # type: ignore[misc]
                texts.label("bot.short", spoken), language
            ),
        ]
    for call in calls:
        try:
            await asyncio.wait_for(call(), _GROUPS_TOLD)
        except (TelegramError, TimeoutError) as error:
            log.warning("The commands or the description could not be published: %s", error)
            return
