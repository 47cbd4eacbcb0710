"""The outside of updates, of every shape that a server could send."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.telegram.envelope import chat_of, language_of, read_envelope, read_envelope_bytes, tap_of
from bot.app.telegram_ports import NotAnUpdate

PERSON = {"id": 7, "is_bot": False, "first_name": "Awa", "language_code": "fr-CH"}
GROUP = {"id": -1001, "type": "supergroup"}


@pytest.mark.parametrize(
    ("content", "chat"),
    [
        ({"message": {"chat": GROUP, "from": PERSON}}, -1001),
        ({"edited_message": {"chat": GROUP}}, -1001),
        ({"channel_post": {"chat": GROUP}}, -1001),
        ({"callback_query": {"from": PERSON, "message": {"chat": GROUP}}}, -1001),
        ({"my_chat_member": {"chat": GROUP, "from": PERSON}}, -1001),
        ({"message_reaction": {"chat": GROUP, "user": PERSON}}, -1001),
        ({"callback_query": {"from": PERSON, "inline_message_id": "9"}}, 7),
        ({"inline_query": {"from": PERSON}}, 7),
        ({"poll_answer": {"user": PERSON}}, 7),
        ({"poll": {"id": "1"}}, 0),
        ({"a_kind_of_the_future": {"chat": {"id": 5}}}, 5),
        ({"message": "broken"}, 0),
        ({"message": {"chat": {"id": "7"}, "from": None}}, 0),
        ({"message": {"chat": {"id": 2**63}}}, 0),
        ({}, 0),
    ],
)
def test_an_update_belongs_to_the_chat_it_names_else_to_its_person(content: dict[str, Any], chat: int) -> None:
    update = read_envelope({"update_id": 5, **content})
    assert (update.number, update.chat, update.body) == (5, chat, {"update_id": 5, **content})


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        "x",
        5,
        {},
        {"update_id": None},
        {"update_id": "5"},
        {"update_id": True},
        {"update_id": 2**63},
        {"update_id": -1},
    ],
)
def test_what_has_no_number_is_no_update(body: object) -> None:
    with pytest.raises(NotAnUpdate, match=r"^an update "):
        read_envelope(body)


@pytest.mark.parametrize("data", [b"", b"{", b"\xff", b"[" * 100_000, b"9" * 5000])
def test_bytes_that_are_no_json_are_no_update(data: bytes) -> None:
    with pytest.raises(NotAnUpdate, match="JSON"):
        read_envelope_bytes(data)


def test_the_bytes_of_a_webhook_are_read() -> None:
    body = {"update_id": 5, "message": {"chat": GROUP, "text": "é"}}
    update = read_envelope_bytes(json.dumps(body).encode())
    assert (update.number, update.chat, update.body) == (5, -1001, body)


def test_a_tap_and_the_language_are_found() -> None:
    body = {"update_id": 5, "callback_query": {"id": "77", "from": PERSON}}
    assert (tap_of(body), language_of(body)) == ("77", "fr")
    assert (tap_of({"message": {"from": {}}}), language_of({"message": {"from": {}}})) == (None, None)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "chat", "from", "user", "message", "callback_query"]), inner)
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(["message", "callback_query", "poll"]), JSON))
def test_whatever_an_update_is_made_of_its_outside_is_read(content: dict[str, Any]) -> None:
    assert isinstance(chat_of(content), int)
    assert isinstance(tap_of(content), str | None)
    assert isinstance(language_of(content), str | None)
