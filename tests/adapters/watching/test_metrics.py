"""The figures as Prometheus reads them."""

import math
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from prometheus_client import REGISTRY
from prometheus_client.parser import text_string_to_metric_families

from bot.adapters.watching.metrics import Metrics
from bot.app.ports import Depth, Depths
from bot.app.watching import DeliveryOutcome, DeliverySeen, TurnOutcome, TurnSeen

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
NOTHING = Depths(Depth(0, None, 0), Depth(0, None, 0))


async def figures(metrics: Metrics, depths: Depths | None = NOTHING) -> Mapping[tuple[str, str], float]:
    body, content_type = await metrics.show(depths, NOW)
    assert content_type.startswith("text/plain")
    return {
        (sample.name, next(iter(sample.labels.values()), "")): sample.value
        for family in text_string_to_metric_families(body.decode())
        for sample in family.samples
    }


async def test_turns_are_counted_and_timed() -> None:
    metrics = Metrics()
    metrics.count_turn(TurnSeen(1, 7, TurnOutcome.REPLIED, 0.3, 0.004))
    metrics.count_turn(TurnSeen(2, 7, TurnOutcome.REPLIED, 0.1, 0.002))
    shown = await figures(metrics)
    assert shown["guichet_turns_total", "replied"] == 2
    assert shown["guichet_turns_total", "failed"] == 0
    assert math.isclose(shown["guichet_turn_seconds_sum", ""], 0.4)
    assert math.isclose(shown["guichet_turn_handling_seconds_sum", ""], 0.006)
    assert shown["guichet_turn_handling_seconds_bucket", "0.0025"] == 1


async def test_the_delay_of_a_message_is_that_of_its_arrival() -> None:
    metrics = Metrics()
    metrics.count_delivery(DeliverySeen(7, DeliveryOutcome.PUT_OFF, 1, 5))
    metrics.count_delivery(DeliverySeen(7, DeliveryOutcome.SENT, 8, 0.5))
    metrics.count_delivery(DeliverySeen(7, DeliveryOutcome.EDITED, 2, 0.5))
    shown = await figures(metrics)
    assert (shown["guichet_delivery_seconds_count", ""], shown["guichet_delivery_seconds_sum", ""]) == (2, 10)
    assert (shown["guichet_telegram_seconds_count", ""], shown["guichet_telegram_seconds_sum", ""]) == (3, 6)


async def test_queues_show_their_depth_and_the_age_of_the_oldest() -> None:
    depths = Depths(Depth(3, NOW - timedelta(seconds=90), 1), Depth(0, None, 2))
    shown = await figures(Metrics(), depths)
    assert [shown[f"guichet_queue_{name}", "inbox"] for name in ("depth", "oldest_seconds", "dropped")] == [3, 90, 1]
    assert [shown[f"guichet_queue_{name}", "outbox"] for name in ("depth", "oldest_seconds", "dropped")] == [0, 0, 2]


async def test_queues_that_cannot_be_measured_are_unknown_and_not_as_they_were() -> None:
    metrics = Metrics()
    await figures(metrics, Depths(Depth(3, NOW, 1), Depth(0, None, 2)))
    shown = await figures(metrics, None)
    assert math.isnan(shown["guichet_queue_depth", "inbox"])
    assert math.isnan(shown["guichet_queue_oldest_seconds", "outbox"])


async def test_the_process_is_measured_too() -> None:
    assert (await figures(Metrics()))["process_resident_memory_bytes", ""] > 1e6


async def test_two_of_them_share_nothing_and_nothing_is_global() -> None:
    first, second = Metrics(), Metrics()
    first.count_updates(5, 1)
    assert (await figures(second))["guichet_updates_received_total", ""] == 0
    assert not [family for family in REGISTRY.collect() if family.name.startswith("guichet")]
