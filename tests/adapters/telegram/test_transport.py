"""The transport over real sockets: the library's calls to the playground, and servers that misbehave."""

import asyncio
import base64
import io
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from aiohttp import web
from telegram import Bot, InputFile
from telegram.error import BadRequest, InvalidToken, NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from bot.adapters.telegram.bot import build_bot
from bot.adapters.telegram.transport import AiohttpRequest, find_proxy
from bot.playground import Playground
from tests.people import Play

Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def socket_server(serve: Serve) -> AsyncIterator[str]:
    """Listen with a handler of one's own making; connections that are left open are aborted at the end."""
    writers: list[asyncio.StreamWriter] = []

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers.append(writer)
        await serve(reader, writer)

    server = await asyncio.start_server(handle, "127.0.0.1", 0, limit=1024)
    yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    server.close()
    for writer in writers:
        writer.transport.abort()


@asynccontextmanager
async def opened(request: AiohttpRequest) -> AsyncIterator[AiohttpRequest]:
    async with request:
        yield request


async def test_text_and_structures_arrive_as_they_were_given(bot: Bot, play: Play) -> None:
    sent = await bot.send_message(play.paul.id, "<b>é & ü + 100 %</b> 🎓", parse_mode="HTML")
    assert (sent.text, (await play.paul.last()).text) == ("é & ü + 100 % 🎓", "é & ü + 100 % 🎓")


async def test_half_a_character_does_not_stop_the_whole_text(bot: Bot, play: Play) -> None:
    assert (await bot.send_message(play.paul.id, "one \ud83d two")).text == "one ? two"
    assert (await bot.send_document(play.paul.id, b"x", caption="one \ud83d two")).caption == "one ? two"


async def test_a_file_of_many_megabytes_goes_there_and_back(bot: Bot, play: Play) -> None:
    data = bytes(range(256)) * 4 * 1024 * 16
    sent = await bot.send_document(play.paul.id, data, filename='liste été "1".csv', caption="Voilà")
    assert sent.document is not None
    assert (sent.document.file_size, sent.document.file_name, sent.caption) == (len(data), 'liste été "1".csv', "Voilà")
    file = await bot.get_file(sent.document.file_id)
    assert bytes(await file.download_as_bytearray()) == data


async def test_a_file_is_sent_from_an_open_handle(bot: Bot, play: Play) -> None:
    wanted = InputFile(io.BytesIO(b"a,b\n"), filename="list.csv", read_file_handle=False)
    sent = await bot.send_document(play.paul.id, wanted)
    assert sent.document is not None
    assert sent.document.file_size == 4


async def test_an_answer_that_does_not_come_times_out(bot: Bot, play: Play) -> None:
    await play.add_fault(method="sendMessage", times=1, hang=5)
    begun = time.monotonic()
    with pytest.raises(TimedOut):
        await bot.send_message(play.paul.id, "one", read_timeout=0.2)
    assert time.monotonic() - begun < 2
    assert (await bot.send_message(play.paul.id, "two")).text == "two"


@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_connection_that_breaks_is_a_network_error(bot: Bot, play: Play, when: str) -> None:
    await play.add_fault(method="sendMessage", times=1, reset=when)
    with pytest.raises(NetworkError) as raised:
        await bot.send_message(play.paul.id, "one")
    assert not isinstance(raised.value, TimedOut | BadRequest)
    assert (await bot.send_message(play.paul.id, "two")).text == "two"


async def test_an_answer_that_breaks_off_is_a_network_error() -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b'HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{"ok":')
        await writer.drain()
        writer.close()

    async with socket_server(serve) as url, opened(AiohttpRequest()) as request:
        with pytest.raises(NetworkError):
            await request.post(f"{url}/botT/getMe")


async def test_a_server_that_reads_no_further_times_an_upload_out() -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(30)

    data = RequestData([RequestParameter.from_input("document", InputFile(bytes(32 * 1024 * 1024), attach=True))])
    async with socket_server(serve) as url, opened(AiohttpRequest()) as request:
        begun = time.monotonic()
        with pytest.raises(TimedOut):
            await request.post(f"{url}/botT/sendDocument", data, write_timeout=0.3)
        assert time.monotonic() - begun < 5


async def test_calls_beyond_the_open_connections_wait_and_then_time_out() -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(30)

    async with socket_server(serve) as url, opened(AiohttpRequest(connections=1)) as request:
        first = asyncio.create_task(request.post(f"{url}/botT/getUpdates", read_timeout=30))
        await asyncio.sleep(0.05)
        with pytest.raises(TimedOut):
            await request.post(f"{url}/botT/getMe", connect_timeout=0.1, pool_timeout=0.1)
        first.cancel()


