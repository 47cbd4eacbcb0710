"""The policy: the numbers and links that rules and texts take from one place; knows no file and no rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Number:
    """A number of the policy and the topic or rule that it comes from."""

    value: int
    source: str


@dataclass(frozen=True)
class Link:
    """A page that texts name; language → address, empty while the operator has not set one."""

    name: Mapping[str, str]
    source: str
    url: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Tongue:
    """A language that the desk speaks: its own name for itself, and the locale its dates are written in."""

    name: str
    locale: str


@dataclass(frozen=True)
class Policy:
    """Everything that an operator sets: languages (the first is the default), numbers, links, mail domains."""

    languages: Mapping[str, Tongue]
    numbers: Mapping[str, Number]
    links: Mapping[str, Link] = field(default_factory=dict)
    mail_domains: tuple[str, ...] = ()

    @property
    def default_language(self) -> str:
        """The language of a chat that has not yet shown its own."""
        return next(iter(self.languages))

    def number(self, name: str) -> int:
        """Give the number called `name`; raises KeyError for one that the policy does not hold."""
        return self.numbers[name].value
