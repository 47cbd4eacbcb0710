"""The one in-memory desk: people talk to the core, and everything that holds of every turn is checked here."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from bot.content.knowledge import load_knowledge
from bot.core.conversation import respond
from bot.core.lookups import Found, Lookup, MessageIn, Missing, NextReference, OpenRequestsStarting, Records, SentAs
from bot.core.messages import (
    Button,
    Commanded,
    Effect,
    Incoming,
    OpenRequest,
    Place,
    Post,
    Said,
    Sender,
    Sent,
    Tapped,
    Turn,
)
from bot.core.requests import OPEN, AuditEntry, Request, next_status, start_of
from bot.core.scene import Knowledge, Scene
from bot.core.session import Session, from_json, to_json
from bot.settings import HOME
from tests.markup import plain_spaces, read_markup
from tests.promises import check_rules, check_turn

ZONE = ZoneInfo("Europe/Zurich")
STAFF_CHAT = -1001
OTHER_GROUP = -2002
TURNS_AT_MOST = 20

Body = Said | Commanded | Tapped | Sent


class Impossible(AssertionError):  # noqa: N818 (what a person tried cannot be done)
    """A person tried what the chat does not offer."""


@cache
def shipped_knowledge() -> Knowledge:
    """Give what the desk knows from the content that is shipped, loaded once."""
    return load_knowledge(HOME)


def at_nine(day: str) -> datetime:
    """Give nine in the morning of a day, where the organisation is."""
    return datetime.fromisoformat(f"{day}T09:00").replace(tzinfo=ZONE)


@dataclass
class Seen:
    """A message of the bot as people see it now; `retired` are the buttons that it once had.

    `changed` counts up over all messages, so that one edited just now is newer than one sent before.
    """

    id: int
    changed: int
    text: str
    buttons: tuple[Button, ...] = ()
    retired: tuple[Button, ...] = ()
    asks: bool = False
    slot: str | None = None

    @property
    def is_card(self) -> bool:
        """Whether this is a request's card for staff."""
        return (self.slot or "").startswith("card:")

    @property
    def labels(self) -> list[str]:
        """What stands on the buttons."""
        return [plain_spaces(button.label) for button in self.buttons]

    def __str__(self) -> str:
        return "\n".join((self.text, *(f"  [{label}]" for label in self.labels)))


@dataclass
class MemoryDesk:
    """Sessions as JSON text, requests, history and chats in memory; `now` is the clock that tests set."""

    now: datetime
    knowledge: Knowledge = field(default_factory=shipped_knowledge)
    sessions: dict[tuple[int, int], str] = field(default_factory=dict)
    requests: dict[str, Request] = field(default_factory=dict)
    history: list[AuditEntry] = field(default_factory=list)
    chats: dict[int, list[Seen]] = field(default_factory=dict)
    slots: dict[tuple[int, str], int] = field(default_factory=dict)
    counters: Counter[tuple[str, int]] = field(default_factory=Counter)
    counted: int = 0

    def person(self, name: str, language: str | None = None, staff: bool = False) -> Person:
        """Introduce a person; each name is somebody else."""
        number = 100 + sum(ord(each) * 31**position for position, each in enumerate(name)) % 10_000
        return Person(self, Sender(number, name, language=language), staff)

    def session(self, chat: int, person: int) -> Session:
        """Read a session from its JSON text."""
        stored = self.sessions.get((chat, person))
        return Session() if stored is None else from_json(json.loads(stored))

    def take(self, message: Incoming) -> Turn:
        """Answer one message as the shell does, and check what must hold of every turn."""
        session = self.session(message.chat, message.sender.id)
        found: dict[Lookup, Found] = {}
        for _ in range(TURNS_AT_MOST):
            try:
                turn = respond(Scene(self.knowledge, message, session, self.now, Records(found), STAFF_CHAT))
                break
            except Missing as missing:
                assert missing.lookup not in found  # noqa: PT017 (no test of the exception)
                found[missing.lookup] = self._look_up(missing.lookup, message.sender.id)
        else:
            raise AssertionError("the core asks for lookups without end")
        check_turn(message, turn)
        self.sessions[message.chat, message.sender.id] = json.dumps(to_json(turn.session))
        assert self.session(message.chat, message.sender.id) == turn.session
        for effect in turn.effects:
            self._carry_out(effect)
        for post in turn.posts:
            self._show(post)
        return turn

    def _look_up(self, lookup: Lookup, person: int) -> Found:
        match lookup:
            case NextReference(prefix, year):
                self.counters[prefix, year] += 1
                return f"{prefix}-{year}-{self.counters[prefix, year]:04}"
            case SentAs(chat, draft):
                sent = (each for each in self.requests.values() if (each.chat, each.person) == (chat, person))
                return next((each for each in sent if each.draft == draft), None)
            case MessageIn(chat, slot):
                return self.slots.get((chat, slot))
            case OpenRequestsStarting(flow, start):
                stored = (each for each in self.requests.values() if each.flow == flow and each.status in OPEN)
                return tuple(each for each in stored if start_of(each.answers) == start)
            case _:
                return self.requests.get(lookup.reference)

    def _carry_out(self, effect: Effect) -> None:
        if isinstance(effect, OpenRequest):
            request = effect.request
            assert request.reference not in self.requests
            drafts = {(each.chat, each.person, each.draft) for each in self.requests.values()}
            assert (request.chat, request.person, request.draft) not in drafts, "a draft was stored twice"
            starts = [start for start in [start_of(request.answers)] if start]
            lookups = [OpenRequestsStarting(request.flow, start) for start in starts]
            found = {lookup: self._look_up(lookup, request.person) for lookup in lookups}
            check_rules(self.knowledge, request, self.now.date(), Records(found))
        else:
            request = effect.after
            assert self.requests[request.reference] == effect.before
            assert next_status(effect.before.status, effect.entry.event) is request.status
        self.requests[request.reference] = request
        self.history.append(effect.entry)

    def _show(self, post: Post) -> None:
        chat = self.chats.setdefault(post.chat, [])
        buttons = tuple(button for row in post.rows for button in row)
        former_id = self.slots.get((post.chat, post.slot)) if post.slot else None
        former = next((each for each in chat if each.id == former_id), None)
        if former is not None and post.in_place:
            former.retired += former.buttons
            former.text, former.buttons, former.changed = read_markup(post.text), buttons, self._count()
            return
        if former is not None:
            former.retired, former.buttons = former.retired + former.buttons, ()
        number = self._count()
        chat.append(Seen(number, number, read_markup(post.text), buttons, asks=post.asks, slot=post.slot))
        if post.slot:
            self.slots[post.chat, post.slot] = number

    def _count(self) -> int:
        self.counted += 1
        return self.counted

    def let_days_pass(self, days: int) -> None:
        """Move the clock on by whole days."""
        self.now += timedelta(days=days)


