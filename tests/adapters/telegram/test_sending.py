"""Files reach the chat byte for byte, with their names, or it is said whether to try again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from telegram import Bot

from bot.adapters.telegram.bot import build_bot
from bot.adapters.telegram.sending import TelegramFiles
from bot.app.job_ports import FileKind, TooLarge
from bot.app.telegram_ports import ChatMoved, HeldBack, Postponed, Refused, Unreachable
from bot.playground import Playground
from bot.playground.files import plain_picture
from bot.playground.server import LARGEST_UPLOAD
from tests.people import Play, visit

CONTENT = bytes(range(256)) * 2000


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "demandes é.csv"
    path.write_bytes(CONTENT)
    return path


async def test_a_document_comes_byte_for_byte_with_its_name(
    bot: Bot, play: Play, playground: Playground, file: Path
) -> None:
    await TelegramFiles(bot).send(play.staff_chat, FileKind.DOCUMENT, file, "")
    sent: Any = (await play.ana.in_group.last()).raw["document"]
    assert sent["file_name"] == file.name
    assert playground.world.files.by_id[sent["file_id"]].data == CONTENT


async def test_a_photo_comes_with_its_caption(bot: Bot, play: Play, tmp_path: Path) -> None:
    picture = tmp_path / "figures.png"
    picture.write_bytes(plain_picture())
    await TelegramFiles(bot).send(play.staff_chat, FileKind.PHOTO, picture, "<b>12</b> requests")
    sent = (await play.ana.in_group.last()).raw
    assert sent["photo"][-1]["width"] == 64
    assert sent["caption"] == "12 requests"
    assert sent["caption_entities"][0]["type"] == "bold"


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        ({"error": 429, "retry_after": 2}, HeldBack),
        ({"error": 502}, Postponed),
        ({"reset": "before"}, Postponed),
        ({"error": 403}, Unreachable),
        ({"error": 400}, Refused),
        ({"error": 413, "description": "Request Entity Too Large"}, TooLarge),
    ],
)
async def test_what_goes_wrong_is_sorted(
    bot: Bot, play: Play, file: Path, fault: dict[str, Any], outcome: type[Exception]
) -> None:
    await play.add_fault(method="sendDocument", **fault)
    with pytest.raises(outcome):
        await TelegramFiles(bot).send(play.staff_chat, FileKind.DOCUMENT, file, "")
    await TelegramFiles(bot).send(play.staff_chat, FileKind.DOCUMENT, file, "")


async def test_a_group_with_another_id_names_it(file: Path) -> None:
    async with (
        Playground(staff_chat=-4242) as playground,
        visit(playground.url) as play,
        build_bot(playground.token, playground.url) as bot,
    ):
        await play.ana.upgrade_staff_group()
        with pytest.raises(ChatMoved) as moved:
            await TelegramFiles(bot).send(-4242, FileKind.DOCUMENT, file, "")
        assert moved.value.new == play.staff_chat


async def test_a_file_that_telegram_does_not_take_is_too_large(bot: Bot, play: Play, tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    with path.open("wb") as large:
        large.truncate(LARGEST_UPLOAD + 1)
    with pytest.raises(TooLarge):
        await TelegramFiles(bot).send(play.staff_chat, FileKind.DOCUMENT, path, "")
