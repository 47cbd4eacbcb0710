"""The bytes of what people sent come as they were sent, or it is said whether to try again."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web
from telegram import Bot

from bot.adapters.telegram.bot import build_bot
from bot.adapters.telegram.documents import LARGEST, TelegramDocuments
from bot.app.telegram_ports import HeldBack, Postponed, Refused
from bot.core.messages import Attachment
from bot.playground.world import BOT_ID
from tests.people import Play


async def send(play: Play, data: bytes = b"Awa, a@x.org") -> Attachment:
    """Send a document, and give it as the bot knows it."""
    sent = await play.paul.send_document("liste é.csv", data)
    return Attachment(sent.raw["document"]["file_id"], "liste é.csv", len(data))


async def test_a_document_comes_byte_for_byte(bot: Bot, play: Play) -> None:
    data = bytes(range(256)) * 500
    assert await TelegramDocuments(bot).fetch(await send(play, data)) == data


@pytest.mark.parametrize(
    ("method", "fault"),
    [
        ("getFile", {"error": 500}),
        ("getFile", {"reset": "before"}),
        ("download", {"error": 500}),
        ("download", {"error": 502}),
    ],
)
async def test_a_server_in_trouble_is_asked_again(bot: Bot, play: Play, method: str, fault: dict[str, object]) -> None:
    file = await send(play)
    await play.add_fault(method=method, **fault)
    with pytest.raises(Postponed):
        await TelegramDocuments(bot).fetch(file)
    assert await TelegramDocuments(bot).fetch(file) == b"Awa, a@x.org"


async def test_too_many_requests_say_how_long_to_wait(bot: Bot, play: Play) -> None:
    file = await send(play)
    await play.add_fault(method="getFile", error=429, retry_after=2)
    with pytest.raises(HeldBack) as raised:
        await TelegramDocuments(bot).fetch(file)
    assert raised.value.seconds == 2


@pytest.mark.parametrize(
    ("method", "error"), [("getFile", 400), ("getFile", 403), ("download", 404), ("download", 400)]
)
async def test_a_file_that_is_gone_is_not_asked_for_again(bot: Bot, play: Play, method: str, error: int) -> None:
    file = await send(play)
    await play.add_fault(method=method, error=error)
    with pytest.raises(Refused):
        await TelegramDocuments(bot).fetch(file)


async def test_a_file_that_nobody_knows_is_refused(bot: Bot, play: Play) -> None:
    with pytest.raises(Refused):
        await TelegramDocuments(bot).fetch(Attachment("unknown", "list.csv", 1))


@asynccontextmanager
async def answering(answer: Callable[[], web.Response]) -> AsyncIterator[TelegramDocuments]:
    """A server that answers every call so."""

    async def say(_: web.Request) -> web.Response:
        return answer()

    app = web.Application()
    app.add_routes([web.route("*", "/{path:.*}", say)])
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    bot = build_bot(f"{BOT_ID}:AA", f"http://{host}:{port}")
    try:
        await bot.request.initialize()
        yield TelegramDocuments(bot)
    finally:
        await bot.request.shutdown()
        await runner.cleanup()


@pytest.mark.parametrize(
    ("answer", "wanted"),
    [
        ({"ok": True, "result": {}}, Refused),
        ({"ok": True, "result": []}, Refused),
        ({"ok": True, "result": {"file_path": "a.csv", "file_size": LARGEST + 1}}, Refused),
        ({"ok": True}, Postponed),
    ],
)
async def test_an_odd_answer_is_no_document(answer: dict[str, Any], wanted: type[Exception]) -> None:
    async with answering(lambda: web.json_response(answer)) as documents:
        with pytest.raises(wanted):
            await documents.fetch(Attachment("x", "list.csv", 1))
