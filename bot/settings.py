"""Settings: the environment, or a .env file, becomes frozen settings; names every problem at once, knows no use."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from dotenv import dotenv_values

from bot.core.messages import Topics

TELEGRAM = "https://api.telegram.org"
HOME = Path(__file__).resolve().parent.parent
DEFAULT_DATABASE = "sqlite:///guichet.db"
DEFAULT_TIMEZONE = "Europe/Zurich"
DEFAULT_LISTEN = "127.0.0.1:8080"
DEFAULT_PACE = "30"
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


class Receiving(StrEnum):
    """How a process gets updates: it asks Telegram, Telegram comes, or not at all (others of the database do)."""

    POLLING = "polling"
    WEBHOOK = "webhook"
    NONE = "none"


@dataclass(frozen=True)
class Address:
    """Where a server listens."""

    host: str
    port: int


@dataclass(frozen=True)
class Settings:
    """What the operator sets; `content` is the folder that holds faq/ and flows/.

    `webhook_url` is the public address that Telegram brings updates to, `listen` where this process serves it, its
    health and its metrics; `messages_per_second` is what Telegram lets the bot send overall; `topics` which
    forum topics requests have in the staff chat.
    """

    token: str
    staff_chat: int
    database_url: str
    api_url: str
    content: Path
    timezone: ZoneInfo
    receiving: Receiving
    webhook_url: str
    listen: Address | None
    messages_per_second: int
    topics: Topics
    log_level: str


class WrongSettings(Exception):  # noqa: N818 (it lists problems, one a line)
    """One or more settings are missing or wrong; the text has a line for each, with an example."""


def read_environment(environment: Mapping[str, str], folder: Path) -> dict[str, str]:
    """Join the folder's .env file and the environment, which wins; empty values count as absent."""
    try:
        from_file = dotenv_values(folder / ".env")
    except UnicodeDecodeError:
        raise WrongSettings("The file .env is no text in UTF-8. Save it as UTF-8.") from None
    pairs = (*from_file.items(), *environment.items())
    return {name: value.strip() for name, value in pairs if value and value.strip()}


def read_settings(values: Mapping[str, str], receiving: Receiving = Receiving.POLLING) -> Settings:
    """Make settings of the environment's values; raises WrongSettings with all that is wrong."""
    problems: list[str] = []

    def need(name: str, pattern: str, example: str, what: str) -> str:
        value = values.get(name, "")
        if not value:
            problems.append(f"{name} is not set. It is {what}, for example {name}={example}")
        elif not re.fullmatch(pattern, value):
            problems.append(f"{name} is {_shown(name, value)}. It has to be {what}, for example {name}={example}")
        return value

    token = need("GUICHET_TOKEN", r"\d+:[\w-]+", "123456:ABC-DEF", "the token that BotFather gave")
    staff_chat = need("GUICHET_STAFF_CHAT", r"-?\d{1,16}", "-1001234567890", "the number of the staff's group")
    return_value = Settings(
        token=token,
        staff_chat=int(staff_chat) if re.fullmatch(r"-?\d{1,16}", staff_chat) else 0,
        database_url=read_database_url(values, problems),
        api_url=_read_api_url(values, problems),
        content=read_content_folder(values, problems),
        timezone=read_timezone(values, problems),
        receiving=receiving,
        webhook_url=_read_webhook_url(values, problems) if receiving is Receiving.WEBHOOK else "",
        listen=_read_listen(values, receiving, problems),
        messages_per_second=_read_pace(values, problems),
        topics=_read_topics(values, problems),
        log_level=_read_log_level(values, problems),
    )
    if receiving is Receiving.NONE and return_value.database_url.startswith("sqlite"):
        problems.append(
            f"GUICHET_DATABASE_URL is {return_value.database_url!r}, which one process has for itself. A worker helps "
            "processes that share a PostgreSQL, for example GUICHET_DATABASE_URL=postgresql://guichet@localhost/guichet"
        )
    if problems:
        raise WrongSettings("\n".join(problems))
    return return_value


def read_content_folder(values: Mapping[str, str], problems: list[str]) -> Path:
    """Read GUICHET_CONTENT, the folder with faq/ and flows/."""
    folder = Path(values.get("GUICHET_CONTENT", HOME))
    if not (folder / "faq").is_dir() or not (folder / "flows").is_dir():
        problems.append(
            f"GUICHET_CONTENT is {str(folder)!r}, where the folders faq/ and flows/ are not. "
            "It has to be the folder that holds both, for example GUICHET_CONTENT=/srv/guichet"
        )
    return folder


