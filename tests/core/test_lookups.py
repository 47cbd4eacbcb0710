"""A fact that nobody has looked up is asked for, never assumed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from bot.core.lookups import (
    CountAtWork,
    Lookup,
    MessageIn,
    Missing,
    NextReference,
    OpenRequestsStarting,
    Records,
    RequestNamed,
    RequestsAtWork,
    RequestsLike,
    SentAs,
)

DAY = date(2026, 5, 4)
ASKED: list[tuple[Lookup, Callable[[Records], object]]] = [
    (NextReference("VW", 2026), lambda records: records.next_reference("VW", 2026)),
    (SentAs(7, 2), lambda records: records.sent_as(7, 2)),
    (RequestNamed("VW-2026-0001"), lambda records: records.request("VW-2026-0001")),
    (OpenRequestsStarting("workshop", DAY), lambda records: records.open_requests_starting("workshop", DAY)),
    (RequestsAtWork(8, 4, 7, DAY), lambda records: records.requests_at_work(8, 4, 7, DAY)),
    (CountAtWork(7, DAY), lambda records: records.count_at_work(7, DAY)),
    (RequestsLike(("lycee",), 4), lambda records: records.requests_like(("lycee",), 4)),
    (MessageIn(7, "draft:7"), lambda records: records.message_in(7, "draft:7")),
]


@pytest.mark.parametrize(("lookup", "ask"), ASKED)
def test_an_unanswered_lookup_is_missing(lookup: Lookup, ask: Callable[[Records], object]) -> None:
    with pytest.raises(Missing) as missing:
        ask(Records())
    assert missing.value.lookup == lookup


@pytest.mark.parametrize(("lookup", "ask"), ASKED)
def test_an_answered_lookup_gives_its_answer_even_when_that_is_nothing(
    lookup: Lookup, ask: Callable[[Records], object]
) -> None:
    assert ask(Records({lookup: None})) is None
    assert ask(Records({lookup: "found"})) == "found"
