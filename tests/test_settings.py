"""Settings are read in one go; what is missing or wrong is named all at once, with an example."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.settings import HOME, WrongSettings, read_environment, read_settings

GIVEN = {"GUICHET_TOKEN": "123456:ABC-def_9", "GUICHET_STAFF_CHAT": "-1001234567890"}


def problems(**changed: str | None) -> list[str]:
    """List what is wrong with settings that are in order but for these; None leaves one out."""
    values = {name: value for name, value in {**GIVEN, **changed}.items() if value is not None}
    with pytest.raises(WrongSettings) as wrong:
        read_settings(values)
    return str(wrong.value).split("\n")


def test_token_and_staff_chat_are_enough() -> None:
    settings = read_settings(GIVEN)
    assert settings.token == "123456:ABC-def_9"
    assert settings.staff_chat == -1001234567890
    assert settings.database_url == "sqlite:///guichet.db"
    assert settings.api_url == "https://api.telegram.org"
    assert settings.content == HOME
    assert settings.timezone == ZoneInfo("Europe/Zurich")


def test_every_setting_can_be_set(tmp_path: Path) -> None:
    for folder in ("faq", "flows"):
        (tmp_path / folder).mkdir()
    settings = read_settings(
        {
            **GIVEN,
            "GUICHET_DATABASE_URL": "postgresql://desk@localhost/desk",
            "GUICHET_API_URL": "http://127.0.0.1:8081/",
            "GUICHET_CONTENT": str(tmp_path),
            "GUICHET_TIMEZONE": "America/Montreal",
        }
    )
    assert settings.database_url == "postgresql://desk@localhost/desk"
    assert settings.api_url == "http://127.0.0.1:8081"
    assert settings.content == tmp_path
    assert settings.timezone == ZoneInfo("America/Montreal")


def test_everything_that_is_wrong_is_named_at_once(tmp_path: Path) -> None:
    lines = problems(
        GUICHET_TOKEN=None,
        GUICHET_STAFF_CHAT="the group",
        GUICHET_DATABASE_URL="guichet.db",
        GUICHET_API_URL="localhost:8081",
        GUICHET_CONTENT=str(tmp_path),
        GUICHET_TIMEZONE="Zurich",
    )
    names = ["TOKEN", "STAFF_CHAT", "DATABASE_URL", "API_URL", "CONTENT", "TIMEZONE"]
    assert sorted(line.split(" ")[0] for line in lines) == sorted(f"GUICHET_{name}" for name in names)
    assert all(f"for example {line.split(' ')[0]}=" in line for line in lines)


@pytest.mark.parametrize("token", ["ABC", "123456", "123456:", ":ABC", "123456:ABC DEF", "123456:ABC/DEF"])
def test_a_token_of_another_form_is_named_and_never_shown(token: str) -> None:
    (line,) = problems(GUICHET_TOKEN=token)
    assert line.startswith("GUICHET_TOKEN is set, but has another form.")
    assert f"is {token}" not in line
    assert repr(token) not in line


@pytest.mark.parametrize("number", ["", "12.5", "--5", "@staff", "1e5", "- 5"])
def test_a_staff_chat_is_a_number(number: str) -> None:
    (line,) = problems(GUICHET_STAFF_CHAT=number)
    assert line.startswith("GUICHET_STAFF_CHAT is ")
    assert line.endswith("GUICHET_STAFF_CHAT=-1001234567890")


@pytest.mark.parametrize("zone", ["", "Zurich", "Europe/Atlantis", "../etc/passwd", "/etc/localtime", "Europe"])
def test_a_time_zone_is_an_area_and_a_city(zone: str) -> None:
    (line,) = problems(GUICHET_TIMEZONE=zone)
    assert "is no time zone" in line


@pytest.mark.parametrize("url", ["api.telegram.org", "ftp://x.org", "http://", "http://x.org/?a=1", "http://[x", "bot"])
def test_an_api_url_is_the_root_of_a_server(url: str) -> None:
    (line,) = problems(GUICHET_API_URL=url)
    assert line.startswith("GUICHET_API_URL is ")


def test_an_api_server_may_live_below_a_path() -> None:
    assert read_settings({**GIVEN, "GUICHET_API_URL": "https://x.org/telegram/"}).api_url == "https://x.org/telegram"


@pytest.mark.parametrize("missing", ["faq", "flows"])
def test_a_content_folder_holds_both_folders(tmp_path: Path, missing: str) -> None:
    (tmp_path / ({"faq", "flows"} - {missing}).pop()).mkdir()
    (line,) = problems(GUICHET_CONTENT=str(tmp_path))
    assert str(tmp_path) in line


def test_a_staff_chat_with_a_leading_minus_in_odd_digits_is_read_as_a_number() -> None:
    assert read_settings({**GIVEN, "GUICHET_STAFF_CHAT": "42"}).staff_chat == 42


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("GUICHET_TOKEN=1:file\nGUICHET_STAFF_CHAT='-5'\n# a remark\nEMPTY=\n", "utf-8")
    joined = read_environment({"GUICHET_TOKEN": " 2:environment ", "HOME": "/", "BLANK": "  "}, tmp_path)
    assert joined == {"GUICHET_TOKEN": "2:environment", "GUICHET_STAFF_CHAT": "-5", "HOME": "/"}


def test_an_empty_variable_does_not_hide_the_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("GUICHET_TOKEN=1:file\n", "utf-8")
    assert read_environment({"GUICHET_TOKEN": ""}, tmp_path) == {"GUICHET_TOKEN": "1:file"}


def test_without_a_file_the_environment_is_all_there_is(tmp_path: Path) -> None:
    assert read_environment(GIVEN, tmp_path) == GIVEN
