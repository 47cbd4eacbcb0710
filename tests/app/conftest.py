"""A real store on a new SQLite file, a clock that tests set, and the outside: a messenger, a channel, a group."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.adapters.files.lists import ListReader
from bot.adapters.storage.store import SqlStore, open_store
from bot.app.documents import Documents
from bot.app.fleeting import TapAnswers
from bot.app.handling import Handling
from bot.app.lines import CommonLine, StaffIds, StaffLine
from bot.app.ports import Update
from bot.app.telegram_ports import Migrated, Standing
from bot.app.turns import Desk
from bot.app.watching import DeliverySeen, TurnOutcome, TurnSeen
from bot.core.lookups import RequestNamed
from bot.core.messages import Attachment, Commanded, Incoming, Place, Post, Rights, Said, Sender, Sent, Tapped
from bot.core.requests import Request
from bot.core.session import Session
from bot.rehearsal.memory import at_nine
from bot.rehearsal.person import STAFF_CHAT
from tests.shipped import shipped_knowledge

JAMES, ANA, SAM = Sender(7, "James", language="en"), Sender(8, "Ana", language="en"), Sender(9, "Sam", language="en")
QUESTION = ("/human", "Where is the hall?", "James", "none")


@dataclass
class Clock:
    """A clock that stands until it is moved."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **span: float) -> None:
        """Let time pass."""
        self.now += timedelta(**span)


@dataclass
class Recorder:
    """A messenger that notes what it delivers, and fails as it was told to, once for each failure."""

    delivered: list[tuple[int, str, int | None]] = field(default_factory=list)
    failures: dict[str, list[Exception]] = field(default_factory=dict)
    gates: dict[str, asyncio.Event] = field(default_factory=dict)
    last_id: int = 1000
    topics: list[str] = field(default_factory=list)

    async def deliver(
        self, post: Post, address: int, replaces: int | None, answers: int | None = None, thread: int = 0
    ) -> int:
        """Note the post, or raise what stands first for its text; wait before its gate, if it has one."""
        if post.text in self.gates:
            await self.gates[post.text].wait()
        failing = self.failures.get(post.text)
        if failing:
            raise failing.pop(0)
        self.delivered.append((address, post.text, replaces))
        self.last_id += 1
        return self.last_id

    async def open_topic(self, address: int, name: str) -> int:
        """Create a topic, or raise what stands first for its name."""
        failing = self.failures.get(name)
        if failing:
            raise failing.pop(0)
        self.topics.append(name)
        return len(self.topics)

    async def reopen_topic(self, address: int, thread: int) -> None:
        """Open a topic again, or raise what stands first for it."""
        failing = self.failures.get(f"reopen {thread}")
        if failing:
            raise failing.pop(0)

    @property
    def texts(self) -> list[str]:
        """What was delivered, in order."""
        return [text for _, text, _ in self.delivered]

    async def has_delivered(self, *texts: str) -> None:
        """Wait until exactly this was delivered, in whatever order."""
        async with asyncio.timeout(5):
            while sorted(self.texts) != sorted(texts):  # noqa: ASYNC110 (it looks on from outside)
                await asyncio.sleep(0.005)


@dataclass
class Group:
    """A staff chat with these members; it fails as it was told to, once for each failure."""

    members: set[int] = field(default_factory=lambda: {ANA.id})
    failures: list[Exception] = field(default_factory=list)
    asked_in: list[int] = field(default_factory=list)

    async def standing_of(self, chat: int, person: int) -> Standing:
        """Tell whether a person is among them."""
        self.asked_in.append(chat)
        if self.failures:
            raise self.failures.pop(0)
        return Standing.MEMBER if person in self.members else Standing.OUTSIDER


@dataclass
class Drawer:
    """Where documents are kept; it fails as it was told to, once for each failure, and waits before its gate."""

    files: dict[str, bytes] = field(default_factory=dict)
    failures: list[Exception] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    gate: asyncio.Event | None = None

    async def fetch(self, file: Attachment) -> bytes:
        """Give the bytes of a document."""
        self.asked.append(file.id)
        if self.gate is not None:
            await self.gate.wait()
        if self.failures:
            raise self.failures.pop(0)
        return self.files[file.id]


@dataclass
class Diary:
    """A watch that writes down what it is told."""

    turns: list[TurnSeen] = field(default_factory=list)
    deliveries: list[DeliverySeen] = field(default_factory=list)
    received: list[tuple[int, int]] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)
    over: list[str] = field(default_factory=list)
    rights: list[Rights] = field(default_factory=list)

    def turn_taken(self, seen: TurnSeen) -> None:
        self.turns.append(seen)

    def delivered(self, seen: DeliverySeen) -> None:
        self.deliveries.append(seen)

    def updates_received(self, count: int, repeated: int) -> None:
        self.received.append((count, repeated))

    def rights_changed(self, rights: Rights) -> None:
        self.rights.append(rights)

    def trouble(self, what: str, error: BaseException) -> None:
        self.troubles.append(what)

    def trouble_over(self, what: str) -> None:
        self.over.append(what)


