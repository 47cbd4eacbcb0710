"""Sending documents, photos and other media, exchanging them, and fetching what people sent."""

from collections.abc import Callable
from functools import partial

from bot.playground.arguments import Arguments, Upload
from bot.playground.errors import bad_request
from bot.playground.files import FOLDERS, LARGEST_DOWNLOAD, StoredFile
from bot.playground.markup import check_inline_markup
from bot.playground.methods.messages import change
from bot.playground.methods.reach import caption_content, find_open_chat, find_own_message, read_markup, send
from bot.playground.world import Json, World

CAPTIONED = frozenset({"document", "photo", "video", "audio", "animation", "voice"})
EXCHANGED = frozenset({"document", "photo", "video", "audio", "animation"})


def _send_file(world: World, arguments: Arguments, kind: str) -> Json:
    chat_id = find_open_chat(world, arguments)
    caption = caption_content(arguments) if kind in CAPTIONED else {}
    stored = _find_file(world, arguments, kind)
    return world.as_json(send(world, chat_id, arguments, {kind: stored.media, **caption}))


def _find_file(world: World, arguments: Arguments, kind: str) -> StoredFile:
    named = arguments.text(kind)
    upload = arguments.uploads.get(named.removeprefix("attach://") if named.startswith("attach://") else kind)
    if upload is not None:
        return world.files.keep(kind, _checked(upload))
    if not named:
        raise bad_request(f"there is no {kind} in the request")
    if named.startswith(("http://", "https://")):
        # The playground never reaches out; to the bot this is an address that cannot be read.
        raise bad_request("failed to get HTTP URL content")
    stored = world.files.by_id.get(named)
    if stored is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if stored.kind != kind:
        raise bad_request(f"type of file mismatch: can't use file of type {stored.kind} as {kind}")
    return stored


def _checked(upload: Upload) -> Upload:
    if not upload.data:
        raise bad_request("file must be non-empty")
    return upload


def get_file(world: World, arguments: Arguments) -> Json:
    stored = world.files.by_id.get(arguments.text("file_id"))
    if stored is None:
        raise bad_request("invalid file_id")
    if len(stored.data) > LARGEST_DOWNLOAD:
        raise bad_request("file is too big")
    return stored.as_json()


def edit_message_media(world: World, arguments: Arguments) -> Json:
    """Put another file, with its caption, into a message that holds one."""
    chat_id = find_open_chat(world, arguments)
    given = arguments.structure("media", "media")
    if not isinstance(given, dict) or given.get("type") not in EXCHANGED:
        raise bad_request("can't parse InputMedia: media has unsupported type")
    kind, wish = str(given["type"]), Arguments({**given, given["type"]: given.get("media")})
    caption, stored = caption_content(wish), _find_file(world, wish, kind)
    markup = check_inline_markup(read_markup(arguments))
    message = find_own_message(world, chat_id, arguments)
    if "text" in message.content:
        raise bad_request("there is no media in the message to edit")
    return change(world, message, {kind: stored.media, **caption}, markup)


METHODS: dict[str, Callable[[World, Arguments], Json]] = {
    **{f"send{kind.replace('_', '')}": partial(_send_file, kind=kind) for kind in FOLDERS},
    "editmessagemedia": edit_message_media,
    "getfile": get_file,
}
