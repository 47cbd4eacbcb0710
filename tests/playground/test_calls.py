"""How a method is called: token, name, and every way in which parameters travel."""

import aiohttp
import pytest
import telegram
from telegram.error import InvalidToken

from bot.playground import Playground, PortTakenError
from tests.people import Play

from .conftest import Call


async def test_a_wrong_token_is_unauthorized(playground: Playground) -> None:
    async with aiohttp.ClientSession() as session, session.get(f"{playground.url}/bot1:wrong/getMe") as answer:
        assert answer.status == 401
        assert await answer.json() == {"ok": False, "error_code": 401, "description": "Unauthorized"}


async def test_the_library_calls_a_wrong_token_invalid(playground: Playground) -> None:
    with pytest.raises(InvalidToken):
        await telegram.Bot("1:wrong", base_url=f"{playground.url}/bot").get_me()


async def test_an_unknown_method_is_not_found(call: Call) -> None:
    assert await call("brewCoffee") == (404, {"ok": False, "error_code": 404, "description": "Not Found"})


async def test_method_names_are_read_in_any_case(call: Call) -> None:
    status, answer = await call("GETME")
    assert status == 200
    assert answer["result"]["is_bot"] is True


@pytest.mark.parametrize("form", ["query", "urlencoded", "multipart", "json"])
async def test_parameters_travel_in_every_form(playground: Playground, play: Play, form: str) -> None:
    await play.camille.say("hello")
    markup = '{"inline_keyboard":[[{"text":"Yes","callback_data":"y"}]]}'
    fields = {"chat_id": str(play.camille.id), "text": "hi", "reply_markup": markup}
    address = f"{playground.url}/bot{playground.token}/sendMessage"
    async with aiohttp.ClientSession() as session:
        if form == "query":
            sent = session.get(address, params=fields)
        elif form == "urlencoded":
            sent = session.post(address, data=fields)
        elif form == "multipart":
            body = aiohttp.FormData(fields, default_to_multipart=True)
            sent = session.post(address, data=body)
        else:
            sent = session.post(address, json=fields)
        async with sent as answer:
            assert (await answer.json())["ok"] is True
    assert (await play.camille.last()).labels == ["Yes"]


async def test_a_json_body_that_is_none_is_refused(playground: Playground) -> None:
    address = f"{playground.url}/bot{playground.token}/getMe"
    headers = {"Content-Type": "application/json"}
    async with (
        aiohttp.ClientSession() as session,
        session.post(address, data="{", headers=headers) as answer,
    ):
        assert answer.status == 400


async def test_a_taken_port_is_named(playground: Playground) -> None:
    with pytest.raises(PortTakenError, match=str(playground.port)):
        await Playground(port=playground.port).start()


def test_nothing_but_this_computer_is_listened_to() -> None:
    with pytest.raises(ValueError, match="this computer only"):
        Playground(host="0.0.0.0")


@pytest.mark.parametrize("headers", [{"Host": "evil.example"}, {"Origin": "https://evil.example"}])
async def test_another_web_page_is_turned_away(playground: Playground, play: Play, headers: dict[str, str]) -> None:
    address = f"{playground.url}/play/people/{play.camille.id}/say"
    async with (
        aiohttp.ClientSession() as session,
        session.post(address, json={"text": "x"}, headers=headers) as answer,
    ):
        assert answer.status == 403
    assert await play.camille.chat() == []


async def test_a_later_playground_does_not_reuse_numbers(playground: Playground, play: Play) -> None:
    said = await play.camille.say("hello")
    first_update = next(iter(playground.world.updates.waiting))
    later = Playground()
    later.world.__init__(clock=lambda: playground.world.clock() + 1)  # type: ignore[misc]
    assert later.world.next_message > said.id
    assert later.world.updates.next_id > first_update
