"""Lists of participants sent as documents, over HTTP: fetched, checked, refused; and what goes wrong on the way."""

import asyncio
import signal
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook

from bot.playground import Playground
from tests.crew import running
from tests.end_to_end.conftest import opened_bot
from tests.kill.setups import SETUPS, prepared
from tests.people import Person, Play, visit
from tests.postgres import PostgresServer


async def begin_check(person: Person, asked: str = "Paste the list here") -> None:
    """Bring a person to the step that takes a list, as a button below an answer does."""
    await person.say("/start")
    await person.sees("")
    await person.tap_data("flow:participant_check")
    await person.sees(asked)


def workbook(*rows: tuple[str, ...]) -> bytes:
    """Make a workbook with these rows on its second sheet."""
    book = Workbook()
    sheet = book.create_sheet("People")
    for row in rows:
        sheet.append(row)
    data = BytesIO()
    book.save(data)
    return data.getvalue()


async def test_a_csv_of_a_french_excel_is_checked(play: Play) -> None:
    camille = play.camille
    await begin_check(camille, "Collez la liste")
    data = "Nom;Prénom;Courriel\nDiop;Aïssatou;aissatou@ecole.org\nLéger;Zoé;zoe@gmial.com\n".encode("cp1252")
    await camille.send_document("liste élèves.csv", data, mime="text/csv")
    report = await camille.sees("zoe@gmail.com")
    assert "✅ 2. Aïssatou Diop · aissatou@ecole.org" in report.text
    assert "⚠️ 3. Zoé Léger" in report.text
    await camille.tap("C’est tout")
    await camille.sees("rien gardé")


async def test_a_workbook_is_checked_and_no_formula_computed(play: Play) -> None:
    await begin_check(play.paul)
    data = workbook(("E-mail", "Name"), ("awa@school.org", "Awa Diop"), ("=A2", "Bob Lee"), ("AWA@school.org", "Awa"))
    await play.paul.send_document("list.xlsx", data)
    report = await play.paul.sees("3 lines read")
    assert "“People”" in report.text
    assert "❌ 3." in report.text
    assert "begins as a formula" in report.text
    assert "stands on line 2 already" in report.text


async def test_a_file_of_20_mb_and_one_of_another_kind_are_refused_without_being_fetched(play: Play) -> None:
    await play.add_fault(method="getFile", error=500, times=1)
    await begin_check(play.paul)
    await play.paul.send_document("list.csv", b"x" * (20 * 1024 * 1024))
    await play.paul.sees("too large")
    await play.paul.send_document("list.pdf", b"%PDF-1.7")
    await play.paul.sees("cannot read “list.pdf”")
    assert not await play.faults_are_over()
    await play.clear_faults()


async def test_ten_thousand_lines_are_counted(play: Play) -> None:
    await begin_check(play.paul)
    data = "".join(f"Awa {number},awa{number}@school.org\n" for number in range(10_000)).encode()
    await play.paul.send_document("list.csv", data)
    await play.paul.sees("has 10,000 lines; I check 2,000 at a time")


async def test_a_list_is_offered_to_be_checked_when_none_was_asked_for(play: Play) -> None:
    await play.paul.send_document("list.csv", b"Awa Diop,awa@school.org")
    await play.paul.sees("list of participants")
    await play.paul.tap("Participant check")
    await play.paul.sees("Paste the list here")
    await play.paul.send_document("list.csv", b"Awa Diop,awa@school.org")
    await play.paul.sees("1 line read")


FAULTS: list[dict[str, object]] = [{"error": 502}, {"error": 429, "retry_after": 1}, {"reset": "before"}]


@pytest.mark.timeout(120)
async def test_a_file_that_comes_late_is_checked_all_the_same(play: Play) -> None:
    await begin_check(play.paul)
    for method in ("getFile", "download"):
        for fault in FAULTS:
            await play.add_fault(method=method, times=1, **fault)
            await play.paul.send_document("list.csv", b"Awa Diop,awa@school.org")
            await play.paul.sees("1 line read", within=15)
            assert await play.faults_are_over()


async def test_a_file_that_is_gone_is_told_of(play: Play) -> None:
    await begin_check(play.paul)
    await play.add_fault(method="getFile", error=400, description="Bad Request: file is gone")
    await play.paul.send_document("list.csv", b"Awa Diop,awa@school.org")
    await play.paul.sees("would not give me “list.csv”")


async def test_others_are_answered_while_a_file_hangs(play: Play) -> None:
    await begin_check(play.paul)
    await play.add_fault(method="download", hang=4)
    await play.paul.send_document("list.csv", b"Awa Diop,awa@school.org")
    await play.paul.say("How much does a workshop cost?")
    await play.camille.say("/help")
    await play.camille.sees("les sujets que je connais", within=3)
    await play.paul.sees("summary table", within=15)
    texts = [message.text for message in await play.paul.chat() if message.from_bot]
    report = next(place for place, text in enumerate(texts) if "1 line read" in text)
    assert "summary table" in "".join(texts[report:])


async def test_a_document_survives_the_process(playground: Playground, tmp_path: Path) -> None:
    async with opened_bot(playground, tmp_path) as bot, visit(playground.url) as play:
        await begin_check(play.paul)
        await play.add_fault(method="download", hang=30)
        await play.paul.send_document("list.csv", b"Awa Diop,awa@school.org")
        async with asyncio.timeout(5):
            while not await play.faults_are_over():  # noqa: ASYNC110 (it looks on from outside)
                await asyncio.sleep(0.02)
        await bot.end(signal.SIGKILL)
        await bot.start()
        await play.paul.sees("1 line read", within=10)


async def test_two_processes_check_every_list_once(
    playground: Playground, tmp_path: Path, postgres: PostgresServer
) -> None:
    async with (
        prepared(SETUPS["polling-worker-postgres"], playground, postgres.new_database(), tmp_path) as crew,
        running(crew),
        visit(playground.url) as play,
    ):
        await begin_check(play.paul)
        names = [f"list{number}.csv" for number in range(1, 6)]
        for name in names:
            await play.paul.send_document(name, b"Awa Diop,awa@school.org")
        await play.paul.sees("list5.csv", within=15)
        written = [message.text for message in await play.paul.chat() if message.from_bot]
        told = [name for text in written for name in names if name in text]
        assert told == names
