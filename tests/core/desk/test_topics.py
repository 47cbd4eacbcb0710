"""Where messages stand in a staff chat with topics."""

import pytest

from bot.core.messages import Incoming, Place, Ranked, Rights, Said, Tapped, Topics
from bot.rehearsal.memory import MemoryDesk
from bot.rehearsal.person import STAFF_CHAT, Person
from tests.core.samples import request_of

REFERENCE = "VW-2026-0001"
OUTSIDE, MEMBER = Rights(False, False, False), Rights(True, False, False)
ADMIN, MANAGER = Rights(True, True, False), Rights(True, True, True)


def ask(desk: MemoryDesk, james: Person, topics: Topics, flow: str = "workshop") -> None:
    desk.topics = topics
    desk.requests[REFERENCE] = request_of({}, flow=flow, chat=james.chat, person=james.sender.id, language="en")


@pytest.mark.parametrize(
    ("topics", "flow", "key", "name"),
    [
        (Topics.REQUEST, "workshop", f"request:{REFERENCE}", f"{REFERENCE} · Awa Diop"),
        (Topics.KIND, "workshop", "kind:workshop", "Demande d’atelier virtuel"),
        (Topics.KIND, "gone", "kind:gone", "gone"),
    ],
)
def test_a_card_stands_in_its_topic(
    desk: MemoryDesk, james: Person, ana: Person, topics: Topics, flow: str, key: str, name: str
) -> None:
    ask(desk, james, topics, flow)
    topic = ana.tap_data(f"do:take:{REFERENCE}").posts[0].topic
    assert topic is not None
    assert (topic.key, topic.name) == (key, name)


def test_without_topics_an_answer_stands_where_it_was_asked(desk: MemoryDesk, james: Person, ana: Person) -> None:
    ask(desk, james, Topics.NONE)
    turn = ana.do(Tapped("do:take:VW-2026-0009"), thread=4)
    assert {post.thread for post in turn.posts} <= {4}
    assert ana.do(Tapped(f"do:take:{REFERENCE}"), thread=4).posts[0].thread == 4


def test_what_is_written_in_a_requests_topic_goes_to_its_person(desk: MemoryDesk, james: Person, ana: Person) -> None:
    ask(desk, james, Topics.REQUEST)
    ana.tap_data(f"do:take:{REFERENCE}")
    thread = desk.threads[f"request:{REFERENCE}"]
    ana.do(Said("Hello James"), thread=thread)
    assert "Hello James" in james.newest.text
    ana.do(Said("Hello all"), thread=thread + 1)
    assert "Hello James" in james.newest.text
    ana.do(Tapped(f"do:refuse:{REFERENCE}"), thread=thread)
    ana.do(Said("No room."), thread=thread)
    assert ana.session.draft is not None
    assert ana.session.draft.answers == {"reason": "No room."}
    assert "Hello James" in james.newest.text


def test_a_topic_of_a_kind_is_nobodys_own(desk: MemoryDesk, james: Person, ana: Person) -> None:
    ask(desk, james, Topics.KIND)
    ana.tap_data(f"do:take:{REFERENCE}")
    ana.do(Said("Hello James"), thread=desk.threads["kind:workshop"])
    assert james.messages == []
    desk.topics = Topics.REQUEST
    ana.do(Said("Hello James"), thread=desk.threads["kind:workshop"])
    assert james.messages == []


@pytest.mark.parametrize(
    ("before", "after", "topics", "said"),
    [
        (MEMBER, ADMIN, Topics.NONE, "administrateur de ce groupe"),
        (ADMIN, MEMBER, Topics.NONE, "ne suis plus administrateur"),
        (ADMIN, MANAGER, Topics.REQUEST, "peux maintenant gérer"),
        (MANAGER, ADMIN, Topics.REQUEST, "ne peux plus gérer"),
        (ADMIN, MANAGER, Topics.NONE, None),
        (MANAGER, OUTSIDE, Topics.REQUEST, None),
        (OUTSIDE, MEMBER, Topics.REQUEST, None),
    ],
)
def test_staff_hear_of_the_bots_rights(
    desk: MemoryDesk, ana: Person, before: Rights, after: Rights, topics: Topics, said: str | None
) -> None:
    desk.topics = topics
    turn = desk.take(Incoming(STAFF_CHAT, Place.STAFF, ana.sender, Ranked(before, after)))
    assert [said in post.text for post in turn.posts if said] == ([True] if said else [])
    assert bool(turn.posts) == bool(said)
    assert bool(turn.effects) == (after.manages_topics and not before.manages_topics)


def test_the_card_of_a_new_request_stands_in_its_topic(desk: MemoryDesk, james: Person) -> None:
    desk.topics = Topics.REQUEST
    ask(desk, desk.person("otto", "en"), Topics.REQUEST)
    for said in ("/human", "Where is it?", "James Meyer", "/skip"):
        james.say(said)
    turn = james.tap("Send")
    assert [post.topic.key for post in turn.posts if post.topic] == ["request:QU-2026-0001"]
