"""What operators see of a request's trace on the command line."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.__main__ import main
from bot.adapters.storage.store import open_store
from bot.core.messages import AddToHistory, Turn
from bot.core.requests import Event
from bot.core.session import Session
from bot.terminal.tracing import trace
from tests.adapters.storage.samples import MINUTE, NOW, REFERENCE, accepting, entry, keep, opening, request


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    url = f"sqlite:///{tmp_path / 'desk.db'}"
    monkeypatch.setenv("GUICHET_DATABASE_URL", url)
    monkeypatch.setenv("GUICHET_TIMEZONE", "Europe/Zurich")
    return url


@pytest.fixture
async def stored(url: str) -> None:
    store = await open_store(url)
    await keep(store, Turn(Session(), effects=(opening(),)))
    await keep(store, Turn(Session(), effects=(accepting(request()),)), now=NOW + MINUTE)
    given = {"text": "Vu avec Sam.\nTout va bien.", "schools": ["A", "B"], "none": None}
    changed = {"before": {"answers.title": "Un"}, "after": {"answers.title": "Deux", "holder": "Sam"}}
    noted = entry(event=Event.NOTE, actor=7, actor_name="Sam", details=given, at=NOW + timedelta(days=1), **changed)
    await keep(store, Turn(Session(), effects=(AddToHistory(noted),)), now=NOW + MINUTE)
    await store.close()


def test_the_trace_says_who_did_what_when_and_what_it_changed(stored: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", REFERENCE.lower()]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "VW-2026-0001: 3 entries",
        "2026-03-02 10:30:15  submit  Anna Ångström (501)",
        "2026-03-02 10:30:15  accept  Sam (7)",
        "    link: https://example.org/r",
        "    schools: A",
        "    late: False",
        "2026-03-03 10:30:15  note  Sam (7)",
        "    answers.title: Un -> Deux",
        "    holder: - -> Sam",
        "    text: Vu avec Sam. / Tout va bien.",
        "    schools: A / B",
        "    none: -",
    ]


async def test_the_trace_is_read_while_the_bot_runs(stored: None, url: str) -> None:

    store = await open_store(url)
    lines = await trace(url, ZoneInfo("UTC"), REFERENCE)
    await store.close()
    assert lines[1] == "2026-03-02 09:30:15  submit  Anna Ångström (501)"


def test_an_unknown_request_is_named(stored: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "VW-2026-0099"]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("There is no request VW-2026-0099.")


def test_what_is_no_reference_is_refused_with_an_example(stored: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "lycée"]) == 1
    assert capsys.readouterr().err.strip() == "'lycée' is no reference. Write one such as VW-2026-0042."


def test_a_trace_makes_no_database(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", REFERENCE]) == 1
    assert "it holds nothing yet" in capsys.readouterr().err
