"""The one test driver: people who talk to the bot through a playground; knows nothing of the bot."""

import asyncio
import base64
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp

PATIENCE = 5.0


class ImpossibleError(AssertionError):
    """The playground refused what a person tried to do."""


@dataclass(frozen=True)
class Button:
    """An inline button below a message."""

    label: str
    data: str | None
    url: str | None
    row: int
    column: int


@dataclass(frozen=True)
class Said:
    """One message as a person sees it."""

    id: int
    seq: int
    text: str
    sender: str
    from_bot: bool
    edited: bool
    buttons: tuple[Button, ...]
    toasts: tuple[str, ...]
    raw: dict[str, Any] = field(repr=False)

    @property
    def labels(self) -> list[str]:
        return [button.label for button in self.buttons]

    @property
    def reactions(self) -> list[str]:
        return list(self.raw["reactions"])

    @property
    def thread(self) -> int | None:
        """The topic that it stands in."""
        found: int | None = self.raw.get("message_thread_id")
        return found

    @property
    def answers(self) -> int | None:
        """The id of the message that this one replies to."""
        replied = self.raw.get("reply_to_message")
        return None if replied is None else int(replied["message_id"])

    def __str__(self) -> str:
        lines = [f"[{self.id}] {self.sender}{' (edited)' if self.edited else ''}: {self.text}"]
        rows = sorted({button.row for button in self.buttons})
        lines += ["    " + " ".join(f"[{b.label}]" for b in self.buttons if b.row == row) for row in rows]
        lines += [f"    (toast) {toast}" for toast in self.toasts]
        return "\n".join(lines)


def read_message(raw: dict[str, Any]) -> Said:
    """Turn the playground's JSON into a message."""
    rows = raw.get("reply_markup", {}).get("inline_keyboard", [])
    kinds = ("document", "photo", "sticker", "voice", "video", "new_chat_members", "left_chat_member")
    file = next((f"<{kind}> {_file_name(raw[kind])}".strip() for kind in kinds if kind in raw), "")
    return Said(
        id=raw["message_id"],
        seq=raw["seq"],
        text=" ".join(part for part in (file, raw.get("text") or raw.get("caption") or "") if part),
        sender=raw["from"]["first_name"],
        from_bot=raw["from"]["is_bot"],
        edited=raw["edited"],
        buttons=tuple(
            Button(button["text"], button.get("callback_data"), button.get("url"), row, column)
            for row, buttons in enumerate(rows)
            for column, button in enumerate(buttons)
        ),
        toasts=tuple(toast["text"] for toast in raw["toasts"]),
        raw=raw,
    )


def _file_name(media: Any) -> str:
    return str(media.get("file_name", "")) if isinstance(media, dict) else ""


