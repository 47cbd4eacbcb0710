"""What operators are told of turns, deliveries and trouble."""

import re
from datetime import UTC, datetime

import pytest

from bot.adapters.watching.metrics import Metrics
from bot.adapters.watching.watch import OperatorsWatch, hash_chat
from bot.app.ports import StorageUnavailable
from bot.app.telegram_ports import HeldBack, Postponed
from bot.app.watching import DeliveryOutcome, DeliverySeen, TurnOutcome, TurnSeen
from tests.adapters.watching.conftest import TOKEN, Written


@pytest.fixture
def watch(written: Written) -> OperatorsWatch:
    return OperatorsWatch(TOKEN, Metrics())


def test_a_turn_is_one_line_without_the_chats_number(watch: OperatorsWatch, written: Written) -> None:
    watch.turn_taken(TurnSeen(5, 100000102, TurnOutcome.REPLIED, 0.01234, 0.0021))
    (line,) = written.lines
    del line["timestamp"]
    assert re.fullmatch(r"[0-9a-f]{12}", line.pop("chat"))
    assert line == {
        "event": "turn",
        "level": "info",
        "update": 5,
        "outcome": "replied",
        "waited_ms": 12.3,
        "took_ms": 2.1,
    }
    assert "100000102" not in written.text


def test_a_turn_that_failed_says_where_and_how_often(watch: OperatorsWatch, written: Written) -> None:
    watch.turn_taken(TurnSeen(5, 7, TurnOutcome.FAILED, 1, 0, attempts=2, fault="KeyError at core/flow.py:9"))
    (line,) = written.lines
    assert (line["level"], line["attempts"], line["fault"]) == ("warning", 2, "KeyError at core/flow.py:9")


def test_a_chat_has_the_same_name_everywhere_that_only_the_token_can_tell() -> None:
    assert hash_chat(TOKEN, 7) == hash_chat(TOKEN, 7)
    assert len({hash_chat(TOKEN, 7), hash_chat(TOKEN, 8), hash_chat(TOKEN + "x", 7)}) == 3


def test_a_delivery_is_one_line(watch: OperatorsWatch, written: Written) -> None:
    watch.delivered(DeliverySeen(7, DeliveryOutcome.SENT, 0.5, 0.03))
    (line,) = written.lines
    del line["timestamp"]
    assert line == {
        "event": "delivery",
        "level": "info",
        "chat": hash_chat(TOKEN, 7),
        "outcome": "sent",
        "waited_ms": 500.0,
        "took_ms": 30.0,
    }


def test_a_reason_comes_without_what_telegram_quotes(watch: OperatorsWatch, written: Written) -> None:
    said = "Can't parse entities: unsupported start tag \"awa\" of awa@example.org, it isn't 'known'\nmore"
    watch.delivered(DeliverySeen(7, DeliveryOutcome.GIVEN_UP, 1, 0.1, attempts=3, reason=said))
    (line,) = written.lines
    assert line["reason"] == "Can't parse entities: unsupported start tag … of … it isn't …"
    assert (line["level"], line["attempts"]) == ("warning", 3)


def test_trouble_is_told_once_until_it_is_over(watch: OperatorsWatch, written: Written) -> None:
    watch.trouble_over("Telegram cannot be reached")
    for _ in range(2):
        for _ in range(3):
            watch.trouble("Telegram cannot be reached", Postponed("Bad Gateway"))
            watch.trouble("The database cannot be reached", StorageUnavailable("connection refused"))
        watch.trouble_over("Telegram cannot be reached")
        watch.trouble_over("Telegram cannot be reached")
    assert [(line["event"], line["what"].split()[1]) for line in written.lines] == [
        ("trouble", "cannot"),
        ("trouble", "database"),
        ("trouble over", "cannot"),
        ("trouble", "cannot"),
        ("trouble over", "cannot"),
    ]


def test_our_own_exceptions_say_why_and_those_of_others_only_what_they_are(
    watch: OperatorsWatch, written: Written
) -> None:
    watch.trouble("one", HeldBack("Flood control exceeded", 3))
    watch.trouble("two", ValueError("Awa wrote this"))
    first, second = written.lines
    assert (first["reason"], first["fault"]) == ("Flood control exceeded", "HeldBack")
    assert ("reason" in second, second["fault"]) == (False, "ValueError")


async def test_what_is_told_is_counted(watch: OperatorsWatch) -> None:
    watch.updates_received(10, 3)
    watch.turn_taken(TurnSeen(5, 7, TurnOutcome.STORED, 0.2, 0.1))
    watch.delivered(DeliverySeen(7, DeliveryOutcome.PUT_OFF, 2, 1))
    body, _ = await watch.metrics.show(None, datetime.now(UTC))
    shown = body.decode()
    assert "guichet_updates_received_total 10.0" in shown
    assert "guichet_updates_repeated_total 3.0" in shown
    assert 'guichet_turns_total{outcome="stored"} 1.0' in shown
    assert 'guichet_deliveries_total{outcome="put_off"} 1.0' in shown
