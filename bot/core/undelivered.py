"""Tells staff of messages about requests that do not reach their person; knows neither Telegram nor retries."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.core.desk.card import card_slot
from bot.core.messages import Post
from bot.core.texts import Texts


class Why(StrEnum):
    """Why staff have to know: it is late and still tried, or it will never arrive."""

    LATE = "late"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    TOO_LATE = "too_late"


@dataclass(frozen=True)
class Reporter:
    """Words what staff are told, in the desk's first language."""

    texts: Texts
    staff_chat: int

    def report(self, post: Post, why: Why, hours: int = 0) -> Post | None:
        """Word the report; None when the message is about no request, or was for staff themselves."""
        if post.about is None or post.chat == self.staff_chat:
            return None
        language = self.texts.policy.default_language
        said = self.texts.say(f"undelivered.{why}", language, reference=post.about, count=hours)
        # It stands below what the member of staff wrote, or else below the request's card.
        typed = post.receipt if post.receipt is not None and post.receipt > 0 else None
        return Post(self.staff_chat, said, answers=typed or card_slot(post.about), about=post.about)

    def report_topics(self) -> Post:
        """Word that there can be no topics in the staff chat, and what would help."""
        return Post(self.staff_chat, self.texts.say("topics.impossible", self.texts.policy.default_language))
