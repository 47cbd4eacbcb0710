"""Process start to first answer, resident memory, and time per answer, against the local Bot API server over HTTP.

Run: python -m benchmarks.first_answer
"""

import asyncio
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from bot.content.knowledge import load_knowledge
from bot.playground import Playground
from bot.settings import HOME
from tests.people import visit

STARTS = 5
QUESTIONS = (
    "Combien coûte un atelier virtuel ?",
    "when do we get the invoice",
    "delai pr demander",
    "who helps if zoom fails",
)
ROUNDS = 250


async def start_once(folder: Path) -> tuple[float, float]:
    """Give the seconds from process start to the first answer, and the megabytes resident after it."""
    async with Playground() as playground, visit(playground.url) as play:
        await play.paul.say("How much does a virtual workshop cost?")
        environment = {
            **os.environ,
            "GUICHET_TOKEN": playground.token,
            "GUICHET_STAFF_CHAT": str(playground.staff_chat),
            "GUICHET_API_URL": playground.url,
            "GUICHET_DATABASE_URL": f"sqlite:///{folder / 'desk.db'}",
        }
        begun = time.perf_counter()
        bot = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            "run",
            env=environment,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
        await play.paul.sees("summary table", within=30)
        seconds = time.perf_counter() - begun
        # More than one person: a single chat gets no more than a message a second in the long run.
        people = [await play.add_person(f"Person {number}") for number in range(5)]
        for number in range(50):
            person = people[number % len(people)]
            await person.say(f"{QUESTIONS[number % len(QUESTIONS)]} ")
            await person.sees("")
        status = await asyncio.to_thread(Path(f"/proc/{bot.pid}/status").read_text)
        resident = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")) / 1024
        bot.terminate()
        await bot.wait()
    return seconds, resident


def time_answers() -> list[float]:
    """Give the milliseconds that the matcher takes for each question."""
    matcher = load_knowledge(HOME).matcher
    taken = []
    for number in range(ROUNDS * len(QUESTIONS)):
        begun = time.perf_counter()
        matcher.match(QUESTIONS[number % len(QUESTIONS)])
        taken.append((time.perf_counter() - begun) * 1000)
    return taken


async def main() -> None:
    """Print the figures as a table."""
    starts, resident = [], []
    for _ in range(STARTS):
        with tempfile.TemporaryDirectory() as folder:
            seconds, megabytes = await start_once(Path(folder))
        starts.append(seconds)
        resident.append(megabytes)
    taken = sorted(time_answers())
    print("| what | figure |")
    print("|---|---|")
    print(f"| process start to first answer, median of {STARTS} | {statistics.median(starts):.2f} s |")
    print(f"| resident memory after 51 messages, largest of {STARTS} | {max(resident):.0f} MB |")
    print(f"| an answer is computed in, median | {statistics.median(taken):.2f} ms |")
    print(f"| the same, 99th percentile | {taken[int(len(taken) * 0.99)]:.2f} ms |")


if __name__ == "__main__":
    asyncio.run(main())
