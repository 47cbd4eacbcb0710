"""A whole kill test: people talk, the bot is killed and started again, and in the end everything is counted."""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Protocol

from bot.playground import Playground
from tests.crew import BotProcess, running
from tests.kill.conversations import REFERENCE, Coordinator, Staff, gather_people
from tests.kill.killer import Killer
from tests.kill.ledger import Ledger, read_ledger
from tests.kill.setups import Setup, prepared
from tests.kill.talk import Chronicle
from tests.people import Play, visit

QUIET = 180.0


@dataclass(frozen=True)
class Wish:
    """How long and how hard: chats, kills, decisions of staff, the seconds that people think, and the dice's seed."""

    chats: int
    kills: int
    decisions: int
    pace: float
    seed: int
    pause: float = 2.0


class Trouble(Protocol):
    """What goes wrong while people talk."""

    async def run(self) -> None:
        """Let it go wrong, and end when all is well again."""


@dataclass(frozen=True)
class Stage:
    """What trouble can lay its hands on."""

    play: Play
    crew: list[BotProcess]
    database: str


@dataclass
class Count:
    """What was counted in one set-up."""

    kills: int = 0
    updates_sent: int = 0
    updates_handled: int = 0
    set_aside: int = 0
    requests_sent: int = 0
    requests_stored: int = 0
    cards_expected: int = 0
    cards_seen: int = 0
    out_of_order: int = 0
    repeated: int = 0
    seconds: int = 0
    failures: list[str] = field(default_factory=list)


async def go_through(setup: Setup, database: str, folder: Path, wish: Wish) -> Count:
    """Run a set-up under kills and count what became of everything."""
    killers: list[Killer] = []

    def send_killer(stage: Stage) -> Trouble:
        killers.append(Killer(stage.crew, wish.kills, random.Random(wish.seed), wish.pause))
        return killers[0]

    count = await talk_through(setup, database, folder, wish, send_killer)
    count.kills = killers[0].kills
    return count


async def talk_through(
    setup: Setup, database: str, folder: Path, wish: Wish, trouble: Callable[[Stage], Trouble]
) -> Count:
    """Let people talk while there is trouble, and count what became of everything."""
    begun = time.monotonic()
    count = Count()
    async with Playground() as playground, visit(playground.url) as play:
        chronicle = Chronicle(playground)
        people = await gather_people(play, chronicle, wish.chats, wish.decisions, wish.pace, wish.seed)
        async with prepared(setup, playground, database, folder) as crew, running(crew):
            staff = Staff(play.ana.in_group, QUIET)
            await talk_under(trouble(Stage(play, crew, database)), people, staff, count)
            await settle(play, database, count)
        count_messages(people, chronicle.written.get(playground.staff_chat, []), count)
        count_rows(await read_ledger(database), (await play.get("state"))["updates"], people, count)
    count.seconds = round(time.monotonic() - begun)
    return count


async def talk_under(trouble: Trouble, people: list[Coordinator], staff: Staff, count: Count) -> None:
    """Let all talk while there is trouble; they go on until it is over."""
    troubling = asyncio.create_task(trouble.run())
    deciding = asyncio.create_task(staff.accept([one for one in people if one.decided is not None]))
    await asyncio.gather(*(one.live(troubling.done) for one in people))
    await troubling
    await deciding
    count.failures += [one.failure for one in people if one.failure] + staff.failures


async def settle(play: Play, database: str, count: Count) -> None:
    """Wait until nothing waits any more, at Telegram or in the bot."""

    async def waiting() -> dict[str, int]:
        ledger = await read_ledger(database)
        told = (await play.get("state"))["updates"]
        known = {row["number"] for row in ledger.updates if row["done"] or row["aside"]}
        unhandled = len(set(range(told["first"], told["next"])) - known)
        return {"at Telegram": told["waiting"], "unhandled": unhandled, "unsent": ledger.unsent}

    until = time.monotonic() + QUIET
    while any((left := await waiting()).values()):
        if time.monotonic() >= until:
            count.failures.append(f"something still waits, long after the trouble: {left}")
            return
        await asyncio.sleep(0.3)


def count_messages(people: list[Coordinator], group: list[str], count: Count) -> None:
    """Read all chats once more, from the beginning: what came twice, what came at the wrong place."""
    for one in people:
        reading = one.talk.read()
        count.repeated += reading.repeats
        count.out_of_order += len(reading.strange)
    cards = Counter(text for text in group if "Person Number" in text)
    shown = {found[0] for text in cards if (found := REFERENCE.search(text))}
    count.cards_expected = sum(one.sent for one in people)
    count.cards_seen = len({one.reference for one in people if one.reference} & shown)
    count.repeated += sum(times - 1 for times in cards.values())


def count_rows(ledger: Ledger, told: dict[str, int], people: list[Coordinator], count: Count) -> None:
    """Lay the database's rows beside what Telegram gave and what people answered."""
    given = set(range(told["first"], told["next"]))
    times = Counter(row["number"] for row in ledger.updates if row["done"])
    count.updates_sent = len(given)
    count.updates_handled = sum(1 for number in given if times[number] == 1)
    count.set_aside = sum(1 for row in ledger.updates if row["aside"])
    count.requests_sent = sum(one.sent for one in people)
    by_chat = Counter(row["chat"] for row in ledger.requests)
    for one in people:
        rows = [row for row in ledger.requests if row["chat"] == one.talk.person.id]
        right = [row for row in rows if _holds(row["answers"], one)]
        if one.sent and len(rows) == len(right) == 1:
            count.requests_stored += 1
        elif one.sent or rows:
            count.failures.append(f"chat {one.number} has {by_chat[one.talk.person.id]} requests, {len(right)} right")


def _holds(answers: object, one: Coordinator) -> bool:
    shown = str(answers)
    return all(part in shown for part in (one.name, one.mail, one.school))


def faults_of(count: Count) -> list[str]:
    """Name everything that may not be."""
    wrong = list(count.failures)
    if count.updates_handled != count.updates_sent:
        wrong.append(f"{count.updates_sent - count.updates_handled} updates were not handled exactly once")
    if count.requests_stored != count.requests_sent:
        wrong.append(f"{count.requests_sent - count.requests_stored} requests are not stored exactly once")
    if count.cards_seen != count.cards_expected:
        wrong.append(f"{count.cards_expected - count.cards_seen} cards never reached the staff")
    if count.repeated > CAUGHT_AT_MOST * count.kills and count.kills:
        wrong.append(f"{count.repeated} messages came twice, more than {CAUGHT_AT_MOST} for each kill")
    if count.set_aside:
        wrong.append(f"{count.set_aside} updates were set aside")
    if count.out_of_order:
        wrong.append(f"{count.out_of_order} messages are out of order")
    return wrong


CAUGHT_AT_MOST = 2
"""Messages that one kill may catch on average between Telegram's acceptance and our mark: several chats are sent to at
once, and on a busy machine that instant is longer."""

COUNTED: dict[str, Count] = {}
"""What the tests of this run have counted so far, by the set-up; it is printed at their end."""


def show_table(counts: dict[str, Count]) -> str:
    """Write the counts as a Markdown table."""
    names = [each.name for each in fields(Count) if each.name != "failures"]
    lines = ["| set-up | " + " | ".join(name.replace("_", " ") for name in names) + " |"]
    lines.append("|---|" + "---:|" * len(names))
    for setup, count in counts.items():
        lines.append(f"| {setup} | " + " | ".join(str(getattr(count, name)) for name in names) + " |")
    return "\n".join(lines)
