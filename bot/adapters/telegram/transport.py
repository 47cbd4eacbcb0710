"""Carries the library's calls over aiohttp, several times faster than its stock client; knows no method of the API."""

from __future__ import annotations

import asyncio
import json
import os
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
from aiohttp.abc import AbstractStreamWriter
from telegram._utils.defaultvalue import DefaultValue
from telegram._utils.types import ODVInput
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

_FORM = "application/x-www-form-urlencoded"
_PIECE = 64 * 1024
_CONNECT = 5.0
_POOL = 5.0
_WRITE = 20.0


class AiohttpRequest(BaseRequest):
    """A client of the Bot API that keeps up to `connections` open; `proxy` is the address of an HTTP proxy."""

    __slots__ = ("_connections", "_proxy", "_read_timeout", "_session")

    def __init__(self, connections: int = 100, read_timeout: float = 10.0, proxy: str | None = None) -> None:
        self._connections = connections
        self._read_timeout = read_timeout
        self._proxy = proxy
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        """How long an answer may take by default, in seconds."""
        return self._read_timeout

    async def initialize(self) -> None:
        """Be ready to connect."""
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._connections),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
                proxy=self._proxy,
            )

    async def shutdown(self) -> None:
        """Close every connection."""
        if self._session is not None:
            await self._session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Make one call and give the status and the body of the answer; raises TimedOut or NetworkError."""
        if self._session is None or self._session.closed:
            raise RuntimeError("the transport has to be initialized first")
        timeout = _timeouts(
            _or(read_timeout, self._read_timeout), _or(connect_timeout, _CONNECT), _or(pool_timeout, _POOL)
        )
        body, headers = await _write_body(request_data, _or(write_timeout, _WRITE))
        try:
            async with self._session.request(
                method, url, data=body, headers=headers, timeout=timeout, allow_redirects=False
            ) as answer:
                return answer.status, await answer.read()
        except TimeoutError as error:
            raise TimedOut(f"Timed out ({type(error).__name__})") from error
        except (aiohttp.ClientError, OSError) as error:
            raise NetworkError(_name(error)) from error

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Read an answer of the Bot API; unlike the library's own way, never write down what it says."""
        try:
            answer = json.loads(payload.decode("utf-8", "replace"))
        except (ValueError, RecursionError) as error:
            raise TelegramError("The answer is no JSON") from error
        if not isinstance(answer, dict):
            raise TelegramError("The answer is no JSON object")
        return answer


class _Paced(aiohttp.Payload):
    """A body of which every piece has to be taken in time; the client itself would wait for ever."""

    def __init__(self, body: bytes, content_type: str, seconds: float | None) -> None:
        super().__init__(body, content_type=content_type)
        self._size = len(body)
        self._seconds = seconds

    def decode(self, encoding: str = "utf-8", errors: str = "strict") -> str:
        """Give the body as text."""
        return bytes(self._value).decode(encoding, errors)

    async def write(self, writer: AbstractStreamWriter) -> None:
        """Hand the body over, piece by piece."""
        whole = memoryview(self._value)
        for start in range(0, len(whole), _PIECE):
            async with asyncio.timeout(self._seconds):
                await writer.write(whole[start : start + _PIECE])


async def _write_body(
    data: RequestData | None, seconds: float | None
) -> tuple[bytes | aiohttp.Payload, dict[str, str]]:
    if data is None:
        return b"", {}
    if not data.contains_files:
        # Half a character, which JSON can carry and UTF-8 cannot, must not stop the whole text.
        return data.url_encoded_parameters({"errors": "replace"}).encode(), {"Content-Type": _FORM}
    form = aiohttp.FormData(quote_fields=False)
    for name, value in data.json_parameters.items():
        form.add_field(name, value.encode("utf-8", "replace").decode())
    for name, (filename, content, kind) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=kind)
    written = form()
    if any(not isinstance(content, bytes) for _, content, _ in data.multipart_data.values()):
        # A file of many megabytes goes piece by piece from the disk; whoever sends one says how long it may take.
        return written, {}
    return _Paced(await written.as_bytes(), written.content_type, seconds), {}


@lru_cache
def _timeouts(read: float | None, connect: float | None, pool: float | None) -> aiohttp.ClientTimeout:
    waiting = None if connect is None or pool is None else connect + pool
    return aiohttp.ClientTimeout(total=None, connect=waiting, sock_connect=connect, sock_read=read)


def _or(given: ODVInput[float], default: float | None) -> float | None:
    return default if isinstance(given, DefaultValue) else given


def _name(error: Exception) -> str:
    # The client's own text can carry the address, and the address carries the token.
    number = error.errno if isinstance(error, OSError) else None
    return f"{type(error).__name__}: {os.strerror(number)}" if number else type(error).__name__


def find_proxy(url: str) -> str | None:
    """Give the proxy that the environment names for this address, as HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, NO_PROXY."""
    parts = urlsplit(url)
    if not parts.hostname or proxy_bypass(parts.hostname):
        return None
    named = getproxies()
    proxy = named.get(parts.scheme) or named.get("all")
    return proxy if not proxy or "://" in proxy else f"http://{proxy}"
