"""The Bot API over HTTP: who may call, which method, what becomes of it; the methods stand elsewhere."""

import asyncio
import logging
import socket
import struct
from typing import Any

from aiohttp import web

from bot.playground.arguments import Arguments, read_arguments
from bot.playground.errors import ApiError
from bot.playground.faults import ConnectionCutError, Fault, Faults
from bot.playground.limits import Limits
from bot.playground.methods import METHODS
from bot.playground.updates import LONGEST_POLL, MOST_AT_ONCE
from bot.playground.world import World

log = logging.getLogger(__name__)

DOWNLOAD = "download"
"""What faults call the fetching of a file's bytes, which is no method."""


class BotApi:
    """Answers `/bot<token>/<method>` and `/file/bot<token>/<path>`."""

    def __init__(self, world: World, token: str, faults: Faults, limits: Limits) -> None:
        self._world = world
        self._token = token
        self._faults = faults
        self._limits = limits

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/bot{token}/{method}", self.call),
            web.post("/bot{token}/{method}", self.call),
            web.get("/file/bot{token}/{path:.+}", self.download),
        ]

    async def call(self, request: web.Request) -> web.StreamResponse:
        """Perform one method and answer as Telegram would."""
        try:
            result = await self._perform(request)
        except ApiError as error:
            return web.json_response(error.as_json(), status=error.code)
        except web.HTTPRequestEntityTooLarge:
            too_large = ApiError(413, "Request Entity Too Large")
            return web.json_response(too_large.as_json(), status=too_large.code)
        except ConnectionCutError:
            return cut(request)
        except ConnectionError:
            # The bot died while it was still calling: nothing was called, and nobody waits for an answer.
            return web.Response()
        except Exception:
            log.exception("the playground failed at %s", request.match_info["method"])
            return web.json_response(ApiError(500, "Internal Server Error").as_json(), status=500)
        return web.json_response({"ok": True, "result": result})

    async def _perform(self, request: web.Request) -> Any:
        if request.match_info["token"] != self._token:
            raise ApiError(401, "Unauthorized")
        name = request.match_info["method"].lower()
        if name not in METHODS and name != "getupdates":
            raise ApiError(404, "Not Found")
        arguments = await read_arguments(request)
        chat_id = arguments.integer("chat_id")
        fault = self._faults.take(name, chat_id)
        await _suffer(fault)
        self._limits.check(name, chat_id)
        if name == "getupdates":
            result: Any = await self._get_updates(arguments)
        else:
            result = METHODS[name](self._world, arguments)
        if fault is not None and fault.reset == "after":
            raise ConnectionCutError
        return result

    async def _get_updates(self, arguments: Arguments) -> list[dict[str, Any]]:
        updates = self._world.updates
        updates.allow(arguments.structure("allowed_updates", "allowed updates"))
        limit = max(1, min(arguments.integer("limit", MOST_AT_ONCE), MOST_AT_ONCE))
        seconds = max(0, min(arguments.integer("timeout"), LONGEST_POLL))
        return await updates.poll(arguments.integer("offset"), limit, seconds)

    async def download(self, request: web.Request) -> web.StreamResponse:
        """Hand over the bytes of a file that getFile named."""
        if request.match_info["token"] != self._token:
            return web.json_response(ApiError(401, "Unauthorized").as_json(), status=401)
        stored = self._world.files.by_path.get(request.match_info["path"])
        try:
            await _suffer(self._faults.take(DOWNLOAD, 0))
        except ApiError as error:
            return web.json_response(error.as_json(), status=error.code)
        except ConnectionCutError:
            return cut(request)
        if stored is None:
            return web.json_response(ApiError(404, "Not Found").as_json(), status=404)
        return web.Response(body=stored.data, content_type="application/octet-stream")


async def _suffer(fault: Fault | None) -> None:
    if fault is None:
        return
    if fault.hang:
        await asyncio.sleep(fault.hang)
    if fault.reset == "before":
        raise ConnectionCutError
    error = fault.as_error()
    if error is not None:
        raise error


def cut(request: web.Request) -> web.StreamResponse:
    """Break the connection instead of answering, so that the client sees a reset."""
    if request.transport is not None:
        connection = request.transport.get_extra_info("socket")
        if connection is not None:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        request.transport.abort()
    return web.Response()
