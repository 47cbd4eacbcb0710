"""Settings: the environment, or a .env file, becomes frozen settings; names every problem at once, knows no use."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from dotenv import dotenv_values

TELEGRAM = "https://api.telegram.org"
HOME = Path(__file__).resolve().parent.parent
DEFAULT_DATABASE = "sqlite:///guichet.db"
DEFAULT_TIMEZONE = "Europe/Zurich"


@dataclass(frozen=True)
class Settings:
    """What the operator sets; `content` is the folder that holds faq/ and flows/."""

    token: str
    staff_chat: int
    database_url: str
    api_url: str
    content: Path
    timezone: ZoneInfo


class WrongSettings(Exception):  # noqa: N818 (it lists problems, one a line)
    """One or more settings are missing or wrong; the text has a line for each, with an example."""


def read_environment(environment: Mapping[str, str], folder: Path) -> dict[str, str]:
    """Join the folder's .env file and the environment, which wins; empty values count as absent."""
    from_file = dotenv_values(folder / ".env")
    pairs = (*from_file.items(), *environment.items())
    return {name: value.strip() for name, value in pairs if value and value.strip()}


def read_settings(values: Mapping[str, str]) -> Settings:
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


def _is_root_of_server(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc) and not parts.query


def _shown(name: str, value: str) -> str:
    return "set, but has another form" if name == "GUICHET_TOKEN" else repr(value)
