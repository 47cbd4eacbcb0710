"""Makes one attempt to bring a message to its chat, and says what comes of it; keeps nothing."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.app.pace import Pace
from bot.app.ports import (
    HELD_BACK,
    OWN,
    Delivery,
    GivenUp,
    Moved,
    Outcome,
    PutOff,
    Sent,
    TopicGone,
    TopicOpened,
    Update,
)
from bot.app.telegram_ports import (
    ChatMoved,
    HeldBack,
    Messenger,
    Postponed,
    Refused,
    TopicClosed,
    TopicLost,
    Unreachable,
)
from bot.app.watching import DeliveryOutcome, DeliverySeen, Watch, name_fault
from bot.core.desk.card import card_slot
from bot.core.letters import Arrival
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
            if delivery.thread is None:
                return await self._open_topic(delivery)
            message_id = await self.messenger.deliver(
                delivery.post, delivery.address, delivery.replaces, delivery.answers, delivery.thread
            )
            outcome: Outcome = Sent(delivery, message_id, self._tell_desk(delivery, Arrival.DELIVERED))
            what = DeliveryOutcome.EDITED if message_id == delivery.replaces else DeliveryOutcome.SENT
        except HeldBack as held:
            # Telegram does not say what its pause is for, so nothing at all is sent in it.
            self.pace.hold(time.monotonic() + held.seconds)
            outcome = self._put_off(delivery, timedelta(seconds=held.seconds), f"{HELD_BACK}{held}")
            what, reason = DeliveryOutcome.HELD_BACK, str(held)
        except (TopicLost, TopicClosed) as gone:
            outcome, what, reason = await self._find_topic(delivery, gone), DeliveryOutcome.PUT_OFF, str(gone)
        except ChatMoved as moved:
            outcome, what = Moved(delivery, moved.new), DeliveryOutcome.MOVED
        except Unreachable as error:
            outcome, what = self._unreachable(delivery, str(error))
            reason = str(error)
        except Refused as error:
            outcome = self._give_up(delivery, str(error), Why.REFUSED)
            what, reason = DeliveryOutcome.GIVEN_UP, str(error)
        except Exception as error:
            reason = str(error) if isinstance(error, Postponed) else name_fault(error)
            outcome = self._try_later(delivery, reason)
            what = DeliveryOutcome.PUT_OFF if isinstance(outcome, PutOff) else DeliveryOutcome.GIVEN_UP
        took = time.perf_counter() - begun
        waited = (self.clock() - delivery.due_since).total_seconds()
        self.watch.delivered(DeliverySeen(delivery.post.chat, what, waited, took, delivery.attempts, reason))
        return outcome

    async def _open_topic(self, delivery: Delivery) -> Outcome:
        """Create the message's topic, slowly, or find that there can be none."""
        name = delivery.post.topic.name if delivery.post.topic else ""
        pause = self.pace.wait_for_topic(time.monotonic())
        if pause > 0:
            return self._put_off(delivery, timedelta(seconds=pause), "forum topics are created one after the other")
        try:
            thread = await self.messenger.open_topic(delivery.address, name)
        except Refused:
            return TopicOpened(delivery, 0, self.reporter.report_topics())
        self.pace.count_topic(time.monotonic())
        return TopicOpened(delivery, thread)

    async def _find_topic(self, delivery: Delivery, gone: TopicLost | TopicClosed) -> Outcome:
        """Open a closed topic again; one that is no longer there is made anew, with the card of the request."""
        if isinstance(gone, TopicClosed):
            try:
                await self.messenger.reopen_topic(delivery.address, delivery.thread or 0)
            except Exception as error:
                return TopicOpened(delivery, 0) if isinstance(error, Refused) else self._try_later(delivery, str(gone))
            return self._try_later(delivery, str(gone))
        about = delivery.post.about
        is_news = about is not None and delivery.post.slot != card_slot(about)
        news = Update(OWN, self.reporter.staff_chat, {"reference": about, "lost": True}) if is_news else None
        return TopicGone(delivery, news)

    def _unreachable(self, delivery: Delivery, reason: str) -> tuple[Outcome, DeliveryOutcome]:
        if delivery.post.chat == self.reporter.staff_chat:
            # What staff are to know is not given up: the bot may be let into the group again.
            return self._put_off(delivery, _pause_after(delivery.attempts), reason), DeliveryOutcome.PUT_OFF
        return self._give_up(delivery, reason, Why.UNREACHABLE), DeliveryOutcome.GIVEN_UP

    def _give_up(self, delivery: Delivery, reason: str, why: Why, hours: int = 0) -> GivenUp:
        arrival = Arrival.BLOCKED if why is Why.UNREACHABLE else Arrival.FAILED
        news = self._tell_desk(delivery, arrival)
        return GivenUp(delivery, reason, self.reporter.report(delivery.post, why, hours), news)

    def _tell_desk(self, delivery: Delivery, arrival: Arrival) -> Update | None:
        """Make the news of what came of a letter; None for any other message."""
        post = delivery.post
        if post.receipt is None or post.about is None:
            return None
        told = {"reference": post.about, "message": post.receipt, "arrival": arrival.value}
        return Update(OWN, self.reporter.staff_chat, told)

    def _try_later(self, delivery: Delivery, reason: str) -> Outcome:
        is_too_late = self.clock() - delivery.due_since >= GIVEN_UP_AFTER
        if is_too_late and delivery.post.chat != self.reporter.staff_chat:
            hours = int(GIVEN_UP_AFTER.total_seconds() // 3600)
            return self._give_up(delivery, reason, Why.TOO_LATE, hours)
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
