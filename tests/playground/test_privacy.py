"""Which of the group's messages reach a bot in privacy mode, and which reach an administrator."""

import telegram

from tests.people import Play


async def reached(bot: telegram.Bot) -> list[str | None]:
    return [update.message.text for update in await bot.get_updates() if update.message]


async def test_talk_among_staff_stays_among_staff(bot: telegram.Bot, play: Play) -> None:
    ana = play.ana.in_group
    said = await ana.say("lunch?")
    await ana.edit(said.id, "lunch at one?")
    await ana.say("not /a command")
    assert await reached(bot) == []


async def test_commands_reach_the_bot_unless_they_are_for_another(bot: telegram.Bot, play: Play) -> None:
    me = await bot.get_me()
    ana = play.ana.in_group
    for text in ("/queue", f"/queue@{me.username}", "/queue@another_bot", "/ queue"):
        await ana.say(text)
    assert await reached(bot) == ["/queue", f"/queue@{me.username}"]


async def test_replies_to_the_bot_reach_it(bot: telegram.Bot, play: Play) -> None:
    card = await bot.send_message(play.staff_chat, "a card")
    ana = play.ana.in_group
    own = await ana.say("who takes it?")
    await ana.say("me", reply_to=own.id)
    await ana.say("no seats left", reply_to=card.message_id)
    assert await reached(bot) == ["no seats left"]


async def test_comings_and_goings_reach_the_bot(bot: telegram.Bot, play: Play) -> None:
    await play.camille.join()
    await play.camille.leave()
    joined, left = (update.message for update in await bot.get_updates())
    assert joined
    assert left
    assert [user.id for user in joined.new_chat_members] == [play.camille.id]
    assert left.left_chat_member
    assert left.left_chat_member.id == play.camille.id


async def test_an_administrator_hears_everything(bot: telegram.Bot, play: Play) -> None:
    await play.set_bot_standing("administrator")
    await play.ana.in_group.say("lunch?")
    assert await reached(bot) == ["lunch?"]


async def test_a_bot_outside_hears_nothing(bot: telegram.Bot, play: Play) -> None:
    await play.set_bot_standing("left")
    await bot.get_updates(offset=-1)
    last = (await bot.get_updates())[-1].update_id
    await play.ana.in_group.say("/queue")
    assert await bot.get_updates(offset=last + 1) == ()
