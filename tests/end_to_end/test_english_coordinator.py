"""An English coordinator: a late request, an excluded form, three corrections, a refusal, over HTTP."""

from datetime import timedelta

from tests.end_to_end.journeys import ENGLISH, day_in, fill_in, go_on, in_words, today
from tests.people import Play

REFERENCE = f"VW-{today().year}-0001"


async def test_a_late_request_is_acknowledged_and_flagged_on_the_card(play: Play) -> None:
    paul, ana, late = play.paul, play.ana.in_group, day_in(weeks=8, days=-1)

    await fill_in(paul, ENGLISH, late, up_to="How will the participants")
    problem = await paul.sees("1 day late")
    assert in_words(day_in(weeks=8), "en") in problem.text
    assert "delayed or refused" in problem.text
    await paul.tap("knowing that it is late")
    await go_on(paul, ENGLISH, late, after="On which day")
    review = await paul.sees("read it again")
    assert in_words(late + timedelta(days=1), "en") in review.text
    await paul.tap("Send")
    await paul.sees(REFERENCE)

    card = await ana.sees(REFERENCE)
    assert "Tardive de 1 jour" in card.text
    assert "Personne n’est nommé pour l’assistance informatique" in card.text
    await ana.tap("Refuser")
    await ana.say("No workshop leader is free on these days.", (await ana.sees("quel motif")).id)
    await ana.sees("relisez avant l’envoi")
    await ana.tap("Envoyer")
    told = await paul.sees("has not been accepted")
    assert "No workshop leader is free on these days." in told.text


async def test_the_earliest_date_is_one_tap_away(play: Play) -> None:
    paul = play.paul
    await fill_in(paul, ENGLISH, day_in(weeks=3), up_to="How will the participants")
    await paul.sees("35 days late")
    await paul.tap(in_words(day_in(weeks=8), "en"))
    await paul.sees(in_words(day_in(weeks=8, days=1), "en"))


async def test_an_excluded_form_is_explained_and_nothing_is_stored(play: Play) -> None:
    paul, ana, start = play.paul, play.ana.in_group, day_in(weeks=12)
    await fill_in(paul, ENGLISH, start, up_to="How will the participants")
    await paul.sees("How will the participants")
    await paul.tap("One room, leader joins remotely")
    problem = await paul.sees("gathered in one room")
    assert "not a virtual workshop" in problem.text
    await paul.tap("Change a planned workshop to virtual")
    await paul.sees("cancelled and rescheduled")
    await paul.tap("Cancel")
    await paul.sees("You had begun: Virtual workshop request")
    await paul.tap("Stop here")
    await paul.sees("Nothing has been stored")
    assert [message for message in await ana.chat() if message.from_bot] == []


async def test_three_fields_are_corrected_in_the_review(play: Play) -> None:
    paul, ana, start = play.paul, play.ana.in_group, day_in(weeks=12)
    await fill_in(paul, ENGLISH, start)
    await paul.sees("read it again")
    for button, asked, answer in (
        ("✏️ Name", "What is your name", "Pauline Meyer"),
        ("✏️ Participants", "How many people", "31"),
        ("✏️ Dates", "On which day", day_in(weeks=16).strftime("%d/%m/%Y")),
    ):
        await paul.tap(button)
        await paul.sees(asked)
        await paul.say(answer)
        await paul.sees("read it again")
    await paul.tap("Send")
    await paul.sees(REFERENCE)
    card = await ana.sees(REFERENCE)
    assert "Pauline Meyer" in card.text
    assert "31" in card.text
    assert in_words(day_in(weeks=16), "fr") in card.text
    assert in_words(start, "fr") not in card.text
