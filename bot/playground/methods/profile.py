"""The bot's own account: its names, descriptions, commands and menu button."""

import re
from collections.abc import Callable
from typing import Any

from bot.playground.arguments import Arguments
from bot.playground.errors import bad_request
from bot.playground.world import Json, World

COMMAND = re.compile(r"[a-z0-9_]{1,32}")
MOST_COMMANDS = 100
LONGEST_COMMAND_DESCRIPTION = 256
LONGEST_TEXTS = {"name": 64, "description": 512, "short_description": 120}
TOO_LONG = {
    "name": "BOT_TITLE_INVALID",
    "description": "bot description is too long",
    "short_description": "bot short description is too long",
}
WIDE_SCOPES = ("default", "all_private_chats", "all_group_chats", "all_chat_administrators")
CHAT_SCOPES = ("chat", "chat_administrators", "chat_member")
MENU_BUTTONS = ("default", "commands", "web_app")


def get_me(world: World, _arguments: Arguments) -> Json:
    return {
        **world.bot.as_user(),
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def _language(arguments: Arguments) -> str:
    code = arguments.text("language_code")
    if code and not re.fullmatch("[a-z]{2}", code):
        raise bad_request("invalid language code specified")
    return code


def _scope(world: World, arguments: Arguments) -> str:
    scope = arguments.structure("scope", "bot command scope") or {"type": "default"}
    kind = scope.get("type") if isinstance(scope, dict) else None
    if kind in WIDE_SCOPES:
        return str(kind)
    if kind not in CHAT_SCOPES:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    chat_id = Arguments(scope).integer("chat_id")
    if chat_id not in world.chats:
        raise bad_request("chat not found")
    if kind != "chat" and chat_id != world.staff_chat:
        raise bad_request("can't use specified scope in the chat")
    return f"{kind}:{chat_id}" + (f":{Arguments(scope).integer('user_id')}" if kind == "chat_member" else "")


def set_my_commands(world: World, arguments: Arguments) -> bool:
    key = (_scope(world, arguments), _language(arguments))
    given = arguments.structure("commands", "commands")
    if not isinstance(given, list):
        raise bad_request("expected an Array of BotCommand")
    if len(given) > MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    commands = [_command(one) for one in given]
    if commands:
        world.bot.commands[key] = commands
    else:
        world.bot.commands.pop(key, None)
    world.announce("commands")
    return True


def _command(given: Any) -> Json:
    if not isinstance(given, dict):
        raise bad_request("can't parse BotCommand: expected an Object")
    for field in ("command", "description"):
        if not isinstance(given.get(field), str):
            raise bad_request(f"can't parse BotCommand: Can't find field \"{field}\"")
    name, description = given["command"].strip().removeprefix("/"), given["description"].strip()
    if not name:
        raise bad_request("command must be non-empty")
    if not COMMAND.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not description:
        raise bad_request("command description must be non-empty")
    if len(description) > LONGEST_COMMAND_DESCRIPTION:
        raise bad_request(f"command description length must not exceed {LONGEST_COMMAND_DESCRIPTION}")
    return {"command": name, "description": description}


def get_my_commands(world: World, arguments: Arguments) -> list[Json]:
    return world.bot.commands.get((_scope(world, arguments), _language(arguments)), [])


def delete_my_commands(world: World, arguments: Arguments) -> bool:
    world.bot.commands.pop((_scope(world, arguments), _language(arguments)), None)
    world.announce("commands")
    return True


def _setter(field: str) -> Callable[[World, Arguments], bool]:
    def set_text(world: World, arguments: Arguments) -> bool:
        language, text = _language(arguments), arguments.text(field)
        if len(text) > LONGEST_TEXTS[field]:
            raise bad_request(TOO_LONG[field])
        world.bot.texts[(field, language)] = text
        if field == "name" and not language and text:
            world.bot.name = text
        world.announce("bot")
        return True

    return set_text


def _getter(field: str) -> Callable[[World, Arguments], Json]:
    def get_text(world: World, arguments: Arguments) -> Json:
        texts = world.bot.texts
        usual = texts.get((field, ""), "") or (world.bot.name if field == "name" else "")
        return {field: texts.get((field, _language(arguments)), "") or usual}

    return get_text


def set_chat_menu_button(world: World, arguments: Arguments) -> bool:
    chat_id = arguments.integer("chat_id")
    if chat_id and chat_id not in world.people:
        raise bad_request("chat not found")
    button = arguments.structure("menu_button", "menu button") or {"type": "default"}
    if not isinstance(button, dict) or button.get("type") not in MENU_BUTTONS:
        raise bad_request("can't parse menu button: Unsupported type specified")
    world.bot.menu_buttons[chat_id] = button
    return True


def get_chat_menu_button(world: World, arguments: Arguments) -> Json:
    buttons = world.bot.menu_buttons
    return buttons.get(arguments.integer("chat_id")) or buttons.get(0) or {"type": "commands"}


def agree(_world: World, _arguments: Arguments) -> bool:
    """logOut and close concern a bot that moves to another server; there is nothing to do here."""
    return True


METHODS: dict[str, Callable[[World, Arguments], Any]] = {
    "getme": get_me,
    "setmycommands": set_my_commands,
    "getmycommands": get_my_commands,
    "deletemycommands": delete_my_commands,
    "setmyname": _setter("name"),
    "getmyname": _getter("name"),
    "setmydescription": _setter("description"),
    "getmydescription": _getter("description"),
    "setmyshortdescription": _setter("short_description"),
    "getmyshortdescription": _getter("short_description"),
    "setchatmenubutton": set_chat_menu_button,
    "getchatmenubutton": get_chat_menu_button,
    "logout": agree,
    "close": agree,
}
