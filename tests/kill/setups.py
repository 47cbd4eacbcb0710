"""The ways to run the bot that a kill test goes through: which processes, which database, what stands before them."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.playground import Playground
from tests.crew import BotProcess, free_port
from tests.end_to_end.journeys import TIMEZONE
from tests.kill.balancer import balancing

ROOT = str(Path(__file__).resolve().parents[2])
PATH = "/telegram"


@dataclass(frozen=True)
class Setup:
    """One way to run the bot: the arguments of each of its processes, and whether it shares a PostgreSQL."""

    name: str
    processes: tuple[tuple[str, ...], ...]
    postgres: bool = False

    @property
    def balanced(self) -> bool:
        return sum("--webhook" in arguments for arguments in self.processes) > 1


POLLING, WEBHOOK, WORKER = ("run",), ("run", "--webhook"), ("run", "--worker")
SETUPS = {
    "polling-sqlite": Setup("polling, SQLite", (POLLING,)),
    "webhook-sqlite": Setup("webhook, SQLite", (WEBHOOK,)),
    "polling-postgres": Setup("polling, PostgreSQL", (POLLING,), postgres=True),
    "webhook-postgres": Setup("webhook, PostgreSQL", (WEBHOOK,), postgres=True),
    "two-webhooks-postgres": Setup("2 × webhook, PostgreSQL", (WEBHOOK, WEBHOOK), postgres=True),
    "polling-worker-postgres": Setup("polling + worker, PostgreSQL", (POLLING, WORKER), postgres=True),
}


@asynccontextmanager
async def prepared(
    setup: Setup, playground: Playground, database: str, folder: Path, **settings: str
) -> AsyncIterator[list[BotProcess]]:
    """Give the processes of a set-up, not started yet, with what stands before them."""
    ports = [free_port() for _ in setup.processes]
    async with AsyncExitStack() as stack:
        front = ports[0]
        if setup.balanced:
            front = free_port()
            await stack.enter_async_context(balancing(front, [f"http://127.0.0.1:{port}" for port in ports]))
        common = {
            "GUICHET_TOKEN": playground.token,
            "GUICHET_STAFF_CHAT": str(playground.staff_chat),
            "GUICHET_API_URL": playground.url,
            "GUICHET_DATABASE_URL": database,
            "GUICHET_TIMEZONE": TIMEZONE,
            "GUICHET_MESSAGES_PER_SECOND": "500",
            "PYTHONPATH": ROOT,
            **settings,
        }
        crew = []
        for number, (arguments, port) in enumerate(zip(setup.processes, ports, strict=True)):
            own = {**common, "GUICHET_LISTEN": f"127.0.0.1:{port}"}
            if "--webhook" in arguments:
                own["GUICHET_WEBHOOK_URL"] = f"http://127.0.0.1:{front}{PATH}"
            crew.append(BotProcess(arguments, own, folder / f"bot-{number}.log"))
        yield crew
