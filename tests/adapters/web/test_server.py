"""The web server over real sockets: the webhook's manners, health, metrics, slow clients, stopping."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import aiohttp
import pytest

from bot.adapters.telegram.bot import build_bot, set_webhook
from bot.adapters.web.server import Patience, Webhook, WebServer, WebUnusable
from bot.app.ports import StorageUnavailable
from bot.app.telegram_ports import NotAnUpdate, Overloaded
from bot.playground import Playground
from tests.people import eventually, visit

SECRET = "a-secret_that-is-no-token"
PATH = "/telegram"
HEADER = "X-Telegram-Bot-Api-Secret-Token"


@dataclass
class Inside:
    """What stands behind the server: what it took, and what it says."""

    taken: list[bytes] = field(default_factory=list)
    failure: Exception | None = None
    reason: str | None = None
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    is_waiting: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.gate.set()

    async def take(self, data: bytes) -> None:
        self.is_waiting.set()
        await self.gate.wait()
        if self.failure is not None:
            raise self.failure
        self.taken.append(data)

    async def is_ready(self) -> str | None:
        await self.gate.wait()
        if self.failure is not None:
            raise self.failure
        return self.reason

    async def show(self) -> tuple[bytes, str]:
        if self.failure is not None:
            raise self.failure
        return b"figure 1\n", "text/plain; version=1.0.0; charset=utf-8"


@dataclass
class Client:
    """A client of the server under test."""

    server: WebServer
    session: aiohttp.ClientSession

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.port}"

    async def bring(self, body: bytes, secret: str | None = SECRET) -> tuple[int, str]:
        headers = {HEADER: secret} if secret is not None else {}
        async with self.session.post(self.url + PATH, data=body, headers=headers) as answer:
            return answer.status, await answer.text()

    async def get(self, path: str) -> tuple[int, str]:
        async with self.session.get(self.url + path) as answer:
            return answer.status, await answer.text()


@asynccontextmanager
async def serving(inside: Inside, patience: Patience, hook: bool = True) -> AsyncIterator[Client]:
    webhook = Webhook(PATH, SECRET, inside.take) if hook else None
    async with (
        WebServer("127.0.0.1", 0, inside.is_ready, inside.show, webhook, patience) as server,
        aiohttp.ClientSession() as session,
    ):
        yield Client(server, session)


@pytest.fixture
def inside() -> Inside:
    return Inside()


@pytest.fixture
async def client(inside: Inside) -> AsyncIterator[Client]:
    async with serving(inside, Patience(request=0.5, answer=0.2, stop=5)) as made:
        yield made


async def test_an_update_is_acknowledged_when_it_is_committed_and_no_sooner(client: Client, inside: Inside) -> None:
    inside.gate.clear()
    bringing = asyncio.create_task(client.bring(b'{"update_id": 1}'))
    await inside.is_waiting.wait()
    await asyncio.sleep(0.05)
    assert not bringing.done()
    inside.gate.set()
    assert await bringing == (200, "")
    assert inside.taken == [b'{"update_id": 1}']


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET + "x", "é"])
async def test_who_does_not_know_the_secret_is_turned_away(client: Client, inside: Inside, secret: str | None) -> None:
    assert (await client.bring(b"{}", secret))[0] == 403
    assert inside.taken == []


async def test_an_update_of_a_mebibyte_is_taken_and_a_larger_one_is_not(client: Client, inside: Inside) -> None:
    assert (await client.bring(b"x" * 1024 * 1024))[0] == 200
    assert (await client.bring(b"x" * (1024 * 1024 + 1)))[0] == 413
    assert [len(data) for data in inside.taken] == [1024 * 1024]


async def test_a_larger_one_whose_length_is_not_told_is_not_taken_either(client: Client, inside: Inside) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(3):
            yield b"x" * 512 * 1024

    async with client.session.post(client.url + PATH, data=pieces(), headers={HEADER: SECRET}) as answer:
        assert answer.status == 413
    assert inside.taken == []


@pytest.mark.parametrize(
    ("failure", "status", "text", "again"),
    [
        (NotAnUpdate("an update has a number"), 400, "an update has a number", None),
        (StorageUnavailable("the disk of /srv is full"), 503, "StorageUnavailable", "1"),
        (Overloaded(), 503, "Overloaded", "1"),
    ],
)
async def test_what_cannot_be_taken_says_whether_to_come_again(
    client: Client, inside: Inside, failure: Exception, status: int, text: str, again: str | None
) -> None:
    inside.failure = failure
    async with client.session.post(client.url + PATH, data=b"{}", headers={HEADER: SECRET}) as answer:
        assert (answer.status, await answer.text(), answer.headers.get("Retry-After")) == (status, text, again)


async def test_a_fault_of_ours_is_never_an_acknowledgement(client: Client, inside: Inside) -> None:
    inside.failure = RuntimeError("a private word")
    status, text = await client.bring(b"{}")
    assert (status, "private" in text) == (500, False)


async def test_other_paths_and_methods_lead_nowhere(client: Client) -> None:
    assert (await client.get(PATH))[0] == 405
    assert (await client.get("/"))[0] == 404


async def test_health_and_readiness_are_told(client: Client, inside: Inside) -> None:
    assert await client.get("/healthz") == (200, "ok")
    assert await client.get("/readyz") == (200, '{"ready": true, "reason": null}')
    inside.reason = "the database cannot be reached"
    assert await client.get("/readyz") == (503, '{"ready": false, "reason": "the database cannot be reached"}')


async def test_a_database_that_fails_or_hangs_is_not_ready_but_alive(client: Client, inside: Inside) -> None:
    inside.failure = StorageUnavailable("the database is gone")
    assert await client.get("/readyz") == (503, '{"ready": false, "reason": "the database is gone"}')
    assert (await client.get("/metrics"))[0] == 503
    inside.gate.clear()
    assert await client.get("/readyz") == (503, '{"ready": false, "reason": "no answer within 0.2 s"}')
    assert await client.get("/healthz") == (200, "ok")


async def test_metrics_are_shown_as_they_are_given(client: Client) -> None:
    async with client.session.get(client.url + "/metrics") as answer:
        assert answer.headers["Content-Type"] == "text/plain; version=1.0.0; charset=utf-8"
        assert await answer.read() == b"figure 1\n"


async def test_without_a_webhook_there_is_health_alone(inside: Inside) -> None:
    async with serving(inside, Patience(), hook=False) as client:
        assert (await client.bring(b"{}"))[0] == 404
        assert (await client.get("/healthz"))[0] == 200


async def test_a_webhook_may_have_an_address_without_a_path(inside: Inside) -> None:
    async with (
        WebServer("127.0.0.1", 0, inside.is_ready, inside.show, Webhook("", SECRET, inside.take)) as server,
        aiohttp.ClientSession(f"http://127.0.0.1:{server.port}") as session,
        session.post("", data=b"{}", headers={HEADER: SECRET}) as answer,
    ):
        assert answer.status == 200
    assert inside.taken == [b"{}"]


async def test_a_port_that_is_taken_is_said_in_one_line(client: Client, inside: Inside) -> None:
    second = WebServer("127.0.0.1", client.server.port, inside.is_ready, inside.show)
    with pytest.raises(WebUnusable, match=rf"port {client.server.port} of 127\.0\.0\.1: .*in use") as raised:
        await second.start()
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(("host", "port"), [("127.0.0.1", 70000), ("192.0.2.1", 0), ("x" * 300, 0)])
async def test_an_address_that_is_none_of_ours_is_said(inside: Inside, host: str, port: int) -> None:
    with pytest.raises(WebUnusable):
        await WebServer(host, port, inside.is_ready, inside.show).start()


REQUEST = f"POST {PATH} HTTP/1.1\r\nHost: x\r\n{HEADER}: {SECRET}\r\nContent-Length: 100\r\n\r\n"


@pytest.mark.parametrize(
    "sent", ["", "POST", REQUEST[:-2], REQUEST, REQUEST + "half"], ids=["nothing", "word", "head", "no body", "half"]
)
async def test_a_client_that_stops_in_the_middle_is_let_go_of(client: Client, inside: Inside, sent: str) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", client.server.port)
    writer.write(sent.encode())
    begun = time.monotonic()
    assert await client.get("/healthz") == (200, "ok")
    async with asyncio.timeout(4):
        await reader.read()
    assert time.monotonic() - begun > 0.3
    assert inside.taken == []
    writer.close()


async def test_a_client_that_writes_drop_by_drop_is_let_go_of(client: Client) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", client.server.port)
    begun = time.monotonic()
    is_open = True
    while is_open and time.monotonic() - begun < 4:
        writer.write(b"G")
        try:
            is_open = bool(await asyncio.wait_for(reader.read(1), 0.05))
        except TimeoutError:
            continue
        except ConnectionError:
            is_open = False
    assert time.monotonic() - begun < 2
    writer.close()


async def test_a_client_that_was_heard_keeps_its_connection(client: Client) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", client.server.port)
    for pause in (0.0, 0.8):
        await asyncio.sleep(pause)
        writer.write(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        assert (await reader.readuntil(b"ok")).startswith(b"HTTP/1.1 200")
    writer.close()


async def test_stopping_finishes_what_is_under_way_and_takes_nothing_new(client: Client, inside: Inside) -> None:
    inside.gate.clear()
    bringing = asyncio.create_task(client.bring(b"{}"))
    await inside.is_waiting.wait()
    stopping = asyncio.create_task(client.server.stop())
    await asyncio.sleep(0.1)
    with pytest.raises(aiohttp.ClientConnectorError):
        await client.get("/healthz")
    assert not stopping.done()
    inside.gate.set()
    assert await bringing == (200, "")
    await stopping
    await client.server.stop()


async def test_stopping_does_not_wait_for_idle_connections(client: Client) -> None:
    assert (await client.get("/healthz"))[0] == 200
    _, writer = await asyncio.open_connection("127.0.0.1", client.server.port)
    begun = time.monotonic()
    await client.server.stop()
    assert time.monotonic() - begun < 1
    writer.close()


async def test_stopping_waits_no_longer_than_it_may(inside: Inside) -> None:
    async with serving(inside, Patience(stop=0.2)) as client:
        inside.gate.clear()
        bringing = asyncio.create_task(client.bring(b"{}"))
        await inside.is_waiting.wait()
        begun = time.monotonic()
        await client.server.stop()
        assert time.monotonic() - begun < 2
        with pytest.raises(aiohttp.ClientError):
            await bringing


async def test_telegrams_own_deliveries_arrive_and_come_again_when_told_to(client: Client, inside: Inside) -> None:
    async with (
        Playground() as playground,
        visit(playground.url) as play,
        build_bot(playground.token, playground.url) as bot,
    ):
        inside.failure = Overloaded()
        await set_webhook(bot, client.url + PATH, SECRET)
        await play.paul.say("one")
        await inside.is_waiting.wait()
        inside.failure = None
        await play.paul.say("two")

        async def both() -> bool:
            return len(inside.taken) == 2

        await eventually(both)
    assert [b'"one"' in data for data in inside.taken] == [True, False]
