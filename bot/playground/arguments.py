"""A call's parameters, however they were sent; knows no method."""

import json
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.multipart import BodyPartReader

from bot.playground.errors import bad_request


@dataclass(frozen=True)
class Upload:
    """A file that came with a call."""

    name: str
    mime: str
    data: bytes


@dataclass(frozen=True)
class Arguments:
    """The named parameters of one call, read leniently, as Telegram reads them."""

    values: dict[str, Any] = field(default_factory=dict)
    uploads: dict[str, Upload] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        return self.values.get(name) not in (None, "")

    def text(self, name: str) -> str:
        value = self.values.get(name)
        if value is None:
            return ""
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)

    def integer(self, name: str, default: int = 0) -> int:
        try:
            return int(self.values.get(name, default))
        except (TypeError, ValueError):
            return default

    def flag(self, name: str) -> bool:
        return self.text(name).lower() in ("true", "1", "yes")

    def structure(self, name: str, label: str) -> Any:
        """A nested value: an object of a JSON body, or JSON inside a form's field."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if value == "":
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {label} JSON object") from None


async def read_arguments(request: web.Request) -> Arguments:
    """Gather the parameters of query, form, multipart or JSON body."""
    values: dict[str, Any] = dict(request.query)
    uploads: dict[str, Upload] = {}
    if request.content_type == "application/json":
        body = await request.read()
        try:
            sent = json.loads(body) if body else {}
        except ValueError:
            raise bad_request("request body must be a valid JSON object") from None
        if not isinstance(sent, dict):
            raise bad_request("request body must be a valid JSON object")
        values.update(sent)
    elif request.content_type == "multipart/form-data":
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader) or part.name is None:
                continue
            if part.filename is None:
                values[part.name] = await part.text()
            else:
                mime = part.headers.get("Content-Type", "application/octet-stream")
                uploads[part.name] = Upload(part.filename, mime, bytes(await part.read(decode=True)))
    elif request.content_type == "application/x-www-form-urlencoded":
        values.update(await request.post())
    return Arguments(values, uploads)
