"""Odd messages, old buttons, double taps and restarts: always a reply, never a second request, over HTTP."""

import signal
from pathlib import Path

import pytest

from bot.playground import Playground
from tests.crew import BotProcess
from tests.end_to_end.conftest import opened_bot
from tests.end_to_end.journeys import ENGLISH, FRENCH, day_in, fill_in, take, today
from tests.people import Play, visit

REFERENCE = f"VW-{today().year}-000"


async def test_stickers_photos_and_voice_get_a_reply_in_words(play: Play) -> None:
    paul = play.paul
    for send in (paul.send_sticker, paul.send_photo, paul.send_voice):
        await send()
        await paul.sees("I read text only")
    await paul.send_photo("How much does a virtual workshop cost?")
    await paul.sees("summary table")


async def test_a_forwarded_question_is_answered(play: Play) -> None:
    await play.paul.forward_from_outside("When will our school get the invoice for the virtual workshop?")
    await play.paul.sees("2 weeks")


async def test_an_edited_question_is_answered_anew(play: Play) -> None:
    asked = await play.paul.say("hmm")
    await play.paul.sees("")
    await play.paul.edit(asked.id, "How much does a virtual workshop cost?")
    await play.paul.sees("summary table")


async def test_any_text_gets_a_reply(play: Play) -> None:
    for text in ("x" * 4096, "🎉🎉🎉", "?", "…", "\u200b\u200b"):
        await play.paul.say(text)
        assert (await play.paul.sees("")).text


async def test_a_double_tap_on_send_opens_one_request(play: Play) -> None:
    paul = play.paul
    await fill_in(paul, ENGLISH, day_in(weeks=12))
    review = await paul.sees("read it again")
    data = next(button.data for button in review.buttons if button.label == "✅ Send")
    assert data is not None
    await paul.tap_data(data, review.id)
    await paul.tap_data(data, review.id)
    await paul.tap_data(data, review.id)
    await paul.sees("Nothing was sent a second time")
    cards = [message for message in await play.ana.in_group.chat() if REFERENCE in message.text]
    assert len(cards) == 1


async def test_an_old_button_shows_where_things_stand(play: Play) -> None:
    paul = play.paul
    await fill_in(paul, ENGLISH, day_in(weeks=12), up_to="How many people")
    shown = await paul.sees("How many people")
    await paul.tap_data("a:1:programme:dp", shown.id)
    await paul.sees("How many people")
    await paul.tap_data("no such button", shown.id)
    await paul.sees("no longer valid")
    await paul.say("12")
    await paul.sees("On which day")


async def test_commands_in_the_middle_of_a_flow_keep_it(play: Play) -> None:
    camille = play.camille
    await fill_in(camille, FRENCH, day_in(weeks=12), up_to="adresse électronique")
    await camille.sees("adresse électronique")
    await camille.say("/help")
    await camille.sees("les sujets que je connais")
    await camille.sees("adresse électronique")
    await camille.say("/language en")
    await camille.sees("I will answer you in English")
    await camille.sees("At which e-mail address")


async def test_somebody_outside_the_staff_cannot_decide(play: Play) -> None:
    paul, ana = play.paul, play.ana.in_group
    await fill_in(paul, ENGLISH, day_in(weeks=12))
    await paul.sees("read it again")
    await paul.tap("Send")
    await paul.sees(REFERENCE)
    await ana.sees(REFERENCE)
    await paul.tap_data(f"do:accept:{REFERENCE}1")
    await paul.sees("no longer valid")
    assert "à traiter" in (await ana.sees(REFERENCE)).text


@pytest.mark.timeout(180)
@pytest.mark.parametrize("every", [5, pytest.param(1, marks=pytest.mark.long)])
async def test_a_draft_survives_the_process_at_its_steps(playground: Playground, bot: BotProcess, every: int) -> None:
    async with visit(playground.url) as play:
        paul, start = play.paul, day_in(weeks=12)
        await paul.say("/request")
        for number, step in enumerate(ENGLISH):
            await paul.sees(step.asked)
            if number % every == 0:
                await bot.end(signal.SIGKILL if number % 2 else signal.SIGTERM)
                await bot.start()
            await take(paul, step, start)
        await paul.sees("read it again")
        await bot.end(signal.SIGKILL)
        await bot.start()
        await paul.tap("Send")
        await paul.sees(f"{REFERENCE}1")


async def test_a_message_sent_while_the_bot_is_away_is_answered_when_it_is_back(
    playground: Playground, tmp_path: Path
) -> None:
    async with visit(playground.url) as play:
        await play.paul.say("How much does a virtual workshop cost?")
        async with opened_bot(playground, tmp_path):
            await play.paul.sees("summary table")
