"""Serves the webhook, health and metrics over HTTP; knows neither what an update says nor what is measured."""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from aiohttp import web

from bot.app.ports import StorageUnavailable
from bot.app.telegram_ports import NotAnUpdate, Overloaded

LARGEST_UPDATE = 1024 * 1024
_SECRET = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 (a header's name)
_KEPT_OPEN = 75.0
_COME_AGAIN = {"Retry-After": "1"}

Take = Callable[[bytes], Awaitable[None]]
IsReady = Callable[[], Awaitable[str | None]]
ShowMetrics = Callable[[], Awaitable[tuple[bytes, str]]]


class WebUnusable(Exception):  # noqa: N818 (one line for the operator)
    """The web server cannot listen; the text is one line that says why."""


@dataclass(frozen=True)
class Webhook:
    """Where Telegram brings updates, with the secret that it says, and what commits one."""

    path: str
    secret: str
    take: Take


@dataclass(frozen=True)
class Patience:
    """Seconds that a client has to send a request, that a look at the database may take, and that stopping may."""

    request: float = 10.0
    answer: float = 5.0
    stop: float = 2.0


class WebServer:
    """An HTTP server, for `async with`: `/healthz`, `/readyz`, `/metrics`, and the webhook when there is one.

    `is_ready` gives the reason why not, or None; `show_metrics` gives a body and its content type.
    """

    def __init__(
        self,
        host: str,
        port: int,
        is_ready: IsReady,
        show_metrics: ShowMetrics,
        webhook: Webhook | None = None,
        patience: Patience = Patience(),
    ) -> None:
        self.host = host
        self.port = port
        self._is_ready = is_ready
        self._show_metrics = show_metrics
        self._webhook = webhook
        self._patience = patience
        self._server: asyncio.Server | None = None
        self._runner: web.AppRunner | None = None
        self._silent: set[asyncio.Protocol] = set()

    async def start(self) -> None:
        """Listen; raises WebUnusable when that is impossible. Port 0 becomes a free one."""
        app = web.Application(client_max_size=LARGEST_UPDATE, middlewares=[self._hear])
        app.add_routes([web.get("/healthz", self._say_alive), web.get("/readyz", self._say_ready)])
        app.add_routes([web.get("/metrics", self._say_metrics)])
        if self._webhook is not None:
            app.router.add_post(self._webhook.path or "/", self._take)
        runner = web.AppRunner(
            app,
            access_log=None,
            shutdown_timeout=self._patience.stop,
            keepalive_timeout=_KEPT_OPEN,
            lingering_time=self._patience.request,
        )
        await runner.setup()
        try:
            self._server = await asyncio.get_running_loop().create_server(
                lambda: self._accept(runner), self.host, self.port, reuse_address=True, backlog=1024
            )
        except (OSError, OverflowError, UnicodeError) as error:
            await runner.cleanup()
            reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
            raise WebUnusable(
                f"The web server cannot listen on port {self.port} of {self.host}: {reason}. "
                "Choose another port, or stop what listens there."
            ) from error
        self._runner = runner
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Take nothing new, and finish what is under way."""
        if self._server is not None:
            self._server.close()
            self._server = None
        if self._runner is not None:
            runner, self._runner = self._runner, None
            await runner.cleanup()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    def _accept(self, runner: web.AppRunner) -> asyncio.Protocol:
        assert runner.server is not None  # noqa: S101 (it is set up)
        connection = runner.server()
        # The library waits for the first request of a connection for ever.
        self._silent.add(connection)
        asyncio.get_running_loop().call_later(self._patience.request, self._hang_up, connection)
        return connection

    def _hang_up(self, connection: web.RequestHandler) -> None:
        if connection in self._silent:
            self._silent.discard(connection)
            connection.force_close()

    @web.middleware
    async def _hear(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        self._silent.discard(request.protocol)
        return await handler(request)

    async def _take(self, request: web.Request) -> web.Response:
        webhook = self._webhook
        assert webhook is not None  # noqa: S101 (the route exists with it only)
        given = request.headers.get(_SECRET, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(given, webhook.secret.encode()):
            return _refuse(403, "wrong secret")
        if (request.content_length or 0) > LARGEST_UPDATE:
            return _refuse(413, "too large")
        try:
            async with asyncio.timeout(self._patience.request):
                data = await request.read()
        except TimeoutError:
            return _refuse(408, "too slow")
        try:
            await webhook.take(data)
        except NotAnUpdate as error:
            return web.Response(status=400, text=str(error))
        except (StorageUnavailable, Overloaded) as error:
            return web.Response(status=503, text=type(error).__name__, headers=_COME_AGAIN)
        return web.Response()

    async def _say_alive(self, _request: web.Request) -> web.Response:
        return web.Response(text="ok")

    async def _say_ready(self, _request: web.Request) -> web.Response:
        try:
            async with asyncio.timeout(self._patience.answer):
                reason = await self._is_ready()
        except TimeoutError:
            reason = f"no answer within {self._patience.answer:g} s"
        except StorageUnavailable as error:
            reason = str(error)
        return web.json_response({"ready": reason is None, "reason": reason}, status=200 if reason is None else 503)

    async def _say_metrics(self, _request: web.Request) -> web.Response:
        try:
            async with asyncio.timeout(self._patience.answer):
                body, content_type = await self._show_metrics()
        except (TimeoutError, StorageUnavailable) as error:
            return web.Response(status=503, text=type(error).__name__, headers=_COME_AGAIN)
        return web.Response(body=body, headers={"Content-Type": content_type})


def _refuse(status: int, reason: str) -> web.Response:
    # What is not read must not be taken for the next request.
    response = web.Response(status=status, text=reason)
    response.force_close()
    return response
