"""Counts and times what the shell tells, for Prometheus; knows no log and no text."""

from __future__ import annotations

from datetime import datetime
from math import nan

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, PlatformCollector, ProcessCollector
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

from bot.app.ports import Depth, Depths
from bot.app.watching import DeliveryOutcome, DeliverySeen, TurnOutcome, TurnSeen

_ARRIVED = {DeliveryOutcome.SENT, DeliveryOutcome.EDITED}
_SHORT = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5)
_WIDE = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800)


class Metrics:
    """The figures of this process, in a registry of their own."""

    def __init__(self) -> None:
        own = CollectorRegistry()
        self._registry = own
        self._received = Counter("guichet_updates_received", "Updates that were committed.", registry=own)
        self._repeated = Counter("guichet_updates_repeated", "Updates that were known already.", registry=own)
        self._turns = Counter("guichet_turns", "Updates by what came of them.", ["outcome"], registry=own)
        self._waited = Histogram(
            "guichet_turn_seconds", "From an update's arrival until it was handled.", buckets=_WIDE, registry=own
        )
        self._handling = Histogram(
            "guichet_turn_handling_seconds", "What handling an update took.", buckets=_SHORT, registry=own
        )
        self._deliveries = Counter(
            "guichet_deliveries", "Tries to deliver a message, by what came of them.", ["outcome"], registry=own
        )
        self._delay = Histogram(
            "guichet_delivery_seconds", "From a message being due until it arrived.", buckets=_WIDE, registry=own
        )
        self._telegram = Histogram("guichet_telegram_seconds", "What Telegram took.", buckets=_WIDE, registry=own)
        self._depth = Gauge("guichet_queue_depth", "Rows that wait, by queue.", ["queue"], registry=own)
        self._age = Gauge("guichet_queue_oldest_seconds", "Since when the oldest row is due.", ["queue"], registry=own)
        self._dropped = Gauge(
            "guichet_queue_dropped", "Updates set aside and messages given up, by queue.", ["queue"], registry=own
        )
        ProcessCollector(registry=own)
        PlatformCollector(registry=own)
        # A figure that begins with its first event has no rate at that event.
        for turn in TurnOutcome:
            self._turns.labels(turn)
        for delivery in DeliveryOutcome:
            self._deliveries.labels(delivery)

    def count_updates(self, count: int, repeated: int) -> None:
        """Count updates that were committed, and those of them that were known already."""
        self._received.inc(count)
        self._repeated.inc(repeated)

    def count_turn(self, seen: TurnSeen) -> None:
        """Count an update that was handled."""
        self._turns.labels(seen.outcome).inc()
        self._waited.observe(seen.waited)
        self._handling.observe(seen.took)

    def count_delivery(self, seen: DeliverySeen) -> None:
        """Count a message that was tried."""
        self._deliveries.labels(seen.outcome).inc()
        self._telegram.observe(seen.took)
        if seen.outcome in _ARRIVED:
            self._delay.observe(seen.waited)

    async def show(self, depths: Depths | None, now: datetime) -> tuple[bytes, str]:
        """Write all figures, and give them with their content type; without depths those of the queues are unknown."""
        self._set("inbox", depths.inbox if depths else None, now)
        self._set("outbox", depths.outbox if depths else None, now)
        return generate_latest(self._registry), CONTENT_TYPE_LATEST

    def _set(self, queue: str, depth: Depth | None, now: datetime) -> None:
        age = (now - depth.oldest).total_seconds() if depth and depth.oldest else 0.0
        self._depth.labels(queue).set(depth.waiting if depth else nan)
        self._age.labels(queue).set(max(age, 0.0) if depth else nan)
        self._dropped.labels(queue).set(depth.set_aside if depth else nan)
