"""Keyboards below messages: what Telegram accepts, and what it says of the rest; knows no chat."""

from typing import Any
from urllib.parse import urlsplit

from bot.playground.errors import ApiError, bad_request

Markup = dict[str, Any]

MOST_BUTTONS = 100
MOST_DATA_BYTES = 64
MOST_COPIED = 256
PASSED_ON = ("switch_inline_query", "switch_inline_query_current_chat", "web_app", "login_url", "pay")


def check_markup(value: Any) -> Markup | None:
    """Return the keyboard as Telegram would keep it, or None where nothing is left of it."""
    if value is None or value == "":
        return None
    if not isinstance(value, dict):
        raise bad_request("object expected as reply markup")
    if rows := _rows(value, "keyboard", "ReplyKeyboardMarkup"):
        keyboard = [kept for row in rows if (kept := [_reply_button(button) for button in row])]
        return {**value, "keyboard": keyboard}
    if rows := _rows(value, "inline_keyboard", "InlineKeyboardMarkup"):
        inline = [kept for row in rows if (kept := [b for b in map(_inline_button, row) if b["text"]])]
        if sum(len(row) for row in inline) > MOST_BUTTONS:
            raise bad_request("reply markup is too long")
        return {"inline_keyboard": inline} if inline else None
    for flag in ("remove_keyboard", "force_reply"):
        if value.get(flag) is True:
            return value
    return None


def check_inline_markup(value: Any) -> Markup | None:
    """The same for an edit, which takes nothing but an inline keyboard."""
    markup = check_markup(value)
    if markup is not None and "inline_keyboard" not in markup:
        raise bad_request("inline keyboard expected")
    return markup


def _rows(value: Markup, field: str, kind: str) -> list[list[Any]]:
    rows = value.get(field, [])
    if not isinstance(rows, list):
        raise bad_request(f'field "{field}" of the {kind} must be an Array')
    if not all(isinstance(row, list) for row in rows):
        raise bad_request(f'field "{field}" of the {kind} must be an Array of Arrays')
    return rows


def _reply_button(button: Any) -> Markup:
    if isinstance(button, str):
        return {"text": button}
    if not isinstance(button, dict) or not isinstance(button.get("text"), str):
        raise bad_request('can\'t parse keyboard button: Field "text" must be of type String')
    return button


def _inline_button(button: Any) -> Markup:
    if not isinstance(button, dict):
        raise _bad_button("expected an Object")
    if not isinstance(button.get("text"), str):
        raise _bad_button('Field "text" must be of type String')
    if "url" in button:
        _check_url(button["url"])
    elif "callback_data" in button:
        if not 1 <= len(str(button["callback_data"]).encode()) <= MOST_DATA_BYTES:
            raise bad_request("BUTTON_DATA_INVALID")
    elif "copy_text" in button:
        copied = button["copy_text"]
        if not isinstance(copied, dict) or not 1 <= len(str(copied.get("text", ""))) <= MOST_COPIED:
            raise bad_request("BUTTON_COPY_TEXT_INVALID")
    elif not any(field in button for field in PASSED_ON):
        raise _bad_button("Text buttons are unallowed in the inline keyboard")
    return button


def _check_url(url: Any) -> None:
    try:
        parts = urlsplit(str(url))
    except ValueError:
        raise bad_request("BUTTON_URL_INVALID") from None
    if parts.scheme not in ("http", "https", "tg") or not parts.netloc:
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
    if parts.scheme != "tg" and "." not in parts.netloc:
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")


def _bad_button(why: str) -> ApiError:
    return bad_request(f"can't parse inline keyboard button: {why}")
