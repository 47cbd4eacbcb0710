"""Staff find requests over HTTP, among many that were stored before, and read what happened to one."""

import sys
from asyncio.subprocess import PIPE, create_subprocess_exec
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from benchmarks.many_requests import fill, live_through
from bot.adapters.storage.store import open_store
from bot.core.desk.rounds import DESK
from bot.core.messages import Turn
from bot.core.requests import AT_AN_END, Request
from bot.core.session import Session
from bot.playground import Playground
from tests.adapters.storage.samples import keep
from tests.crew import BotProcess
from tests.end_to_end.conftest import ROOT, opened_bot
from tests.end_to_end.journeys import today
from tests.people import Play

COUNT = 400
SEED = 7


@pytest.fixture
def stored() -> list[Request]:
    """The requests that are there before the bot starts, oldest first."""
    return [request for request, _ in live_through(SEED, COUNT, today())]


@pytest.fixture
async def bot(playground: Playground, tmp_path: Path, stored: list[Request]) -> AsyncIterator[BotProcess]:
    url, now = f"sqlite:///{tmp_path / 'desk.db'}", datetime.now(UTC)
    await fill(url, COUNT, today(), SEED)
    store = await open_store(url)
    # The day's news are told already: their cards would fill what Telegram lets a group hear in a minute.
    told = Turn(Session(told_on=today().isoformat()), wake_at=now + timedelta(days=1))
    await keep(store, told, playground.staff_chat, DESK, now)
    await store.close()
    async with opened_bot(playground, tmp_path) as started:
        yield started


async def test_staff_page_through_what_is_open_and_read_a_history(play: Play, stored: list[Request]) -> None:
    ana = play.ana.in_group
    await ana.say("/open")
    first = await ana.sees("demandes en cours")
    opened = [each for each in stored if each.status not in AT_AN_END]
    assert f"{len(opened)} demandes en cours" in first.text
    assert "page 1 sur" in first.text
    await ana.tap("Page suivante")
    second = await ana.sees("page 2 sur")
    assert second.id == first.id
    assert second.labels[0] != first.labels[0]

    shown = second.labels[0]
    await ana.tap(shown)
    history = await ana.sees("Historique")
    assert history.text.startswith(("🆕", "🔎", "❓", "✅", "🎓", "📋", "🧾"))
    assert shown in history.text
    assert "Envoyée par" in history.text


async def test_staff_find_a_request_in_spite_of_slips_and_its_pages_keep_the_query(
    play: Play, stored: list[Request]
) -> None:
    ana = play.ana.in_group
    wanted = stored[-1]
    first, last = wanted.person_name.split()
    await ana.say(f"/find {last[:2]}{last[3:]} {first.upper()}")
    found = await ana.sees("pour «")
    assert wanted.reference in found.text

    await ana.say("/find vw " + "org " * 40)
    many = await ana.sees("page 1 sur")
    await ana.tap("Page suivante")
    assert (await ana.sees("page 2 sur")).id == many.id

    await ana.say("/find zzzzzz")
    await ana.sees("Je ne trouve aucune demande")


async def test_a_request_is_shown_by_a_loose_reference_and_a_wrong_one_is_told(
    play: Play, stored: list[Request]
) -> None:
    ana = play.ana.in_group
    reference = next(each.reference for each in reversed(stored) if each.flow == "workshop")
    await ana.say(f"/show {reference.replace('-', ' ').lower()}")
    assert reference in (await ana.sees("Historique")).text
    await ana.say("/show lycée")
    await ana.sees("n’est pas une référence")
    await ana.say("/show VW-1999-1")
    await ana.sees("n’est pas une référence")
    await ana.say(f"/show VW-{today().year}-9999")
    await ana.sees("Je ne trouve pas de demande")


async def test_nobody_but_staff_finds_anything(play: Play, stored: list[Request]) -> None:
    await play.paul.say(f"/show {stored[-1].reference}")
    await play.paul.sees("I do not know /show")
    await play.camille.say("/open")
    await play.camille.sees("Je ne connais pas /open")
    menu = await play.ana.in_group.commands()
    assert {"open", "mine", "late", "find", "show"} <= set(menu)
    assert not {"open", "find"} & set(await play.paul.commands())


async def test_a_trace_is_printed_while_the_bot_runs(play: Play, tmp_path: Path, stored: list[Request]) -> None:
    command = (sys.executable, "-m", "bot", "audit", stored[0].reference)
    settings = {"GUICHET_DATABASE_URL": f"sqlite:///{tmp_path / 'desk.db'}", "PYTHONPATH": ROOT}
    process = await create_subprocess_exec(*command, cwd=tmp_path, env=settings, stdout=PIPE)
    printed = (await process.communicate())[0].decode()
    assert process.returncode == 0
    assert printed.startswith(f"{stored[0].reference}: ")
    assert "submit" in printed
