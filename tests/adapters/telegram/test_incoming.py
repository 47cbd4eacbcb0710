"""Updates of the Bot API, as JSON from the wire, read as messages of the core."""

import copy
from typing import Any

import pytest

from bot.adapters.telegram.incoming import read_update
from bot.app.telegram_ports import Migrated
from bot.core.letters import Media
from bot.core.messages import Attachment, Commanded, Place, Ranked, Rights, Said, Sent, Tapped

STAFF = -1001234567890
USER = {"id": 7, "is_bot": False, "first_name": "Awa", "last_name": "Diop", "language_code": "fr"}
PRIVATE = {"id": 7, "type": "private", "first_name": "Awa"}
PHOTO = [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]


def read(update: dict[str, Any], moved: dict[int, int] | None = None) -> Any:
    return read_update({"update_id": 1, **update}, STAFF, "guichet_bot", moved or {})


def message(chat: dict[str, Any] = PRIVATE, **content: Any) -> dict[str, Any]:
    return {"message_id": 3, "date": 1, "chat": chat, "from": USER, **content}


@pytest.mark.parametrize(
    ("content", "body"),
    [
        ({"text": "Combien ?"}, Said("Combien ?")),
        ({"text": ""}, Said("")),
        ({"text": "/start faq_cost"}, Commanded("start", "faq_cost")),
        ({"text": "/HELP@Guichet_Bot"}, Commanded("help")),
        ({"text": "/ what"}, Said("/ what")),
        ({"photo": PHOTO, "caption": "Combien ?"}, Sent("photo", "Combien ?", media=Media("photo", "f"))),
        (
            {
                "document": {"file_id": "f", "file_name": "a.csv", "mime_type": "text/csv", "file_size": 9},
                "caption": "x",
            },
            Sent("document", "x", Attachment("f", "a.csv", 9, mime="text/csv"), Media("document", "f")),
        ),
        (
            {"document": {"file_id": "f", "file_size": "9"}},
            Sent("document", "", Attachment("f", "", 0), Media("document", "f")),
        ),
        ({"document": {"file_name": "a.csv"}}, Sent("document")),
        ({"location": {"latitude": 1, "longitude": 1}}, Sent("location")),
        ({"dice": {"emoji": "🎲", "value": 3}}, Sent("dice")),
    ],
)
def test_what_a_person_sends_is_read(content: dict[str, Any], body: object) -> None:
    assert read({"message": message(**content)}).body == body


def test_the_sender_is_known_by_name_and_language() -> None:
    incoming = read({"message": message(text="x")})
    assert (incoming.sender.id, incoming.sender.name, incoming.sender.language) == (7, "Awa Diop", "fr")


@pytest.mark.parametrize(
    ("chat", "place"),
    [
        (PRIVATE, Place.PRIVATE),
        ({"id": STAFF, "type": "supergroup", "title": "PD"}, Place.STAFF),
        ({"id": -5, "type": "group", "title": "Others"}, Place.ELSEWHERE),
    ],
)
def test_the_place_follows_from_the_chat(chat: dict[str, Any], place: Place) -> None:
    assert read({"message": message(chat, text="x")}).place is place


def test_an_edit_is_told_from_a_new_text() -> None:
    assert read({"edited_message": message(text="x", edit_date=2)}).body == Said("x", edited=True)
    assert read({"edited_message": message(photo=PHOTO, caption="y", edit_date=2)}).body == Sent(
        "photo", "y", media=Media("photo", "f"), edited=True
    )
    assert read({"edited_message": message(photo=PHOTO, edit_date=2)}) is None


def test_a_tap_carries_its_data_and_its_message() -> None:
    query = {"id": "1", "from": USER, "chat_instance": "1", "data": "faq:cost", "message": message(text="x")}
    assert read({"callback_query": query}).body == Tapped("faq:cost", 3)


@pytest.mark.parametrize(
    "update",
    [
        {"callback_query": {"id": "1", "from": USER, "chat_instance": "1", "data": "x", "inline_message_id": "9"}},
        {"message": message(text="/help@another_bot")},
        {"message": message(new_chat_title="New")},
        {"channel_post": {"message_id": 3, "date": 1, "chat": {"id": -9, "type": "channel"}, "text": "x"}},
        {"message": message({"id": -9, "type": "channel"}, text="x")},
    ],
)
def test_what_nobody_said_to_the_bot_is_nothing(update: dict[str, Any]) -> None:
    assert read(update) is None


