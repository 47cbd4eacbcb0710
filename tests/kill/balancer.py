"""A small load balancer: each request to the next server in turn, and on to the one after it when one is down."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
from aiohttp import web

HEADERS = ("Content-Type", "X-Telegram-Bot-Api-Secret-Token")


class Balancer:
    """Passes requests on to servers of this computer."""

    def __init__(self, servers: list[str], session: aiohttp.ClientSession) -> None:
        self._servers = servers
        self._session = session
        self._turn = 0
        self.failed_over = 0

    async def pass_on(self, request: web.Request) -> web.Response:
        """Try each server once; a server that breaks off or answers with a fault of its own is passed over."""
        body = await request.read()
        headers = {name: request.headers[name] for name in HEADERS if name in request.headers}
        self._turn += 1
        for attempt in range(len(self._servers)):
            server = self._servers[(self._turn + attempt) % len(self._servers)]
            try:
                async with self._session.post(server + request.path, data=body, headers=headers) as answer:
                    if answer.status < 500:
                        return web.Response(status=answer.status, body=await answer.read())
            except (aiohttp.ClientError, TimeoutError):
                pass
            self.failed_over += 1
        return web.Response(status=502)


@asynccontextmanager
async def balancing(port: int, servers: list[str]) -> AsyncIterator[Balancer]:
    """Listen on a port for as long as the block lasts."""
    connector = aiohttp.TCPConnector(limit=0)
    timeout = aiohttp.ClientTimeout(total=30, sock_connect=2)
    async with aiohttp.ClientSession(connector=connector, timeout=timeout) as session:
        balancer = Balancer(servers, session)
        app = web.Application()
        app.add_routes([web.post("/{path:.*}", balancer.pass_on)])
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        try:
            yield balancer
        finally:
            await runner.cleanup()
