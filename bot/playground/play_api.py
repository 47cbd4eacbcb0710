"""The people's side over HTTP, `/play/…`: for the page and for tests; what people do stands elsewhere."""

import asyncio
import base64
import binascii
import json
import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict

from aiohttp import web

from bot.playground import people
from bot.playground.arguments import Arguments, Upload, read_arguments
from bot.playground.errors import ApiError
from bot.playground.faults import Faults
from bot.playground.limits import Limits
from bot.playground.methods.forum import delete_topic
from bot.playground.people import NotPossibleError
from bot.playground.views import show_chat, show_commands, show_message, show_person
from bot.playground.world import Json, Message, Person, Standing, World

LONGEST_WAIT = 30.0
HEARTBEAT = 5.0
FILE_KINDS = ("document", "photo", "sticker", "voice", "video")
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@web.middleware
async def explain_refusals(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer what cannot be done with its reason."""
    try:
        return await handler(request)
    except (NotPossibleError, ValueError, TypeError, ApiError) as why:
        return web.json_response({"error": str(why)}, status=400)


class PlayApi:
    """Lets people act, look and wait, and trouble be ordered."""

    def __init__(self, world: World, faults: Faults, limits: Limits) -> None:
        self._world = world
        self._faults = faults
        self._limits = limits
        self._closing = asyncio.Event()

    def app(self) -> web.Application:
        app = web.Application(middlewares=[explain_refusals], client_max_size=64 * 1024 * 1024)
        app.add_routes(
            [
                web.get("/state", self.state),
                web.get("/events", self.events),
                web.get("/files/{file_id}", self.file),
                web.post("/people", self.add_person),
                web.post("/people/{person}/say", self.say),
                web.post("/people/{person}/tap", self.tap),
                web.post("/people/{person}/edit", self.edit),
                web.post("/people/{person}/delete", self.delete),
                web.post("/people/{person}/forward", self.forward),
                web.post("/people/{person}/send/{kind}", self.send_file),
                web.post("/people/{person}/block", self.block),
                web.post("/people/{person}/unblock", self.unblock),
                web.post("/people/{person}/standing", self.set_standing),
                web.get("/people/{person}/chat", self.chat),
                web.get("/people/{person}/commands", self.commands),
                web.post("/bot/standing", self.set_bot_standing),
                web.post("/bot/rights", self.set_bot_rights),
                web.post("/forum", self.set_forum),
                web.get("/topics", self.list_topics),
                web.post("/topics/{topic}/{change}", self.change_topic),
                web.post("/people/{person}/upgrade", self.upgrade),
                web.post("/queries/expire", self.expire_queries),
                web.get("/faults", self.list_faults),
                web.post("/faults", self.add_fault),
                web.delete("/faults", self.clear_faults),
                web.post("/limits", self.set_limits),
            ]
        )
        return app

    def close(self) -> None:
        """Let those who wait for news go."""
        self._closing.set()
        self._world.announce("end")
        for bell in self._world.bells.values():
            bell.ring()

    def _online(self) -> bool:
        updates = self._world.updates
        return updates.webhook is not None or time.monotonic() < updates.last_poll + 3

    async def state(self, _request: web.Request) -> web.Response:
        world, updates = self._world, self._world.updates
        bot = {**world.bot.as_user(), "standing": str(world.bot.standing), "online": self._online()}
        bot["descriptions"] = {f"{f}:{language}": text for (f, language), text in world.bot.texts.items()}
        return web.json_response(
            {
                "world": world.born,
                "seq": world.sequence,
                "bot": bot,
                "staff_chat": world.staff_chat,
                "updates": {"first": world.born, "next": updates.next_id, "waiting": len(updates.waiting)},
                "people": [show_person(person) for person in world.people.values()],
            }
        )

    async def events(self, request: web.Request) -> web.StreamResponse:
        """Stream every change as it happens, and a sign of life in between."""
        response = web.StreamResponse(headers={"Cache-Control": "no-store", "Content-Type": "text/event-stream"})
        await response.prepare(request)
        news: asyncio.Queue[Json] = asyncio.Queue()
        self._world.listeners.append(news.put_nowait)
        try:
            while not self._closing.is_set():
                try:
                    async with asyncio.timeout(HEARTBEAT):
                        event = await news.get()
                except TimeoutError:
                    event = {"kind": "alive", "online": self._online()}
                await response.write(f"data: {json.dumps(event, ensure_ascii=False)}\n\n".encode())
        except ConnectionError:
            pass
        finally:
            self._world.listeners.remove(news.put_nowait)
        return response

    async def file(self, request: web.Request) -> web.Response:
        stored = self._world.files.by_id.get(request.match_info["file_id"])
        if stored is None:
            raise web.HTTPNotFound
        if stored.kind == "photo":
            return web.Response(body=stored.data, content_type=stored.mime)
        headers = {"Content-Disposition": "attachment"}
        return web.Response(body=stored.data, content_type="application/octet-stream", headers=headers)

    async def add_person(self, request: web.Request) -> web.Response:
        wish = await request.json()
        staff = bool(wish.pop("staff", False))
        taken = self._world.people.keys()
        person = Person(max([self._world.born + 500_000_000, *taken]) + 1, **wish)
        if staff:
            person.standing = Standing.MEMBER
        return web.json_response(show_person(self._world.add_person(person)))

    def _person(self, request: web.Request) -> Person:
        person = self._world.people.get(int(request.match_info["person"]))
        if person is None:
            raise NotPossibleError(f"there is no person {request.match_info['person']}")
        return person

    def _done(self, message: Message) -> web.Response:
        return web.json_response({"seq": message.changed, "message": show_message(self._world, message)})

    async def say(self, request: web.Request) -> web.Response:
        person, wish = self._person(request), await request.json()
        chat_id = wish.get("chat_id", person.id)
        return self._done(
            people.say(self._world, person, chat_id, wish["text"], wish.get("reply_to") or 0, wish.get("topic") or 0)
        )

    async def edit(self, request: web.Request) -> web.Response:
        person, wish = self._person(request), await request.json()
        chat_id = wish.get("chat_id", person.id)
        return self._done(people.edit(self._world, person, chat_id, wish["message_id"], wish["text"]))

    async def delete(self, request: web.Request) -> web.Response:
        person, wish = self._person(request), await request.json()
        chat_id = wish.get("chat_id", person.id)
        return self._done(people.delete(self._world, person, chat_id, int(wish["message_id"])))

    async def tap(self, request: web.Request) -> web.Response:
        person, wish = self._person(request), await request.json()
        chat_id, message_id = wish.get("chat_id", person.id), int(wish["message_id"])
        data = wish.get("data")
        if data is None:
            message = self._world.find_message(chat_id, message_id)
            if message is None:
                raise NotPossibleError(f"there is no message {message_id}")
            data = people.button_data(message, int(wish["row"]), int(wish["column"]))
        return web.json_response({"seq": people.tap(self._world, person, chat_id, message_id, data)})

    async def forward(self, request: web.Request) -> web.Response:
        person, wish = self._person(request), await request.json()
        chat_id = wish.get("chat_id", person.id)
        if "text" in wish:
            name = wish.get("name", "Someone")
            return self._done(people.forward_from_outside(self._world, person, chat_id, wish["text"], name))
        source = wish.get("from_chat_id", person.id)
        return self._done(people.forward(self._world, person, chat_id, source, int(wish["message_id"])))

    async def send_file(self, request: web.Request) -> web.Response:
        """Send a file: multipart with a part `file`, or JSON with `name`, `mime` and `base64`."""
        person, kind = self._person(request), request.match_info["kind"]
        if kind not in FILE_KINDS:
            raise NotPossibleError(f"people send {', '.join(FILE_KINDS)}, not {kind}")
        wish = await read_arguments(request)
        upload = wish.uploads.get("file") or _decoded(wish)
        emoji = wish.text("emoji") or "👍"
        chat_id = wish.integer("chat_id", person.id)
        said = {"caption": wish.text("caption"), "emoji": emoji}
        reply_to = wish.integer("reply_to")
        return self._done(people.send_file(self._world, person, chat_id, kind, upload, **said, reply_to=reply_to))

    async def block(self, request: web.Request) -> web.Response:
        return web.json_response({"seq": people.set_blocked(self._world, self._person(request), True)})

    async def unblock(self, request: web.Request) -> web.Response:
        return web.json_response({"seq": people.set_blocked(self._world, self._person(request), False)})

    async def set_standing(self, request: web.Request) -> web.Response:
        person, wish = self._person(request), await request.json()
        seq = people.set_standing(self._world, person, Standing(wish["standing"]), person)
        return web.json_response({"seq": seq})

    async def upgrade(self, request: web.Request) -> web.Response:
        seq = people.upgrade_staff_group(self._world, self._person(request))
        return web.json_response({"seq": seq, "staff_chat": self._world.staff_chat})

    async def set_bot_standing(self, request: web.Request) -> web.Response:
        wish = await request.json()
        world = self._world
        staff = [person for person in world.people.values() if person.standing.inside]
        by = staff[0] if staff else next(iter(world.people.values()))
        return web.json_response({"seq": people.set_standing(world, world.bot, Standing(wish["standing"]), by)})

    async def set_bot_rights(self, request: web.Request) -> web.Response:
        """Give the bot, as an administrator, the right to manage topics, or take it."""
        world, wish = self._world, await request.json()
        seq = people.set_manages_topics(world, bool(wish["manages_topics"]), next(iter(world.people.values())))
        return web.json_response({"seq": seq})

    async def set_forum(self, request: web.Request) -> web.Response:
        """Turn topics in the staff group on or off."""
        self._world.is_forum = bool((await request.json())["on"])
        return web.json_response({"seq": self._world.announce("people")})

    async def list_topics(self, _request: web.Request) -> web.Response:
        return web.json_response([asdict(topic) for topic in self._world.topics.values()])

    async def change_topic(self, request: web.Request) -> web.Response:
        """Let people close a topic, open it again or delete it; the bot hears nothing of the last."""
        topic = self._world.topics.get(int(request.match_info["topic"]))
        if topic is None or topic.deleted:
            raise NotPossibleError(f"there is no topic {request.match_info['topic']}")
        match request.match_info["change"]:
            case "delete":
                delete_topic(self._world, topic)
            case "close" | "reopen" as change:
                topic.closed = change == "close"
            case change:
                raise NotPossibleError(f"a topic can be deleted, closed or reopened, not {change}")
        return web.json_response({"seq": self._world.announce("people")})

    async def chat(self, request: web.Request) -> web.Response:
        """Show a chat; with `after` only what changed since, with `wait` not before something did."""
        person = self._person(request)
        chat_id = int(request.query.get("chat_id", person.id))
        people.check_chat(self._world, person, chat_id)
        after = int(request.query.get("after", 0))
        until = time.monotonic() + min(float(request.query.get("wait", 0)), LONGEST_WAIT)
        shown = show_chat(self._world, person, chat_id, after)
        while not shown["messages"] and not shown["toasts"] and not self._closing.is_set():
            if time.monotonic() >= until:
                break
            await self._world.bells[chat_id].heard(until - time.monotonic())
            shown = show_chat(self._world, person, chat_id, after)
        return web.json_response(shown)

    async def commands(self, request: web.Request) -> web.Response:
        person = self._person(request)
        chat_id = int(request.query.get("chat_id", person.id))
        return web.json_response(show_commands(self._world, person, chat_id))

    async def expire_queries(self, _request: web.Request) -> web.Response:
        self._world.queries.clear()
        return web.json_response({"seq": self._world.sequence})

    async def list_faults(self, _request: web.Request) -> web.Response:
        return web.json_response([fault.as_json() for fault in self._faults.pending])

    async def add_fault(self, request: web.Request) -> web.Response:
        return web.json_response(self._faults.add(await request.json()).as_json())

    async def clear_faults(self, _request: web.Request) -> web.Response:
        self._faults.pending.clear()
        return web.json_response([])

    async def set_limits(self, request: web.Request) -> web.Response:
        wish = await request.json()
        self._limits.set(wish)
        return web.json_response(wish)


def _decoded(wish: Arguments) -> Upload | None:
    if not wish.has("base64"):
        return None
    try:
        data = base64.b64decode(wish.text("base64"), validate=True)
    except binascii.Error:
        raise NotPossibleError("the field base64 does not hold base64") from None
    return Upload(wish.text("name") or "file.bin", wish.text("mime") or "application/octet-stream", data)
