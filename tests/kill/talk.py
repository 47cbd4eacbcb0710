"""One person's chat with a strict memory: what the bot has to write there, in which order, and what it wrote twice."""

import time
from dataclasses import dataclass, field

from bot.playground import Playground
from bot.playground.world import Message
from tests.people import Person


class NotAnsweredError(AssertionError):
    """The bot did not write what it had to, or not in time."""


class Chronicle:
    """Every text that the bot wrote into each chat, sent or edited, in the order in which Telegram took it."""

    def __init__(self, playground: Playground) -> None:
        self.written: dict[int, list[str]] = {}
        self._shown: dict[tuple[int, int], str] = {}
        playground.world.readers.append(self._read)

    def _read(self, message: Message) -> None:
        text = str(message.content.get("text", ""))
        # Buttons that come or go below the same text are no news.
        if message.from_bot and self._shown.get((message.chat_id, message.id)) != text:
            self._shown[message.chat_id, message.id] = text
            self.written.setdefault(message.chat_id, []).append(text)


@dataclass(frozen=True)
class Reading:
    """How far the bot has come with what it has to write: how much is there, written twice, or out of place."""

    there: int
    repeats: int
    strange: tuple[str, ...]


def read_along(expected: list[str], texts: list[str]) -> Reading:
    """Lay the bot's texts beside the expected ones; the very same once more is a repeat, all else is strange."""
    there, repeats, strange = 0, 0, []
    for text in texts:
        if there < len(expected) and expected[there] in text:
            there += 1
        elif there and expected[there - 1] in text:
            repeats += 1
        else:
            strange.append(text)
    return Reading(there, repeats, tuple(strange))


@dataclass
class Talk:
    """A person who says things and waits for what has to come, no longer than `patience` seconds for each."""

    person: Person
    chronicle: Chronicle
    patience: float
    expected: list[str] = field(default_factory=list)

    async def say(self, text: str, *answers: str) -> None:
        """Say something without waiting for what it brings."""
        await self.person.say(text)
        self.expected += answers

    async def tap(self, label: str, *answers: str) -> None:
        """Tap the newest button with this label without waiting for what it brings."""
        await self.person.tap(label, within=self.patience)
        self.expected += answers

    async def wait(self, *more: str) -> str:
        """Wait until all that was expected is there, and give the last of it."""
        self.expected += more
        until = time.monotonic() + self.patience
        while True:
            view = await self.person.view()
            reading = self.read()
            if reading.strange:
                raise NotAnsweredError(f"{self.person.name} got out of order: {reading.strange[0]!r}")
            if reading.there == len(self.expected):
                return self.written[-1]
            if time.monotonic() >= until:
                missing = self.expected[reading.there]
                raise NotAnsweredError(f"{self.person.name} waited {self.patience:.0f} s in vain for “{missing}”")
            await self.person.news(view["seq"], until)

    @property
    def written(self) -> list[str]:
        return self.chronicle.written.get(self.person.chat_id, [])

    def read(self) -> Reading:
        """Lay the chat beside what was expected."""
        return read_along(self.expected, self.written)
