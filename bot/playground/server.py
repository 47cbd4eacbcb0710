"""Starts and stops the playground: the Bot API, the people's side and the page on one port."""

import asyncio
import errno
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from aiohttp import web

from bot.playground.bot_api import BotApi
from bot.playground.courier import Courier
from bot.playground.faults import Faults
from bot.playground.limits import Limits
from bot.playground.load import Load
from bot.playground.play_api import PlayApi
from bot.playground.world import BOT_ID, STAFF_CHAT, Person, Standing, World

# Both are known to everyone: they open nothing but a playground.
TOKEN = f"{BOT_ID}:AAPlaygroundTokenThatOpensNothing00"

PAGE = Path(__file__).parent / "page"
PAGE_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
}
LARGEST_UPLOAD = 50 * 1024 * 1024
OWN_NAMES = ("127.0.0.1", "localhost", "::1")
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class PortTakenError(OSError):
    """Another program listens where the playground was to listen."""

    def __init__(self, host: str, port: int) -> None:
        super().__init__(errno.EADDRINUSE, f"port {port} on {host} is taken by another program; choose another port")


def seats() -> list[Person]:
    """The three people whom every playground begins with."""
    return [
        Person(100000101, "Camille", "fr", "Durand", "camille_durand", "coordinator"),
        Person(100000102, "Paul", "en", "Meyer", "paul_meyer", "participant"),
        Person(100000103, "Ana", "fr", "Silva", "ana_silva", "staff", Standing.MEMBER),
    ]


class Playground:
    """A Bot API server with a chat page, for `async with`; it forgets everything at its end."""

    def __init__(
        self, host: str = "127.0.0.1", port: int = 0, token: str = TOKEN, staff_chat: int = STAFF_CHAT
    ) -> None:
        if host not in OWN_NAMES:
            raise ValueError(f"the playground listens on this computer only, not on {host}")
        self.host = host
        self.port = port
        self.token = token
        self.world = World(staff_chat=staff_chat)
        self.faults = Faults()
        self.limits = Limits(self.world.clock)
        self._play = PlayApi(self.world, self.faults, self.limits)
        self._load = Load(self.world)
        self._runner: web.AppRunner | None = None
        self._courier: asyncio.Task[None] | None = None

    @property
    def staff_chat(self) -> int:
        return self.world.staff_chat

    @property
    def url(self) -> str:
        """The root: of the page, and of the Bot API for GUICHET_API_URL."""
        return f"http://{f'[{self.host}]' if ':' in self.host else self.host}:{self.port}"

    async def start(self) -> None:
        """Listen, or say which port is taken."""
        for person in seats():
            self.world.add_person(person)
        app = web.Application(client_max_size=LARGEST_UPLOAD, middlewares=[refuse_strangers])
        app.add_routes(BotApi(self.world, self.token, self.faults, self.limits).routes())
        app.add_routes([web.get("/", page("index.html"))])
        app.add_routes([web.get(f"/page/{file.name}", page(file.name)) for file in PAGE.iterdir()])
        app.add_routes(self._load.routes())
        app.add_subapp("/play", self._play.app())
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        try:
            site = web.TCPSite(self._runner, self.host, self.port)
            await site.start()
        except OSError as problem:
            await self._runner.cleanup()
            if problem.errno == errno.EADDRINUSE:
                raise PortTakenError(self.host, self.port) from None
            raise
        self.port = self._runner.addresses[0][1]
        self._courier = asyncio.create_task(Courier(self.world.updates).run())

    async def stop(self) -> None:
        """Close, letting those who wait go at once."""
        self._play.close()
        self._load.close()
        self.world.updates.close()
        if self._courier is not None:
            self._courier.cancel()
            with suppress(asyncio.CancelledError):
                await self._courier
        if self._runner is not None:
            await self._runner.cleanup()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()


@web.middleware
async def refuse_strangers(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn away what another web page sends here by way of this computer's browser."""
    origin = request.headers.get("Origin")
    if request.url.host not in OWN_NAMES or origin not in (None, f"http://{request.host}"):
        raise web.HTTPForbidden(text="The playground answers this computer only.")
    return await handler(request)


def page(name: str) -> Handler:
    """A handler that serves one file of the page."""

    async def serve(_request: web.Request) -> web.StreamResponse:
        return web.FileResponse(PAGE / name, headers=PAGE_HEADERS)

    return serve
