"""Sorts what goes wrong at Telegram into the outcomes that the shell knows; knows no call."""

from __future__ import annotations

from datetime import timedelta

from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError

from bot.app.telegram_ports import ChatMoved, HeldBack, Postponed, Refused, TopicClosed, TopicLost, Unreachable

_LONGEST = 200
_GONE = (
    "chat not found",
    "user not found",
    "peer_id_invalid",
    "group is deactivated",
    "not enough rights to send",
    "have no rights to send",
    "chat_write_forbidden",
)
_TOPIC_GONE = ("message thread not found", "topic_deleted", "topic_id_invalid")
_TOPIC_CLOSED = "topic_closed"

Outcome = Postponed | HeldBack | Refused | Unreachable | ChatMoved | TopicLost | TopicClosed


def sort_refusal(error: TelegramError) -> Outcome:
    """Say what an error of the Bot API means for the message or the question that it befell."""
    text = shorten(error)
    if isinstance(error, RetryAfter):
        after = error.retry_after
        return HeldBack(text, after.total_seconds() if isinstance(after, timedelta) else float(after))
    if isinstance(error, ChatMigrated):
        return ChatMoved(error.new_chat_id)
    if isinstance(error, Forbidden):
        return Unreachable(text)
    if isinstance(error, BadRequest) and any(reason in text.lower() for reason in _TOPIC_GONE):
        return TopicLost(text)
    if isinstance(error, BadRequest) and _TOPIC_CLOSED in text.lower():
        return TopicClosed(text)
    if isinstance(error, BadRequest):
        return Unreachable(text) if any(reason in text.lower() for reason in _GONE) else Refused(text)
    return Postponed(text)


def shorten(error: TelegramError) -> str:
    """Give the first line of what Telegram said, without the length that a web page of a proxy can have."""
    first = next(iter(error.message.splitlines()), "")
    return first[:_LONGEST] or type(error).__name__
