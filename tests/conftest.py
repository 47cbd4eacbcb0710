"""What tests of several rooms share: a real browser, and a real PostgreSQL server."""

import os
import shutil
from collections.abc import AsyncIterator, Iterator

import pytest
from playwright.async_api import Browser, async_playwright

from tests.postgres import PostgresServer

ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    candidates = (os.environ.get("CHROMIUM", ""), "chromium", "google-chrome")
    path = next((found for name in candidates if name and (found := shutil.which(name))), None)
    assert path, "run `make browser` (tests/browser/install.sh) first"
    async with async_playwright() as driver:
        started = await driver.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield started
        await started.close()


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """The server of the whole run; it does not wait for the disk, so that tests are quick."""
    with PostgresServer() as server:
        yield server
