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


def test_what_does_not_reach_a_person_is_told_below_what_staff_wrote() -> None:
    typed = REPORTER.report(Post(7, "x", about="VW-2026-0001", receipt=31), Why.REFUSED)
    chosen = REPORTER.report(Post(7, "x", about="VW-2026-0001", receipt=-3), Why.REFUSED)
    assert typed is not None
    assert chosen is not None
    assert (typed.answers, chosen.answers) == (31, "card:VW-2026-0001")


def test_that_there_can_be_no_topics_is_worded_in_the_desks_language() -> None:
    assert "Gérer les sujets" in REPORTER.report_topics().text
