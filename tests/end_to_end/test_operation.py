"""The bot as operators run it: behind a webhook, several processes on one database, watched, stopped, started twice."""

import asyncio
import json
import signal
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from bot.app.ports import OWN
from bot.playground import BASIC_GROUP, Playground
from tests.crew import BotProcess, running
from tests.end_to_end.conftest import opened_bot
from tests.end_to_end.journeys import FRENCH, day_in, fill_in
from tests.kill.setups import SETUPS, prepared
from tests.people import Play, visit
from tests.postgres import PostgresServer

SECRET = "X-Telegram-Bot-Api-Secret-Token"


@asynccontextmanager
async def opened(
    setup: str, playground: Playground, database: str, folder: Path, **settings: str
) -> AsyncIterator[tuple[list[BotProcess], Play]]:
    """Run a set-up's processes beside a playground, with its people."""
    async with (
        prepared(SETUPS[setup], playground, database, folder, **settings) as crew,
        running(crew),
        visit(playground.url) as play,
    ):
        yield crew, play


def sqlite(folder: Path) -> str:
    return f"sqlite:///{folder / 'desk.db'}"


async def get(bot: BotProcess, path: str) -> tuple[int, str]:
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"http://{bot.settings['GUICHET_LISTEN']}{path}") as answer,
    ):
        return answer.status, await answer.text()


async def test_a_conversation_over_the_webhook_and_what_operators_see_of_it(
    playground: Playground, tmp_path: Path
) -> None:
    async with opened("webhook-sqlite", playground, sqlite(tmp_path), tmp_path) as ((bot,), play):
        await fill_in(play.camille, FRENCH, day_in(10))
        await play.camille.sees("relisez avant l’envoi")
        assert await get(bot, "/healthz") == (200, "ok")
        assert (await get(bot, "/readyz"))[0] == 200
        _, metrics = await get(bot, "/metrics")
        assert f'guichet_turns_total{{outcome="replied"}} {len(FRENCH) + 1}.0' in metrics
        assert 'guichet_queue_depth{queue="inbox"} 0.0' in metrics
        said = bot.said()
    lines = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    turns = [line for line in lines if line["event"] == "turn" and line["update"] != OWN]
    assert len(turns) == len(FRENCH) + 1
    assert {"update", "chat", "outcome", "waited_ms", "took_ms"} <= turns[0].keys()
    for private in ("Camille", "durand", "Dakar", "Moussa", str(play.camille.id), playground.token):
        assert private.casefold() not in said.casefold()


async def test_the_webhook_takes_nothing_from_strangers(playground: Playground, tmp_path: Path) -> None:
    async with opened("webhook-sqlite", playground, sqlite(tmp_path), tmp_path) as ((bot,), _):
        url = bot.settings["GUICHET_WEBHOOK_URL"]
        async with aiohttp.ClientSession() as session:
            for headers in ({}, {SECRET: "guessed"}):
                async with session.post(url, json={"update_id": 1}, headers=headers) as answer:
                    assert answer.status == 403
        _, metrics = await get(bot, "/metrics")
    assert "guichet_updates_received_total 0.0" in metrics


async def test_staff_go_on_deciding_after_their_group_became_a_supergroup(tmp_path: Path) -> None:
    async with (
        Playground(staff_chat=BASIC_GROUP) as playground,
        opened_bot(playground, tmp_path),
        visit(playground.url) as play,
    ):
        await play.paul.say("/human")
        for text in ("Where is the hall?", "Paul", "paul@school-leeds.org", "ok"):
            await play.paul.sees("")
            await play.paul.say(text)
        await play.ana.in_group.sees("QU-")
        await play.ana.upgrade_staff_group()
        await play.paul.say("/human")
        for text in ("And the car park?", "Paul", "paul@school-leeds.org", "ok"):
            await play.paul.sees("")
            await play.paul.say(text)
        card = await play.ana.in_group.sees("And the car park?", within=15)
        assert "-0002" in card.text
        await play.ana.in_group.tap("Répondre")
        await play.ana.in_group.sees("répondez")
        await play.ana.in_group.say("Behind the school.", reply_to=(await play.ana.in_group.last()).id)
        await play.ana.in_group.tap("Envoyer")
        await play.paul.sees("Behind the school.")


