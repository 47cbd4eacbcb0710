"""Puts the rooms together and is the bot until the process is told to stop; decides nothing."""

from __future__ import annotations

import asyncio
import gc
import hashlib
import hmac
import os
import re
import signal
import sys
import threading
from collections.abc import Coroutine
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from urllib.parse import unquote, urlsplit

from telegram import Bot

from bot.adapters.files.lists import ListReader
from bot.adapters.pictures.artist import FigureArtist
from bot.adapters.sheets.tables import FileTables
from bot.adapters.storage.store import SqlStore, open_store
from bot.adapters.telegram.bot import build_bot, check_access, delete_webhook, publish_commands, set_webhook
from bot.adapters.telegram.channel import TelegramChannel
from bot.adapters.telegram.documents import TelegramDocuments
from bot.adapters.telegram.envelope import read_envelope_bytes
from bot.adapters.telegram.outgoing import TelegramMessenger
from bot.adapters.telegram.polling import Polling
from bot.adapters.telegram.sending import TelegramFiles
from bot.adapters.telegram.staff import TelegramStaffChat
from bot.adapters.telegram.unusable import TelegramUnusable
from bot.adapters.watching.logs import set_up_logs
from bot.adapters.watching.metrics import Metrics
from bot.adapters.watching.watch import OperatorsWatch
from bot.adapters.web.server import Webhook, WebServer, WebUnusable
from bot.app.attempts import Attempts
from bot.app.delivery import Courier
from bot.app.documents import Documents
from bot.app.filing import EVERY as FILED_EVERY
from bot.app.filing import Filer
from bot.app.fleeting import TapAnswers
from bot.app.handling import Handling
from bot.app.lines import CommonLine, StaffIds, StaffLine
from bot.app.loops import Loop
from bot.app.pace import Pace
from bot.app.polling import TROUBLE, Poller
from bot.app.ports import StorageUnavailable
from bot.app.receiving import Receiver
from bot.app.turns import Desk
from bot.app.waking import EVERY, Waker
from bot.app.working import TROUBLE as WORK_TROUBLE
from bot.app.working import Worker
from bot.content.review_file import add_proposals
from bot.core.desk.rounds import DESK
from bot.core.scene import Knowledge
from bot.core.undelivered import Reporter
from bot.settings import Receiving, Settings

_HANDLED_WITHIN = 3.0
_DELIVERED_WITHIN = 4.0
_ABANDONED_WITHIN = 1.0
_TAPS_ANSWERED_WITHIN = 1.0
_ENDED_WITHIN = 9.5
BROKEN_OFF = 1


class CannotStart(Exception):  # noqa: N818 (one line for the operator)
    """The bot cannot start; the text is one line that says why and what would help."""


async def serve(settings: Settings, knowledge: Knowledge) -> None:
    """Be the bot until the process is told to stop; raises CannotStart."""
    set_up_logs(settings.log_level, sys.stderr, sys.stderr.isatty(), find_secrets(settings))
    # What was loaded stays for good: to look at it again and again for garbage would cost every answer.
    gc.collect()
    gc.freeze()
    stopped = stop_on_signals()
    # What was taken over is committed: a database that hangs must not hang whoever stops the process.
    breaking_off = threading.Timer(_ENDED_WITHIN, os._exit, (BROKEN_OFF,))
    breaking_off.daemon = True
    async with AsyncExitStack() as stack:
        try:
            service = await Service.open(settings, knowledge, stack)
            await service.start(stack)
        except (StorageUnavailable, TelegramUnusable, WebUnusable) as error:
            raise CannotStart(str(error)) from error
        await stopped.wait()
        breaking_off.start()
    breaking_off.cancel()


def stop_on_signals() -> asyncio.Event:
    """Give an event that is set when the process is told to stop."""
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    return stopped


def find_secrets(settings: Settings) -> set[str]:
    """Collect what must not come into a log."""
    given = re.search(r"://[^/@:]*:(.+)@", settings.database_url)
    passwords = {given[1], unquote(given[1])} if given else set()
    return {settings.token, webhook_secret(settings.token), *passwords}


def webhook_secret(token: str) -> str:
    """Derive the secret that Telegram shows at the webhook: all processes of a bot have to know the same one."""
    return hmac.digest(token.encode(), b"guichet: webhook", hashlib.sha256).hex()


