"""A playground for each test, and the three who meet there: people, a real telegram.Bot, a bare HTTP client."""

from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any

import aiohttp
import pytest
import telegram
from telegram.request import HTTPXRequest

from bot.playground import Playground
from tests.people import Play, visit

Call = Callable[..., Coroutine[Any, Any, tuple[int, dict[str, Any]]]]


@pytest.fixture
async def playground() -> AsyncIterator[Playground]:
    async with Playground() as started:
        yield started


@pytest.fixture
async def play(playground: Playground) -> AsyncIterator[Play]:
    async with visit(playground.url) as people:
        yield people


@pytest.fixture
async def bot(playground: Playground) -> AsyncIterator[telegram.Bot]:
    """The library's own client, as the real bot uses it."""
    async with telegram.Bot(
        playground.token,
        base_url=f"{playground.url}/bot",
        base_file_url=f"{playground.url}/file/bot",
        request=plain_request(),
        get_updates_request=plain_request(),
    ) as client:
        yield client


def plain_request() -> HTTPXRequest:
    # Reading the certificates that only https needs would take longer than most of these tests.
    return HTTPXRequest(httpx_kwargs={"verify": False})


@pytest.fixture
async def call(playground: Playground) -> AsyncIterator[Call]:
    """A bare call of a method: status and answer."""
    async with aiohttp.ClientSession() as session:

        async def perform(method: str, **parameters: Any) -> tuple[int, dict[str, Any]]:
            address = f"{playground.url}/bot{playground.token}/{method}"
            async with session.post(address, json=parameters) as answer:
                return answer.status, await answer.json()

        yield perform
