"""Questions that mean nearly the same come together, each in exactly one group, in whatever order they came."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.faq import Faq
from bot.core.learning.grouping import Group, find_usual, group_questions
from bot.core.learning.kept import Unanswered
from bot.core.scene import Knowledge
from tests.core.learning.samples import asked
from tests.core.samples import NOW

NOTHING = Faq({})
WORDS = ("parking", "parkign", "lunch", "hotel", "the", "is", "where", "workshop", "badge", "?", "é", "🎓")
QUESTIONS = st.lists(
    st.builds(
        lambda number, language, words: Unanswered(number, NOW, language, " ".join(words)),
        st.integers(1, 10_000),
        st.sampled_from(("fr", "en", "xx")),
        st.lists(st.sampled_from(WORDS), max_size=5),
    ),
    max_size=40,
    unique_by=lambda each: each.id,
)


def texts(groups: tuple[Group, ...]) -> list[set[str]]:
    return [{each.text for each in group.questions} for group in groups]


@given(QUESTIONS)
def test_every_question_is_in_exactly_one_group_of_its_language(questions: list[Unanswered]) -> None:
    groups = group_questions(questions, NOTHING)
    found = [each for group in groups for each in group.questions]
    assert sorted(found, key=lambda each: each.id) == sorted(questions, key=lambda each: each.id)
    assert all(len({each.language for each in group.questions}) == 1 for group in groups)
    assert all(group.typical in group.questions for group in groups)


@given(QUESTIONS, st.randoms())
def test_the_order_of_the_questions_changes_nothing(questions: list[Unanswered], chance: random.Random) -> None:
    mixed = list(questions)
    chance.shuffle(mixed)
    assert group_questions(mixed, NOTHING) == group_questions(questions, NOTHING)


@given(QUESTIONS)
def test_the_largest_group_comes_first(questions: list[Unanswered]) -> None:
    sizes = [len(group.questions) for group in group_questions(questions, NOTHING)]
    assert sizes == sorted(sizes, reverse=True)


@given(QUESTIONS)
def test_the_same_text_is_never_in_two_groups(questions: list[Unanswered]) -> None:
    groups = group_questions(questions, NOTHING)
    where = {(each.language, each.text): place for place, group in enumerate(groups) for each in group.questions}
    for place, group in enumerate(groups):
        assert all(where[each.language, each.text] == place for each in group.questions)


def test_word_order_case_accents_small_words_and_endings_do_not_matter() -> None:
    questions = asked(
        "Where can I park my car?", "parking for cars??", "CAR PARKING", "Is lunch included?", "included lunches"
    )
    assert texts(group_questions(questions, NOTHING)) == [
        {"Where can I park my car?", "parking for cars??", "CAR PARKING"},
        {"Is lunch included?", "included lunches"},
    ]


def test_a_mistyped_long_word_is_the_one_that_is_asked_more() -> None:
    questions = asked("certificate template", "certificate template", "certficate template", "certificat template")
    (group,) = group_questions(questions, NOTHING)
    assert group.typical.text == "certificate template"


def test_short_words_that_differ_in_one_letter_stay_apart() -> None:
    assert len(group_questions(asked("boat", "coat"), NOTHING)) == 2


def test_words_that_the_faq_is_full_of_bring_nothing_together(knowledge: Knowledge) -> None:
    assert "workshop" in find_usual(knowledge.faq, "en")
    assert find_usual(knowledge.faq, "xx") == frozenset()
    questions = asked("pets at the virtual workshop", "badges at the virtual workshop", "pets?")
    assert texts(group_questions(questions, knowledge.faq)) == [
        {"pets at the virtual workshop", "pets?"},
        {"badges at the virtual workshop"},
    ]


def test_the_typical_question_is_the_one_that_says_what_the_others_say() -> None:
    questions = asked("parking bus station", "parking bus", "parking bus today", "parking bus")
    (group,) = group_questions(questions, NOTHING)
    assert group.typical.text == "parking bus"
    assert [each.id for each in group.questions] == [2, 4, 3, 1]
    assert group.ids == {1, 2, 3, 4}


def test_questions_without_words_that_say_something_are_grouped_all_the_same() -> None:
    questions = asked("is it?", "Is it", "🎓", "🎓", "?!")
    assert texts(group_questions(questions, NOTHING)) == [{"🎓"}, {"is it?", "Is it"}, {"?!"}]


def test_two_languages_never_share_a_group() -> None:
    questions = [*asked("parking?"), *asked("parking?", language="fr", first=2)]
    assert len(group_questions(questions, NOTHING)) == 2


@pytest.mark.parametrize("vocabulary", [60, 3000])
def test_five_thousand_questions_are_grouped_within_a_second(vocabulary: int, knowledge: Knowledge) -> None:
    chance = random.Random(7)
    words = ["".join(chance.choices("abcdefghijklmnop", k=7)) for _ in range(vocabulary)]
    questions = asked(*(" ".join(chance.choices(words, k=6)) for _ in range(5000)))
    group_questions(questions, knowledge.faq)
    begun = time.process_time()
    group_questions(questions, knowledge.faq)
    assert time.process_time() - begun < 1


@given(QUESTIONS)
def test_settling_a_group_leaves_nothing_of_it(questions: list[Unanswered]) -> None:
    groups = group_questions(questions, NOTHING)
    for group in groups[:1]:
        left = [each for each in questions if each.id not in group.ids]
        assert sum(len(each.questions) for each in group_questions(left, NOTHING)) == len(left)
