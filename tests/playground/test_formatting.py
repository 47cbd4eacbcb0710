"""HTML and plain text into entities, and the refusals of what cannot be parsed."""

import pytest
import telegram
from telegram import MessageEntity
from telegram.error import BadRequest

from bot.playground.entities import find, finish, parse_html
from tests.people import Play


def parsed(source: str) -> tuple[str, list[tuple[str, str]]]:
    """The text, and each entity's type with the words it covers."""
    text, entities = finish(*parse_html(source))
    units = text.encode("utf-16-le")
    return text, [
        (e["type"], units[e["offset"] * 2 : (e["offset"] + e["length"]) * 2].decode("utf-16-le")) for e in entities
    ]


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("<b>a</b> <strong>b</strong>", "a b", [("bold", "a"), ("bold", "b")]),
        ("<i>a</i> <em>b</em>", "a b", [("italic", "a"), ("italic", "b")]),
        ("<u>a</u> <ins>b</ins>", "a b", [("underline", "a"), ("underline", "b")]),
        ("<s>a</s> <del>b</del>", "a b", [("strikethrough", "a"), ("strikethrough", "b")]),
        ("<tg-spoiler>a</tg-spoiler>", "a", [("spoiler", "a")]),
        ('<span class="tg-spoiler">a</span>', "a", [("spoiler", "a")]),
        ("<code>a</code>", "a", [("code", "a")]),
        ('<pre><code class="language-py">a</code></pre>', "a", [("pre", "a")]),
        ("<blockquote>a</blockquote>", "a", [("blockquote", "a")]),
        ("<blockquote expandable>a</blockquote>", "a", [("expandable_blockquote", "a")]),
        ('<tg-time unix="1790000000" format="d">soon</tg-time>', "soon", [("date_time", "soon")]),
        ('<a href="https://ibo.org/?a=1&amp;b=2">IB</a>', "IB", [("text_link", "IB")]),
        ('<a href="nowhere">IB</a>', "IB", []),
        ("<b>a <i>b</i></b>", "a b", [("bold", "a b"), ("italic", "b")]),
        ("😀<b>é😀</b>x", "😀é😀x", [("bold", "é😀")]),
        ("&lt;b&gt; &amp; &quot;&#39;&nbsp;", "<b> & \"'&nbsp;", []),
        ("  <b> a </b>  ", "a", [("bold", "a")]),
        ("<b></b>a", "a", []),
        (
            "say /start to @guichet_bot",
            "say /start to @guichet_bot",
            [("bot_command", "/start"), ("mention", "@guichet_bot")],
        ),
        ("see https://ibo.org/fr.", "see https://ibo.org/fr.", [("url", "https://ibo.org/fr")]),
        (
            "write to a.b@school.org #pyp",
            "write to a.b@school.org #pyp",
            [("email", "a.b@school.org"), ("hashtag", "#pyp")],
        ),
        ("<code>/start</code>", "/start", [("code", "/start")]),
    ],
)
def test_html_becomes_text_and_entities(source: str, text: str, entities: list[tuple[str, str]]) -> None:
    assert parsed(source) == (text, entities)


@pytest.mark.parametrize("text", ["12/03/2027", "and/or", "https://a.org/start", "a@b", "n°5 / 6"])
def test_what_only_looks_like_a_command_is_none(text: str) -> None:
    assert "bot_command" not in [entity["type"] for entity in find(text)]


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("<p>a</p>", 'unsupported start tag "p" at byte offset 0'),
        ("é <br>", 'unsupported start tag "br" at byte offset 3'),
        ("<b>a", 'can\'t find end tag corresponding to start tag "b"'),
        ("a</b>", "unexpected end tag at byte offset 1"),
        ("<b><i>a</b></i>", 'unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("a < b", "unclosed start tag at byte offset 2"),
        ("<span>a</span>", 'tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
async def test_html_that_telegram_cannot_parse_is_refused(bot: telegram.Bot, play: Play, source: str, why: str) -> None:
    await play.camille.say("hello")
    with pytest.raises(BadRequest) as refused:
        await bot.send_message(play.camille.id, source, parse_mode="HTML")
    assert refused.value.message.lower() == f"can't parse entities: {why}".lower()


async def test_without_a_parse_mode_html_is_plain_text(bot: telegram.Bot, play: Play) -> None:
    await play.camille.say("hello")
    assert (await bot.send_message(play.camille.id, "<b>a</b> < b")).text == "<b>a</b> < b"


async def test_entities_can_be_given_instead(bot: telegram.Bot, play: Play) -> None:
    await play.camille.say("hello")
    sent = await bot.send_message(play.camille.id, "bold", entities=[MessageEntity("bold", 0, 4)])
    assert [entity.type for entity in sent.entities] == ["bold"]


async def test_another_parse_mode_is_refused(bot: telegram.Bot, play: Play) -> None:
    await play.camille.say("hello")
    with pytest.raises(BadRequest, match="Unsupported parse_mode"):
        await bot.send_message(play.camille.id, "*a*", parse_mode="MarkdownV2")


async def test_what_people_write_carries_its_commands(bot: telegram.Bot, play: Play) -> None:
    await play.camille.say("/language fr")
    (update,) = await bot.get_updates()
    assert update.message
    assert update.message.parse_entities() == {update.message.entities[0]: "/language"}
    assert update.message.entities[0].type == "bot_command"