def read_timezone(values: Mapping[str, str], problems: list[str]) -> ZoneInfo:
    """Read GUICHET_TIMEZONE, the organisation's time zone, in which "today" is a date."""
    name = values.get("GUICHET_TIMEZONE", DEFAULT_TIMEZONE)
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        problems.append(
            f"GUICHET_TIMEZONE is {name!r}, which is no time zone. "
            f"It has to be an area and a city, for example GUICHET_TIMEZONE={DEFAULT_TIMEZONE}"
        )
        return ZoneInfo(DEFAULT_TIMEZONE)


def read_database_url(values: Mapping[str, str], problems: list[str]) -> str:
    """Read GUICHET_DATABASE_URL; whether it can be opened is found out when it is."""
    url = values.get("GUICHET_DATABASE_URL", DEFAULT_DATABASE)
    if "://" not in url:
        problems.append(
            f"GUICHET_DATABASE_URL is {url!r}. It has to be an address, "
            f"for example GUICHET_DATABASE_URL={DEFAULT_DATABASE}"
        )
    return url


def _read_api_url(values: Mapping[str, str], problems: list[str]) -> str:
    url = values.get("GUICHET_API_URL", TELEGRAM).rstrip("/")
    if not _is_root_of_server(url):
        problems.append(
            f"GUICHET_API_URL is {url!r}. It has to be the root of a Bot API server, "
            "for example GUICHET_API_URL=http://127.0.0.1:8081"
        )
    return url


def _read_webhook_url(values: Mapping[str, str], problems: list[str]) -> str:
    url = values.get("GUICHET_WEBHOOK_URL", "")
    example = "for example GUICHET_WEBHOOK_URL=https://desk.example.org/telegram"
    if not url:
        problems.append(f"GUICHET_WEBHOOK_URL is not set. It is the public address of this bot, {example}")
    elif not _is_root_of_server(url) or not re.fullmatch(r"/[\w./~-]*[\w~-]", urlsplit(url).path, re.ASCII):
        problems.append(f"GUICHET_WEBHOOK_URL is {url!r}. It has to be a public address with a path, {example}")
    return url


def _read_listen(values: Mapping[str, str], receiving: Receiving, problems: list[str]) -> Address | None:
    given = values.get("GUICHET_LISTEN", DEFAULT_LISTEN if receiving is Receiving.WEBHOOK else "")
    if not given:
        return None
    host, _, port = given.rpartition(":")
    if not host or not port.isdecimal() or not 0 < int(port) < 65536:
        problems.append(
            f"GUICHET_LISTEN is {given!r}. It has to be a host and a port to listen on, "
            f"for example GUICHET_LISTEN={DEFAULT_LISTEN}"
        )
        return None
    return Address(host.strip("[]"), int(port))


def _read_pace(values: Mapping[str, str], problems: list[str]) -> int:
    given = values.get("GUICHET_MESSAGES_PER_SECOND", DEFAULT_PACE)
    if not re.fullmatch(r"[0-9]{1,7}", given) or int(given) == 0:
        problems.append(
            f"GUICHET_MESSAGES_PER_SECOND is {given!r}. It has to be how many messages Telegram lets the bot send in a "
            f"second, for example GUICHET_MESSAGES_PER_SECOND={DEFAULT_PACE}"
        )
        return int(DEFAULT_PACE)
    return int(given)


def _read_topics(values: Mapping[str, str], problems: list[str]) -> Topics:
    given = values.get("GUICHET_TOPICS", Topics.NONE.value).lower()
    if given not in set(Topics):
        problems.append(
            f"GUICHET_TOPICS is {given!r}. It has to be {', '.join(Topics)}: the topics that requests have in a group "
            "with topics, for example GUICHET_TOPICS=request"
        )
        return Topics.NONE
    return Topics(given)


def _read_log_level(values: Mapping[str, str], problems: list[str]) -> str:
    level = values.get("GUICHET_LOG_LEVEL", "INFO").upper()
    if level not in LOG_LEVELS:
        problems.append(
            f"GUICHET_LOG_LEVEL is {level!r}. It has to be one of {', '.join(LOG_LEVELS)}, "
            "for example GUICHET_LOG_LEVEL=INFO"
        )
    return level


def _is_root_of_server(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc) and not parts.query


def _shown(name: str, value: str) -> str:
    return "set, but has another form" if name == "GUICHET_TOKEN" else repr(value)
