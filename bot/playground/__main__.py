"""Opens a playground without a bot, as a process of its own: python -m bot.playground --port 8088."""

import argparse
import asyncio
import signal

from bot.playground import BASIC_GROUP, STAFF_CHAT, Playground


async def serve(port: int, staff_chat: int) -> None:
    """Listen until told to stop."""
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    async with Playground(port=port, staff_chat=staff_chat) as playground:
        print(f"{playground.url} {playground.token} {playground.staff_chat}", flush=True)
        await stopped.wait()


parser = argparse.ArgumentParser(prog="python -m bot.playground", description=__doc__)
parser.add_argument("--port", type=int, default=0, help="port to listen on (default: a free one)")
parser.add_argument("--basic-group", action="store_true", help="let the staff group be one that can be upgraded")
given = parser.parse_args()
asyncio.run(serve(given.port, BASIC_GROUP if given.basic_group else STAFF_CHAT))
