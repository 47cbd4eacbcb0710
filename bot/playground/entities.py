"""Text and its entities as Telegram stores them; knows nothing of messages."""

import html
import re
from dataclasses import dataclass
from typing import Any

from bot.playground.errors import ApiError, bad_request

Entity = dict[str, Any]

SIMPLE_TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
OTHER_TAGS = ("a", "span", "tg-emoji", "tg-time")
TAG = re.compile(r"<(/?)([a-zA-Z0-9-]*)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>")
ATTRIBUTE = re.compile(r"([a-zA-Z_:-]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")
CHARACTER = re.compile(r"&(lt|gt|amp|quot|#\d+|#x[0-9a-fA-F]+);")
FOUND = re.compile(
    r"(?P<email>[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,})"
    r"|(?P<url>https?://[^\s<>\"«»]*[^\s<>\"«».,;:!?)\]'’])"
    r"|(?<![\w/@])(?P<mention>@[A-Za-z][A-Za-z0-9_]{3,31})\b"
    r"|(?<![\w/])(?P<bot_command>/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?)(?![\w/])"
    r"|(?<![\w#])(?P<hashtag>#\w*[^\W\d]\w*)"
)


@dataclass(frozen=True)
class Open:
    """A tag that waits for its end."""

    name: str
    attributes: dict[str, str]
    offset: int


def utf16_length(text: str) -> int:
    """Count as Telegram does: in UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """Turn Telegram's HTML into text and entities; what it cannot parse is refused as Telegram refuses it."""
    text = ""
    entities: list[Entity] = []
    waiting: list[Open] = []
    position = 0
    while position < len(source):
        at = source.find("<", position)
        text += _decode(source[position : at if at >= 0 else len(source)])
        if at < 0:
            break
        offset = len(source[:at].encode())
        tag = TAG.match(source, at)
        if tag is None:
            raise _unparsable(f"Unclosed start tag at byte offset {offset}")
        name = tag[2].lower()
        if not tag[1]:
            if name not in SIMPLE_TAGS and name not in OTHER_TAGS:
                raise _unparsable(f'Unsupported start tag "{name}" at byte offset {offset}')
            attributes = _attributes(tag[3])
            if name == "span" and attributes.get("class") != "tg-spoiler":
                raise _unparsable(f'Tag "span" must have class "tg-spoiler" at byte offset {offset}')
            waiting.append(Open(name, attributes, utf16_length(text)))
        else:
            if not waiting:
                raise _unparsable(f"Unexpected end tag at byte offset {offset}")
            opened = waiting.pop()
            if name and name != opened.name:
                expected = f'expected "</{opened.name}>", found "</{name}>"'
                raise _unparsable(f"Unmatched end tag at byte offset {offset}, {expected}")
            _close(opened, text, entities)
        position = tag.end()
    if waiting:
        raise _unparsable(f'Can\'t find end tag corresponding to start tag "{waiting[-1].name}"')
    return text, entities


def finish(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Trim the text, fit the entities to it, and add what Telegram finds by itself (links, commands, …)."""
    trimmed = text.strip()
    lead = utf16_length(text[: len(text) - len(text.lstrip())])
    end = utf16_length(trimmed)
    fitted: list[Entity] = []
    for entity in entities:
        start = max(entity["offset"] - lead, 0)
        stop = min(entity["offset"] + entity["length"] - lead, end)
        if stop > start:
            fitted.append({**entity, "offset": start, "length": stop - start})
    taken = [(e["offset"], e["offset"] + e["length"]) for e in fitted if e["type"] in ("text_link", "code", "pre")]
    for found in find(trimmed):
        start, stop = found["offset"], found["offset"] + found["length"]
        if not any(start < other_stop and other_start < stop for other_start, other_stop in taken):
            fitted.append(found)
    return trimmed, sorted(fitted, key=lambda entity: (entity["offset"], -entity["length"]))


def find(text: str) -> list[Entity]:
    """Find the links, addresses, mentions, commands and hashtags of a plain text."""
    return [
        {
            "type": str(match.lastgroup),
            "offset": utf16_length(text[: match.start()]),
            "length": utf16_length(match[0]),
        }
        for match in FOUND.finditer(text)
    ]


def _decode(text: str) -> str:
    # Telegram knows these four names only; any other stays as it was typed.
    return CHARACTER.sub(lambda match: html.unescape(match[0]), text)


def _attributes(source: str) -> dict[str, str]:
    return {match[1].lower(): _decode(match[2] or match[3] or match[4] or "") for match in ATTRIBUTE.finditer(source)}


def _close(opened: Open, text: str, entities: list[Entity]) -> None:
    length = utf16_length(text) - opened.offset
    if length == 0:
        return
    entity: Entity = {"type": SIMPLE_TAGS.get(opened.name, ""), "offset": opened.offset, "length": length}
    if opened.name == "a":
        inner = text.encode("utf-16-le")[opened.offset * 2 :].decode("utf-16-le")
        entity.update(type="text_link", url=opened.attributes.get("href") or inner)
        if not entity["url"].lower().startswith(("http://", "https://", "tg://", "mailto:", "tel:")):
            # A link that leads nowhere is dropped in silence; its text stays.
            return
    elif opened.name == "span":
        entity["type"] = "spoiler"
    elif opened.name == "tg-emoji":
        entity.update(type="custom_emoji", custom_emoji_id=opened.attributes.get("emoji-id", ""))
    elif opened.name == "tg-time":
        entity.update(type="date_time", unix_time=int(opened.attributes.get("unix") or 0))
        if opened.attributes.get("format"):
            entity["date_time_format"] = opened.attributes["format"]
    elif opened.name == "blockquote" and "expandable" in opened.attributes:
        entity["type"] = "expandable_blockquote"
    elif opened.name == "pre" and entities and entities[-1]["type"] == "code":
        inner_code = entities[-1]
        if (inner_code["offset"], inner_code["length"]) == (opened.offset, length):
            entities.pop()
            if "language" in inner_code:
                entity["language"] = inner_code["language"]
    elif opened.name == "code" and opened.attributes.get("class", "").startswith("language-"):
        entity["language"] = opened.attributes["class"].removeprefix("language-")
    entities.append(entity)


def _unparsable(why: str) -> ApiError:
    return bad_request(f"can't parse entities: {why}")