class Person:
    """Someone in one chat: the private one with the bot, or (`in_group`) the staff group."""

    def __init__(self, play: "Play", profile: dict[str, Any], chat_id: int | None = None) -> None:
        self._play = play
        self.id: int = profile["id"]
        self.name: str = profile["first_name"]
        self.chat_id = chat_id or self.id
        self._profile = profile
        self._since = 0

    @property
    def in_group(self) -> "Person":
        """The same person at the staff group; what was done there is remembered apart."""
        return self._play.view(self._profile, self._play.staff_chat)

    async def say(self, text: str, reply_to: int | None = None, topic: int | None = None) -> Said:
        return await self._act("say", {"text": text, "reply_to": reply_to, "topic": topic})

    async def edit(self, message_id: int, text: str) -> Said:
        return await self._act("edit", {"message_id": message_id, "text": text})

    async def delete(self, message_id: int) -> None:
        """Delete a message for everybody; of others' messages in the group, only an administrator can."""
        await self._post("delete", {"message_id": message_id})

    async def send_document(
        self,
        name: str,
        data: bytes,
        caption: str = "",
        mime: str = "application/octet-stream",
        reply_to: int | None = None,
    ) -> Said:
        encoded = base64.b64encode(data).decode()
        wish = {"name": name, "base64": encoded, "caption": caption, "mime": mime, "reply_to": reply_to or 0}
        return await self._act("send/document", wish)

    async def send_sticker(self, emoji: str = "👍") -> Said:
        return await self._act("send/sticker", {"emoji": emoji})

    async def send_photo(self, caption: str = "", reply_to: int | None = None) -> Said:
        return await self._act("send/photo", {"caption": caption, "reply_to": reply_to or 0})

    async def send_voice(self, reply_to: int | None = None) -> Said:
        return await self._act("send/voice", {"reply_to": reply_to or 0})

    async def send_video(self, caption: str = "", reply_to: int | None = None) -> Said:
        return await self._act("send/video", {"caption": caption, "reply_to": reply_to or 0})

    async def forward(self, message_id: int, from_chat_id: int | None = None) -> Said:
        return await self._act("forward", {"message_id": message_id, "from_chat_id": from_chat_id or self.id})

    async def forward_from_outside(self, text: str, name: str = "Someone") -> Said:
        return await self._act("forward", {"text": text, "name": name})

    async def block(self) -> None:
        await self._post("block", {})

    async def unblock(self) -> None:
        await self._post("unblock", {})

    async def join(self) -> None:
        await self._post("standing", {"standing": "member"})

    async def leave(self) -> None:
        await self._post("standing", {"standing": "left"})

    async def become_admin(self) -> None:
        await self._post("standing", {"standing": "administrator"})

    async def upgrade_staff_group(self) -> None:
        """Turn the basic staff group into a supergroup."""
        done = await self._play.post(f"people/{self.id}/upgrade", {})
        self._play.staff_chat = done["staff_chat"]

    async def tap(self, label: str, within: float = PATIENCE) -> None:
        """Tap the newest button with this label (the very label, else one that contains it)."""

        def find(messages: list[Said], keyboard: list[list[str]]) -> tuple[int, Button] | str | None:
            for matches in (str.__eq__, str.__contains__):
                for message in reversed(messages):
                    for button in message.buttons:
                        if matches(button.label, label):
                            return message.id, button
                for key in (key for row in keyboard for key in row):
                    if matches(key, label):
                        return key
            return None

        until = time.monotonic() + within
        while True:
            view = await self.view()
            found = find(_messages(view), view["keyboard"] or [])
            if found is not None:
                break
            if time.monotonic() >= until:
                raise AssertionError(f"{self.name} sees no button “{label}” in:\n{_transcript(_messages(view))}")
            await self.news(view["seq"], until)
        if isinstance(found, str):
            await self.say(found)
            return
        message_id, button = found
        if button.data is None:
            raise ImpossibleError(f"the button “{button.label}” is no button that the bot hears of: {button}")
        await self._post("tap", {"message_id": message_id, "row": button.row, "column": button.column})

    async def tap_data(self, data: str, message_id: int | None = None) -> None:
        """Send a button's data as an old client might: whether or not the button is still there."""
        if message_id is None:
            message_id = next(message.id for message in reversed(await self.chat()) if message.from_bot)
        await self._post("tap", {"message_id": message_id, "data": data})

    async def sees(self, fragment: str, within: float = PATIENCE) -> Said:
        """Wait for a message of the bot with this in it, new or edited since this person last acted here."""
        until = time.monotonic() + within
        while True:
            view = await self.view()
            for message in reversed(_messages(view)):
                if message.from_bot and message.seq > self._since and fragment in message.text:
                    return message
            if time.monotonic() >= until:
                raise AssertionError(
                    f"{self.name} does not see “{fragment}” within {within} s; "
                    f"the chat says:\n{_transcript(_messages(view), self._since)}"
                )
            await self.news(view["seq"], until)

    async def sees_toast(self, fragment: str, within: float = PATIENCE) -> str:
        """Wait for the small text that answers a tap."""
        until = time.monotonic() + within
        while True:
            view = await self.view()
            for toast in reversed(view["toasts"]):
                if toast["seq"] > self._since and fragment in toast["text"]:
                    return str(toast["text"])
            if time.monotonic() >= until:
                raise AssertionError(
                    f"{self.name} sees no toast “{fragment}” in:\n{_transcript(_messages(view), self._since)}"
                )
            await self.news(view["seq"], until)

    async def chat(self) -> list[Said]:
        """All messages of the chat, oldest first."""
        return _messages(await self.view())

    async def new(self) -> list[Said]:
        """What the bot wrote or edited since this person last acted here."""
        return [message for message in await self.chat() if message.from_bot and message.seq > self._since]

    async def last(self) -> Said:
        """The newest message of the bot."""
        return next(message for message in reversed(await self.chat()) if message.from_bot)

    async def buttons(self) -> list[str]:
        """The labels below the newest message of the bot that has buttons."""
        return next((message.labels for message in reversed(await self.chat()) if message.buttons), [])

    async def keyboard(self) -> list[list[str]]:
        """The reply keyboard that is shown now."""
        return (await self.view())["keyboard"] or []

    async def commands(self) -> dict[str, str]:
        """The command menu of this chat, in this person's language."""
        shown = await self._play.get(f"people/{self.id}/commands?chat_id={self.chat_id}")
        return {command["command"]: command["description"] for command in shown}

    async def transcript(self) -> str:
        return _transcript(await self.chat())

    async def _act(self, action: str, wish: dict[str, Any]) -> Said:
        return read_message((await self._post(action, wish))["message"])

    async def _post(self, action: str, wish: dict[str, Any]) -> dict[str, Any]:
        done: dict[str, Any] = await self._play.post(f"people/{self.id}/{action}", {**wish, "chat_id": self.chat_id})
        self._since = done["seq"]
        return done

    async def view(self) -> dict[str, Any]:
        """The chat as it stands: `seq`, `messages`, `toasts`, `keyboard`."""
        view: dict[str, Any] = await self._play.get(f"people/{self.id}/chat?chat_id={self.chat_id}")
        return view

    async def news(self, after: int, until: float) -> None:
        """Wait for something new in the chat, no longer than until this moment."""
        wait = max(0.0, until - time.monotonic())
        await self._play.get(f"people/{self.id}/chat?chat_id={self.chat_id}&after={after}&wait={wait}")


