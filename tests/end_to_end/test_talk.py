"""Staff and people write to each other about a request, over HTTP: texts, media, edits, notes, marks, trouble."""

import asyncio

from bot.playground import BASIC_GROUP, Playground
from tests.crew import BotProcess
from tests.end_to_end.conftest import opened_bot
from tests.people import Person, Play, Said, eventually, visit


async def hand_in_question(person: Person) -> None:
    """Hand the team a question, which is the shortest request there is."""
    await person.say("/human")
    await person.sees("like to ask the team")
    await person.say("Could someone call our school about the parking?")
    await person.sees("your name")
    await person.say("Paul Meyer")
    await person.sees("Which school")
    await person.tap("Skip")
    await person.tap("Send")
    await person.sees("handed over")


async def card_of(staff: Person, reference: str = "QU-") -> Said:
    """Wait for the card of the request."""
    return await staff.sees(reference)


async def card_says(staff: Person, card: int, fragment: str) -> None:
    """Wait until the card says this."""

    async def says() -> bool:
        return any(message.id == card and fragment in message.text for message in await staff.chat())

    await eventually(says)


async def reacted(staff: Person, message: int, sign: str) -> None:
    """Wait for the bot's reaction on a message."""

    async def has_it() -> bool:
        return any(each.id == message and each.reactions == [sign] for each in await staff.chat())

    await eventually(has_it)


async def test_a_text_goes_to_the_person_and_the_answer_comes_back_below_the_card(play: Play) -> None:
    paul, ana = play.paul, play.ana.in_group
    await hand_in_question(paul)
    card = await card_of(ana)
    said = await ana.say("Hello Paul, which day suits you?", reply_to=card.id)
    brought = await paul.sees("which day suits you?")
    assert brought.text.startswith("💬 The team about")
    assert brought.labels == ["↩ Reply to the team"]
    await card_says(ana, card.id, "✓ 💬 Ana")
    await reacted(ana, said.id, "👌")
    await paul.say("Any Monday.", reply_to=brought.id)
    assert (await ana.sees("Any Monday.")).answers == card.id
    await paul.sees("Passed on to the team")
    await card_says(ana, card.id, "↩️ Paul")


async def test_an_edit_on_either_side_edits_the_copy(play: Play) -> None:
    paul, ana = play.paul, play.ana.in_group
    await hand_in_question(paul)
    card = await card_of(ana)
    said = await ana.say("Which dya?", reply_to=card.id)
    brought = await paul.sees("Which dya?")
    await ana.edit(said.id, "Which day?")
    assert (await paul.sees("Which day?")).id == brought.id
    answer = await paul.say("Mondya", reply_to=brought.id)
    copy = await ana.sees("Mondya")
    await paul.edit(answer.id, "Monday")

    async def is_edited() -> bool:
        return any(message.id == copy.id and "Monday" in message.text for message in await ana.chat())

    await eventually(is_edited)
    photo = await ana.send_photo("The paln", reply_to=card.id)
    sent = await paul.sees("The paln")
    await ana.edit(photo.id, "The plan")
    edited = await paul.sees("The plan")
    assert (edited.id, "photo" in edited.raw) == (sent.id, True)


async def test_media_go_both_ways(play: Play) -> None:
    paul, ana = play.paul, play.ana.in_group
    await hand_in_question(paul)
    card = await card_of(ana)
    await ana.send_document("plan.pdf", b"%PDF", "The plan", reply_to=card.id)
    assert (await paul.sees("The plan")).raw["document"]["file_name"] == "plan.pdf"
    await ana.send_voice(reply_to=card.id)
    await paul.sees("<voice>")
    await paul.tap("Reply to the team")
    await paul.sees("Write your message")
    await paul.send_video("Our hall")
    assert "video" in (await ana.sees("Our hall")).raw
    await paul.sees("Passed on to the team")
    await paul.send_photo("The door")
    await ana.sees("The door")


async def test_a_note_stays_with_staff(play: Play) -> None:
    paul, ana = play.paul, play.ana.in_group
    await hand_in_question(paul)
    card = await card_of(ana)
    before = len(await paul.chat())
    note = await ana.say("// call on Monday", reply_to=card.id)
    await card_says(ana, card.id, "call on Monday")
    await reacted(ana, note.id, "✍")
    assert len(await paul.chat()) == before


