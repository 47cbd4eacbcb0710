"""Keeps the words that requests are found by, and finds requests by words that are alike; knows no turn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, Select, bindparam, delete, exists, func, insert, select
from sqlalchemy.sql.expression import FromClause

from bot.adapters.storage.dialects import insert_new
from bot.adapters.storage.engine import Transaction
from bot.adapters.storage.rows import request_from_row
from bot.adapters.storage.tables import request_words, requests, word_trigrams
from bot.core.requests import Request
from bot.core.searching import likeness, list_trigrams, wanted_trigrams, words_of

Alike = Mapping[str, Sequence[str]]
"""The wanted words, each with those that requests have instead of it."""

_CANDIDATES, _ALIKE = 200, 50
_RARE = 2000
"""From how many requests on it no longer matters which of the words is the rarest."""

_FORGET = delete(request_words).where(
    request_words.c.word == bindparam("of_word"),
    request_words.c.submitted_at == bindparam("of_moment"),
    request_words.c.reference == bindparam("of_reference"),
)


async def note_words(transaction: Transaction, request: Request, before: Request | None = None) -> None:
    """Let a request be found by the words that it has now, and no longer by those that it had before."""
    now, former = words_of(request), words_of(before) if before else frozenset()
    gone, new = sorted(former - now), sorted(now - former)
    if gone:
        here = {"of_moment": request.submitted_at, "of_reference": request.reference}
        await transaction.run(_FORGET, [{"of_word": word, **here} for word in gone])
    if not new:
        return
    here = {"submitted_at": request.submitted_at, "reference": request.reference}
    await transaction.run(insert(request_words), [{"word": word, **here} for word in new])
    # In one order everywhere, so that two who write the same words never wait for one another.
    cut = [{"trigram": trigram, "word": word} for word in new for trigram in sorted(list_trigrams(word))]
    if cut:
        await transaction.run(insert_new(transaction.dialect, word_trigrams, ("trigram", "word")), cut)


async def find_requests(transaction: Transaction, words: Sequence[str], most: int) -> tuple[Request, ...]:
    """Give requests that have something like every word, the newest; where none has, those that lack the fewest."""
    found = await _having_all(transaction, {word: (word,) for word in words}, most)
    if len(found) < most:
        alike = {word: await _find_alike(transaction, word) for word in words}
        known = {word: those for word, those in alike.items() if those}
        if len(known) == len(words) or not found:
            found = list(dict.fromkeys([*found, *await _having_all(transaction, known, most)]))
        if not found and len(known) > 1:
            for left_out in known:
                rest = {word: those for word, those in known.items() if word != left_out}
                found += await _having_all(transaction, rest, most)
    wanted = list(dict.fromkeys(found))[:most]
    rows = await transaction.run(select(requests).where(requests.c.reference.in_(wanted)))
    return tuple(request_from_row(row) for row in rows.mappings())


async def _find_alike(transaction: Transaction, wanted: str) -> tuple[str, ...]:
    """Give the words there are that fit the wanted one, the best first, itself among them."""
    trigrams = sorted(wanted_trigrams(wanted))
    far = func.abs(func.length(word_trigrams.c.word) - len(wanted))
    candidates = await transaction.run(
        select(word_trigrams.c.word)
        .where(word_trigrams.c.trigram.in_(trigrams))
        .group_by(word_trigrams.c.word)
        .order_by(func.count().desc(), far, word_trigrams.c.word)
        .limit(_CANDIDATES)
    )
    fitting = {word: likeness(wanted, word) for word in candidates.scalars()}
    best = sorted((word for word in fitting if fitting[word]), key=lambda word: (-fitting[word], word))
    if best or trigrams:
        return tuple(best[:_ALIKE])
    return (wanted,) if await _count(transaction, (wanted,)) else ()


async def _having_all(transaction: Transaction, alike: Alike, most: int) -> list[str]:
    """Give the references of the newest requests that have, for each of the wanted words, one that is alike."""
    if not alike:
        return []
    groups = [(await _count(transaction, those), len(those), tuple(those)) for those in alike.values()]
    (count, _, rarest), *others = sorted(groups)
    if not count:
        return []
    columns = (request_words.c.submitted_at, request_words.c.reference)
    query: Select[tuple[object, ...]] = select(*columns).where(_is_among(request_words, rarest))
    for place, (_, _, those) in enumerate(others):
        other = request_words.alias(f"other{place}")
        same = (other.c.submitted_at == request_words.c.submitted_at, other.c.reference == request_words.c.reference)
        query = query.where(exists().where(_is_among(other, those), *same))
    # One word's rows come in their order already, each request once.
    query = query.distinct() if len(rarest) > 1 else query
    rows = await transaction.run(query.order_by(*(each.desc() for each in columns)).limit(most))
    return [row.reference for row in rows]


def _is_among(words: FromClause, those: Sequence[str]) -> ColumnElement[bool]:
    return words.c.word == those[0] if len(those) == 1 else words.c.word.in_(those)


async def _count(transaction: Transaction, those: Sequence[str]) -> int:
    """Say how many rows these words have, up to where it no longer matters."""
    some = select(request_words.c.reference).where(_is_among(request_words, those)).limit(_RARE).subquery()
    count: int = await transaction.scalar(select(func.count()).select_from(some))
    return count
