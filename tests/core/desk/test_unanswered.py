"""What nobody could answer, as staff see it: groups on pages, a group with its topics, filing and dismissing."""

from __future__ import annotations

import pytest

from bot.core.desk.unanswered import PAGE
from bot.core.messages import KeepQuestion
from bot.rehearsal.memory import MemoryDesk
from bot.rehearsal.person import Person

PLANETS = ("mercury", "venus", "earth", "jupiter", "saturn", "uranus", "neptune", "pluto", "ceres", "haumea", "eris")


def leave(desk: MemoryDesk, *texts: str, language: str = "en") -> None:
    for text in texts:
        desk.learnt.carry_out(KeepQuestion(desk.now, language, text))


def ids(desk: MemoryDesk) -> list[int]:
    return [each.id for each in desk.learnt.list_unsettled(100)]


def test_nothing_unanswered_is_said_so(ana: Person) -> None:
    ana.say("/unanswered")
    assert ana.newest.text == "✅ No question waits to be filed."
    assert not ana.newest.buttons


def test_people_cannot_see_the_list(desk: MemoryDesk, james: Person) -> None:
    leave(desk, "parking?")
    james.say("/unanswered")
    assert "parking" not in james.newest.text
    outsider = desk.person("zoe", "en").in_group
    assert not outsider.say("/unanswered").posts
    turn = outsider.tap_data("learn:drop:1:0")
    assert not turn.posts
    assert not turn.effects


def test_groups_are_listed_with_their_counts_the_largest_first(desk: MemoryDesk, ana: Person) -> None:
    leave(desk, "lunch?", "Is there parking?", "parking")
    leave(desk, "Y a-t-il un parking ?", language="fr")
    ana.say("/unanswered")
    assert "4 unanswered questions (groups: 3)" in ana.newest.text
    assert "1. parking (English · 2×)" in ana.newest.text
    assert ana.newest.labels == ["1. parking", "2. Y a-t-il un parking ?", "3. lunch?"]


def test_what_people_wrote_is_shown_as_text(desk: MemoryDesk, ana: Person) -> None:
    leave(desk, "<b>3 < 4 & {notice_weeks}?")
    ana.say("/unanswered")
    assert "<b>3 < 4 & {notice_weeks}?" in ana.newest.text
    ana.tap("1. ")
    assert "• <b>3 < 4 & {notice_weeks}?" in ana.newest.text


def test_pages_are_turned_in_place_and_one_that_is_gone_is_the_last(desk: MemoryDesk, ana: Person) -> None:
    leave(desk, *PLANETS)
    ana.say("/unanswered")
    assert len(ana.newest.labels) == PAGE + 1
    assert ana.newest.labels[-1] == "Next ▶"
    count = len(ana.messages)
    ana.tap("Next ▶")
    assert ana.newest.labels == ["9. earth", "10. venus", "11. mercury", "◀ Previous"]
    ana.tap("◀ Previous")
    assert ana.newest.labels[0] == "1. eris"
    ana.tap_data("learn:page:99", ana.newest.id)
    assert ana.newest.labels[0] == "9. earth"
    assert len(ana.messages) == count


def test_a_group_shows_its_questions_and_the_three_likeliest_topics(desk: MemoryDesk, ana: Person) -> None:
    leave(desk, *(f"what is the price for {place} {place}" for place in ("geneva", "dakar")), "price price")
    ana.say("/unanswered")
    ana.tap("1. ")
    cost = desk.knowledge.faq.entries["en"]["cost"].label
    assert f"📌 {cost}" in ana.newest.labels
    assert len([each for each in ana.newest.labels if each.startswith("📌")]) == 3
    assert ana.newest.labels[-3:] == ["Other topic…", "🗑 Dismiss", "☰ All of them"]
    ana.tap("☰ All of them")
    assert "unanswered question" in ana.newest.text


def test_of_a_large_group_ten_questions_are_shown_and_the_rest_counted(desk: MemoryDesk, ana: Person) -> None:
    leave(desk, *["parking"] * 14)
    ana.say("/unanswered")
    ana.tap("1. ")
    assert ana.newest.text.count("• parking") == 10
    assert "… and 4 more." in ana.newest.text
    assert "asked 14 times" in ana.newest.text


def test_one_tap_files_the_typical_question_and_takes_the_group_off_the_list(desk: MemoryDesk, ana: Person) -> None:
    leave(desk, "Is there parking?", "parking", "lunch?")
    ana.say("/unanswered")
    ana.tap("1. parking")
    ana.tap("Other topic…")
    assert len([each for each in ana.newest.labels if each.startswith("📌")]) == 12
    label = desk.knowledge.faq.entries["en"]["requirements"].label
    turn = ana.tap(f"📌 {label}")
    assert turn.toast == "Noted."
    assert f"ana proposes “parking” (English) for the topic “{label}”" in ana.newest.text
    assert ana.newest.labels == ["1. lunch?"]
    (proposal,) = desk.learnt.proposals
    assert (proposal.language, proposal.topic, proposal.question, proposal.count) == (
        "en",
        "requirements",
        "parking",
        2,
    )
    assert (proposal.filed_by, proposal.filed_at, proposal.id) == ("ana", desk.now, 1)
    assert ids(desk) == [3]


