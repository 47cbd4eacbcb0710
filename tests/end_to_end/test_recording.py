"""`guichet play --record`: what people do in the playground, over HTTP, becomes a dialogue that goes as written."""

import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.rehearsal.dialogue_file import read_dialogue
from bot.rehearsal.markup import plain_spaces
from bot.rehearsal.player import play as play_dialogue
from tests.crew import BotProcess, free_port, running
from tests.end_to_end.conftest import ROOT
from tests.end_to_end.journeys import ENGLISH, TIMEZONE, day_in, fill_in, go_on, today
from tests.people import Play, visit
from tests.shipped import shipped_knowledge

LIST = b"Nom;Courriel\nAwa Diop;awa.diop@ecole.org\nPaul;paul@gmial.com\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "recorded.yaml"


@pytest.fixture
async def recorded(file: Path, tmp_path: Path) -> AsyncIterator[tuple[Play, BotProcess]]:
    port = str(free_port())
    arguments = ("play", "--port", port, "--record", str(file))
    bot = BotProcess(arguments, {"PYTHONPATH": ROOT, "GUICHET_TIMEZONE": TIMEZONE}, tmp_path / "bot.log")
    async with running([bot]), visit(f"http://127.0.0.1:{port}") as people:
        yield people, bot
        assert "The recording ends here" not in bot.said()


def read(file: Path) -> str:
    return file.read_text("utf-8")


async def test_a_recorded_conversation_goes_as_written(recorded: tuple[Play, BotProcess], file: Path) -> None:
    people, bot = recorded
    paul, camille, ana = people.paul, people.camille, people.ana.in_group
    await camille.say("combien ça coûte ?")
    await camille.sees("tarif")
    await fill_in(paul, ENGLISH, day_in(weeks=7), up_to="How will the participants")
    await paul.sees("late")
    await paul.tap("knowing that it is late")
    await paul.sees("How will the participants")
    await paul.say("How much does it cost?")
    await paul.sees("How will the participants")
    await paul.send_sticker()
    await camille.send_document("liste.csv", LIST)
    await camille.tap("Vérification des participants")
    await camille.sees("Collez la liste")
    await camille.send_document("liste.csv", LIST)
    await camille.sees("gmial.com")
    await camille.tap("C’est tout")
    await camille.say("/human")
    await camille.sees("demander à l’équipe")
    await camille.say("Puis-je venir ?\nAvec @deux: collègues")
    await camille.sees("votre nom")
    sent = await camille.say("Camille Dupont")
    await camille.tap("Passer")
    await camille.sees("relisez")
    await camille.edit(sent.id, "Camille Durand")
    await go_on(paul, ENGLISH, day_in(weeks=7), after="On which day")
    await paul.sees("read it again")
    await paul.tap("Send")
    await paul.sees(f"VW-{today().year}-0001")
    await ana.sees("Tardive")
    await ana.tap("Refuser")
    await ana.say("No leader is free.", (await ana.sees("quel motif")).id)
    await ana.sees("relisez")
    await ana.tap("Envoyer")
    await paul.sees("No leader is free.")

    dialogue = read_dialogue(file)
    play_dialogue(dialogue, shipped_knowledge())
    said = read(file)
    assert dialogue.people == {"Camille Durand": "fr", "Paul Meyer": "en"}
    assert dialogue.staff == {"Ana Silva": "fr"}
    for part in (
        "- Camille Durand: combien ça coûte ?\n",
        "- Paul Meyer taps: All online, each on their own\n",
        "- Paul Meyer sends: sticker\n",
        "    file: liste.csv\n",
        "- Camille Durand edits: Camille Durand\n",
        "- Ana Silva taps in group: ✖ Refuser\n",
        "- Ana Silva in group: No leader is free.\n",
        "- bot to Paul Meyer:",
        f"    reference: VW-{today().year}-0001\n",
    ):
        assert part in said, said
    shown = [plain_spaces(message.text) for message in await camille.chat() if message.from_bot]
    assert dialogue.lines[1].pairs["bot"] in "\n".join(shown)

    assert await bot.end(signal.SIGINT) == 0
    assert read(file) == said


async def test_each_turn_is_in_the_file_at_once_so_that_no_end_loses_any(
    recorded: tuple[Play, BotProcess], file: Path
) -> None:
    people, _ = recorded
    await people.paul.say("/start")
    dialogue = read_dialogue(file)
    assert [next(iter(line.pairs)) for line in dialogue.lines] == ["Paul Meyer", "bot"]
    play_dialogue(dialogue, shipped_knowledge())
    await people.camille.say("/start")
    assert len(read_dialogue(file).lines) == 4


def test_a_recording_writes_over_no_file(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text("title: mine\n")
    assert main(["play", "--record", str(file)]) == 2
    assert f"{file} is there already." in capsys.readouterr().err
    assert file.read_text() == "title: mine\n"


def test_a_recording_needs_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["play", "--record", str(tmp_path / "nowhere" / "a.yaml")]) == 2
    assert "cannot be written" in capsys.readouterr().err
