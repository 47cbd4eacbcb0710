"""Exports and figures, asked for in the staff's group, over HTTP; also by a process that dies in the middle."""

import csv
import io
import signal
from typing import Any

import openpyxl
import pytest

from bot.playground import Playground
from tests.crew import BotProcess
from tests.end_to_end.journeys import FRENCH, day_in, fill_in, today
from tests.people import Person, Play, eventually

PATIENCE = 20.0


@pytest.fixture
async def ana(play: Play) -> Person:
    """A member of staff, in the group where one request has come in."""
    await fill_in(play.camille, FRENCH, day_in(weeks=12))
    await play.camille.sees("relisez avant l’envoi")
    await play.camille.tap("Envoyer")
    ana = play.ana.in_group
    await ana.sees(f"VW-{today().year}-0001")
    return ana


async def files_of(ana: Person, playground: Playground, kind: str) -> dict[str, bytes]:
    """The files of a kind that came into the group, by their names."""
    sent: list[Any] = [message.raw[kind] for message in await ana.chat() if kind in message.raw]
    media = [each[-1] if isinstance(each, list) else each for each in sent]
    return {each.get("file_name", "photo"): playground.world.files.by_id[each["file_id"]].data for each in media}


async def wait_for_documents(ana: Person, playground: Playground) -> dict[str, bytes]:
    await ana.sees("Le tableau est prêt : 1 demande", within=PATIENCE)
    return await files_of(ana, playground, "document")


async def test_an_export_brings_two_documents_that_open(play: Play, ana: Person, playground: Playground) -> None:
    await ana.say("/export")
    found = await wait_for_documents(ana, playground)
    assert [name.rpartition(".")[2] for name in found] == ["xlsx", "csv"]
    workbook, text = found.values()
    rows = list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"))))
    assert [row["Référence"] for row in rows] == [f"VW-{today().year}-0001"]
    assert rows[0]["Pays (Demande d’atelier virtuel)"] == "Sénégal"
    assert rows[0]["Début"] == day_in(weeks=12).isoformat()
    sheet = openpyxl.load_workbook(io.BytesIO(workbook)).active
    assert sheet is not None
    assert [cell.value for cell in sheet["A"]] == ["Référence", f"VW-{today().year}-0001"]


async def test_figures_come_as_a_photo_with_a_few_lines(play: Play, ana: Person, playground: Playground) -> None:
    await ana.say("/stats 4")
    await ana.sees("Les chiffres sont prêts : 1 demande", within=PATIENCE)
    photo = (await files_of(ana, playground, "photo"))["photo"]
    assert photo.startswith(b"\x89PNG")
    assert "1 demande reçue" in (await ana.sees("Semaines du")).text


async def test_figures_of_nothing_are_a_kind_text(play: Play, playground: Playground) -> None:
    ana = play.ana.in_group
    await ana.say("/stats")
    await ana.sees("Il n’y a encore rien à montrer", within=PATIENCE)
    assert await files_of(ana, playground, "photo") == {}


async def test_what_a_dead_process_has_left_is_done_by_the_next(
    play: Play, ana: Person, playground: Playground, bot: BotProcess
) -> None:
    await play.add_fault(method="sendDocument", hang=30.0)
    await ana.say("/export")
    await eventually(play.faults_are_over, within=PATIENCE)
    await bot.end(signal.SIGKILL)
    await bot.start()
    assert len(await wait_for_documents(ana, playground)) == 2


async def test_telegrams_pauses_and_failures_are_waited_for(play: Play, ana: Person, playground: Playground) -> None:
    await play.add_fault(method="sendDocument", error=429, retry_after=1)
    await play.add_fault(method="sendDocument", error=502)
    await ana.say("/export")
    assert len(await wait_for_documents(ana, playground)) == 2
