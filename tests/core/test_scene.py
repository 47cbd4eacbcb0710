"""The language to speak, and the day where the organisation is."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from bot.core.lookups import MessageIn, Missing, Records
from bot.core.messages import Incoming, Place, Said, Sender, Tapped
from bot.core.scene import Knowledge, Scene
from bot.core.session import Session
from bot.rehearsal.memory import ZONE


def scene_of(knowledge: Knowledge, session: Session, telegram: str | None, body: Said | Tapped | None = None) -> Scene:
    message = Incoming(7, Place.PRIVATE, Sender(7, "Awa", language=telegram), body or Said(""))
    now = datetime(2026, 1, 12, 0, 30, tzinfo=ZONE)
    return Scene(knowledge, message, session, now, Records({MessageIn(7, "draft:7"): 5}), 0)


@pytest.mark.parametrize(
    ("remembered", "telegram", "spoken"),
    [
        (None, "en", "en"),
        (None, "en-GB", "en"),
        (None, "fr-CA", "fr"),
        (None, "de", "fr"),
        (None, None, "fr"),
        ("en", "fr", "en"),
        ("es", "en", "en"),
    ],
)
def test_the_language_is_the_sessions_then_telegrams_then_the_default(
    knowledge: Knowledge, remembered: str | None, telegram: str | None, spoken: str
) -> None:
    assert scene_of(knowledge, Session(language=remembered), telegram).language == spoken


def test_today_is_the_day_where_the_organisation_is(knowledge: Knowledge) -> None:
    scene = scene_of(knowledge, Session(), None)
    assert scene.today == date(2026, 1, 12)
    assert scene.now.astimezone(UTC).date() == date(2026, 1, 11)
    assert scene.day_of(datetime(2026, 7, 1, 22, 30, tzinfo=UTC)) == date(2026, 7, 2)


def test_a_message_is_live_only_when_it_shows_the_draft_now(knowledge: Knowledge) -> None:
    assert scene_of(knowledge, Session(), None, Tapped("x", 5)).is_live
    assert not scene_of(knowledge, Session(), None, Tapped("x", 4)).is_live
    assert not scene_of(knowledge, Session(), None, Said("x")).is_live


def test_a_fact_that_is_not_there_is_asked_for(knowledge: Knowledge) -> None:
    with pytest.raises(Missing):
        _ = Scene(
            knowledge,
            Incoming(8, Place.PRIVATE, Sender(8, "Ben"), Tapped("x", 5)),
            Session(),
            datetime(2026, 1, 12, tzinfo=ZONE),
            Records(),
            0,
        ).is_live


def test_a_topic_is_found_in_a_language_or_not(knowledge: Knowledge) -> None:
    scene = scene_of(knowledge, Session(), "en")
    french, english = scene.entry("cost", "fr"), scene.entry("cost")
    assert french is not None
    assert english is not None
    assert (french.language, english.language) == ("fr", "en")
    assert scene.entry("nothing") is None
