"""The bytes of documents, photos, stickers and voices, kept in memory; knows no chat."""

import secrets
import struct
import zlib
from dataclasses import dataclass, field
from typing import Any

from bot.playground.arguments import Upload
from bot.playground.errors import bad_request

LARGEST_DOWNLOAD = 20 * 1024 * 1024
FOLDERS = {
    "document": "documents",
    "photo": "photos",
    "sticker": "stickers",
    "voice": "voice",
    "video": "videos",
    "audio": "music",
    "animation": "animations",
    "video_note": "video_notes",
}


@dataclass(frozen=True)
class StoredFile:
    """A file that Telegram holds, and the media description that messages carry."""

    id: str
    unique_id: str
    path: str
    kind: str
    data: bytes
    mime: str
    media: Any

    def as_json(self) -> dict[str, Any]:
        return {
            "file_id": self.id,
            "file_unique_id": self.unique_id,
            "file_size": len(self.data),
            "file_path": self.path,
        }


@dataclass
class Files:
    """Every file sent so far, found by id or by path."""

    by_id: dict[str, StoredFile] = field(default_factory=dict)
    by_path: dict[str, StoredFile] = field(default_factory=dict)

    def keep(self, kind: str, upload: Upload, **details: Any) -> StoredFile:
        """Store a file and describe it as a message of its kind does."""
        unique = secrets.token_urlsafe(9)
        number = len(self.by_id)
        ending = upload.name.rpartition(".")[2] if "." in upload.name else "bin"
        stem = {"file_id": f"{kind}-{secrets.token_urlsafe(18)}", "file_unique_id": unique}
        base: dict[str, Any] = {**stem, "file_size": len(upload.data)}
        media: Any
        if kind == "document":
            media = {"file_name": upload.name, "mime_type": upload.mime, **base}
        elif kind == "photo":
            width, height = image_size(upload.data)
            media = [{**base, "width": width, "height": height}]
        else:
            media = {**base, **details}
        path = f"{FOLDERS[kind]}/file_{number}.{ending}"
        stored = StoredFile(stem["file_id"], unique, path, kind, upload.data, upload.mime, media)
        self.by_id[stored.id] = self.by_path[path] = stored
        return stored


def image_size(data: bytes) -> tuple[int, int]:
    """Width and height of a PNG or JPEG; anything else is no photo."""
    if data.startswith(b"\x89PNG\r\n\x1a\n") and len(data) >= 24:
        width, height = struct.unpack(">II", data[16:24])
        return width, height
    at = 2
    while data.startswith(b"\xff\xd8") and at + 9 < len(data) and data[at] == 0xFF:
        if data[at + 1] in (0xC0, 0xC1, 0xC2):
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    raise bad_request("IMAGE_PROCESS_FAILED")


def plain_picture(side: int = 64) -> bytes:
    """A small PNG of one colour, for a photo that nobody chose."""
    row = b"\x00" + bytes((86, 140, 200)) * side
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(row * side)),
        (b"IEND", b""),
    )
    body = b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + body
