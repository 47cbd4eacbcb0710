"""Requests with forum topics of their own, over HTTP: created slowly, talked in, deleted, closed, impossible."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.playground import Playground
from tests.end_to_end.conftest import opened_bot
from tests.end_to_end.test_talk import hand_in_question
from tests.people import Play, eventually, visit

A_TOPIC_LATER = 25.0
"""Seconds within which one more topic is created after another."""


@asynccontextmanager
async def opened(
    playground: Playground, folder: Path, topics: str = "request", forum: bool = True
) -> AsyncIterator[Play]:
    """Run the bot with topics in a group that is a forum, or is none."""
    async with visit(playground.url) as play:
        if forum:
            await play.make_forum()
        async with opened_bot(playground, folder, GUICHET_TOPICS=topics):
            yield play


async def test_a_request_has_a_topic_in_which_its_card_stands_and_staff_write(
    playground: Playground, tmp_path: Path
) -> None:
    async with opened(playground, tmp_path) as play:
        paul, ana = play.paul, play.ana.in_group
        await hand_in_question(paul)
        card = await ana.sees("QU-")
        (topic,) = await play.topics()
        assert topic["name"].startswith("QU-")
        assert card.thread == topic["id"]
        said = await ana.say("Hello Paul, which day suits you?", topic=topic["id"])
        brought = await paul.sees("which day suits you?")
        await paul.say("Any Monday.", reply_to=brought.id)
        answer = await ana.sees("Any Monday.")
        assert (answer.thread, answer.answers) == (topic["id"], card.id)
        assert said.thread == topic["id"]
        await ana.say("// call on Monday", topic=topic["id"])
        await ana.sees("📝")
        await ana.tap("Répondre")
        asked = await ana.sees("?")
        assert asked.thread == topic["id"]
        await ana.say("There is a car park behind the school.", topic=topic["id"])
        await ana.tap("Envoyer")
        await paul.sees("There is a car park behind the school.")


async def test_a_deleted_topic_is_made_anew_with_its_card(playground: Playground, tmp_path: Path) -> None:
    async with opened(playground, tmp_path) as play:
        paul, ana = play.paul, play.ana.in_group
        await hand_in_question(paul)
        await ana.sees("QU-")
        (topic,) = await play.topics()
        await ana.say("Hello Paul, which day suits you?", topic=topic["id"])
        brought = await paul.sees("which day suits you?")
        await ana.sees("✓ 💬 Ana")
        await play.change_topic(topic["id"], "delete")
        await paul.say("Any Monday.", reply_to=brought.id)
        answer = await ana.sees("Any Monday.", within=A_TOPIC_LATER)
        card = await ana.sees("↩️ Paul", within=A_TOPIC_LATER)
        (anew,) = await play.topics()
        assert {answer.thread, card.thread} == {anew["id"]} != {topic["id"]}
        await ana.say("Thank you!", topic=anew["id"])
        await paul.sees("Thank you!")


async def test_a_closed_topic_is_opened_again(playground: Playground, tmp_path: Path) -> None:
    async with opened(playground, tmp_path) as play:
        paul, ana = play.paul, play.ana.in_group
        await hand_in_question(paul)
        await ana.sees("QU-")
        (topic,) = await play.topics()
        await ana.say("Hello Paul, which day suits you?", topic=topic["id"])
        brought = await paul.sees("which day suits you?")
        await play.change_topic(topic["id"], "close")
        await play.add_fault(
            method="sendMessage", chat_id=play.staff_chat, times=1, error=400, description="TOPIC_CLOSED"
        )
        await paul.say("Any Monday.", reply_to=brought.id)
        assert (await ana.sees("Any Monday.")).thread == topic["id"]
        assert not (await play.topics())[0]["closed"]


async def test_requests_of_a_kind_share_a_topic(playground: Playground, tmp_path: Path) -> None:
    async with opened(playground, tmp_path, topics="kind") as play:
        ana = play.ana.in_group
        await hand_in_question(play.paul)
        first = await ana.sees("QU-")
        await hand_in_question(play.paul)

        async def is_second_there() -> bool:
            cards = [each for each in await ana.chat() if each.text.startswith("🆕")]
            return len(cards) == 2 and {each.thread for each in cards} == {first.thread}

        await eventually(is_second_there)
        (topic,) = await play.topics()
        assert (topic["id"], topic["name"]) == (first.thread, "Question à l’équipe")


async def test_where_there_can_be_no_topics_it_is_said_once_and_all_goes_on_without(
    playground: Playground, tmp_path: Path
) -> None:
    async with opened(playground, tmp_path, forum=False) as play:
        ana = play.ana.in_group
        await hand_in_question(play.paul)
        assert (await ana.sees("🆕")).thread is None
        await ana.sees("Je ne peux pas créer de sujet ici")
        await hand_in_question(play.paul)

        async def is_second_there() -> bool:
            return len([each for each in await ana.chat() if each.text.startswith("🆕")]) == 2

        await eventually(is_second_there, within=A_TOPIC_LATER)
        said = [each for each in await ana.chat() if "Je ne peux pas créer de sujet" in each.text]
        assert len(said) == 1


async def test_a_bot_that_is_demoted_says_so_and_goes_on_without_topics_until_it_is_promoted(
    playground: Playground, tmp_path: Path
) -> None:
    async with opened(playground, tmp_path) as play:
        ana = play.ana.in_group
        await play.set_bot_standing("member")
        await ana.sees("Je ne suis plus administrateur")
        await hand_in_question(play.paul)
        card = await ana.sees("🆕")
        assert card.thread is None
        await ana.say("Hello Paul, which day suits you?", reply_to=card.id)
        await play.paul.sees("which day suits you?")
        await play.set_bot_standing("administrator")
        await ana.sees("Je suis maintenant administrateur")
        await ana.tap("Je prends")
        await ana.sees("Prise par Ana")


async def test_what_the_bot_lacks_in_the_group_is_said_at_the_start(playground: Playground, tmp_path: Path) -> None:
    async with visit(playground.url) as play:
        settings = {"GUICHET_TOPICS": "request"}
        async with opened_bot(playground, tmp_path, **settings) as bot:
            assert "The bot is no administrator of the staff chat" in bot.said()
            assert "the staff chat has no topics" in bot.said()
        await play.make_forum()
        await play.let_bot_manage_topics(False)
        async with opened_bot(playground, tmp_path, **settings) as bot:
            assert "no administrator" not in bot.said()
            assert "the bot may not create topics" in bot.said()
        await play.let_bot_manage_topics(True)
        async with opened_bot(playground, tmp_path, **settings) as bot:
            assert "GUICHET_TOPICS" not in bot.said()