async def test_staff_hear_that_news_did_not_reach_its_person(playground: Playground, tmp_path: Path) -> None:
    async with opened_bot(playground, tmp_path), visit(playground.url) as play:
        await play.paul.say("/human")
        for text in ("Where is the hall?", "Paul", "paul@school-leeds.org", "ok"):
            await play.paul.sees("")
            await play.paul.say(text)
        await play.ana.in_group.sees("QU-")
        await play.paul.block()
        await play.ana.in_group.tap("Répondre")
        await play.ana.in_group.sees("répondez")
        await play.ana.in_group.say("Behind the school.", reply_to=(await play.ana.in_group.last()).id)
        await play.ana.in_group.tap("Envoyer")
        await play.ana.in_group.sees("n’a pas pu être remis : la personne a bloqué le bot")


async def test_a_second_start_on_the_same_file_is_refused(playground: Playground, tmp_path: Path) -> None:
    async with opened_bot(playground, tmp_path) as bot, visit(playground.url) as play:
        assert bot.process is not None
        second = BotProcess(("run",), bot.settings, tmp_path / "second.log")
        await second.launch()
        assert second.process is not None
        async with asyncio.timeout(20):
            assert await second.process.wait() == 1
        (line,) = second.said().strip().splitlines()
        assert "desk.db: another Guichet is running on this file" in line
        assert str(bot.process.pid) in line
        await play.paul.say("How much does a virtual workshop cost?")
        await play.paul.sees("summary table")


async def test_a_backup_is_written_while_the_bot_runs(playground: Playground, tmp_path: Path) -> None:
    async with opened_bot(playground, tmp_path) as bot, visit(playground.url) as play:
        await fill_in(play.camille, FRENCH, day_in(10), up_to="Combien de personnes")
        await play.camille.sees("Combien de personnes")
        backup = BotProcess(("backup", str(tmp_path / "saved.db")), bot.settings, tmp_path / "backup.log")
        await backup.launch()
        assert backup.process is not None
        assert await backup.process.wait() == 0, backup.said()
        await play.camille.say("/cancel")
        await play.camille.sees("")
        await bot.end(signal.SIGTERM)
        restore = BotProcess(("restore", str(tmp_path / "saved.db")), bot.settings, tmp_path / "restore.log")
        await restore.launch()
        assert restore.process is not None
        assert await restore.process.wait() == 0, restore.said()
        await bot.start()
        await play.camille.say("24")
        await play.camille.sees("Quel jour")


@pytest.mark.long
async def test_a_stop_ends_within_ten_seconds_though_telegram_hangs(playground: Playground, tmp_path: Path) -> None:
    async with opened_bot(playground, tmp_path) as bot, visit(playground.url) as play:
        await play.add_fault(method="sendMessage", hang=30, times=5)
        await play.paul.say("How much does a virtual workshop cost?")
        await asyncio.sleep(0.5)
        begun = time.monotonic()
        assert await bot.end(signal.SIGTERM) == 0
        assert time.monotonic() - begun < 10
        await play.clear_faults()
        await bot.start()
        await play.paul.sees("summary table", within=10)


async def test_two_processes_share_a_postgresql_and_one_takes_over_when_the_other_dies(
    playground: Playground, tmp_path: Path, postgres: PostgresServer
) -> None:
    database = postgres.new_database()
    async with opened("polling-worker-postgres", playground, database, tmp_path) as (crew, play):
        await fill_in(play.camille, FRENCH, day_in(10), up_to="Combien de personnes")
        await play.camille.sees("Combien de personnes")
        second = BotProcess(("run",), crew[0].settings | {"GUICHET_LISTEN": ""}, tmp_path / "second.log")
        await second.start()
        try:
            await crew[0].end(signal.SIGKILL)
            await play.camille.say("24")
            await play.camille.sees("Quel jour", within=10)
        finally:
            await second.end(signal.SIGTERM)


@pytest.mark.long
async def test_a_stop_ends_within_ten_seconds_though_the_database_hangs(playground: Playground, tmp_path: Path) -> None:
    with PostgresServer() as own:
        async with opened("polling-postgres", playground, own.new_database(), tmp_path) as ((bot,), _):
            with own.frozen():
                begun = time.monotonic()
                await bot.end(signal.SIGTERM)
                assert time.monotonic() - begun < 10
