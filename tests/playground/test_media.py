"""Documents and photos in both directions, stickers and voices from people."""

import aiohttp
import pytest
import telegram
from telegram.error import BadRequest

from bot.playground.files import plain_picture
from tests.people import Play

from .conftest import Call


async def newest(bot: telegram.Bot) -> telegram.Message:
    message = (await bot.get_updates())[-1].message
    assert message
    return message


async def test_a_persons_document_arrives_byte_for_byte(bot: telegram.Bot, play: Play) -> None:
    data = bytes(range(256)) * 40
    await play.camille.send_document("liste élèves.csv", data, caption="the list", mime="text/csv")
    message = await newest(bot)
    document = message.document
    assert document
    assert (document.file_name, document.mime_type, document.file_size, message.caption) == (
        "liste élèves.csv",
        "text/csv",
        len(data),
        "the list",
    )
    file = await document.get_file()
    assert bytes(await file.download_as_bytearray()) == data


async def test_a_photo_a_sticker_and_a_voice_arrive(bot: telegram.Bot, play: Play) -> None:
    await play.camille.send_photo("my school")
    photo = await newest(bot)
    assert (photo.photo[-1].width, photo.caption) == (64, "my school")
    await play.camille.send_sticker("🎉")
    sticker = (await newest(bot)).sticker
    assert sticker
    assert sticker.emoji == "🎉"
    await play.camille.send_voice()
    voice = (await newest(bot)).voice
    assert voice
    assert voice.mime_type == "audio/ogg"


async def test_a_document_goes_out_and_can_be_sent_again_by_its_id(bot: telegram.Bot, play: Play) -> None:
    await play.camille.say("hello")
    sent = await bot.send_document(
        play.camille.id, b"ref,state\n", filename="export.csv", caption="<b>all</b>", parse_mode="HTML"
    )
    assert sent.document
    assert (sent.document.file_name, sent.caption) == ("export.csv", "all")
    again = await bot.send_document(play.camille.id, sent.document.file_id)
    assert again.document == sent.document
    shown = await play.camille.last()
    assert shown.text == "<document> export.csv"


async def test_a_jpeg_is_a_photo_too(bot: telegram.Bot, play: Play) -> None:
    await play.camille.say("hello")
    comment = b"\xff\xfe\x00\x06made"
    frame = b"\xff\xc0\x00\x0b\x08\x00\x20\x00\x40\x01\x01\x11\x00"
    sent = await bot.send_photo(play.camille.id, b"\xff\xd8" + comment + frame)
    assert (sent.photo[-1].width, sent.photo[-1].height) == (64, 32)


async def test_people_can_open_what_the_bot_sent(bot: telegram.Bot, play: Play) -> None:
    await play.camille.say("hello")
    sent = await bot.send_document(play.camille.id, b"<script>", filename="a.html")
    assert sent.document
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{play.url}/play/files/{sent.document.file_id}") as answer,
    ):
        assert await answer.read() == b"<script>"
        assert answer.headers["Content-Disposition"] == "attachment"
        assert answer.content_type == "application/octet-stream"


async def test_a_photo_goes_out(bot: telegram.Bot, play: Play) -> None:
    await play.camille.say("hello")
    sent = await bot.send_photo(play.camille.id, plain_picture(32))
    assert (sent.photo[-1].width, sent.photo[-1].height) == (32, 32)
    with pytest.raises(BadRequest, match=r"(?i)IMAGE_PROCESS_FAILED"):
        await bot.send_photo(play.camille.id, b"no picture")


@pytest.mark.parametrize(
    ("document", "why"),
    [
        ("", "there is no document in the request"),
        ("unknown", "wrong file identifier/HTTP URL specified"),
        ("https://example.com/a.pdf", "failed to get HTTP URL content"),
    ],
)
async def test_a_file_that_is_none_is_refused(call: Call, play: Play, document: str, why: str) -> None:
    await play.camille.say("hello")
    _status, answer = await call("sendDocument", chat_id=play.camille.id, document=document)
    assert answer["description"] == f"Bad Request: {why}"


async def test_a_file_of_another_kind_an_empty_one_and_a_long_caption_are_refused(
    bot: telegram.Bot, play: Play
) -> None:
    await play.camille.send_photo()
    photo = (await newest(bot)).photo[-1]
    with pytest.raises(BadRequest, match=r"^Type of file mismatch: can't use file of type photo as document$"):
        await bot.send_document(play.camille.id, photo.file_id)
    with pytest.raises(BadRequest, match="must be non-empty"):
        await bot.send_document(play.camille.id, b"", filename="empty.txt")
    with pytest.raises(BadRequest, match="caption is too long"):
        await bot.send_document(play.camille.id, b"x", caption="x" * 1025)


async def test_a_file_that_is_unknown_or_too_big_cannot_be_fetched(bot: telegram.Bot, play: Play) -> None:
    with pytest.raises(BadRequest, match=r"^Invalid file_id$"):
        await bot.get_file("unknown")
    await play.camille.send_document("big.bin", bytes(20 * 1024 * 1024 + 1))
    document = (await newest(bot)).document
    assert document
    with pytest.raises(BadRequest, match=r"^File is too big$"):
        await document.get_file()
