"""Makes the bot, checks at start that it can work, and tells Telegram how to reach it; decides nothing."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar
from urllib.parse import urlsplit

from telegram import Bot, BotCommand, BotCommandScopeAllPrivateChats, BotCommandScopeChat
from telegram.error import BadRequest, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.adapters.telegram.polling import WANTED
from bot.adapters.telegram.refusals import shorten, sort_refusal
from bot.adapters.telegram.staff import StaffChatUnusable, TelegramStaffChat
from bot.adapters.telegram.transport import AiohttpRequest, find_proxy
from bot.adapters.telegram.unusable import TelegramUnusable
from bot.app.telegram_ports import HeldBack
from bot.core.commands import AFTER_FLOWS, BEFORE_FLOWS, STAFF_COMMANDS, flows_by_command
from bot.core.scene import Knowledge

log = logging.getLogger(__name__)

T = TypeVar("T")

_PUBLISHED_WITHIN = 5.0
_TRIES = 4
_PAUSE = 0.5
_LONGEST_PAUSE = 30.0
_HTTP = {"http", "https"}


def build_bot(token: str, api_url: str) -> Bot:
    """Make the bot for a Bot API server at this root: one line to fetch updates, others for all else."""
    proxy = find_proxy(api_url)
    if proxy is not None and urlsplit(proxy).scheme not in _HTTP:
        raise TelegramUnusable(
            f"The environment names a {urlsplit(proxy).scheme} proxy, which is not known here. "
            "Set HTTPS_PROXY to an HTTP proxy, or NO_PROXY to the Bot API's host."
        )
    return Bot(
        token,
        base_url=f"{api_url}/bot",
        base_file_url=f"{api_url}/file/bot",
        request=AiohttpRequest(proxy=proxy),
        get_updates_request=AiohttpRequest(connections=1, proxy=proxy),
    )


async def check_access(bot: Bot, staff: TelegramStaffChat, address: int) -> str:
    """Make sure that Telegram takes the token and that the bot is in the staff chat; gives the chat's title."""
    try:
        await _patiently(bot.initialize)
        return await _patiently(lambda: staff.check(address))
    except StaffChatUnusable as error:
        raise TelegramUnusable(str(error)) from error
    except (TelegramError, KeyError) as error:
        raise _explain(bot, error) from error


async def set_webhook(bot: Bot, url: str, secret: str, max_connections: int = 40) -> None:
    """Have Telegram bring updates to this address, those included that wait already; raises TelegramUnusable."""
    try:
        await _patiently(
            lambda: bot.set_webhook(
                url,
                secret_token=secret,
                allowed_updates=WANTED,
                max_connections=max_connections,
                drop_pending_updates=False,
            )
        )
    except (TelegramError, KeyError) as error:
        raise _explain(bot, error) from error


async def delete_webhook(bot: Bot) -> None:
    """Have Telegram keep updates until they are fetched, those included that wait already; raises TelegramUnusable."""
    try:
        await _patiently(lambda: bot.delete_webhook(drop_pending_updates=False))
    except (TelegramError, KeyError) as error:
        raise _explain(bot, error) from error


async def _patiently(call: Callable[[], Awaitable[T]]) -> T:
    """Make a call that may fail in passing, as when several processes start together and are asked for a pause."""
    for _ in range(_TRIES - 1):
        try:
            return await call()
        except RetryAfter as error:
            refusal = sort_refusal(error)
            await asyncio.sleep(min(refusal.seconds if isinstance(refusal, HeldBack) else _PAUSE, _LONGEST_PAUSE))
        except BadRequest:
            raise
        except NetworkError:
            await asyncio.sleep(_PAUSE)
    return await call()


def _explain(bot: Bot, error: Exception) -> TelegramUnusable:
    if isinstance(error, InvalidToken):
        return TelegramUnusable(
            "Telegram refuses GUICHET_TOKEN. Set it to the token that BotFather gave, "
            "for example GUICHET_TOKEN=123456:ABC-DEF"
        )
    if isinstance(error, NetworkError) and not isinstance(error, BadRequest):
        return TelegramUnusable(
            f"Telegram cannot be reached at {bot.base_url.rpartition('/bot')[0]} ({shorten(error)}). "
            "Check the network, or set GUICHET_API_URL to the root of a Bot API server."
        )
    told = shorten(error) if isinstance(error, TelegramError) else f"the answer has no {error}"
    return TelegramUnusable(f"Telegram cannot be used: {told}")


async def publish_commands(bot: Bot, knowledge: Knowledge, staff_chat: int) -> None:
    """Show the commands and the description in every language; a server that does not know how is no hindrance."""
    texts, default = knowledge.texts, knowledge.policy.default_language

    def own(names: tuple[str, ...], language: str) -> list[BotCommand]:
        return [BotCommand(name, texts.label(f"command.{name}", language)) for name in names]

    def for_people(language: str) -> list[BotCommand]:
        flows = flows_by_command(knowledge.flows).items()
        begun = [BotCommand(name, flow.title[language]) for name, flow in flows]
        return [*own(BEFORE_FLOWS, language), *begun, *own(AFTER_FLOWS, language)]

    calls: list[Callable[[], Awaitable[bool]]] = []
    for language in (None, *texts.policy.languages):
        spoken = language or default
        calls += [
            lambda spoken=spoken, language=language: bot.set_my_commands(  # type: ignore[misc]
                for_people(spoken), BotCommandScopeAllPrivateChats(), language
            ),
            lambda spoken=spoken, language=language: bot.set_my_commands(  # type: ignore[misc]
                own(STAFF_COMMANDS, spoken), BotCommandScopeChat(staff_chat), language
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
            await asyncio.wait_for(call(), _PUBLISHED_WITHIN)
        except (TelegramError, TimeoutError, KeyError) as error:
            log.warning("The commands or the description could not be published: %s.", type(error).__name__)
            return
