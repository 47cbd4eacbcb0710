"""Fills a database with many plausible requests, each with the history that led it there; the same ones every time.

Run: python -m benchmarks.many_requests sqlite:///many.db 100000
"""

import asyncio
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import insert

from benchmarks.plausible_answers import PEOPLE, answer, name_somebody
from bot.adapters.storage.dialects import insert_new, upsert
from bot.adapters.storage.engine import Transaction
from bot.adapters.storage.opening import open_database
from bot.adapters.storage.rows import audit_to_row, request_to_row
from bot.adapters.storage.tables import audit, counters, request_words, requests, word_trigrams
from bot.core.flow import Value
from bot.core.requests import (
    OF_ITS_PERSON,
    AuditEntry,
    Event,
    Request,
    Status,
    list_changes,
    next_status,
    start_of,
)
from bot.core.searching import list_trigrams, words_of

UNTIL = date(2026, 11, 27)
"""The last day on which one of them was sent."""

DAYS = 3 * 365
REPLY_DAYS = 5
STAFF = tuple((900 + number, name) for number, name in enumerate(("Ana", "Boris", "Chloé", "Driss", "Eva", "Farid")))
AT_ONCE = 2000
KINDS = {"workshop": "VW", "switch_format": "SF", "participant_change": "PC", "question": "QU"}
_SHARES = (76, 6, 10, 8)

Life = tuple[Request, list[AuditEntry]]


def live_through(seed: int, count: int, until: date = UNTIL) -> Iterator[Life]:
    """Give requests in the order in which they were sent, each with its history, up to the end of a day."""
    random, numbers, drafts = Random(seed), Counter[tuple[str, int]](), Counter[int]()
    first = datetime(until.year, until.month, until.day, 7, tzinfo=UTC) - timedelta(days=DAYS)
    end = first + timedelta(days=DAYS, hours=12)
    for place in range(count):
        sent = first + (end - first) * (place / count)
        flow = random.choices(tuple(KINDS), _SHARES)[0]
        person = random.randrange(PEOPLE)
        name, language = name_somebody(person)
        numbers[KINDS[flow], sent.year] += 1
        drafts[person] += 1
        request = Request(
            f"{KINDS[flow]}-{sent.year}-{numbers[KINDS[flow], sent.year]:04}",
            flow,
            chat=1_000_000 + person,
            person=1_000_000 + person,
            person_name=name,
            language=language,
            draft=drafts[person],
            answers=answer(random, flow, person, sent.date()),
            submitted_at=sent,
            due_on=sent.date() + timedelta(days=REPLY_DAYS),
        )
        yield _live(random, request, end)


def _live(random: Random, request: Request, end: datetime) -> Life:
    """Let staff and its person do what they would have done by the end."""
    submitted = AuditEntry(request.reference, Event.SUBMIT, request.submitted_at, request.person, request.person_name)
    history, at = [replace(submitted, after={"status": request.status.value})], request.submitted_at
    holder = random.choice(STAFF)
    for event, wait in _plan(random, request):
        at = max(at + wait * random.uniform(0.5, 1.5), at + timedelta(minutes=5))
        status = next_status(request.status, event)
        if at > end or status is None:
            break
        actor = (request.person, request.person_name) if event in OF_ITS_PERSON else holder
        owed = status in {Status.SUBMITTED, Status.IN_REVIEW}
        after = replace(
            request,
            status=status,
            version=request.version + 1,
            holder=request.holder if event in OF_ITS_PERSON else holder[0],
            holder_name=request.holder_name if event in OF_ITS_PERSON else holder[1],
            due_on=(request.due_on or at.date() + timedelta(days=REPLY_DAYS)) if owed else None,
        )
        before_and_after = list_changes(request, after)
        history.append(AuditEntry(request.reference, event, at, *actor, _details(random, event, at), *before_and_after))
        request = after
    return request, history


def _plan(random: Random, request: Request) -> list[tuple[Event, timedelta]]:
    """Say what is going to happen, and how long after the former thing."""
    day, luck = timedelta(days=1), random.random()
    take = [(Event.TAKE, day)]
    if luck < 0.04:
        return [(Event.WITHDRAW, 3 * day)]
    if luck < 0.05:
        return []
    if request.flow not in {"workshop", "switch_format"}:
        return [*take, (Event.ANSWER, 2 * day)]
    asked = [(Event.ASK, day), (Event.CORRECT, 4 * day)] if luck > 0.8 else []
    if luck < 0.14:
        return [*take, *asked, (Event.REFUSE, 2 * day)]
    start = start_of(request.answers) or request.submitted_at.date()
    held = timedelta(days=(start - request.submitted_at.date()).days + 2)
    accepted = [*take, *asked, (Event.ACCEPT, 3 * day)]
    if luck < 0.18:
        return [*accepted, (Event.CANCEL, 20 * day)]
    later = [Event.RECEIVE_ATTENDANCE, Event.INVOICE, Event.CLOSE]
    return [*accepted, (Event.HOLD, held), *((event, 10 * day) for event in later)]


def _details(random: Random, event: Event, at: datetime) -> Mapping[str, Value]:
    match event:
        case Event.ACCEPT:
            deadline = (at + timedelta(days=30)).date().isoformat()
            return {"link": f"https://registration.example.org/{random.randrange(10**6)}", "deadline": deadline}
        case Event.REFUSE | Event.CANCEL:
            return {"reason": "Aucun animateur d’atelier n’est disponible à ces dates."}
        case Event.ASK:
            return {"fields": ["title", "start"], "reason": "Le titre et la date sont-ils les bons ?"}
        case Event.ANSWER:
            return {"reply": "C’est fait. Bonne journée !"}
        case _:
            return {}


async def fill(url: str, count: int, until: date = UNTIL, seed: int = 2026) -> None:
    """Bring the database that a URL names up to date, and put so many requests into it; it has to hold none."""
    database = await open_database(url)
    try:
        lives, known, left = live_through(seed, count, until), set[str](), count
        while left > 0:
            some = [next(lives) for _ in range(min(AT_ONCE, left))]
            left -= len(some)
            async with database.writing() as transaction:
                await _store(transaction, some, known)
    finally:
        await database.close()


async def _store(transaction: Transaction, lives: list[Life], known: set[str]) -> None:
    await transaction.run(insert(requests), [request_to_row(request) for request, _ in lives])
    await transaction.run(insert(audit), [audit_to_row(entry) for _, history in lives for entry in history])
    words: list[dict[str, Any]] = []
    last = Counter[tuple[str, int]]()
    for request, _ in lives:
        here = {"submitted_at": request.submitted_at, "reference": request.reference}
        words += ({"word": word, **here} for word in words_of(request))
        prefix, year, number = request.reference.split("-")
        last[prefix, int(year)] = int(number)
    await transaction.run(insert(request_words), words)
    new = {each["word"] for each in words} - known
    known |= new
    cut = [{"trigram": trigram, "word": word} for word in sorted(new) for trigram in list_trigrams(word)]
    if cut:
        await transaction.run(insert_new(transaction.dialect, word_trigrams, ("trigram", "word")), cut)
    counted = [{"prefix": prefix, "year": year, "last": number} for (prefix, year), number in last.items()]
    await transaction.run(upsert(transaction.dialect, counters, ("prefix", "year"), ("last",)), counted)


if __name__ == "__main__":
    asyncio.run(fill(sys.argv[1], int(sys.argv[2])))
