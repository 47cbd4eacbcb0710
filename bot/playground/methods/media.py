"""Sending documents and photos, and fetching what people sent."""

from bot.playground.arguments import Arguments, Upload
from bot.playground.errors import bad_request
from bot.playground.files import LARGEST_DOWNLOAD, StoredFile
from bot.playground.methods.reach import caption_content, find_open_chat, send
from bot.playground.world import Json, World


def send_document(world: World, arguments: Arguments) -> Json:
    return _send_file(world, arguments, "document")


def send_photo(world: World, arguments: Arguments) -> Json:
    return _send_file(world, arguments, "photo")


def _send_file(world: World, arguments: Arguments, kind: str) -> Json:
    chat_id = find_open_chat(world, arguments)
    caption = caption_content(arguments)
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


METHODS = {
    "senddocument": send_document,
    "sendphoto": send_photo,
    "getfile": get_file,
}
