"""The short form of the kill test: two ways to run the bot, a few kills each; `make test-kill` is the long form."""

from pathlib import Path

import pytest

from tests.kill.setups import SETUPS
from tests.kill.trial import COUNTED, Wish, faults_of, go_through
from tests.postgres import PostgresServer

SHORT = Wish(chats=8, kills=4, decisions=1, pace=0.15, seed=7, pause=1.2)
REQUESTS = 6


@pytest.mark.timeout(120)
async def test_nothing_is_lost_when_the_process_is_killed(tmp_path: Path) -> None:
    count = await go_through(SETUPS["webhook-sqlite"], f"sqlite:///{tmp_path / 'desk.db'}", tmp_path, SHORT)
    COUNTED["4 kills, webhook, SQLite"] = count
    assert faults_of(count) == []
    assert count.kills == SHORT.kills
    assert count.requests_sent == count.cards_expected == REQUESTS


@pytest.mark.timeout(120)
async def test_nothing_is_lost_when_either_of_two_processes_is_killed(tmp_path: Path) -> None:
    with PostgresServer() as server:
        count = await go_through(SETUPS["two-webhooks-postgres"], server.new_database(), tmp_path, SHORT)
    COUNTED["4 kills, 2 × webhook, PostgreSQL"] = count
    assert faults_of(count) == []
    assert count.kills == SHORT.kills
    assert count.requests_sent == count.cards_expected == REQUESTS