@dataclass
class Mouth:
    """A channel over which people say things: makes the updates, and reads them again."""

    said: dict[int, Incoming | Migrated | Exception | None] = field(default_factory=dict)
    toasts: dict[int, str | None] = field(default_factory=dict)

    def update(self, content: Incoming | Migrated | Exception | None, chat: int = 0) -> Update:
        """Make the update that says this."""
        number = len(self.said) + 1
        self.said[number] = content
        where = content.chat if isinstance(content, Incoming) else chat
        return Update(number, where, {"update_id": number, "is_tap": is_tap(content)})

    def read(self, update: Update, moved: Mapping[int, int]) -> Incoming | Migrated | None:
        content = self.said[update.number]
        if isinstance(content, Exception):
            raise content
        return content

    def is_tap(self, update: Update) -> bool:
        return bool(update.body["is_tap"])

    def language_of(self, update: Update) -> str | None:
        return "en"

    async def answer_tap(self, update: Update, toast: str | None) -> None:
        self.toasts[update.number] = toast


def is_tap(content: object) -> bool:
    return isinstance(content, Incoming) and isinstance(content.body, Tapped)


def private(text: str, sender: Sender = JAMES) -> Incoming:
    """Say something to the bot alone."""
    body = Commanded(text[1:]) if text.startswith("/") else Said(text)
    return Incoming(sender.id, Place.PRIVATE, sender, body)


def document(name: str = "list.csv", size: int = 20, sender: Sender = JAMES) -> Incoming:
    """Send the bot a document alone; the drawer knows it by its name."""
    return Incoming(sender.id, Place.PRIVATE, sender, Sent("document", "", Attachment(name, name, size)))


def in_group(body: str | Tapped, sender: Sender = ANA) -> Incoming:
    """Answer the bot in the staff chat, or tap a button there."""
    content = body if isinstance(body, Tapped) else Said(body, is_reply=True)
    return Incoming(STAFF_CHAT, Place.STAFF, sender, content)


@dataclass
class Office:
    """Both lines on one store, and people who write to them."""

    store: SqlStore
    mouth: Mouth
    clock: Clock
    diary: Diary
    group: Group
    drawer: Drawer = field(default_factory=Drawer)
    woken: int = 0
    handling: Handling = field(init=False)
    common: CommonLine = field(init=False)
    staff: StaffLine = field(init=False)
    rung: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        desk = Desk(shipped_knowledge(), STAFF_CHAT)
        answers = TapAnswers(self.mouth)
        reader = ListReader(desk.knowledge.texts)
        documents = Documents(self.drawer, reader.read, self.ring, self.diary, pause=0.001)
        self.handling = Handling(
            desk, self.store.inbox, self.mouth, self.clock, self.diary, self.wake, answers, documents
        )
        ids = StaffIds(STAFF_CHAT)
        self.common, self.staff = CommonLine(self.handling, ids), StaffLine(self.handling, ids, self.group)

    def wake(self) -> None:
        self.woken += 1

    def ring(self) -> None:
        self.rung.set()

    async def put(self, *contents: Incoming | Migrated | Exception | Update | None, chat: int = 0) -> None:
        """Let these arrive, in this order."""
        updates = [each if isinstance(each, Update) else self.mouth.update(each, chat) for each in contents]
        await self.store.inbox.put(updates, self.clock.now)

    async def handle(self) -> None:
        """Handle all that waits and is due."""
        while await self.common.step() or await self.staff.step():
            pass
        await self.handling.answers.finish()

    async def say(self, *texts: str, sender: Sender = JAMES) -> None:
        """Write one text after the other, each handled before the next."""
        for text in texts:
            await self.put(private(text, sender))
            await self.handle()

    async def posts(self) -> list[Post]:
        """What stands first for each chat in the outbox."""
        async with self.store.deliver() as outbox:
            assert outbox is not None
            return [delivery.post for delivery in await outbox.due(self.clock.now, 100)]

    async def session(self, chat: int = JAMES.id, person: int = JAMES.id) -> Session:
        async with self.store.inbox.claim(self.clock.now, 1) as claim:
            assert not claim.updates
            await claim.load([(chat, person)])
            return claim.turn_of(chat, person).session

    async def request(self, reference: str) -> Request | None:
        async with self.store.inbox.claim(self.clock.now, 1) as claim:
            await claim.load([(0, 0)])
            found = await claim.turn_of(0, 0).look_up(RequestNamed(reference))
        assert found is None or isinstance(found, Request)
        return found

    @property
    def outcomes(self) -> list[TurnOutcome]:
        return [seen.outcome for seen in self.diary.turns]


@pytest.fixture
def clock() -> Clock:
    return Clock(at_nine("2026-01-12"))


@pytest.fixture
def recorder() -> Recorder:
    return Recorder()


@pytest.fixture
def group() -> Group:
    return Group()


@pytest.fixture
def diary() -> Diary:
    return Diary()


@pytest.fixture
def mouth() -> Mouth:
    return Mouth()


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqlStore]:
    opened = await open_store(f"sqlite:///{tmp_path / 'desk.db'}")
    yield opened
    await opened.close()


@pytest.fixture
def office(store: SqlStore, mouth: Mouth, clock: Clock, diary: Diary, group: Group) -> Office:
    return Office(store, mouth, clock, diary, group)
