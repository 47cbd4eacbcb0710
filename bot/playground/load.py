"""Many people who say many things at once, and how long the replies took; knows nothing of what is said."""

import asyncio
import time
from collections import deque
from dataclasses import dataclass, field

from aiohttp import web

from bot.playground import people
from bot.playground.world import Json, Message, Person, World

KEPT = 8


@dataclass
class Progress:
    """What came of a load so far: when its messages were queued and, for each reply, how long it took."""

    wanted: int
    started: float
    queued: int = 0
    last_reply: float = 0.0
    took: list[float] = field(default_factory=list)
    unanswered: dict[int, deque[float]] = field(default_factory=dict)
    extra: int = 0

    def as_json(self) -> Json:
        took = sorted(self.took)
        return {
            "wanted": self.wanted,
            "queued": self.queued,
            "answered": len(took),
            "extra": self.extra,
            "finished": len(took) == self.wanted,
            "seconds": self.last_reply - self.started if took else 0.0,
            "median": took[len(took) // 2] if took else 0.0,
            "p99": took[int(len(took) * 0.99)] if took else 0.0,
            "worst": took[-1] if took else 0.0,
        }


class Load:
    """Makes people talk, all at once or at a pace, and pairs the bot's messages with theirs, chat by chat in order."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._progress: Progress | None = None
        self._talk: asyncio.Task[None] | None = None

    def routes(self) -> list[web.RouteDef]:
        return [web.post("/play/load", self.begin), web.get("/play/load", self.show)]

    def close(self) -> None:
        """Let nobody say anything more."""
        if self._talk is not None:
            self._talk.cancel()

    async def begin(self, request: web.Request) -> web.Response:
        """Take a wish: how many `people` from the id `first` on, `texts`, `count`, and `per_second` if not at once."""
        wish = await request.json()
        self.close()
        members = [self._person(number) for number in range(wish["first"], wish["first"] + wish["people"])]
        progress = Progress(wish["count"], time.monotonic())
        progress.unanswered = {person.id: deque() for person in members}
        if self._progress is None:
            self._world.readers.append(self._read)
        self._progress = progress
        self._talk = asyncio.create_task(self._say(progress, members, wish["texts"], wish.get("per_second")))
        return web.json_response(progress.as_json())

    async def show(self, _request: web.Request) -> web.Response:
        progress = self._progress or Progress(0, 0.0)
        return web.json_response(progress.as_json())

    def _person(self, number: int) -> Person:
        known = self._world.people.get(number)
        return known or self._world.add_person(Person(number, f"Person {number}", "en"))

    async def _say(self, progress: Progress, members: list[Person], texts: list[str], per_second: float | None) -> None:
        for number in range(progress.wanted):
            if per_second:
                await asyncio.sleep(max(progress.started + number / per_second - time.monotonic(), 0))
            person = members[number % len(members)]
            progress.unanswered[person.id].append(time.monotonic())
            people.say(self._world, person, person.id, texts[(number // len(members) + number) % len(texts)])
            progress.queued += 1
            if number % 100 == 99:
                await asyncio.sleep(0)

    def _read(self, message: Message) -> None:
        """Note a reply, and forget what a long run must not keep."""
        progress = self._progress
        if progress is None or message.chat_id not in progress.unanswered or message.edit_date or message.deleted:
            return
        chat = self._world.chats[message.chat_id]
        while len(chat) > KEPT:
            del chat[next(iter(chat))]
        if not message.from_bot:
            return
        now, waiting = time.monotonic(), progress.unanswered[message.chat_id]
        if not waiting:
            progress.extra += 1
            return
        progress.last_reply = now
        progress.took.append(now - waiting.popleft())
