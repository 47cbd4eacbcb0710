"""Delivers updates to the bot's webhook; knows nothing of what an update says."""

import asyncio
import time

import aiohttp

from bot.playground.updates import Update, UpdateQueue, Webhook

FIRST_PAUSE = 0.25
LONGEST_PAUSE = 60.0
LONGEST_ANSWER = 60.0
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name


class Courier:
    """Carries waiting updates to the webhook: in order within a chat, chats side by side."""

    def __init__(self, updates: UpdateQueue) -> None:
        self._updates = updates
        self._lanes: dict[int, asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Deliver until cancelled."""
        timeout = aiohttp.ClientTimeout(total=LONGEST_ANSWER)
        connector = aiohttp.TCPConnector(limit=0)
        async with aiohttp.ClientSession(timeout=timeout, connector=connector) as session:
            try:
                while True:
                    self._start_lanes(session)
                    await self._updates.bell.heard(3600)
            finally:
                for task in self._lanes.values():
                    task.cancel()
                await asyncio.gather(*self._lanes.values(), return_exceptions=True)

    def _start_lanes(self, session: aiohttp.ClientSession) -> None:
        self._lanes = {lane: task for lane, task in self._lanes.items() if not task.done()}
        hook = self._updates.webhook
        if hook is None:
            return
        for lane in self._updates.lanes:
            if len(self._lanes) >= hook.connections:
                break
            if lane not in self._lanes:
                self._lanes[lane] = asyncio.create_task(self._empty(lane, session))

    async def _empty(self, lane: int, session: aiohttp.ClientSession) -> None:
        pause = 0.0
        while (hook := self._updates.webhook) and (update := self._next(lane)):
            problem = await _deliver(hook, update, session)
            if self._updates.webhook is not hook:
                continue
            if problem is None:
                self._updates.forget(update.id)
                pause = 0.0
                continue
            hook.last_error, hook.last_error_date = problem, int(time.time())
            # As with Telegram the first repeat follows at once, the later ones ever more slowly.
            await asyncio.sleep(pause)
            pause = min(max(pause * 2, FIRST_PAUSE), LONGEST_PAUSE)
        # The room that this lane held may be wanted by another one.
        asyncio.get_running_loop().call_soon(self._updates.bell.ring)

    def _next(self, lane: int) -> Update | None:
        return next(iter(self._updates.lanes.get(lane, {}).values()), None)


async def _deliver(hook: Webhook, update: Update, session: aiohttp.ClientSession) -> str | None:
    headers = {SECRET_HEADER: hook.secret} if hook.secret else {}
    try:
        async with session.post(hook.url, json=update.body, headers=headers) as answer:
            await answer.read()
            if 200 <= answer.status <= 299:
                return None
            return f"Wrong response from the webhook: {answer.status} {answer.reason}"
    except aiohttp.ClientConnectorError:
        return "Connection refused"
    except TimeoutError:
        return "Read timeout expired"
    except aiohttp.ClientError:
        return "Connection reset by peer"
