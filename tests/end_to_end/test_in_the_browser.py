"""The page that `guichet play` opens, with the bot in it, in a real browser; also takes the README's picture."""

import asyncio
import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from tests.end_to_end.journeys import FRENCH, TIMEZONE, Step, day_in, in_words, today

ROOT = Path(__file__).resolve().parents[2]
PICTURE = os.environ.get("GUICHET_PICTURE")
pytestmark = pytest.mark.timeout(120)


@pytest.fixture
async def address(tmp_path: Path) -> AsyncIterator[str]:
    """The address that `guichet play` prints."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("GUICHET_")}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        "play",
        "--port",
        "0",
        cwd=tmp_path,
        env={**own, "PYTHONPATH": str(ROOT), "GUICHET_TIMEZONE": TIMEZONE},
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout
    async with asyncio.timeout(20):
        line = (await process.stdout.readline()).decode()
    found = re.search(r"http://127\.0\.0\.1:\d+/", line)
    assert found, line
    yield found.group()
    process.send_signal(signal.SIGINT)
    async with asyncio.timeout(10):
        assert await process.wait() == 0


@pytest.fixture
async def page(browser: Browser, address: str) -> AsyncIterator[Page]:
    opened = await browser.new_page(viewport={"width": 1440, "height": 860}, device_scale_factor=1.5)
    errors: list[Exception] = []

    def note(error: Exception) -> None:
        errors.append(error)

    opened.on("pageerror", note)
    await opened.goto(address)
    yield opened
    await opened.close()
    assert errors == []


async def sees(seat: Locator, fragment: str) -> Locator:
    shown = seat.get_by_test_id("message").filter(has_text=fragment).last
    await expect(shown).to_be_visible(timeout=10_000)
    return shown


async def says(seat: Locator, text: str) -> None:
    composer = seat.get_by_test_id("composer")
    await composer.fill(text)
    await composer.press("Enter")


async def taps(seat: Locator, label: str) -> None:
    await seat.get_by_test_id("button").get_by_text(label).last.click()


async def takes(seat: Locator, step: Step, start: date) -> None:
    await sees(seat, step.asked)
    if step.taps is not None:
        await taps(seat, step.taps)
    else:
        await says(seat, str(step.types).format(start=start.strftime("%d/%m/%Y")))


async def test_a_french_coordinator_is_accepted_in_the_browser(page: Page) -> None:
    camille, paul, ana = (page.get_by_test_id(f"seat-{name}") for name in ("camille", "paul", "ana"))
    start = day_in(weeks=12)
    await says(paul, "do i have to attend every session??")
    await sees(paul, "all sessions")
    await says(camille, "c koi le delai pr demander un atelier virtuel ?")
    await sees(camille, "8 semaines")
    await says(camille, "/request")
    for step in FRENCH:
        await takes(camille, step, start)
    await sees(camille, "relisez avant l’envoi")
    await taps(camille, "Envoyer")
    reference = f"VW-{today().year}-0001"
    await sees(camille, reference)

    await ana.get_by_test_id("tab-group").click()
    await sees(ana, reference)
    if PICTURE:
        await page.screenshot(path=PICTURE)
    await taps(ana, "Accepter")
    await sees(ana, "lien d’inscription")
    await says(ana, "https://inscription.example.org/atelier")
    await sees(ana, "Jusqu’à quel jour")
    await says(ana, (start - timedelta(days=14)).strftime("%d/%m/%Y"))
    await sees(ana, "relisez avant l’envoi")
    await taps(ana, "Envoyer")
    await sees(ana, "Acceptée par Ana Silva")
    accepted = await sees(camille, "est acceptée")
    await expect(accepted).to_contain_text(in_words(start + timedelta(days=1, weeks=2), "fr"))
