"""What the matcher tells of itself: why it decided so, which phrasings an editor may look at, what it has learnt."""

from __future__ import annotations

from bot.core.faq import Entry, Faq
from bot.core.matcher import Matcher
from tests.core.faq_of_a_library import build_faq


def test_an_explanation_names_the_telling_word_what_it_was_read_as_and_the_closest_phrasing() -> None:
    explanation = Matcher.learn(build_faq()).explain("penallty for books")
    assert explanation.winner == "fine"
    telling = max(explanation.words, key=lambda said: said.weight)
    assert (telling.word, telling.read_as) == ("penallty", "penalty")
    assert explanation.phrasings[0].topic == "fine"
    assert "penalty" in explanation.phrasings[0].phrasing
    assert explanation.detection.language == "en"
    assert explanation.match.ranked[0].id == "fine"


def test_an_explanation_of_a_long_message_looks_at_the_part_that_holds_the_question() -> None:
    introduction = "Hello, we are a family of four and we moved here last month from Leeds. Our kids love stories. "
    explanation = Matcher.learn(build_faq()).explain(introduction + "How much is the penalty for overdue books?")
    assert explanation.winner == "fine"
    assert [said.word for said in explanation.words][:3] == ["how", "much", "is"]


def test_an_explanation_of_nothing_known_names_no_winner_and_no_phrasing() -> None:
    explanation = Matcher.learn(build_faq()).explain("漢字")
    assert explanation.winner is None
    assert explanation.phrasings == ()


def test_an_explanation_names_the_outside_topic_that_won() -> None:
    assert Matcher.learn(build_faq()).explain("is there a free car park").winner == "parking"


def test_the_same_phrasing_under_two_topics_is_a_collision_and_is_misread() -> None:
    entries = dict(build_faq(("en",)).entries["en"])
    card = entries["card"]
    extra = ("price list for the overdue books",)
    entries["card"] = Entry("card", "en", card.question, card.label, "", (*card.phrasings, *extra))
    matcher = Matcher.learn(Faq({"en": entries}))
    collision = matcher.find_collisions()[0]
    assert {collision.topic, collision.other_topic} == {"card", "fine"}
    assert collision.resemblance > 0.65
    assert ("card", extra[0], "fine") in {
        (each.topic, each.phrasing, each.taken_for) for each in matcher.find_misread()
    }


def test_two_phrasings_of_one_topic_may_say_the_same() -> None:
    twins = Entry("fine", "en", "how much is the late fine", "late fine", "", ("how much is the late fine then",))
    others = build_faq(("en",)).entries["en"]
    assert Matcher.learn(Faq({"en": {**others, "fine": twins}})).find_collisions() == ()


def test_distinct_phrasings_do_not_collide() -> None:
    assert Matcher.learn(build_faq()).find_collisions() == ()


def test_the_surest_misreadings_come_first_whatever_their_language() -> None:
    faq = build_faq()
    entries = {}
    for language, extra in (("fr", "tarif des retards par jour"), ("en", "overdue fee per single day")):
        card = faq.entries[language]["card"]
        longer = Entry("card", language, card.question, card.label, "", (*card.phrasings, extra))
        entries[language] = {**faq.entries[language], "card": longer}
    misread = Matcher.learn(Faq(entries)).find_misread()
    assert {each.language for each in misread} == {"fr", "en"}
    assert [each.chance for each in misread] == sorted((each.chance for each in misread), reverse=True)


def test_what_was_learnt_before_saves_learning_it_again() -> None:
    first = Matcher.learn(build_faq())
    again = Matcher.learn(build_faq(), first.lessons)
    assert again.lessons == first.lessons
    assert again.match("late fine") == first.match("late fine")
