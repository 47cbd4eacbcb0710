"""What an operator sees at the start: one clear line for each thing that is wrong."""

import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest

from bot.playground import Playground
from tests.people import visit

ROOT = Path(__file__).resolve().parents[2]


async def run(folder: Path, *arguments: str, **settings: str) -> tuple[int, str]:
    own = {name: value for name, value in os.environ.items() if not name.startswith("GUICHET_")}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        *arguments,
        cwd=folder,
        env={**own, "PYTHONPATH": str(ROOT), **settings},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    async with asyncio.timeout(20):
        output, _ = await process.communicate()
    return process.returncode or 0, output.decode()


def settings_for(playground: Playground, folder: Path) -> dict[str, str]:
    return {
        "GUICHET_TOKEN": playground.token,
        "GUICHET_STAFF_CHAT": str(playground.staff_chat),
        "GUICHET_API_URL": playground.url,
        "GUICHET_DATABASE_URL": f"sqlite:///{folder / 'desk.db'}",
    }


async def test_every_missing_or_wrong_setting_is_named_at_once(tmp_path: Path) -> None:
    wrong = {"GUICHET_STAFF_CHAT": "the staff", "GUICHET_TIMEZONE": "Mars/Olympus", "GUICHET_API_URL": "telegram"}
    code, output = await run(tmp_path, "run", **wrong)
    lines = output.strip().splitlines()
    assert code == 2
    assert [line.split()[0] for line in lines] == [
        "GUICHET_TOKEN",
        "GUICHET_STAFF_CHAT",
        "GUICHET_API_URL",
        "GUICHET_TIMEZONE",
    ]
    assert all("for example" in line for line in lines)


async def test_settings_are_read_from_an_env_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("GUICHET_TOKEN=nonsense\nGUICHET_STAFF_CHAT=-100\n")
    code, output = await run(tmp_path, "run")
    assert code == 2
    assert output.count("\n") == 1
    assert output.startswith("GUICHET_TOKEN is set, but has another form")


@pytest.mark.parametrize(
    ("setting", "value", "said"),
    [
        ("GUICHET_TOKEN", "1:wrong", "Telegram refuses GUICHET_TOKEN"),
        ("GUICHET_STAFF_CHAT", "-100999", "The bot is not in the staff chat -100999"),
        ("GUICHET_API_URL", "http://127.0.0.1:9", "Telegram cannot be reached at http://127.0.0.1:9"),
        ("GUICHET_DATABASE_URL", "sqlite:////proc/nowhere/desk.db", "GUICHET_DATABASE_URL"),
    ],
)
async def test_a_start_that_cannot_succeed_says_why_in_one_line(
    playground: Playground, tmp_path: Path, setting: str, value: str, said: str
) -> None:
    code, output = await run(tmp_path, "run", **{**settings_for(playground, tmp_path), setting: value})
    assert code == 1
    assert said in output
    assert "Traceback" not in output
    assert len(output.strip().splitlines()) == 1


async def test_a_bot_that_was_removed_from_the_staff_chat_says_so(playground: Playground, tmp_path: Path) -> None:
    async with visit(playground.url) as play:
        await play.set_bot_standing("left")
    code, output = await run(tmp_path, "run", **settings_for(playground, tmp_path))
    assert code == 1
    assert "staff chat" in output
    assert len(output.strip().splitlines()) == 1


async def test_broken_content_is_reported_and_the_bot_does_not_start(playground: Playground, tmp_path: Path) -> None:
    for folder in ("faq", "flows"):
        (tmp_path / folder).mkdir()
        for file in (ROOT / folder).glob("*.yaml"):
            (tmp_path / folder / file.name).write_bytes(file.read_bytes())
    flow = tmp_path / "flows" / "workshop.yaml"
    flow.write_text(flow.read_text().replace("type: email", "type: emial", 1))
    own = settings_for(playground, tmp_path) | {"GUICHET_CONTENT": str(tmp_path)}
    code, output = await run(tmp_path, "run", **own)
    checked_code, checked = await run(tmp_path, "check", "--content", str(tmp_path))
    assert (code, checked_code) == (1, 1)
    assert output == checked
    assert output.startswith("flows/workshop.yaml:")
    assert "email" in output


async def test_a_game_leaves_the_real_desks_database_alone(tmp_path: Path) -> None:
    real = tmp_path / "real.db"
    settings = {"GUICHET_TOKEN": "1:real", "GUICHET_DATABASE_URL": f"sqlite:///{real}"}
    own = {name: value for name, value in os.environ.items() if not name.startswith("GUICHET_")}
    playing = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        "play",
        cwd=tmp_path,
        env={**own, "PYTHONPATH": str(ROOT), **settings},
        stdout=asyncio.subprocess.PIPE,
    )
    assert playing.stdout is not None
    async with asyncio.timeout(20):
        while "Guichet is @" not in (line := (await playing.stdout.readline()).decode()):
            assert line
    playing.send_signal(signal.SIGINT)
    async with asyncio.timeout(15):
        await playing.wait()
    assert not real.exists()
