"""Trouble on request, and Telegram's rate limits when they are turned on."""

import time

import aiohttp
import pytest
import telegram
from telegram.error import Forbidden, NetworkError, RetryAfter

from tests.people import ImpossibleError, Play

from .conftest import Call


async def test_the_next_calls_are_too_many(bot: telegram.Bot, play: Play) -> None:
    await play.camille.say("hello")
    await play.add_fault(method="sendMessage", times=2, error=429, retry_after=7)
    for _attempt in range(2):
        with pytest.raises(RetryAfter) as refused:
            await bot.send_message(play.camille.id, "hi")
        assert int(refused.value._retry_after.total_seconds()) == 7
    await bot.send_message(play.camille.id, "hi")


async def test_other_methods_go_on(call: Call, play: Play) -> None:
    await play.add_fault(method="sendMessage", error=500)
    assert (await call("getMe"))[0] == 200
    assert await call("sendMessage") == (
        500,
        {"ok": False, "error_code": 500, "description": "Internal Server Error"},
    )


async def test_a_fault_can_concern_one_chat(bot: telegram.Bot, play: Play) -> None:
    await play.camille.say("hello")
    await play.paul.say("hello")
    await play.add_fault(error=403, chat_id=play.paul.id)
    await bot.send_message(play.camille.id, "hi")
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(play.paul.id, "hi")


async def test_any_error_can_be_ordered_in_its_own_words(call: Call, play: Play) -> None:
    await play.add_fault(error=400, description="Bad Request: not today")
    assert (await call("getMe"))[1]["description"] == "Bad Request: not today"


async def test_a_call_can_hang_and_still_take_effect(bot: telegram.Bot, play: Play) -> None:
    await play.camille.say("hello")
    await play.add_fault(method="sendMessage", hang=0.3)
    begun = time.monotonic()
    await bot.send_message(play.camille.id, "late")
    assert time.monotonic() - begun >= 0.3
    await play.camille.sees("late")


@pytest.mark.parametrize(("moment", "messages"), [("before", 0), ("after", 1)])
async def test_a_connection_can_break_before_or_after_the_effect(
    bot: telegram.Bot, play: Play, moment: str, messages: int
) -> None:
    await play.camille.say("hello")
    await play.add_fault(method="sendMessage", reset=moment)
    with pytest.raises(NetworkError):
        await bot.send_message(play.camille.id, "perhaps")
    assert len(await play.camille.new()) == messages


async def test_faults_are_listed_and_cleared(call: Call, play: Play) -> None:
    await play.add_fault(method="getMe", times=3, error=500)
    await call("getMe")
    assert await play.faults() == [{"id": 1, "method": "getme", "times": 2, "error": 500, "retry_after": 1}]
    await play.clear_faults()
    assert await play.faults() == []
    assert (await call("getMe"))[0] == 200


@pytest.mark.parametrize("wish", [{}, {"error": 500, "when": "now"}, {"reset": "sometimes"}])
async def test_a_fault_that_says_nothing_is_refused(play: Play, wish: dict[str, object]) -> None:
    with pytest.raises(ImpossibleError):
        await play.add_fault(**wish)


async def test_without_limits_a_bot_may_write_as_it_likes(bot: telegram.Bot, play: Play) -> None:
    await play.camille.say("hello")
    for number in range(40):
        await bot.send_message(play.camille.id, str(number))


async def test_limits_hold_when_they_are_turned_on(bot: telegram.Bot, play: Play) -> None:
    await play.camille.say("hello")
    await play.post("limits", {"private_per_second": 3, "group_per_minute": 2})
    for number in range(3):
        await bot.send_message(play.camille.id, str(number))
    with pytest.raises(RetryAfter):
        await bot.send_message(play.camille.id, "too much")
    for number in range(2):
        await bot.send_message(play.staff_chat, str(number))
    with pytest.raises(RetryAfter) as refused:
        await bot.send_message(play.staff_chat, "too much")
    assert refused.value._retry_after.total_seconds() > 50
    await play.post("limits", {})
    await bot.send_message(play.staff_chat, "free again")


async def test_changes_are_streamed_as_they_happen(bot: telegram.Bot, play: Play) -> None:
    async with aiohttp.ClientSession() as session, session.get(f"{play.url}/play/events") as stream:
        assert stream.content_type == "text/event-stream"
        await play.camille.say("hello")
        event = (await stream.content.readline()).decode()
        assert event.startswith("data: ")
        assert f'"chat_id": {play.camille.id}' in event


async def test_the_bytes_of_a_file_can_be_late_or_fail_as_well(bot: telegram.Bot, play: Play) -> None:
    await play.camille.send_document("list.csv", b"Awa")
    message = (await bot.get_updates())[-1].message
    assert message
    assert message.document
    file = await message.document.get_file()
    for fault in ({"error": 502}, {"reset": "before"}):
        await play.add_fault(method="download", **fault)
        with pytest.raises(NetworkError):
            await file.download_as_bytearray()
    assert bytes(await file.download_as_bytearray()) == b"Awa"
