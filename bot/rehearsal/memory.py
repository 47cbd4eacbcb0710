"""The one in-memory desk: people talk to the core, and everything that holds of every turn is checked here."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.core.conversation import respond
from bot.core.desk.rounds import DESK
from bot.core.jobs import Job
from bot.core.letters import Arrival
from bot.core.lookups import (
    Found,
    Lookup,
    Missing,
    OpenRequestsStarting,
    Records,
)
from bot.core.messages import (
    NOBODY,
    AddToHistory,
    Arrived,
    Button,
    ForgetTopics,
    Incoming,
    Learnt,
    OpenRequest,
    Passed,
    Place,
    Post,
    Recorded,
    Sender,
    StartJob,
    Topics,
    Turn,
)
from bot.core.requests import AuditEntry, Event, Request, next_status, start_of
from bot.core.scene import Knowledge, Scene
from bot.core.session import Session, from_json, to_json
from bot.rehearsal.answering import look_up
from bot.rehearsal.learnt import Memory
from bot.rehearsal.markup import plain_spaces, read_markup
from bot.rehearsal.person import STAFF_CHAT, Person
from bot.rehearsal.promises import WentOtherwise, check_rules, check_turn, expect

ZONE = ZoneInfo("Europe/Zurich")
TURNS_AT_MOST = 20


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
    media: str | None = None
    thread: int | None = None

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
    """Sessions as JSON text, requests, history and chats in memory; `now` is the clock that tests set.

    What people say is numbered by `said`, apart from what the bot does. `lost` are the chats that nothing reaches.
    """

    now: datetime
    knowledge: Knowledge
    sessions: dict[tuple[int, int], str] = field(default_factory=dict)
    requests: dict[str, Request] = field(default_factory=dict)
    history: list[AuditEntry] = field(default_factory=list)
    jobs: list[Job] = field(default_factory=list)
    chats: dict[int, list[Seen]] = field(default_factory=dict)
    slots: dict[tuple[int, str], int] = field(default_factory=dict)
    counters: Counter[tuple[str, int]] = field(default_factory=Counter)
    counted: int = 0
    said: int = 5000
    last_said: dict[tuple[int, int], int] = field(default_factory=dict)
    wakes: dict[tuple[int, int], datetime] = field(default_factory=dict)
    learnt: Memory = field(default_factory=Memory)
    talk: dict[tuple[int, int], str] = field(default_factory=dict)
    arrivals: dict[tuple[str, int], Arrival] = field(default_factory=dict)
    reactions: dict[int, str] = field(default_factory=dict)
    topics: Topics = Topics.NONE
    threads: dict[str, int] = field(default_factory=dict)
    lost: dict[int, Arrival] = field(default_factory=dict)

    def person(self, name: str, language: str | None = None, staff: bool = False, admin: bool = False) -> Person:
        """Introduce a person; each name is somebody else."""
        number = 100 + sum(ord(each) * 31**position for position, each in enumerate(name)) % 10_000
        return Person(self, Sender(number, name, language=language), staff or admin, is_admin=admin)

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
                turn = respond(
                    Scene(self.knowledge, message, session, self.now, Records(found), STAFF_CHAT, self.topics)
                )
                break
            except Missing as missing:
                expect(missing.lookup not in found, f"the core asks twice for {missing.lookup}")
                found[missing.lookup] = look_up(self, missing.lookup, message.sender.id)
        else:
            raise WentOtherwise("the core asks for lookups without end")
        check_turn(message, turn)
        self.sessions[message.chat, message.sender.id] = json.dumps(to_json(turn.session))
        expect(self.session(message.chat, message.sender.id) == turn.session, "JSON does not keep the session as it is")
        self.wakes.pop((message.chat, message.sender.id), None)
        if turn.wake_at is not None:
            self.wakes[message.chat, message.sender.id] = turn.wake_at
        for effect in turn.effects:
            if isinstance(effect, ForgetTopics):
                continue
            if isinstance(effect, Learnt):
                self.learnt.carry_out(effect)
                continue
            if isinstance(effect, StartJob):
                self.jobs.append(effect.job)
                continue
            self._carry_out(effect)
            if isinstance(number := effect.entry.details.get("message"), int):
                self.talk[message.chat, number] = effect.entry.reference
        for post in turn.posts:
            self._show(post)
        for post in turn.posts:
            self._tell_of_arrival(post)
        return turn

    def _tell_of_arrival(self, post: Post) -> None:
        """Let the desk know what came of a letter; `lost` are the people whom nothing reaches."""
        if post.receipt is None or post.about is None:
            return
        arrival = self.lost.get(post.chat, Arrival.DELIVERED)
        self.arrivals[post.about, post.receipt] = arrival
        self.take(Incoming(STAFF_CHAT, Place.STAFF, NOBODY, Arrived(post.about, post.receipt, arrival)))

    def _carry_out(self, effect: Recorded) -> None:
        if isinstance(effect, OpenRequest):
            request = effect.request
            expect(request.reference not in self.requests, f"{request.reference} is stored twice")
            drafts = {(each.chat, each.person, each.draft) for each in self.requests.values()}
            expect((request.chat, request.person, request.draft) not in drafts, "a draft was stored twice")
            starts = [start for start in [start_of(request.answers)] if start]
            lookups = [OpenRequestsStarting(request.flow, start) for start in starts]
            found: dict[Lookup, Found] = {each: look_up(self, each, request.person) for each in lookups}
            check_rules(self.knowledge, request, self.now.date(), Records(found))
        elif isinstance(effect, AddToHistory):
            self.history.append(effect.entry)
            return
        else:
            request = effect.after
            expect(self.requests[request.reference] == effect.before, "a request was changed that is no longer so")
            after = next_status(effect.before.status, effect.entry.event)
            moves = effect.entry.event is not Event.OVERRIDE
            expect(not moves or after is request.status, f"{effect.entry.event} does not lead to {request.status}")
            expect(request.version == effect.before.version + 1, "a change is not counted")
        answers = json.loads(json.dumps(request.answers))
        expect(answers == request.answers, f"JSON does not keep the answers of {request.reference} as they are")
        self.requests[request.reference] = request
        self.history.append(effect.entry)

    def _show(self, post: Post) -> None:
        if post.reacts_to is not None:
            self.reactions[post.reacts_to] = post.text
            return
        thread = self.threads.setdefault(post.topic.key, len(self.threads) + 1) if post.topic else post.thread
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
        media = post.media.kind if post.media else None
        chat.append(
            Seen(
                number,
                number,
                read_markup(post.text),
                buttons,
                asks=post.asks,
                slot=post.slot,
                media=media,
                thread=thread,
            )
        )
        if post.slot:
            self.slots[post.chat, post.slot] = number

    def _count(self) -> int:
        self.counted += 1
        return self.counted

    def make_rounds(self) -> None:
        """Begin the desk's daily rounds, as the process does at its start."""
        self.wakes[STAFF_CHAT, DESK] = self.now
        self.let_pass(timedelta())

    def let_days_pass(self, days: int) -> None:
        """Move the clock on by whole days."""
        self.let_pass(timedelta(days=days))

    def let_pass(self, span: timedelta) -> None:
        """Move the clock on, and look on the way after the sessions that wait."""
        end = self.now + span
        while self.wakes and min(self.wakes.values()) <= end:
            chat, person = whose = min(self.wakes, key=lambda each: self.wakes[each])
            self.now = max(self.now, self.wakes[whose])
            place = Place.STAFF if chat == STAFF_CHAT else Place.PRIVATE
            turn = self.take(Incoming(chat, place, Sender(person, ""), Passed()))
            expect(turn.wake_at is None or turn.wake_at > self.now, "a session is woken again and again")
        self.now = end
