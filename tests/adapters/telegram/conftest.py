"""A playground with its people, and the bot as it is built for service, over real HTTP."""

from collections.abc import AsyncIterator

import pytest
from telegram import Bot

from bot.adapters.telegram.bot import build_bot
from bot.playground import Playground
from tests.people import Play, visit


@pytest.fixture
async def playground() -> AsyncIterator[Playground]:
    async with Playground() as started:
        yield started


@pytest.fixture
async def play(playground: Playground) -> AsyncIterator[Play]:
    async with visit(playground.url) as people:
        await people.paul.say("/start")
        yield people


@pytest.fixture
async def bot(playground: Playground) -> AsyncIterator[Bot]:
    async with build_bot(playground.token, playground.url) as built:
        yield built
