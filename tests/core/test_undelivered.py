"""Staff hear of messages about requests that do not arrive, and of nothing else."""

from __future__ import annotations

import pytest

from bot.core.messages import Post
from bot.core.undelivered import Reporter, Why
from bot.rehearsal.person import STAFF_CHAT
from tests.shipped import shipped_knowledge

REPORTER = Reporter(shipped_knowledge().texts, STAFF_CHAT)


@pytest.mark.parametrize("why", Why)
def test_staff_are_told_which_request_it_is_about(why: Why) -> None:
    report = REPORTER.report(Post(7, "Accepted", about="VW-2026-0001"), why, hours=24)
    assert report is not None
    assert report.chat == STAFF_CHAT
    assert "VW-2026-0001" in report.text


def test_one_hour_is_one_hour() -> None:
    post = Post(7, "Accepted", about="VW-2026-0001")
    one, more = (REPORTER.report(post, Why.LATE, hours) for hours in (1, 2))
    assert one is not None
    assert "1 heure." in one.text
    assert more is not None
    assert "2 heures." in more.text


def test_a_message_about_no_request_is_not_reported() -> None:
    assert REPORTER.report(Post(7, "Hello"), Why.UNREACHABLE) is None


def test_what_was_for_staff_themselves_is_not_reported_to_them() -> None:
    assert REPORTER.report(Post(STAFF_CHAT, "A card", about="VW-2026-0001"), Why.REFUSED) is None
