"""Makes one attempt to bring a message to its chat, and says what comes of it; keeps nothing."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.app.pace import Pace
from bot.app.ports import HELD_BACK, Delivery, GivenUp, Moved, Outcome, PutOff, Sent
from bot.app.telegram_ports import ChatMoved, HeldBack, Messenger, Postponed, Refused, Unreachable
from bot.app.watching import DeliveryOutcome, DeliverySeen, Watch, name_fault
from bot.core.undelivered import Reporter, Why

FIRST_PAUSE = timedelta(seconds=1)
LONGEST_PAUSE = timedelta(minutes=5)
STAFF_TOLD_AFTER = timedelta(hours=1)
GIVEN_UP_AFTER = timedelta(hours=24)


@dataclass(frozen=True)
class Attempts:
    """Tries to deliver: with growing pauses, until it is too late."""

    messenger: Messenger
    pace: Pace
    reporter: Reporter
    clock: Callable[[], datetime]
    watch: Watch

    async def make(self, delivery: Delivery) -> Outcome:
        """Try once; never raises."""
        begun = time.perf_counter()
        reason: str | None = None
        try:
            message_id = await self.messenger.deliver(delivery.post, delivery.address, delivery.replaces)
            outcome: Outcome = Sent(delivery, message_id)
            what = DeliveryOutcome.EDITED if message_id == delivery.replaces else DeliveryOutcome.SENT
        except HeldBack as held:
            # Telegram does not say what its pause is for, so nothing at all is sent in it.
            self.pace.hold(time.monotonic() + held.seconds)
            outcome = self._put_off(delivery, timedelta(seconds=held.seconds), f"{HELD_BACK}{held}")
            what, reason = DeliveryOutcome.HELD_BACK, str(held)
        except ChatMoved as moved:
            outcome, what = Moved(delivery, moved.new), DeliveryOutcome.MOVED
        except Unreachable as error:
            outcome, what = self._unreachable(delivery, str(error))
            reason = str(error)
        except Refused as error:
            outcome = GivenUp(delivery, str(error), self.reporter.report(delivery.post, Why.REFUSED))
            what, reason = DeliveryOutcome.GIVEN_UP, str(error)
        except Exception as error:
            reason = str(error) if isinstance(error, Postponed) else name_fault(error)
            outcome = self._try_later(delivery, reason)
            what = DeliveryOutcome.PUT_OFF if isinstance(outcome, PutOff) else DeliveryOutcome.GIVEN_UP
        took = time.perf_counter() - begun
        waited = (self.clock() - delivery.due_since).total_seconds()
        self.watch.delivered(DeliverySeen(delivery.post.chat, what, waited, took, delivery.attempts, reason))
        return outcome

    def _unreachable(self, delivery: Delivery, reason: str) -> tuple[Outcome, DeliveryOutcome]:
        if delivery.post.chat == self.reporter.staff_chat:
            # What staff are to know is not given up: the bot may be let into the group again.
            return self._put_off(delivery, _pause_after(delivery.attempts), reason), DeliveryOutcome.PUT_OFF
        report = self.reporter.report(delivery.post, Why.UNREACHABLE)
        return GivenUp(delivery, reason, report), DeliveryOutcome.GIVEN_UP

    def _try_later(self, delivery: Delivery, reason: str) -> Outcome:
        is_too_late = self.clock() - delivery.due_since >= GIVEN_UP_AFTER
        if is_too_late and delivery.post.chat != self.reporter.staff_chat:
            hours = int(GIVEN_UP_AFTER.total_seconds() // 3600)
            return GivenUp(delivery, reason, self.reporter.report(delivery.post, Why.TOO_LATE, hours))
        return self._put_off(delivery, _pause_after(delivery.attempts), reason)

    def _put_off(self, delivery: Delivery, pause: timedelta, reason: str) -> PutOff:
        now = self.clock()
        report = None
        if not delivery.was_told and now - delivery.due_since >= STAFF_TOLD_AFTER:
            hours = int(STAFF_TOLD_AFTER.total_seconds() // 3600)
            report = self.reporter.report(delivery.post, Why.LATE, hours)
        return PutOff(delivery, now + pause, reason, report)


def _pause_after(attempts: int) -> timedelta:
    return min(FIRST_PAUSE * (1 << min(attempts, 20)), LONGEST_PAUSE)
