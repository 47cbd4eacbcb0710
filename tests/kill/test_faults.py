"""Telegram and the database fail while people talk to the real process: everything arrives, once, and in order."""

import asyncio
import resource
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from bot.playground import Playground
from tests.crew import running
from tests.kill.ledger import fetch
from tests.kill.setups import SETUPS, prepared
from tests.kill.trial import COUNTED, Count, Stage, Wish, faults_of, talk_through
from tests.people import eventually, visit
from tests.postgres import PostgresServer

SOME = Wish(chats=4, kills=0, decisions=0, pace=0.1, seed=3)
REQUESTS = 3
HANDLED = "SELECT count(*) AS handled FROM inbox WHERE done_at IS NOT NULL"
WHILE = 2.0
CUT_AFTER_ACCEPTANCE = 3
pytestmark = pytest.mark.timeout(120)

TELEGRAM: tuple[dict[str, Any], ...] = (
    # Longer than the bot waits, and over before it tries again: what takes effect still later, no bot can put in order.
    {"method": "sendMessage", "hang": 10.5, "times": 1},
    {"method": "sendMessage", "error": 429, "retry_after": 1, "times": 1},
    {"method": "sendMessage", "error": 500, "times": 2},
    {"method": "*", "error": 502, "times": 2},
    {"method": "sendMessage", "reset": "before", "times": 2},
    {"method": "sendMessage", "reset": "after", "times": CUT_AFTER_ACCEPTANCE - 1},
    {"method": "getUpdates", "reset": "after", "times": 2},
    {"method": "*", "hang": 0.3, "times": 20},
)


def all_is_well(count: Count) -> bool:
    return faults_of(count) == [] and count.requests_stored == count.cards_seen == REQUESTS


@dataclass
class FailingTelegram:
    """Every way in which Telegram fails, one after the other."""

    stage: Stage

    async def run(self) -> None:
        for fault in TELEGRAM:
            await self.stage.play.add_fault(**fault)
            await eventually(self.stage.play.faults_are_over, within=30)


async def test_whatever_telegram_does_everything_arrives_in_order(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'desk.db'}"
    count = await talk_through(SETUPS["polling-sqlite"], database, tmp_path, SOME, FailingTelegram)
    COUNTED["a failing Telegram, polling, SQLite"] = count
    assert all_is_well(count), faults_of(count)
    # Only an answer that was cut off after Telegram had taken the message may bring it twice.
    assert count.repeated <= CUT_AFTER_ACCEPTANCE


async def test_one_who_blocks_the_bot_holds_up_nobody(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'desk.db'}"
    async with (
        Playground() as playground,
        visit(playground.url) as play,
        prepared(SETUPS["polling-sqlite"], playground, database, tmp_path) as crew,
        running(crew),
    ):
        await play.add_fault(method="sendMessage", error=403, chat_id=play.paul.id)
        await play.paul.say("How much does a virtual workshop cost?")
        await eventually(play.faults_are_over)
        await play.camille.say("Combien coûte un atelier virtuel ?")
        await play.camille.sees("tableau récapitulatif")
        await play.paul.say("do i have to attend every session??")
        await play.paul.sees("all sessions")
        assert len([message for message in await play.paul.chat() if message.from_bot]) == 1
    given_up = await fetch(database, "SELECT chat FROM outbox WHERE given_up_at IS NOT NULL")
    assert given_up == [{"chat": play.paul.id}]


@dataclass
class Interruption:
    """Breaks the database for some seconds, and sees that nothing is handled meanwhile."""

    stage: Stage
    begin: Callable[["Interruption"], Any]
    end: Callable[["Interruption"], Any]
    can_look: bool = True
    held: Any = field(default=None)

    async def run(self) -> None:
        await eventually(self._is_under_way, within=20)
        self.held = await asyncio.to_thread(self.begin, self)
        await asyncio.sleep(0.3)
        before = await handled(self.stage.database) if self.can_look else 0
        await asyncio.sleep(WHILE)
        assert not self.can_look or await handled(self.stage.database) == before
        await asyncio.to_thread(self.end, self)
        await asyncio.sleep(1)

    async def _is_under_way(self) -> bool:
        return await handled(self.stage.database) >= 12


async def handled(database: str) -> int:
    return int((await fetch(database, HANDLED))[0]["handled"])


def lock(interruption: Interruption) -> sqlite3.Connection:
    file = interruption.stage.database.removeprefix("sqlite:///")
    connection = sqlite3.connect(file, isolation_level=None, timeout=10, check_same_thread=False)
    connection.execute("BEGIN EXCLUSIVE")
    return connection


def unlock(interruption: Interruption) -> None:
    interruption.held.execute("ROLLBACK")
    interruption.held.close()


def fill_the_disk(interruption: Interruption) -> None:
    # No file of the running bot may grow, or be written to beyond its first bytes.
    _, most = resource.prlimit(interruption.stage.crew[0].pid, resource.RLIMIT_FSIZE)
    resource.prlimit(interruption.stage.crew[0].pid, resource.RLIMIT_FSIZE, (64, most))


def empty_the_disk(interruption: Interruption) -> None:
    _, most = resource.prlimit(interruption.stage.crew[0].pid, resource.RLIMIT_FSIZE)
    resource.prlimit(interruption.stage.crew[0].pid, resource.RLIMIT_FSIZE, (most, most))


@pytest.mark.parametrize(
    ("name", "setup", "begin", "end"),
    [
        ("the file is locked", "polling-sqlite", lock, unlock),
        pytest.param("the disk is full", "polling-sqlite", fill_the_disk, empty_the_disk, marks=pytest.mark.long),
        pytest.param("the disk is full", "webhook-sqlite", fill_the_disk, empty_the_disk, marks=pytest.mark.long),
    ],
)
async def test_a_file_that_cannot_be_written_to_loses_nothing(
    tmp_path: Path, name: str, setup: str, begin: Callable[[Interruption], Any], end: Callable[[Interruption], Any]
) -> None:
    database = f"sqlite:///{tmp_path / 'desk.db'}"

    def interrupt(stage: Stage) -> Interruption:
        return Interruption(stage, begin, end)

    count = await talk_through(SETUPS[setup], database, tmp_path, SOME, interrupt)
    COUNTED[f"{name}, {SETUPS[setup].name}"] = count
    assert all_is_well(count), faults_of(count)
    assert count.repeated == 0


async def test_a_postgresql_that_is_started_again_loses_nothing(tmp_path: Path) -> None:
    setup = SETUPS["two-webhooks-postgres"]
    with PostgresServer() as server:

        def interrupt(stage: Stage) -> Interruption:
            return Interruption(stage, lambda _: server.stop(), lambda _: server.start(), can_look=False)

        count = await talk_through(setup, server.new_database(), tmp_path, SOME, interrupt)
    COUNTED[f"PostgreSQL stopped for {WHILE:.0f} s, {setup.name}"] = count
    assert all_is_well(count), faults_of(count)
    # What Telegram took at the very moment of the stop may come once more.
    assert count.repeated <= SOME.chats