def test_a_chat_that_moved_is_read_under_the_id_that_the_desk_knows_it_by() -> None:
    supergroup = {"id": -1009, "type": "supergroup", "title": "PD"}
    incoming = read({"message": message(supergroup, text="x")}, {-1009: STAFF})
    assert (incoming.chat, incoming.place) == (STAFF, Place.STAFF)
    query = {"id": "1", "from": USER, "chat_instance": "1", "data": "a", "message": message(supergroup, text="x")}
    assert read({"callback_query": query}, {-1009: STAFF}).chat == STAFF


def test_both_ends_of_a_move_say_the_same() -> None:
    old, new = {"id": -5, "type": "group", "title": "PD"}, {"id": -1009, "type": "supergroup", "title": "PD"}
    for said in (message(old, migrate_to_chat_id=-1009), message(new, migrate_from_chat_id=-5)):
        assert read({"message": said}) == Migrated(-5, -1009)


def test_a_move_is_read_from_whatever_else_a_message_lacks() -> None:
    assert read({"message": {"chat": {"id": -5}, "migrate_to_chat_id": -6}}) == Migrated(-5, -6)


@pytest.mark.parametrize(
    "update",
    [
        {"message": {"message_id": 3, "from": USER, "text": "x"}},
        {"message": "text"},
        {"message": {"message_id": 3, "from": USER, "chat": {"id": "7", "type": "private"}, "text": "x"}},
        {"message": {"message_id": 3, "from": {**USER, "id": True}, "chat": PRIVATE, "text": "x"}},
        {"callback_query": {"id": "1", "from": USER, "message": {"chat": PRIVATE}}},
        {"message": {"chat": {}, "migrate_to_chat_id": -6}},
    ],
)
def test_an_update_that_cannot_be_read_fails_for_the_shell_to_set_aside(update: dict[str, Any]) -> None:
    with pytest.raises((KeyError, TypeError, AttributeError, ValueError)):
        read(update)


def test_reading_leaves_the_update_as_it_was() -> None:
    update = {"update_id": 1, "message": message(text="x", reply_to_message=message(text="y"))}
    before = copy.deepcopy(update)
    read(update)
    assert update == before


def test_a_reply_names_the_message_of_the_bot_that_it_answers() -> None:
    own = {"message_id": 8, "from": {"id": 1, "is_bot": True, "username": "guichet_bot"}}
    incoming = read({"message": message(text="x", reply_to_message=own)})
    assert (incoming.id, incoming.answers, incoming.body.is_reply) == (3, 8, True)
    somebodys = {"message_id": 8, "from": USER}
    assert read({"message": message(text="x", reply_to_message=somebodys)}).answers is None


def test_a_message_in_a_topic_answers_nothing_of_itself() -> None:
    begun = {"message_id": 8, "from": {"username": "guichet_bot"}, "forum_topic_created": {"name": "x"}}
    content = {"text": "x", "message_thread_id": 8, "is_topic_message": True, "reply_to_message": begun}
    incoming = read({"message": message(**content)})
    assert (incoming.thread, incoming.answers, incoming.body.is_reply) == (8, None, False)


def test_media_without_an_id_are_nothing_to_pass_on() -> None:
    assert read({"message": message(photo=[{"width": 1}])}).body == Sent("photo")


def test_a_change_of_the_bots_rights_in_the_staff_chat_is_read() -> None:
    def change(chat: int, **new: Any) -> dict[str, Any]:
        old = {"user": USER, "status": "administrator", "can_manage_topics": True}
        where = {"id": chat, "type": "supergroup"}
        return {"my_chat_member": {"chat": where, "from": USER, "old_chat_member": old, "new_chat_member": new}}

    body = read(change(STAFF, status="member")).body
    assert body == Ranked(Rights(True, True, True), Rights(True, False, False))
    assert read(change(STAFF, status="restricted", is_member=False)).body.after == Rights(False, False, False)
    assert read(change(-5, status="member")) is None