def _messages(view: dict[str, Any]) -> list[Said]:
    return [read_message(raw) for raw in view["messages"]]


def _transcript(messages: list[Said], since: int | None = None) -> str:
    lines: list[str] = []
    for message in messages:
        if since is not None and message.seq > since:
            lines.append("------ since the last action ------")
            since = None
        lines.append(str(message))
    return "\n".join(lines) or "(nothing was said)"


class Play:
    """A playground seen from the people's side."""

    def __init__(self, url: str, session: aiohttp.ClientSession, staff_chat: int) -> None:
        self.url = url
        self.staff_chat = staff_chat
        self._session = session
        self._views: dict[tuple[int, int], Person] = {}
        self._names: dict[str, dict[str, Any]] = {}

    def view(self, profile: dict[str, Any], chat_id: int) -> Person:
        key = (profile["id"], chat_id)
        if key not in self._views:
            self._views[key] = Person(self, profile, chat_id)
        return self._views[key]

    def person(self, name: str) -> Person:
        """Someone by first name."""
        profile = self._names[name]
        return self.view(profile, profile["id"])

    @property
    def camille(self) -> Person:
        """The coordinator, whose Telegram is French."""
        return self.person("Camille")

    @property
    def paul(self) -> Person:
        """The participant, whose Telegram is English."""
        return self.person("Paul")

    @property
    def ana(self) -> Person:
        """The staff member, whose Telegram is French."""
        return self.person("Ana")

    async def add_person(self, name: str, language: str = "en", *, staff: bool = False) -> Person:
        wish = {"first_name": name, "language_code": language, "staff": staff}
        self._names[name] = await self.post("people", wish)
        return self.person(name)

    async def set_bot_standing(self, standing: str) -> None:
        """Make the bot `administrator`, `member`, `left` or `kicked` in the staff group."""
        await self.post("bot/standing", {"standing": standing})

    async def make_forum(self) -> None:
        """Turn topics on in the staff group, and let the bot manage them."""
        await self.post("forum", {"on": True})
        await self.set_bot_standing("administrator")

    async def let_bot_manage_topics(self, manages: bool) -> None:
        await self.post("bot/rights", {"manages_topics": manages})

    async def topics(self) -> list[dict[str, Any]]:
        """The topics of the staff group that are there."""
        found: list[dict[str, Any]] = await self.get("topics")
        return [topic for topic in found if not topic["deleted"]]

    async def change_topic(self, topic: int, change: str) -> None:
        """Let somebody `delete`, `close` or `reopen` a topic."""
        await self.post(f"topics/{topic}/{change}", {})

    async def add_fault(self, **fault: Any) -> None:
        """Order trouble, such as method="sendMessage", times=2, error=429, retry_after=1."""
        await self.post("faults", fault)

    async def faults(self) -> list[dict[str, Any]]:
        pending: list[dict[str, Any]] = await self.get("faults")
        return pending

    async def faults_are_over(self) -> bool:
        """Tell whether all the trouble that was ordered has happened."""
        return await self.faults() == []

    async def clear_faults(self) -> None:
        async with self._session.delete(f"{self.url}/play/faults") as answer:
            answer.raise_for_status()

    async def expire_queries(self) -> None:
        """Let every tap that is not answered yet become too old."""
        await self.post("queries/expire", {})

    async def load(self) -> "Play":
        state = await self.get("state")
        self.staff_chat = state["staff_chat"]
        self._names = {person["first_name"]: person for person in state["people"]}
        return self

    async def get(self, path: str) -> Any:
        async with self._session.get(f"{self.url}/play/{path}") as answer:
            return await self._read(answer)

    async def post(self, path: str, wish: dict[str, Any]) -> Any:
        async with self._session.post(f"{self.url}/play/{path}", json=wish) as answer:
            return await self._read(answer)

    async def _read(self, answer: aiohttp.ClientResponse) -> Any:
        said = await answer.json()
        if answer.status != 200:
            raise ImpossibleError(said["error"])
        return said


@asynccontextmanager
async def visit(url: str) -> AsyncIterator[Play]:
    """Meet the people of the playground at this address."""
    timeout = aiohttp.ClientTimeout(total=60)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        yield await Play(url, session, 0).load()


async def eventually(check: Any, within: float = PATIENCE) -> Any:
    """Ask again every 20 ms until an awaitable check gives something true; return that."""
    until = time.monotonic() + within
    while not (found := await check()):
        if time.monotonic() >= until:
            raise AssertionError(f"{check} stayed {found!r} for {within} s")
        await asyncio.sleep(0.02)
    return found
