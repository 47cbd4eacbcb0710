"""Log lines: what they look like, and what never comes into one."""

import asyncio
import logging
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
import structlog
from aiohttp import web
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import create_async_engine
from telegram.error import TelegramError

from bot.adapters.telegram.bot import build_bot
from bot.core.session import from_json
from tests.adapters.watching.conftest import TOKEN, Written

PRIVATE = "Awa Diop <awa@example.org>"


def fail() -> None:
    raise ValueError(PRIVATE)


def fail_in_our_code() -> None:
    from_json({"people": PRIVATE})


def test_a_line_is_one_json_object_with_the_moment_in_utc(written: Written) -> None:
    structlog.get_logger().info("turn", update=5, title="Été")
    (line,) = written.lines
    moment = datetime.fromisoformat(line.pop("timestamp"))
    assert moment.utcoffset() == timedelta(0)
    assert abs((datetime.now(UTC) - moment).total_seconds()) < 10
    assert line == {"event": "turn", "level": "info", "update": 5, "title": "Été"}


def test_the_librarys_logs_look_the_same(written: Written) -> None:
    logging.getLogger("bot.adapters.x").info("The %s is %s.", "chat", "there")
    (line,) = written.lines
    assert datetime.fromisoformat(line.pop("timestamp")).utcoffset() == timedelta(0)
    assert line == {"event": "The chat is there.", "level": "info", "logger": "bot.adapters.x"}


def test_people_at_a_terminal_read_no_json(written: Written) -> None:
    written.set_up(is_terminal=True)
    structlog.get_logger().info("turn", update=5)
    logging.getLogger("bot.x").warning("own line")
    assert not written.text.startswith("{")
    assert "turn" in written.text
    assert "own line" in written.text


def test_what_is_below_the_level_is_not_written(written: Written) -> None:
    structlog.get_logger().debug("no")
    logging.getLogger("bot.x").debug("no")
    written.set_up("WARNING")
    structlog.get_logger().info("no")
    logging.getLogger("bot.x").info("no")
    structlog.get_logger().warning("yes")
    assert [line["event"] for line in written.lines] == ["yes"]


@pytest.mark.parametrize("name", ["aiohttp.access", "telegram.Bot", "sqlalchemy.engine.Engine", "alembic", "asyncio"])
@pytest.mark.parametrize("level", ["DEBUG", "INFO"])
def test_other_libraries_are_heard_from_warnings_on(written: Written, name: str, level: str) -> None:
    written.set_up(level)
    logging.getLogger(name).info("a small thing")
    logging.getLogger(name).warning("a warning")
    assert [line["event"] for line in written.lines] == ["a warning"]


def test_an_exception_is_its_kind_and_its_place_in_our_code_without_its_text(written: Written) -> None:
    for write in (structlog.get_logger().exception, logging.getLogger("bot.x").exception):
        try:
            fail_in_our_code()
        except (KeyError, TypeError, ValueError, AttributeError):
            write("A turn failed.")
    assert "Awa" not in written.text
    for line in written.lines:
        assert line["event"] == "A turn failed."
        assert line["fault"].split(" at ")[1].startswith("core/session.py:")
        assert {"exception", "exc_info", "stack"}.isdisjoint(line)


def test_the_text_and_the_traceback_are_there_when_asked_for(written: Written) -> None:
    written.set_up("DEBUG")
    try:
        fail()
    except ValueError:
        structlog.get_logger().exception("A turn failed.")
        logging.getLogger("aiohttp.server").exception("Error handling %s", "a request")
    assert written.text.count("awa@example.org") == 2
    assert "Error handling a request" in written.text
    assert "in fail" in written.text


def test_another_librarys_line_comes_without_what_it_fills_in(written: Written) -> None:
    logging.getLogger("telegram.x").error('Can not load invalid JSON data: "%s"', PRIVATE)
    logging.getLogger("aiohttp.server").error("Error handling request\n" + PRIVATE)
    logging.getLogger("sqlalchemy.pool").error("Exception", stack_info=True)
    assert "Awa" not in written.text
    assert [line["event"] for line in written.lines] == [
        'Can not load invalid JSON data: "%s"',
        "Error handling request",
        "Exception",
    ]


async def test_a_task_that_fails_unseen_tells_no_text(written: Written) -> None:
    async def run() -> None:
        fail()

    task = asyncio.create_task(run())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    del task
    assert written.lines[0]["event"] == "Task exception was never retrieved"
    assert written.lines[0]["fault"].startswith("ValueError")
    assert "Awa" not in written.text


async def test_a_web_handler_that_fails_tells_no_text(written: Written) -> None:
    async def handle(_: web.Request) -> web.Response:
        raise ValueError(PRIVATE)

    app = web.Application()
    app.router.add_get("/", handle)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/?q=Awa"
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        assert answer.status == 500
    await runner.cleanup()
    assert written.lines[0]["fault"].startswith("ValueError")
    assert "Awa" not in written.text


async def test_a_database_that_fails_tells_no_values(written: Written) -> None:
    engine = create_async_engine("sqlite+aiosqlite://")
    try:
        async with engine.begin() as connection:
            await connection.execute(text("INSERT INTO nowhere VALUES (:name)"), {"name": PRIVATE})
    except SQLAlchemyError:
        logging.getLogger("bot.x").exception("The database failed.")
    await engine.dispose()
    assert [line["event"] for line in written.lines] == ["The database failed."]
    assert "Awa" not in written.text


@pytest.mark.parametrize("level", ["DEBUG", "INFO"])
@pytest.mark.parametrize("is_terminal", [True, False])
def test_the_token_and_the_secrets_are_hidden_at_every_level(written: Written, level: str, is_terminal: bool) -> None:
    written.set_up(level, is_terminal)
    structlog.get_logger().warning("trouble", url=f"https://api.telegram.org/bot{TOKEN}/getMe", header="hook-secret")
    structlog.get_logger().warning("another", url="https://api.telegram.org/bot77:short/getMe")
    structlog.get_logger().warning("another", token="987654321:AAanotheranotheranotheranotheranothe")
    logging.getLogger("telegram.Bot").warning("Calling %s", f"/bot{TOKEN}/getMe")
    try:
        raise ValueError(f"cannot reach /bot{TOKEN}/getMe with hook-secret")
    except ValueError:
        logging.getLogger("bot.x").exception("It failed with %s", TOKEN)
    for secret in (TOKEN, TOKEN.split(":")[1], "hook-secret", "77:short", "AAanother"):
        assert secret not in written.text
    assert written.text.count("[hidden]") >= 5


async def test_a_bot_api_that_cannot_be_reached_never_gives_the_token_away(written: Written) -> None:
    written.set_up("DEBUG")
    bot = build_bot(TOKEN, "http://127.0.0.1:1")
    try:
        await bot.initialize()
    except TelegramError:
        logging.getLogger("bot.x").exception("Telegram cannot be reached.")
    await bot.shutdown()
    assert "Telegram cannot be reached." in written.text
    assert "secretsecret" not in written.text