async def test_whoever_has_blocked_the_bot_is_marked_and_staff_are_told_below_their_message(play: Play) -> None:
    paul, ana = play.paul, play.ana.in_group
    await hand_in_question(paul)
    card = await card_of(ana)
    await paul.block()
    said = await ana.say("Hello Paul, which day suits you?", reply_to=card.id)
    assert (await ana.sees("a bloqué le bot")).answers == said.id
    await card_says(ana, card.id, "⛔ 💬 Ana")
    await reacted(ana, said.id, "👎")


async def test_a_form_in_the_group_and_talk_do_not_get_into_each_others_way(play: Play) -> None:
    paul, ana = play.paul, play.ana.in_group
    await hand_in_question(paul)
    card = await card_of(ana)
    await ana.tap("Répondre")
    asked = await ana.sees("?")
    await ana.say("One moment please, we are looking for it.", reply_to=card.id)
    await paul.sees("One moment please")
    await ana.say("There is a car park behind the school.", reply_to=asked.id)
    await ana.tap("Envoyer")
    await paul.sees("There is a car park behind the school.")


async def test_the_wrong_language_is_held_over_a_restart(playground: Playground, bot: BotProcess) -> None:
    async with visit(playground.url) as play:
        paul, ana = play.paul, play.ana.in_group
        await hand_in_question(paul)
        card = await card_of(ana)
        await ana.say("Bonjour, nous vous rappelons demain dans la matinée pour en parler.", reply_to=card.id)
        await ana.sees("Pas encore envoyé")
        await bot.end(15)
        await bot.start()
        await ana.tap("Envoyer quand même")
        await paul.sees("nous vous rappelons demain")


async def test_a_deleted_card_is_sent_again_and_goes_on_being_talked_to(play: Play) -> None:
    paul, ana = play.paul, play.ana.in_group
    await hand_in_question(paul)
    card = await card_of(ana)
    said = await ana.say("Hello Paul, which day suits you?", reply_to=card.id)
    brought = await paul.sees("which day suits you?")
    await reacted(ana, said.id, "👌")
    await ana.become_admin()
    await ana.delete(card.id)
    await paul.say("Any Monday.", reply_to=brought.id)
    await ana.sees("Any Monday.")
    anew = await ana.sees("↩️ Paul")
    assert anew.id != card.id
    await ana.say("Thank you!", reply_to=anew.id)
    await paul.sees("Thank you!")


async def test_who_has_left_can_neither_write_nor_tap(play: Play) -> None:
    paul, ana = play.paul, play.ana.in_group
    await hand_in_question(paul)
    ben = (await play.add_person("Ben", "en", staff=True)).in_group
    card = await card_of(ben)
    await play.add_fault(method="getChatMember", times=99, error=500)
    await ben.say("I am still here, am I not?", reply_to=card.id)
    await ben.tap("Je prends")
    await ben.leave()
    await play.clear_faults()
    await ana.sees("under their own name")
    assert not any("am I not" in message.text for message in await paul.chat())
    assert "Prise par" not in next(each.text for each in await ana.chat() if each.id == card.id)


async def test_of_two_taps_in_the_same_instant_one_holds_and_the_other_is_told(play: Play) -> None:
    ana = play.ana.in_group
    ben = (await play.add_person("Ben", "en", staff=True)).in_group
    await hand_in_question(play.paul)
    await card_of(ana)
    await card_of(ben)
    await asyncio.gather(ana.tap("Je prends"), ben.tap("Je prends"))
    shown = await ana.sees("Prise par")
    loser = ben if "Prise par Ana" in shown.text else ana
    await loser.sees_toast("Ana" if loser is ben else "Ben")


async def test_a_group_that_becomes_a_supergroup_in_the_middle_goes_on(tmp_path: object) -> None:
    async with (
        Playground(staff_chat=BASIC_GROUP) as playground,
        opened_bot(playground, tmp_path),  # type: ignore[arg-type]
        visit(playground.url) as play,
    ):
        paul = play.paul
        await hand_in_question(paul)
        ana = play.ana.in_group
        card = await card_of(ana)
        await ana.say("Hello Paul, which day suits you?", reply_to=card.id)
        brought = await paul.sees("which day suits you?")
        await card_says(ana, card.id, "✓ 💬 Ana")
        await ana.upgrade_staff_group()
        ana = play.ana.in_group
        await paul.say("Any Monday.", reply_to=brought.id)
        await ana.sees("Any Monday.")
        card = await ana.sees("↩️ Paul")
        await ana.say("Thank you!", reply_to=card.id)
        await paul.sees("Thank you!")