def test_a_dismissed_group_leaves_the_list_without_a_proposal(desk: MemoryDesk, ana: Person) -> None:
    leave(desk, "lunch?")
    ana.say("/unanswered")
    ana.tap("1. lunch?")
    ana.tap("🗑 Dismiss")
    assert "ana has dismissed “lunch?” (English)" in ana.newest.text
    assert "No question waits" in ana.newest.text
    assert not desk.learnt.proposals
    assert ids(desk) == []


@pytest.mark.parametrize(
    ("first", "told"),
    [("learn:file:1:cost:0", "ana was first: filed under “"), ("learn:drop:1:0", "ana was first: dismissed.")],
)
def test_who_taps_second_is_told_who_was_first(desk: MemoryDesk, ana: Person, first: str, told: str) -> None:
    ben = desk.person("ben", "en", staff=True).in_group
    leave(desk, "parking", "lunch?")
    ana.say("/unanswered")
    ana.tap_data(first, ana.newest.id)
    turn = ben.tap_data("learn:file:1:billing:0", ana.newest.id)
    assert (turn.toast or "").startswith(told)
    assert not turn.effects
    assert ben.newest.labels == ["1. lunch?"]
    assert len(desk.learnt.proposals) <= 1


def test_a_group_under_a_topic_that_is_gone_counts_as_dismissed_to_who_taps_second(
    desk: MemoryDesk, ana: Person
) -> None:
    leave(desk, "parking")
    ana.tap_data("learn:file:1:cost:0")
    kept = desk.learnt.unanswered[1]
    desk.learnt.unanswered[1] = type(kept)(**{**vars(kept), "topic": "gone"})
    assert ana.tap_data("learn:open:1:0").toast == "ana was first: dismissed."


def test_a_question_that_was_never_there_shows_the_list(desk: MemoryDesk, ana: Person) -> None:
    leave(desk, "parking")
    turn = ana.tap_data("learn:open:77:0")
    assert turn.toast == "This button is no longer valid."
    assert ana.newest.labels == ["1. parking"]


def test_a_question_beyond_the_newest_ones_shows_the_list(desk: MemoryDesk, ana: Person) -> None:
    leave(desk, "parking", *["lunch?"] * 5000)
    turn = ana.tap_data("learn:open:1:0")
    assert turn.toast == "This button is no longer valid."
    assert ana.newest.labels == ["1. lunch?"]


@pytest.mark.parametrize(
    "data",
    [
        "learn",
        "learn:page:x",
        "learn:page:٣",
        "learn:page:" + "9" * 40,
        "learn:open:1",
        "learn:open:x:0",
        "learn:open:1:more:0",
        "learn:file:1:gone:0",
        "learn:file:1:0",
        "learn:nonsense:1:0",
    ],
)
def test_a_button_with_odd_data_changes_nothing(desk: MemoryDesk, ana: Person, data: str) -> None:
    leave(desk, "parking")
    turn = ana.tap_data(data)
    assert not turn.effects
    assert turn.toast == "This button is no longer valid."
    assert ids(desk) == [1]


def test_a_list_that_was_asked_for_anew_stands_below_and_the_former_loses_its_buttons(
    desk: MemoryDesk, ana: Person
) -> None:
    leave(desk, "parking")
    ana.say("/unanswered")
    former = ana.newest
    ana.say("/unanswered")
    assert not former.buttons
    ana.tap_data("learn:open:1:0", former.id)
    assert ana.newest is not former
    assert len(ana.messages) == 3


def test_a_group_is_filed_under_the_question_that_was_seen_though_others_came_since(
    desk: MemoryDesk, ana: Person
) -> None:
    leave(desk, "parking places")
    ana.say("/unanswered")
    ana.tap("1. parking places")
    leave(desk, "parking", "parking", "parking")
    ana.tap("📌 ")
    (proposal,) = desk.learnt.proposals
    assert (proposal.question, proposal.count) == ("parking places", 4)
    assert ids(desk) == []


def test_a_language_that_is_no_longer_spoken_is_named_by_its_letters(desk: MemoryDesk, ana: Person) -> None:
    leave(desk, "Parkplatz?", language="de")
    ana.say("/unanswered")
    assert "Parkplatz? (de · 1×)" in ana.newest.text
    ana.tap("1. Parkplatz?")
    assert "📌" in str(ana.newest)
