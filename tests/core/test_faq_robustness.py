"""Anything at all may be sent: the verdict comes in bounded time and never as an exception."""

from __future__ import annotations

import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.faq import Decision, Entry, Faq, Match
from bot.core.matcher import Matcher
from tests.core.faq_of_a_library import build_faq

MATCHER = Matcher.learn(build_faq())

LONGEST = 0.02 if sys.gettrace() is None else 0.06
"""Seconds for any message; a test run that measures coverage is slower by its own doing."""

ODDITIES = [
    "a" * 4096,
    "?" * 4096,
    "😀" * 4096,
    "e\u0301\u0302\u0303" * 1024,
    "\u200b\u200d\ufeff" * 1365,
    "<b>horaires</b> " * 256,
    " ".join(f"mot{number}" for number in range(600)),
    "est-ce ouvert ? combien et quand, " * 120,
    "привет мир " * 372,
    "漢字かな交じり文。" * 455,
    "ﷺ" * 4096,
    "\x00\x01\x02" * 1365,
    "qu'" * 1365,
    "l'" * 2048,
    "x y " * 1024,
    "horaire" * 585,
]


def _check(match: Match) -> None:
    assert match.language in {"fr", "en"}
    assert (match.decision is Decision.ANSWER) == bool(match.answers)
    assert len(match.ranked) <= 5
    assert all(0 <= each.score <= 1 for each in match.ranked)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400))
def test_any_text_gets_a_verdict(text: str) -> None:
    _check(MATCHER.match(text))


SENTENCE = "combien coûte un retard ? et horaires . how much is the fine book carte , \n livre"
WORDS = st.sampled_from(SENTENCE.split(" "))


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, max_size=60).map(" ".join), st.sampled_from([None, "fr", "en", "de", ""]))
def test_any_row_of_words_in_any_chat_gets_a_verdict(text: str, language: str | None) -> None:
    _check(MATCHER.match(text, chat_language=language))
    _check(MATCHER.match(text, only=language))


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=120))
def test_any_text_can_be_explained(text: str) -> None:
    explanation = MATCHER.explain(text)
    assert explanation.match == MATCHER.match(text)


@pytest.mark.parametrize("text", ODDITIES, ids=lambda text: ascii(text[:8]))
def test_the_longest_oddities_are_decided_in_bounded_time(text: str) -> None:
    _check(MATCHER.match(text))
    times = []
    for _ in range(5):
        start = time.process_time()
        MATCHER.match(text)
        times.append(time.process_time() - start)
    assert min(times) < LONGEST


WRITTEN = st.text(max_size=30)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(WRITTEN, st.lists(WRITTEN, max_size=4)), min_size=1, max_size=4), WRITTEN)
def test_any_content_can_be_learnt(topics: list[tuple[str, list[str]]], question: str) -> None:
    entries = {
        f"t{number}": Entry(f"t{number}", "fr", written, written, written, tuple(phrasings))
        for number, (written, phrasings) in enumerate(topics)
    }
    match = Matcher.learn(Faq({"fr": entries})).match(question)
    assert match.language == "fr"
    assert {each.id for each in match.ranked} == set(entries)
