"""The chat page in a real browser, against a small echo bot."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
import telegram
from playwright.async_api import Browser, Page, expect
from telegram import (
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    ReplyKeyboardMarkup,
    Update,
)
from telegram.ext import Application, CallbackQueryHandler, ContextTypes, MessageHandler, filters

from bot.playground import Playground
from tests.people import Play

GO = InlineKeyboardMarkup(
    [[InlineKeyboardButton("Go on", callback_data="go"), InlineKeyboardButton("Stop", callback_data="stop")]]
)
Context = ContextTypes.DEFAULT_TYPE
pytestmark = pytest.mark.timeout(60)


async def echo(update: Update, context: Context) -> None:
    message = update.effective_message
    assert message
    text = message.text or ""
    if text == "keyboard":
        await message.reply_text("Which?", reply_markup=ReplyKeyboardMarkup([["PYP", "MYP"]]))
    elif text == "question":
        await message.reply_text("Your name?", reply_markup=ForceReply(input_field_placeholder="Name"))
    elif message.reply_to_message:
        await message.reply_text(f"You answered: {text}")
    elif message.document:
        await message.reply_text(f"Got {message.document.file_name}")
    else:
        await message.reply_text(f"You said: {text}", reply_markup=GO)


async def tapped(update: Update, context: Context) -> None:
    query = update.callback_query
    assert query
    await query.answer(f"Noted: {query.data}")
    await query.edit_message_text(f"You chose {query.data}", reply_markup=GO)


@asynccontextmanager
async def echo_bot(playground: Playground) -> AsyncIterator[telegram.Bot]:
    application: Application[Any, Any, Any, Any, Any, Any] = (
        Application.builder().token(playground.token).base_url(f"{playground.url}/bot").build()
    )
    application.add_handler(CallbackQueryHandler(tapped))
    application.add_handler(MessageHandler(filters.ALL & ~filters.StatusUpdate.ALL, echo))
    async with application:
        await application.start()
        assert application.updater
        await application.updater.start_polling()
        try:
            yield application.bot
        finally:
            await application.updater.stop()
            await application.stop()


@pytest.fixture
async def page(browser: Browser, playground: Playground) -> AsyncIterator[Page]:
    """The page at the width of a small laptop; an error in its script fails the test."""
    errors: list[Exception] = []

    def note(error: Exception) -> None:
        errors.append(error)

    async with echo_bot(playground):
        opened = await browser.new_page(viewport={"width": 1280, "height": 800})
        opened.on("pageerror", note)
        await opened.goto(playground.url)
        await expect(opened.get_by_test_id("seat-ana")).to_be_visible()
        yield opened
        await opened.close()
    assert errors == []


async def write(page: Page, seat: str, text: str) -> None:
    await page.get_by_test_id(seat).get_by_test_id("composer").fill(text)
    await page.keyboard.press("Enter")


async def test_one_says_and_taps_with_mouse_and_keyboard(page: Page) -> None:
    camille = page.get_by_test_id("seat-camille")
    await camille.get_by_test_id("start").click()
    await expect(camille.get_by_test_id("message").last).to_contain_text("You said: /start")
    await camille.get_by_test_id("button").get_by_text("Go on").click()
    await expect(camille.get_by_test_id("toast")).to_have_text("Noted: go")
    await expect(camille.get_by_test_id("message").last).to_contain_text("You chose go")
    await expect(camille.get_by_test_id("message").last).to_contain_text("edited")
    await camille.get_by_test_id("button").get_by_text("Stop").focus()
    await page.keyboard.press("Enter")
    await expect(camille.get_by_test_id("message").last).to_contain_text("You chose stop")
    await expect(page.get_by_test_id("seat-paul").get_by_test_id("message")).to_have_count(0)


async def test_nothing_that_is_written_becomes_markup(page: Page, play: Play) -> None:
    evil = "<img src=x onerror=\"document.title='broken'\"><b>bold</b>"
    await write(page, "seat-camille", evil)
    answer = page.get_by_test_id("seat-camille").get_by_test_id("message").last
    await expect(answer).to_contain_text(f"You said: {evil}")
    assert await page.locator(".log img, .log b").count() == 0
    assert await page.title() == "Guichet playground"


async def test_keyboards_forced_replies_commands_and_documents(page: Page, playground: Playground) -> None:
    async with telegram.Bot(playground.token, base_url=f"{playground.url}/bot") as bot:
        await bot.set_my_commands([("help", "What I do")])
    paul = page.get_by_test_id("seat-paul")
    last = paul.get_by_test_id("message").last
    await write(page, "seat-paul", "keyboard")
    await paul.get_by_test_id("keyboard").get_by_text("MYP").click()
    await expect(last).to_contain_text("You said: MYP")
    await write(page, "seat-paul", "question")
    await expect(paul.get_by_test_id("replying")).to_contain_text("Your name?")
    await expect(paul.get_by_test_id("composer")).to_have_attribute("placeholder", "Name")
    await write(page, "seat-paul", "Paul")
    await expect(last).to_contain_text("You answered: Paul")
    await expect(paul.get_by_test_id("replying")).to_be_hidden()
    await paul.get_by_test_id("composer").press("/")
    await expect(paul.get_by_test_id("commands")).to_contain_text("What I do")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(last).to_contain_text("You said: /help")
    file: Any = {"name": "list.csv", "mimeType": "text/csv", "buffer": b"a,b"}
    await paul.get_by_test_id("file").set_input_files(file)
    await expect(last).to_contain_text("Got list.csv")


async def test_a_photo_is_shown(page: Page) -> None:
    camille = page.get_by_test_id("seat-camille")
    await camille.get_by_test_id("more").click()
    await camille.get_by_text("Send a photo").click()
    await expect(camille.locator("img.photo")).to_have_js_property("naturalWidth", 64)


async def test_staff_see_the_group_and_a_private_chat(page: Page, play: Play) -> None:
    ana = page.get_by_test_id("seat-ana")
    await write(page, "seat-ana", "/queue")
    await expect(ana.get_by_test_id("message").last).to_contain_text("You said: /queue")
    await ana.get_by_test_id("tab-private").click()
    await expect(ana.get_by_test_id("message")).to_have_count(0)
    await write(page, "seat-ana", "just me")
    await expect(ana.get_by_test_id("message").last).to_contain_text("You said: just me")
    assert [said.text for said in await play.ana.in_group.chat()] == ["/queue", "You said: /queue"]
    await ana.get_by_test_id("more").click()
    await ana.get_by_text("Leave the staff group").click()
    await expect(ana.get_by_test_id("tab-group")).to_be_hidden()


async def test_a_lost_connection_is_told_and_comes_back_by_itself(browser: Browser) -> None:
    async with Playground() as first:
        page = await browser.new_page()
        await page.goto(first.url)
        await write(page, "seat-camille", "before")
        await expect(page.get_by_test_id("message")).to_have_count(1)
        await expect(page.get_by_test_id("banner")).to_be_hidden()
    await expect(page.get_by_test_id("banner")).to_contain_text("The connection is lost")
    async with Playground(port=first.port) as second, echo_bot(second):
        await expect(page.get_by_test_id("banner")).to_be_hidden()
        await expect(page.get_by_test_id("message")).to_have_count(0)
        await write(page, "seat-camille", "after")
        await expect(page.get_by_test_id("message").last).to_contain_text("You said: after")
        await page.close()


@pytest.mark.parametrize("width", [390, 1280])
async def test_the_page_fits_its_window(page: Page, width: int) -> None:
    await page.set_viewport_size({"width": width, "height": 800})
    await write(page, "seat-camille", "x" * 300)
    await expect(page.get_by_test_id("seat-camille").get_by_test_id("message")).to_have_count(2)
    assert await page.evaluate("document.documentElement.scrollWidth") <= width
    tops = [
        await page.get_by_test_id(f"seat-{name}").evaluate("e => e.getBoundingClientRect().top + scrollY")
        for name in ("camille", "paul", "ana")
    ]
    assert (tops == sorted(set(tops))) is (width == 390)
