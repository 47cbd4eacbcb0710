"""The lists of requests that staff see: their order, their pages, and whose they are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from bot.core.desk.finding import MOST, PAGE
from bot.core.requests import AT_AN_END, Request, Status
from bot.rehearsal.memory import MemoryDesk
from bot.rehearsal.person import Person
from tests.core.samples import NOW, TODAY, request_of

Store = Callable[..., Request]


@pytest.fixture
def store(desk: MemoryDesk) -> Store:
    """Put a request on the desk, with what the test wants otherwise."""

    def put(number: int, **changes: object) -> Request:
        sent = NOW + timedelta(minutes=number)
        values = {"reference": f"VW-2026-{number:04}", "draft": number, "submitted_at": sent, **changes}
        answers = values.pop("answers", {"title": "Inquiry", "schools": ["Lycée de Lausanne"]})
        request = request_of(answers, **values)  # type: ignore[arg-type]
        desk.requests[request.reference] = request
        return request

    return put


def references(person: Person) -> list[str]:
    return [each for each in person.newest.labels if each.startswith(("VW-", "QU-"))]


def test_what_is_open_comes_by_the_day_on_which_a_reply_is_due(store: Store, ana: Person) -> None:
    store(1, due_on=None, status=Status.ACCEPTED)
    store(2, due_on=TODAY + timedelta(days=3))
    store(3, due_on=TODAY + timedelta(days=1))
    store(4, due_on=TODAY + timedelta(days=1), status=Status.IN_REVIEW)
    for number, status in enumerate(AT_AN_END, start=5):
        store(number, status=status)
    ana.say("/open")
    assert references(ana) == ["VW-2026-0003", "VW-2026-0004", "VW-2026-0002", "VW-2026-0001"]
    assert "4 requests under way" in ana.newest.text


def test_only_what_was_due_before_today_is_late(store: Store, ana: Person) -> None:
    store(1, due_on=TODAY)
    store(2, due_on=TODAY - timedelta(days=1))
    store(3, due_on=date(2025, 12, 1))
    store(4, due_on=date(2025, 12, 1), status=Status.WITHDRAWN)
    ana.say("/late")
    assert references(ana) == ["VW-2026-0003", "VW-2026-0002"]
    assert "reply overdue since Monday, 1 December 2025" in ana.newest.text


def test_what_is_mine_is_mine_alone(store: Store, ana: Person) -> None:
    store(1, holder=ana.sender.id, holder_name="ana", status=Status.IN_REVIEW)
    store(2, holder=99, holder_name="ben", status=Status.IN_REVIEW)
    store(3, holder=ana.sender.id, holder_name="ana", status=Status.CLOSED)
    ana.say("/mine")
    assert references(ana) == ["VW-2026-0001"]


def test_a_row_shows_what_one_has_to_know(store: Store, ana: Person) -> None:
    answers = {"title": "A <b>", "schools": ["Lycée", "B"], "start": "2026-05-04"}
    store(1, answers=answers, holder=99, holder_name="ben", status=Status.IN_REVIEW, due_on=TODAY)
    store(2, answers={"question": "?", "school": None}, flow="question", reference="QU-2026-0001")
    store(3, answers={"title": ""}, flow="gone")
    ana.say("/open")
    shown = ana.newest.text
    assert "VW-2026-0001 · A <b> · Lycée" in shown
    assert "in review · ✋ ben · ⏳ reply due Monday, 12 January 2026 · 📅 starts Monday, 4 May 2026" in shown
    assert "QU-2026-0001 · Question for the team\nto be decided" in shown
    assert "VW-2026-0003 · gone" in shown


def test_a_list_is_paged_in_the_one_message_that_shows_it(store: Store, ana: Person) -> None:
    for number in range(2 * PAGE + 1):
        store(number + 1)
    ana.say("/open")
    first = ana.newest
    assert "page 1 of 3" in first.text
    assert first.labels[-1:] == ["Next page ▶"]
    ana.tap("Next page ▶")
    assert references(ana)[0] == f"VW-2026-{PAGE + 1:04}"
    ana.tap("Next page ▶")
    assert ana.newest is first
    assert references(ana) == [f"VW-2026-{2 * PAGE + 1:04}"]
    assert first.labels[-1:] == ["◀ Previous page"]
    ana.tap("◀ Previous page")
    assert "page 2 of 3" in first.text
    assert len(ana.messages) == 1


def test_a_page_that_is_no_longer_there_is_the_last_one(store: Store, desk: MemoryDesk, ana: Person) -> None:
    for number in range(PAGE + 1):
        store(number + 1)
    ana.say("/open")
    del desk.requests["VW-2026-0001"]
    ana.tap("Next page ▶")
    assert len(references(ana)) == PAGE
    desk.requests.clear()
    ana.tap_data("list:open:1", ana.newest.id)
    assert "Nothing is under way" in ana.newest.text


def test_a_colleague_who_pages_gets_a_list_of_their_own(store: Store, desk: MemoryDesk, ana: Person) -> None:
    for number in range(PAGE + 1):
        store(number + 1)
    ana.say("/open")
    first = ana.newest.id
    ben = desk.person("ben", "en", staff=True).in_group
    ben.tap("Next page ▶")
    assert ben.newest.id != first
    assert "page 2 of 2" in ben.newest.text


def test_the_pages_of_a_search_remember_what_was_looked_for(store: Store, desk: MemoryDesk, ana: Person) -> None:
    for number in range(PAGE + 1):
        store(number + 1)
    query = "lycée de lausanne " + "inquiry " * 40
    ana.say(f"/find {query}")
    assert ana.session.searched is not None
    ana.tap("Next page ▶")
    assert references(ana) == ["VW-2026-0001"]
    found = ana.newest.id
    ben = desk.person("ben", "en", staff=True).in_group
    assert ben.tap_data("list:find:0", found).toast == "This button is no longer valid."
    ana.say("/open")
    assert ana.tap_data("list:find:0", found).toast == "This button is no longer valid."


@pytest.mark.parametrize("data", ["list", "list:open", "list:open:x", "list:open:-1", "list:gone:0", "list:find:0"])
def test_an_odd_button_of_a_list_is_an_old_button(store: Store, ana: Person, data: str) -> None:
    store(1)
    turn = ana.tap_data(data)
    assert not turn.posts
    assert turn.toast == "This button is no longer valid."


def test_a_search_puts_the_named_reference_first(store: Store, ana: Person) -> None:
    store(1, answers={"title": "Form 42"})
    store(42)
    ana.say("/find 42")
    assert references(ana) == ["VW-2026-0042", "VW-2026-0001"]
    ana.say("/find vw42")
    assert references(ana) == ["VW-2026-0042"]


def test_a_search_finds_what_is_at_an_end_as_well_the_newest_first(store: Store, ana: Person) -> None:
    store(1)
    store(2, status=Status.CLOSED)
    ana.say("/find LAUSANE lycee")
    assert references(ana) == ["VW-2026-0002", "VW-2026-0001"]


def test_a_search_that_fits_too_much_says_so(store: Store, ana: Person) -> None:
    for number in range(MOST + 3):
        store(number + 1)
    ana.say("/find lausanne")
    assert f"these are the best {MOST}" in ana.newest.text


def test_a_search_for_nothing_says_what_can_be_looked_for(ana: Person) -> None:
    for query in ("/find", "/find ?!"):
        ana.say(query)
        assert "/find lycée lausanne" in ana.newest.text


def test_nobody_outside_the_staff_chat_gets_a_list(store: Store, desk: MemoryDesk, james: Person) -> None:
    store(1)
    for command in ("/open", "/mine", "/late", "/find lausanne", "/show VW-2026-0001"):
        james.say(command)
        assert "VW-2026-0001" not in james.newest.text
        james.elsewhere.say(command)
        assert "VW-2026-0001" not in james.elsewhere.newest.text
        assert not james.in_group.say(command).posts
    for data in ("list:open:0", "show:VW-2026-0001"):
        assert not any("Lausanne" in post.text for post in james.tap_data(data).posts)
        assert not james.in_group.tap_data(data).posts
