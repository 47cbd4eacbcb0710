"""What nobody could answer becomes an answer: staff file it, an editor takes it, the bot started anew knows it."""

import asyncio
import json
import os
import shutil
import signal
import stat
import time
from pathlib import Path

import pytest

from bot.content.review_file import NAME, read_proposals
from bot.playground import Playground
from bot.settings import HOME
from tests.crew import BotProcess
from tests.end_to_end.conftest import opened_bot
from tests.people import visit

QUESTION = "Do unicorns eat blue cheese?"


def copy_content(folder: Path) -> Path:
    content = folder / "content"
    for name in ("faq", "flows"):
        shutil.copytree(HOME / name, content / name)
    return content


async def proposed(content: Path) -> list[str]:
    """Wait for the review file."""
    until = time.monotonic() + 10
    while not (found := [each.proposal.question for each in read_proposals(content)]):
        assert time.monotonic() < until, "nothing was written for review"
        await asyncio.sleep(0.1)
    return found


async def test_a_question_that_nobody_could_answer_is_filed_reviewed_and_answered(
    playground: Playground, tmp_path: Path
) -> None:
    content = copy_content(tmp_path)
    settings = {"GUICHET_CONTENT": str(content)}
    async with opened_bot(playground, tmp_path, **settings) as bot, visit(playground.url) as play:
        for person in (play.paul, play.camille):
            await person.say(QUESTION)
            await person.sees("")
        await play.paul.sees("I do not know the answer")
        staff = play.ana.in_group
        assert "unanswered" in await staff.commands()
        await staff.say("/unanswered")
        listed = await staff.sees("2 questions sans réponse")
        await staff.tap("1. ")
        await staff.sees("posée 2 fois")
        await staff.tap("Autre sujet…")
        await staff.sees("posée 2 fois")
        await staff.tap_data("learn:file:2:overview:0", listed.id)
        filed = await staff.sees("Aucune question n’attend")
        assert filed.id == listed.id
        assert await proposed(content) == [QUESTION]
        ben = (await play.add_person("Ben", staff=True)).in_group
        await ben.tap_data("learn:file:2:cost:0", listed.id)
        await ben.sees_toast("was first: filed under")

        review = BotProcess(
            ("faq", "review", "--yes", "--content", str(content)), bot.settings, tmp_path / "review.log"
        )
        await review.launch()
        assert review.process is not None
        assert await review.process.wait() == 0, review.said()
        assert "Added: 1. Dropped: 0." in review.said()
        assert not (content / NAME).exists()

        await bot.end(signal.SIGTERM)
        await bot.start()
        await play.paul.say(QUESTION)
        answer = await play.paul.sees("BigBlueButton")
        assert answer.labels[-2:] == ["👍 Helpful", "👎 Not helpful"]
        await play.paul.tap("👎 Not helpful")
        await play.paul.sees_toast("Thank you")
        await play.paul.sees("This answer did not help you")
        await play.paul.tap("🙋 Ask the team")
        await play.paul.sees("What would you like to ask")
        assert "Traceback" not in bot.said()


@pytest.mark.long
async def test_what_cannot_be_written_for_review_is_told_to_operators_and_written_later(
    playground: Playground, tmp_path: Path
) -> None:
    content = copy_content(tmp_path)
    # A folder in the file's place refuses everybody, the administrator too.
    (content / NAME).mkdir()
    settings = {"GUICHET_CONTENT": str(content)}
    async with opened_bot(playground, tmp_path, **settings) as bot, visit(playground.url) as play:
        await play.paul.say(QUESTION)
        await play.paul.sees("I do not know the answer")
        staff = play.ana.in_group
        await staff.say("/unanswered")
        await staff.tap("1. ")
        await staff.tap("📌")
        await staff.sees("Aucune question n’attend")
        until = time.monotonic() + 10
        while "cannot be written for review" not in bot.said():
            assert time.monotonic() < until
            await asyncio.sleep(0.1)
        (told,) = [json.loads(line) for line in bot.said().splitlines() if "cannot be written for review" in line]
        assert NAME in told["reason"]
        await bot.end(signal.SIGKILL)
        (content / NAME).rmdir()
        await bot.start()
        assert await proposed(content) == [QUESTION]
        assert stat.S_ISREG(os.stat(content / NAME).st_mode)
