"""Settings are read in one go; what is missing or wrong is named all at once, with an example."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.core.messages import Topics
from bot.settings import HOME, Address, Receiving, WrongSettings, read_environment, read_settings

GIVEN = {"GUICHET_TOKEN": "123456:ABC-def_9", "GUICHET_STAFF_CHAT": "-1001234567890"}


def problems(receiving: Receiving = Receiving.POLLING, /, **changed: str | None) -> list[str]:
    """List what is wrong with settings that are in order but for these; None leaves one out."""
    values = {name: value for name, value in {**GIVEN, **changed}.items() if value is not None}
    with pytest.raises(WrongSettings) as wrong:
        read_settings(values, receiving)
    return str(wrong.value).split("\n")


def test_token_and_staff_chat_are_enough() -> None:
    settings = read_settings(GIVEN)
    assert settings.token == "123456:ABC-def_9"
    assert settings.staff_chat == -1001234567890
    assert settings.database_url == "sqlite:///guichet.db"
    assert settings.api_url == "https://api.telegram.org"
    assert settings.content == HOME
    assert settings.timezone == ZoneInfo("Europe/Zurich")
    assert settings.listen is None
    assert settings.messages_per_second == 30
    assert settings.log_level == "INFO"


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
            "GUICHET_LISTEN": "[::1]:9000",
            "GUICHET_MESSAGES_PER_SECOND": "1000",
            "GUICHET_LOG_LEVEL": "debug",
        }
    )
    assert settings.database_url == "postgresql://desk@localhost/desk"
    assert settings.api_url == "http://127.0.0.1:8081"
    assert settings.content == tmp_path
    assert settings.timezone == ZoneInfo("America/Montreal")
    assert settings.listen == Address("::1", 9000)
    assert settings.messages_per_second == 1000
    assert settings.log_level == "DEBUG"


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


def test_a_webhook_needs_its_public_address_and_listens_somewhere() -> None:
    values = {**GIVEN, "GUICHET_WEBHOOK_URL": "https://desk.example.org/telegram"}
    settings = read_settings(values, Receiving.WEBHOOK)
    assert settings.webhook_url == "https://desk.example.org/telegram"
    assert settings.listen == Address("127.0.0.1", 8080)
    (missing,) = problems(Receiving.WEBHOOK)
    assert missing.startswith("GUICHET_WEBHOOK_URL is not set.")
    (rootless,) = problems(Receiving.WEBHOOK, GUICHET_WEBHOOK_URL="https://desk.example.org/")
    assert "with a path" in rootless
    (odd,) = problems(Receiving.WEBHOOK, GUICHET_WEBHOOK_URL="https://desk.example.org/{a")
    assert "with a path" in odd


def test_a_worker_needs_a_database_that_others_share() -> None:
    (told,) = problems(Receiving.NONE)
    assert told.startswith("GUICHET_DATABASE_URL is 'sqlite:///guichet.db', which one process has for itself.")
    shared = read_settings({**GIVEN, "GUICHET_DATABASE_URL": "postgresql://desk@localhost/desk"}, Receiving.NONE)
    assert shared.receiving is Receiving.NONE


@pytest.mark.parametrize("listen", ["8080", "localhost", "localhost:", "localhost:0", "localhost:http", ":65536"])
def test_a_place_to_listen_has_a_host_and_a_port(listen: str) -> None:
    (told,) = problems(GUICHET_LISTEN=listen)
    assert "for example GUICHET_LISTEN=127.0.0.1:8080" in told


@pytest.mark.parametrize("pace", ["0", "-1", "many", "1.5", "9" * 4400])
def test_the_pace_is_a_number_of_messages(pace: str) -> None:
    (told,) = problems(GUICHET_MESSAGES_PER_SECOND=pace)
    assert "for example GUICHET_MESSAGES_PER_SECOND=30" in told


def test_the_log_level_is_one_that_there_is() -> None:
    (told,) = problems(GUICHET_LOG_LEVEL="loud")
    assert "DEBUG, INFO, WARNING, ERROR" in told


def test_an_env_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"GUICHET_TOKEN=\xff\xfe")
    with pytest.raises(WrongSettings, match="no text in UTF-8"):
        read_environment({}, tmp_path)


def test_topics_are_those_that_there_are() -> None:
    assert read_settings(GIVEN).topics is Topics.NONE
    assert read_settings({**GIVEN, "GUICHET_TOPICS": "Request"}).topics is Topics.REQUEST
    (told,) = problems(GUICHET_TOPICS="each")
    assert "none, request, kind" in told
