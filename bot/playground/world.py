"""The playground's small world: people, the bot, one staff group and what was said; knows nothing of HTTP."""

import re
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from bot.playground.entities import find
from bot.playground.files import Files
from bot.playground.updates import Bell, UpdateQueue

Json = dict[str, Any]

BOT_ID = 1000000001
STAFF_CHAT = -1001000000002
BASIC_GROUP = -4000000002
STAFF_TITLE = "PD staff"
LARGEST_ID = 2_000_000_000

PERSON_LINK = re.compile(r"tg://user\?id=(\d{1,18})")


def is_supergroup(chat_id: int) -> bool:
    return chat_id <= -1_000_000_000_000


class Standing(StrEnum):
    """What someone is in the staff group."""

    MEMBER = "member"
    ADMINISTRATOR = "administrator"
    LEFT = "left"
    KICKED = "kicked"

    @property
    def inside(self) -> bool:
        return self in (Standing.MEMBER, Standing.ADMINISTRATOR)


@dataclass
class Person:
    """Someone with a Telegram account, and how they stand to the bot and to the staff group."""

    id: int
    first_name: str
    language_code: str
    last_name: str = ""
    username: str = ""
    role: str = ""
    standing: Standing = Standing.LEFT
    started: bool = False
    blocked: bool = False

    def as_user(self) -> Json:
        names = {"last_name": self.last_name, "username": self.username, "language_code": self.language_code}
        known = {key: value for key, value in names.items() if value}
        return {"id": self.id, "is_bot": False, "first_name": self.first_name, **known}

    def as_chat(self) -> Json:
        names = {"last_name": self.last_name, "username": self.username}
        known = {key: value for key, value in names.items() if value}
        return {"id": self.id, "type": "private", "first_name": self.first_name, **known}


@dataclass
class BotAccount:
    """The bot as Telegram knows it: its names, commands and place in the staff group."""

    id: int = BOT_ID
    name: str = "Guichet"
    username: str = "guichet_playground_bot"
    standing: Standing = Standing.MEMBER
    manages_topics: bool = True
    texts: dict[tuple[str, str], str] = field(default_factory=dict)
    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    menu_buttons: dict[int, Json] = field(default_factory=dict)

    def as_user(self) -> Json:
        return {"id": self.id, "is_bot": True, "first_name": self.name, "username": self.username}


@dataclass
class Message:
    """One message of a chat, in the Bot API's own words."""

    id: int
    chat_id: int
    sender: Json
    date: int
    content: Json
    markup: Json | None = None
    reply_to: "Message | None" = None
    edit_date: int = 0
    text_edited: bool = False
    deleted: bool = False
    changed: int = 0
    toasts: list[Json] = field(default_factory=list)
    reactions: list[str] = field(default_factory=list)
    thread: int = 0

    @property
    def from_bot(self) -> bool:
        return bool(self.sender["is_bot"])


@dataclass
class Topic:
    """A forum topic of the staff group; its id is that of the message with which it began."""

    id: int
    name: str
    closed: bool = False
    deleted: bool = False


@dataclass(frozen=True)
class Query:
    """A tap that the bot has not answered yet."""

    message: Message
    person_id: int