@dataclass(frozen=True)
class Service:
    """All the parts of one process."""

    settings: Settings
    knowledge: Knowledge
    store: SqlStore
    bot: Bot
    metrics: Metrics
    watch: OperatorsWatch
    receiver: Receiver
    common: Loop
    staff: Loop
    waking: Loop
    filing: Loop
    working: Loop
    courier: Courier
    answers: TapAnswers
    channel: TelegramChannel
    documents: Documents

    @classmethod
    async def open(cls, settings: Settings, knowledge: Knowledge, stack: AsyncExitStack) -> Service:
        """Open database and bot, and put the parts together; raises StorageUnavailable or TelegramUnusable."""
        store = await open_store(settings.database_url)
        stack.push_async_callback(store.close)
        bot = build_bot(settings.token, settings.api_url)
        stack.push_async_callback(bot.shutdown)

        def clock() -> datetime:
            return datetime.now(settings.timezone)  # noqa: TID251 (the shell reads the clock)

        def wake() -> None:
            common.wake()
            staff.wake()

        metrics = Metrics()
        watch = OperatorsWatch(settings.token, metrics)
        pace = Pace(settings.messages_per_second)
        reporter = Reporter(knowledge.texts, settings.staff_chat)
        attempts = Attempts(TelegramMessenger(bot), pace, reporter, clock, watch)
        courier = Courier(store, attempts, pace, clock, watch)
        channel = TelegramChannel(bot, settings.staff_chat)
        answers = TapAnswers(channel)
        desk = Desk(knowledge, settings.staff_chat, settings.topics)
        documents = Documents(TelegramDocuments(bot), ListReader(knowledge.texts).read, wake, watch)
        handling = Handling(desk, store.inbox, channel, clock, watch, courier.wake, answers, documents)
        ids = StaffIds(settings.staff_chat)
        common = Loop(CommonLine(handling, ids).step, watch, "The inbox cannot be handled.")
        staff_line = StaffLine(handling, ids, TelegramStaffChat(bot))
        staff = Loop(staff_line.step, watch, "The staff chat's messages cannot be handled.")
        receiver = Receiver(store.inbox, clock, watch, wake)
        waker = Waker(store.inbox, clock, wake)
        waking = Loop(waker.step, watch, "Sessions that wait cannot be looked after.", idle=EVERY)
        filer = Filer(store.proposals, partial(add_proposals, settings.content), clock)
        filing = Loop(filer.step, watch, "Proposed phrasings cannot be written for review.", idle=FILED_EVERY)
        worker = Worker(
            knowledge,
            store,
            TelegramFiles(bot),
            FileTables(),
            FigureArtist(knowledge.texts),
            clock,
            settings.timezone,
            watch,
            courier.wake,
        )
        working = Loop(worker.step, watch, WORK_TROUBLE)
        return cls(
            settings,
            knowledge,
            store,
            bot,
            metrics,
            watch,
            receiver,
            common,
            staff,
            waking,
            filing,
            working,
            courier,
            answers,
            channel,
            documents,
        )

    async def start(self, stack: AsyncExitStack) -> None:
        """Check the access, begin all work, and undo it in good order when the stack unwinds."""
        moved = await self.store.inbox.moved()
        chat = self.settings.staff_chat
        address = next((new for new, known in moved.items() if known == chat), chat)
        title = await check_access(self.bot, TelegramStaffChat(self.bot), address)
        await self.store.inbox.wake(chat, DESK, self.courier.clock())
        for line in await TelegramStaffChat(self.bot).list_missing(address, self.settings.topics):
            print(line, flush=True)
        listening = asyncio.create_task(self.store.listen(self.courier.wake))
        stack.push_async_callback(_cancel, listening)
        loops = (self.common, self.staff, self.waking, self.filing, self.working)
        working = [asyncio.create_task(loop.run()) for loop in loops]
        delivering = asyncio.create_task(self.courier.run())
        stack.push_async_callback(self._finish, working, delivering)
        await self._receive(stack)
        if self.settings.receiving is not Receiving.NONE:
            publishing = asyncio.create_task(publish_commands(self.bot, self.knowledge, address))
            stack.push_async_callback(_cancel, publishing)
        print(f"Guichet is @{self.bot.username}, its staff chat is {title}.", flush=True)

    async def _receive(self, stack: AsyncExitStack) -> None:
        listen, receiving = self.settings.listen, self.settings.receiving
        if listen is not None:
            webhook = self._webhook() if receiving is Receiving.WEBHOOK else None
            web = WebServer(listen.host, listen.port, self._find_obstacle, self._show_metrics, webhook)
            await stack.enter_async_context(web)
        if receiving is Receiving.WEBHOOK:
            await set_webhook(self.bot, self.settings.webhook_url, webhook_secret(self.settings.token))
        elif receiving is Receiving.POLLING:
            await delete_webhook(self.bot)
            poller = Poller(self.store, Polling(self.bot), self.receiver, self.watch)
            polling = asyncio.create_task(Loop(poller.step, self.watch, TROUBLE).run())
            stack.push_async_callback(_cancel, polling)

    def _webhook(self) -> Webhook:
        async def take(data: bytes) -> None:
            await self.receiver.take([read_envelope_bytes(data)])

        return Webhook(urlsplit(self.settings.webhook_url).path, webhook_secret(self.settings.token), take)

    async def _find_obstacle(self) -> str | None:
        try:
            await self.store.measure(self.courier.clock())
        except StorageUnavailable as error:
            return str(error)
        return None

    async def _show_metrics(self) -> tuple[bytes, str]:
        now = self.courier.clock()
        try:
            depths = await self.store.measure(now)
        except StorageUnavailable:
            depths = None
        return await self.metrics.show(depths, now)

    async def _finish(self, working: list[asyncio.Task[None]], delivering: asyncio.Task[None]) -> None:
        for loop in (self.common, self.staff, self.waking, self.filing, self.working):
            loop.finish()
        await asyncio.wait(working, timeout=_HANDLED_WITHIN)
        self.courier.finish()
        await asyncio.wait([delivering], timeout=_DELIVERED_WITHIN)
        if not delivering.done():
            self.courier.abandon()
            await asyncio.wait([delivering], timeout=_ABANDONED_WITHIN)
        await _within(_TAPS_ANSWERED_WITHIN, self.answers.finish())
        await self.documents.finish()
        await asyncio.gather(*(_cancel(task) for task in (*working, delivering)))


async def _cancel(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def _within(seconds: float, work: Coroutine[Any, Any, None]) -> None:
    task = asyncio.create_task(work)
    await asyncio.wait([task], timeout=seconds)
    await _cancel(task)
