"""The bot's own account: names, descriptions, menus of commands by scope and language."""

from typing import Any

import pytest
import telegram
from telegram import (
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeChatMember,
    MenuButtonCommands,
    MenuButtonDefault,
)
from telegram.error import BadRequest

from tests.people import Play

from .conftest import Call


async def test_the_bot_knows_itself(bot: telegram.Bot) -> None:
    me = await bot.get_me()
    assert me.is_bot
    assert me.can_join_groups
    assert me.can_read_all_group_messages is False
    assert bot.token.startswith(f"{me.id}:")


async def test_names_and_descriptions_are_kept_by_language(bot: telegram.Bot) -> None:
    await bot.set_my_name("Desk")
    await bot.set_my_name("Guichet", language_code="fr")
    await bot.set_my_description("I answer.")
    await bot.set_my_short_description("Je réponds.", language_code="fr")
    assert (await bot.get_my_name()).name == "Desk"
    assert (await bot.get_my_name("fr")).name == "Guichet"
    assert (await bot.get_me()).first_name == "Desk"
    assert (await bot.get_my_description("fr")).description == "I answer."
    assert (await bot.get_my_short_description("fr")).short_description == "Je réponds."
    assert (await bot.get_my_short_description()).short_description == ""


@pytest.mark.parametrize(
    ("method", "field", "longest"),
    [
        ("setMyName", "name", 64),
        ("setMyDescription", "description", 512),
        ("setMyShortDescription", "short_description", 120),
    ],
)
async def test_texts_that_are_too_long_are_refused(call: Call, method: str, field: str, longest: int) -> None:
    assert (await call(method, **{field: "x" * longest}))[0] == 200
    assert (await call(method, **{field: "x" * (longest + 1)}))[0] == 400


async def test_the_narrowest_menu_in_the_persons_language_is_shown(bot: telegram.Bot, play: Play) -> None:
    private, group = BotCommandScopeAllPrivateChats(), BotCommandScopeAllGroupChats()
    await bot.set_my_commands([("help", "Help")])
    assert await play.ana.in_group.commands() == {"help": "Help"}
    await bot.set_my_commands([("start", "Begin")], scope=private)
    await bot.set_my_commands([("start", "Commencer")], scope=private, language_code="fr")
    await bot.set_my_commands([("queue", "Queue")], scope=group)
    assert await play.paul.commands() == {"start": "Begin"}
    assert await play.camille.commands() == {"start": "Commencer"}
    assert await play.ana.in_group.commands() == {"queue": "Queue"}
    await bot.set_my_commands([("mine", "Mine")], scope=BotCommandScopeChat(play.camille.id))
    assert await play.camille.commands() == {"mine": "Mine"}
    for_ana = BotCommandScopeChatMember(play.staff_chat, play.ana.id)
    await bot.set_my_commands([("hers", "Hers")], scope=for_ana)
    assert await play.ana.in_group.commands() == {"hers": "Hers"}
    await bot.delete_my_commands(scope=for_ana)
    assert await play.ana.in_group.commands() == {"queue": "Queue"}
    assert [c.command for c in await bot.get_my_commands(scope=private, language_code="fr")] == ["start"]
    assert await bot.get_my_commands(language_code="fr") == ()


@pytest.mark.parametrize(
    ("commands", "why"),
    [
        ([{"command": "Queue", "description": "x"}], "BOT_COMMAND_INVALID"),
        ([{"command": "file-d'attente", "description": "x"}], "BOT_COMMAND_INVALID"),
        ([{"command": "x" * 33, "description": "x"}], "BOT_COMMAND_INVALID"),
        ([{"command": "/", "description": "x"}], "command must be non-empty"),
        ([{"command": "queue", "description": " "}], "command description must be non-empty"),
        ([{"command": "queue", "description": "x" * 257}], "command description length must not exceed 256"),
        ([{"command": "queue"}], "can't parse BotCommand: Can't find field \"description\""),
        (["queue"], "can't parse BotCommand: expected an Object"),
        ({"command": "queue"}, "expected an Array of BotCommand"),
        ([{"command": f"c{n}", "description": "x"} for n in range(101)], "BOT_COMMANDS_TOO_MUCH"),
    ],
)
async def test_commands_that_telegram_refuses_are_refused(call: Call, commands: Any, why: str) -> None:
    _status, answer = await call("setMyCommands", commands=commands)
    assert answer["description"] == f"Bad Request: {why}"


@pytest.mark.parametrize(
    ("scope", "language", "why"),
    [
        ({"type": "everywhere"}, "", "can't parse BotCommandScope: Unsupported type specified"),
        ({"type": "chat", "chat_id": 4242}, "", "chat not found"),
        ({"type": "default"}, "french", "invalid language code specified"),
    ],
)
async def test_a_scope_that_is_none_is_refused(call: Call, scope: Any, language: str, why: str) -> None:
    _status, answer = await call("getMyCommands", scope=scope, language_code=language)
    assert answer["description"] == f"Bad Request: {why}"


async def test_the_menu_button_is_kept_by_chat(bot: telegram.Bot, play: Play) -> None:
    assert isinstance(await bot.get_chat_menu_button(), MenuButtonCommands)
    await bot.set_chat_menu_button(play.camille.id, MenuButtonDefault())
    assert isinstance(await bot.get_chat_menu_button(play.camille.id), MenuButtonDefault)
    assert isinstance(await bot.get_chat_menu_button(play.paul.id), MenuButtonCommands)
    with pytest.raises(BadRequest, match=r"^Chat not found$"):
        await bot.set_chat_menu_button(4242, MenuButtonDefault())


async def test_a_bot_that_moves_away_is_let_go(bot: telegram.Bot) -> None:
    assert await bot.log_out()
    assert await bot.close()