class World:
    """All that the playground remembers; it ends with the process."""

    def __init__(self, clock: Callable[[], float] = time.time, staff_chat: int = STAFF_CHAT) -> None:
        self.clock = clock
        self.staff_chat = staff_chat
        # Sixteen numbers a second: a later start begins above what an earlier one used.
        self.born = int(clock() * 16) % LARGEST_ID
        self.next_message = self.born
        self._next_anew: dict[int, int] = {}
        self.next_query = int(clock() * 1000) << 16
        self.updates = UpdateQueue(next_id=self.born)
        self.bot = BotAccount()
        self.files = Files()
        self.people: dict[int, Person] = {}
        self.chats: dict[int, dict[int, Message]] = {staff_chat: {}}
        self.upgraded: dict[int, int] = {}
        self.is_forum = False
        self.topics: dict[int, Topic] = {}
        self.queries: dict[str, Query] = {}
        self.actions: dict[int, tuple[str, float]] = {}
        self.sequence = 0
        self.bells: dict[int, Bell] = defaultdict(Bell)
        self.listeners: list[Callable[[Json], None]] = []
        self.readers: list[Callable[[Message], None]] = []

    def add_person(self, person: Person) -> Person:
        self.people[person.id] = person
        self.chats[person.id] = {}
        self.announce("people")
        return person

    def chat_json(self, chat_id: int) -> Json:
        if chat_id < 0:
            kind = "supergroup" if is_supergroup(chat_id) else "group"
            forum = {"is_forum": True} if self.is_forum and chat_id == self.staff_chat else {}
            return {"id": chat_id, "type": kind, "title": STAFF_TITLE, **forum}
        return self.people[chat_id].as_chat()

    def find_message(self, chat_id: int, message_id: int) -> Message | None:
        message = self.chats.get(chat_id, {}).get(message_id)
        return None if message is None or message.deleted else message

    def post(
        self,
        chat_id: int,
        sender: Json,
        content: Json,
        *,
        markup: Json | None = None,
        reply_to: Message | None = None,
        thread: int = 0,
    ) -> Message:
        """Put a new message into a chat; an answer stands in the topic of what it answers."""
        number = self._take_number(chat_id)
        message = Message(number, chat_id, sender, int(self.clock()), content, markup=markup, reply_to=reply_to)
        message.thread = thread or (reply_to.thread if reply_to else 0)
        self.chats[chat_id][message.id] = message
        if message.from_bot:
            self.actions.pop(chat_id, None)
        self.touch(message)
        return message

    def _take_number(self, chat_id: int) -> int:
        if chat_id in self._next_anew:
            self._next_anew[chat_id] += 1
            return self._next_anew[chat_id] - 1
        self.next_message += 1
        return self.next_message - 1

    def upgrade_staff_group(self) -> int:
        """Give the staff group the id of a supergroup, in which messages are numbered anew; return that id."""
        old, self.staff_chat = self.staff_chat, STAFF_CHAT
        self.chats[STAFF_CHAT] = {}
        self._next_anew[STAFF_CHAT] = 1
        self.upgraded[old] = STAFF_CHAT
        return STAFF_CHAT

    def touch(self, message: Message) -> int:
        """Mark a message as changed just now, so that those who look see it."""
        self._mention_people(message.content)
        message.changed = self.announce("chat", chat_id=message.chat_id)
        for reader in self.readers:
            reader(message)
        return message.changed

    def _mention_people(self, content: Json) -> None:
        """Turn links to a person whom the bot knows into mentions, as Telegram does."""
        for entity in content.get("entities", ()):
            mention = PERSON_LINK.fullmatch(entity.get("url", ""))
            if mention and int(mention[1]) in self.people:
                entity.update(type="text_mention", user=self.people[int(mention[1])].as_user())
                del entity["url"]

    def announce(self, kind: str, **what: Any) -> int:
        """Tell those who look that something changed; the number returned orders all changes."""
        self.sequence += 1
        for listener in self.listeners:
            listener({"seq": self.sequence, "kind": kind, **what})
        if (chat_id := what.get("chat_id")) in self.bells:
            self.bells[chat_id].ring()
        return self.sequence

    def as_json(self, message: Message, *, with_reply: bool = True) -> Json:
        """The Message of the Bot API."""
        answer: Json = {
            "message_id": message.id,
            "from": message.sender,
            "chat": self.chat_json(message.chat_id),
            "date": message.date,
            **message.content,
        }
        if message.edit_date:
            answer["edit_date"] = message.edit_date
        if with_reply and message.reply_to is not None and not message.reply_to.deleted:
            answer["reply_to_message"] = self.as_json(message.reply_to, with_reply=False)
        if message.thread and message.id != message.thread:
            answer |= {"message_thread_id": message.thread, "is_topic_message": True}
            begun = self.find_message(message.chat_id, message.thread)
            if with_reply and begun is not None and "reply_to_message" not in answer:
                answer["reply_to_message"] = self.as_json(begun, with_reply=False)
        if message.markup is not None and "inline_keyboard" in message.markup:
            answer["reply_markup"] = message.markup
        return answer

    def bot_sees(self, message: Message) -> bool:
        """Whether Telegram shows the bot a person's message: in the group, privacy mode decides."""
        if message.chat_id != self.staff_chat:
            return True
        if not self.bot.standing.inside:
            return False
        if self.bot.standing is Standing.ADMINISTRATOR:
            return True
        if message.reply_to is not None and message.reply_to.from_bot:
            return True
        text = message.content.get("text", "")
        if not text.startswith("/"):
            return False
        command = next(iter(find(text)), {"type": "", "length": 0})
        name = text[: command["length"]]
        aimed_at = name.partition("@")[2]
        return command["type"] == "bot_command" and aimed_at.lower() in ("", self.bot.username)