@dataclass
class Person:
    """Somebody with Telegram, in their private chat, or elsewhere when `chat` says so."""

    desk: MemoryDesk
    sender: Sender
    is_staff: bool
    chat: int = 0
    last_turn: Turn | None = None

    def __post_init__(self) -> None:
        self.chat = self.chat or self.sender.id

    @property
    def in_group(self) -> Person:
        """The same person in the staff's group."""
        return replace(self, chat=STAFF_CHAT)

    @property
    def elsewhere(self) -> Person:
        """The same person in a group that is not the staff's."""
        return replace(self, chat=OTHER_GROUP)

    @property
    def session(self) -> Session:
        """What the desk remembers of this person in this chat."""
        return self.desk.session(self.chat, self.sender.id)

    @property
    def messages(self) -> list[Seen]:
        """What the bot has written in this chat."""
        return self.desk.chats.get(self.chat, [])

    @property
    def newest(self) -> Seen:
        """The message that the bot wrote or changed last in this chat."""
        return max(self.messages, key=lambda each: each.changed)

    def say(self, text: str) -> Turn:
        """Type a text; one that begins with a slash is a command."""
        if text.startswith("/") and text[1:2].isalnum():
            name, _, argument = text[1:].partition(" ")
            return self.do(Commanded(name, argument.strip()))
        return self.do(Said(text, is_reply=True))

    def chatter(self, text: str) -> Turn:
        """Type a text that answers no message of the bot, as colleagues in a group do among themselves."""
        return self.do(Said(text))

    def edit(self, text: str) -> Turn:
        """Edit a message that was sent before."""
        return self.do(Said(text, edited=True))

    def send(self, kind: str, caption: str = "") -> Turn:
        """Send something that is no text."""
        return self.do(Sent(kind, caption))

    def tap(self, label: str) -> Turn:
        """Tap the newest button with this very label, else one that contains it."""
        return self._tap(label, [(each, each.buttons) for each in self._latest_first()])

    def tap_old(self, label: str) -> Turn:
        """Tap a button that a message once had, as a slow phone still shows it."""
        return self._tap(label, [(each, tuple(reversed(each.retired))) for each in self._latest_first()])

    def _latest_first(self) -> list[Seen]:
        return sorted(self.messages, key=lambda each: -each.changed)

    def _tap(self, label: str, offered: list[tuple[Seen, tuple[Button, ...]]]) -> Turn:
        wanted = plain_spaces(label)
        for fits in (str.__eq__, str.__contains__):
            for seen, buttons in offered:
                for button in buttons:
                    if fits(plain_spaces(button.label), wanted):
                        return self.tap_data(button.data, seen.id)
        shown = [plain_spaces(button.label) for _, buttons in offered for button in buttons]
        raise Impossible(f"there is no button “{label}”; there are {shown}")

    def tap_data(self, data: str, message_id: int = 0) -> Turn:
        """Tap a button with these data, on this message."""
        return self.do(Tapped(data, message_id))

    def do(self, body: Body) -> Turn:
        """Let one message reach the desk."""
        places = {STAFF_CHAT: Place.STAFF, OTHER_GROUP: Place.ELSEWHERE}
        place = places.get(self.chat, Place.PRIVATE)
        is_member = self.is_staff and place is Place.STAFF
        self.last_turn = self.desk.take(Incoming(self.chat, place, self.sender, body, is_member))
        return self.last_turn