async def test_nobody_listening_is_a_network_error_without_the_token() -> None:
    async with opened(AiohttpRequest()) as request:
        with pytest.raises(NetworkError, match="refused") as raised:
            await request.post("http://127.0.0.1:1/bot123:SECRET/getMe")
    assert "SECRET" not in str(raised.value)


@pytest.mark.parametrize(
    "answer",
    [b"<html>a private word", b'["a private word"]', b"\xff\xfe", b"[" * 100_000],
    ids=["a web page", "a list", "no text", "too deep"],
)
async def test_an_answer_that_is_no_object_is_told_but_never_written_down(
    answer: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(answer) + answer)
        await writer.drain()

    async with socket_server(serve) as url, opened(AiohttpRequest()) as request:
        with pytest.raises(TelegramError, match="The answer is no JSON"):
            await request.post(f"{url}/botT/getMe")
    assert "private" not in caplog.text


async def test_connections_are_kept_and_used_again() -> None:
    connections = 0

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal connections
        connections += 1
        while await reader.readuntil(b"\r\n\r\n"):
            writer.write(b'HTTP/1.1 200 OK\r\nContent-Length: 25\r\n\r\n{"ok":true,"result":true}')
            await writer.drain()

    async with socket_server(serve) as url, opened(AiohttpRequest()) as request:
        for _ in range(5):
            assert await request.post(f"{url}/botT/getMe") is True
    assert connections == 1


async def test_it_says_who_it_is_and_follows_no_redirect() -> None:
    seen: list[str] = []

    async def answer(request: web.Request) -> web.Response:
        seen.append(request.headers["User-Agent"])
        raise web.HTTPFound("http://127.0.0.1:1/elsewhere")

    app = web.Application()
    app.router.add_route("*", "/{rest:.*}", answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        async with opened(AiohttpRequest()) as request:
            status, _ = await request.do_request(f"http://127.0.0.1:{runner.addresses[0][1]}/x", "POST")
    finally:
        await runner.cleanup()
    assert (status, seen) == (302, [AiohttpRequest.USER_AGENT])


async def test_it_is_used_again_after_it_was_shut_down(bot: Bot) -> None:
    await bot.shutdown()
    with pytest.raises(NetworkError, match="initialized first"):
        await bot.get_me()
    await bot.initialize()
    assert (await bot.get_me()).is_bot


async def test_refusals_are_the_librarys_own(bot: Bot, playground: Playground, play: Play) -> None:
    await play.add_fault(method="sendMessage", times=1, error=429, retry_after=7)
    with pytest.raises(RetryAfter):
        await bot.send_message(play.paul.id, "one")
    with pytest.raises(BadRequest):
        await bot.send_message(play.paul.id, "")
    with pytest.raises(InvalidToken):
        async with build_bot("1:wrong", playground.url):
            raise AssertionError("a wrong token was taken")


async def test_calls_go_by_the_proxy_with_its_password() -> None:
    heads: list[str] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heads.append((await reader.readuntil(b"\r\n\r\n")).decode())
        writer.write(b'HTTP/1.1 200 OK\r\nContent-Length: 25\r\n\r\n{"ok":true,"result":true}')
        await writer.drain()

    async with socket_server(serve) as url:
        proxy = url.replace("http://", "http://us%40er:pw@")
        async with opened(AiohttpRequest(proxy=proxy)) as request:
            assert await request.post("http://bot-api.invalid/botT/getMe") is True
    assert heads[0].startswith("POST http://bot-api.invalid/botT/getMe HTTP/1.1")
    assert f"Proxy-Authorization: Basic {base64.b64encode(b'us@er:pw').decode()}" in heads[0]


@pytest.mark.parametrize(
    ("named", "url", "proxy"),
    [
        ({}, "https://api.telegram.org", None),
        ({"HTTPS_PROXY": "http://p:3128"}, "https://api.telegram.org", "http://p:3128"),
        ({"HTTPS_PROXY": "p:3128"}, "https://api.telegram.org", "http://p:3128"),
        ({"https_proxy": "http://p:3128"}, "http://api.telegram.org", None),
        ({"ALL_PROXY": "http://p:3128"}, "https://api.telegram.org", "http://p:3128"),
        ({"ALL_PROXY": "http://p:3128", "NO_PROXY": "telegram.org"}, "https://api.telegram.org", None),
        ({"HTTP_PROXY": "http://p:3128", "NO_PROXY": "localhost,127.0.0.1"}, "http://127.0.0.1:8081", None),
    ],
)
def test_the_proxy_is_the_one_that_the_environment_names(
    monkeypatch: pytest.MonkeyPatch, named: dict[str, str], url: str, proxy: str | None
) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "REQUEST_METHOD"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    for name, value in named.items():
        monkeypatch.setenv(name, value)
    assert find_proxy(url) == proxy
