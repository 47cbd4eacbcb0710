"""What `guichet check` warns editors of."""

from dataclasses import replace
from types import MappingProxyType

import pytest

from bot.content.knowledge import load_knowledge
from bot.core.matcher import Matcher
from bot.core.scene import Knowledge
from bot.settings import HOME
from bot.terminal.reviewing import list_collisions, list_misread, list_thin, list_warnings


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    """The shipped content, with a thin topic and a phrasing that stands in two topics."""
    shipped = load_knowledge(HOME)
    english = dict(shipped.faq.entries["en"])
    english["billing"] = replace(english["billing"], phrasings=english["billing"].phrasings[:5])
    english["cost"] = replace(
        english["cost"], phrasings=(*english["cost"].phrasings, "when will the bill arrive by post")
    )
    english["registration"] = replace(
        english["registration"], phrasings=(*english["registration"].phrasings, "when will the bill arrive by post?")
    )
    faq = replace(shipped.faq, entries=MappingProxyType({**shipped.faq.entries, "en": english}))
    return replace(shipped, faq=faq, matcher=Matcher.learn(faq))


def test_a_thin_topic_is_named_with_its_place(knowledge: Knowledge) -> None:
    (warning,) = list_thin(knowledge)
    assert warning.startswith("faq/en.yaml:")
    assert "the topic billing has 5 phrasings" in warning


def test_a_phrasing_of_two_topics_is_named_with_both_places(knowledge: Knowledge) -> None:
    found = [each for each in list_collisions(knowledge) if "bill arrive by post" in each]
    assert len(found) == 1
    assert "(cost" in found[0]
    assert "(registration" in found[0]


def test_a_phrasing_that_would_be_misread_is_named_with_its_topic(knowledge: Knowledge) -> None:
    warnings = list_misread(knowledge)
    assert warnings
    assert all("would be taken for" in each for each in warnings)


def test_long_lists_are_cut_unless_everything_is_asked_for(knowledge: Knowledge) -> None:
    short, long = list_warnings(knowledge, everything=False), list_warnings(knowledge, everything=True)
    assert any("guichet check --all" in each for each in short)
    assert len(short) < len(long)
    assert not any("guichet check --all" in each for each in long)
