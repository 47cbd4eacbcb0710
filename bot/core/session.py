"""A person's session in a chat: language, open drafts, last unanswered question; knows no storage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

from bot.core.flow import Draft
from bot.core.letters import Letter, letter_from_json


@dataclass(frozen=True)
class Session:
    """What is remembered of a person in a chat between two messages.

    `chosen` says that the language was chosen by /language and no longer follows the messages. The last of
    `drafts` is the one being filled in; those below it wait. `begun` counts the drafts ever begun, so that a
    button of an old one is known. `question` is the last question that nobody could answer. `spoken` is the language
    that was last spoken while a draft was open: when time alone passes, nobody's Telegram tells one. `told_on` is the
    day whose news the desk's own session has told, `renewed_to` the request up to which it has renewed the cards since.
    `searched` is what one of the staff last looked for, so that the list can be paged through.
    `letters` are messages that wait for a word of their writer before they are sent on; `replying` is the reference of
    the request that the next message is to the team about.
    """

    language: str | None = None
    chosen: bool = False
    drafts: tuple[Draft, ...] = ()
    begun: int = 0
    question: str | None = None
    spoken: str | None = None
    told_on: str | None = None
    renewed_to: str | None = None
    searched: str | None = None
    letters: tuple[Letter, ...] = ()
    replying: str | None = None

    @property
    def draft(self) -> Draft | None:
        """The draft being filled in."""
        return self.drafts[-1] if self.drafts else None

    def keep(self, draft: Draft) -> Session:
        """Replace the draft being filled in."""
        return replace(self, drafts=(*self.drafts[:-1], draft))

    def bring_up(self, number: int) -> Session:
        """Put the draft with this number on top, to be filled in."""
        return replace(self, drafts=tuple(sorted(self.drafts, key=lambda draft: draft.number == number)))

    def close_draft(self) -> Session:
        """Drop the draft being filled in; the one below it is open again."""
        return replace(self, drafts=self.drafts[:-1])


def to_json(session: Session) -> dict[str, Any]:
    """Turn a session into plain JSON values."""
    plain = asdict(session)
    for draft in plain["drafts"]:
        draft["acknowledged"] = sorted(draft["acknowledged"])
        draft["touched"] = draft["touched"].isoformat() if draft["touched"] else None
        draft["kept_until"] = draft["kept_until"].isoformat() if draft["kept_until"] else None
    plain["drafts"] = list(plain["drafts"])
    plain["letters"] = list(plain["letters"])
    return plain


def from_json(plain: Mapping[str, Any]) -> Session:
    """Read a session back from what `to_json` made."""
    letters = tuple(map(letter_from_json, plain.get("letters", ())))
    drafts = tuple(map(_read_draft, plain["drafts"]))
    return Session(**{**plain, "drafts": drafts, "letters": letters})


def _read_draft(plain: Mapping[str, Any]) -> Draft:
    touched, picked, kept_until = plain.get("touched"), plain.get("picked"), plain.get("kept_until")
    return Draft(
        **{
            **plain,
            "acknowledged": frozenset(plain["acknowledged"]),
            "todo": tuple(plain.get("todo", ())),
            "picked": None if picked is None else tuple(picked),
            "touched": datetime.fromisoformat(touched) if touched else None,
            "kept_until": date.fromisoformat(kept_until) if kept_until else None,
        }
    )
