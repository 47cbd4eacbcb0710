"""What people do with the in-memory desk: they type, tap and send; knows only what the chat offers them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.core.letters import MEDIA, Media
from bot.core.messages import Attachment, Button, Commanded, Incoming, Place, Said, Sender, Sent, Tapped, Turn
from bot.core.session import Session
from bot.rehearsal.markup import plain_spaces

if TYPE_CHECKING:
    from bot.rehearsal.memory import MemoryDesk, Seen

STAFF_CHAT = -1001
OTHER_GROUP = -2002

Body = Said | Commanded | Tapped | Sent


Offered = list[tuple["Seen", tuple[Button, ...]]]
"""Messages with buttons, the newest first."""


class Impossible(AssertionError):  # noqa: N818 (what a person tried cannot be done)
    """A person tried what the chat does not offer."""


@dataclass
class Person:
    """Somebody with Telegram, in their private chat, or elsewhere when `chat` says so."""

    desk: MemoryDesk
    sender: Sender
    is_staff: bool
    chat: int = 0
    last_turn: Turn | None = None
    is_admin: bool = False

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

    @property
    def last_said(self) -> int:
        """The number of what this person last sent here."""
        return self.desk.last_said.get((self.chat, self.sender.id), 0)

    def say(self, text: str) -> Turn:
        """Type a text; one that begins with a slash is a command."""
        if text.startswith("/") and text[1:2].isalnum():
            name, _, argument = text[1:].partition(" ")
            return self.do(Commanded(name, argument.strip()))
        return self.do(Said(text, is_reply=True))

    def reply(self, text: str, to: Seen) -> Turn:
        """Answer a message of the bot, as Telegram's own reply does it."""
        return self.do(Said(text, is_reply=True), answers=to.id)

    def card(self, reference: str) -> Seen:
        """Find the card of a request."""
        cards = [each for each in self.messages if each.slot == f"card:{reference}"]
        if not cards:
            raise Impossible(f"there is no card of {reference} here")
        return cards[-1]

    def find(self, fragment: str) -> Seen:
        """Find the newest message that says this and is no card."""
        wanted = plain_spaces(fragment)
        found = [each for each in self._latest_first() if wanted in each.text and not each.is_card]
        if not found:
            raise Impossible(f"no message says “{fragment}”")
        return found[0]

    def chatter(self, text: str) -> Turn:
        """Type a text that answers no message of the bot, as colleagues in a group do among themselves."""
        return self.do(Said(text))

    def edit(self, text: str, number: int = 0) -> Turn:
        """Edit a message that was sent before: the one with this number, else the last one."""
        return self.do(Said(text, edited=True), number=number or self.last_said)

    def send(self, kind: str, caption: str = "", file: Attachment | None = None, to: Seen | None = None) -> Turn:
        """Send something that is no text, as a reply where that is said."""
        media = Media(kind, file.id if file else f"{kind} {self.desk.said}") if kind in MEDIA else None
        return self.do(Sent(kind, caption, file, media), answers=to.id if to else None)

    def tap(self, label: str) -> Turn:
        """Tap the newest button with this very label, else one that contains it."""
        return self._tap(label, self.offered)

    def tap_old(self, label: str) -> Turn:
        """Tap a button that a message once had, as a slow phone still shows it."""
        return self._tap(label, self.retired)

    @property
    def offered(self) -> Offered:
        """The buttons that can be tapped, those of the newest message first."""
        return [(each, each.buttons) for each in self._latest_first()]

    @property
    def retired(self) -> Offered:
        """The buttons that messages once had, those of the newest message first."""
        return [(each, tuple(reversed(each.retired))) for each in self._latest_first()]

    def _latest_first(self) -> list[Seen]:
        return sorted(self.messages, key=lambda each: -each.changed)

    def _tap(self, label: str, offered: Offered) -> Turn:
        wanted = plain_spaces(label)
        for fits in (str.__eq__, str.__contains__):
            for seen, buttons in offered:
                for button in buttons:
                    if fits(plain_spaces(button.label), wanted):
                        return self.tap_data(button.data, seen.id)
        shown = [plain_spaces(button.label) for _, buttons in offered for button in buttons]
        raise Impossible(f"there is no button “{label}”; there are {shown}")

    def tap_data(self, data: str, message_id: int = 0) -> Turn:
        """Tap a button with these data, on this message, whether or not it is there."""
        return self.do(Tapped(data, message_id))

    def do(self, body: Body, answers: int | None = None, number: int = 0, thread: int | None = None) -> Turn:
        """Let one message reach the desk; one without a number of its own is given the next."""
        places = {STAFF_CHAT: Place.STAFF, OTHER_GROUP: Place.ELSEWHERE}
        place = places.get(self.chat, Place.PRIVATE)
        is_member = self.is_staff and place is Place.STAFF
        is_admin = is_member and self.is_admin
        self.desk.said += 1
        number = number or self.desk.said
        self.desk.last_said[self.chat, self.sender.id] = number
        message = Incoming(
            self.chat, place, self.sender, body, is_member, is_admin, id=number, answers=answers, thread=thread
        )
        self.last_turn = self.desk.take(message)
        return self.last_turn
