"""The matcher's parts by themselves: the mathematics, the spelling, the clauses, the thresholds."""

from __future__ import annotations

import numpy as np
import pytest

from bot.core.common_words import EVERYDAY
from bot.core.faq import Decision, Entry, Faq
from bot.core.matcher import Matcher
from bot.core.matching.clauses import MOST_CLAUSES, MOST_PARTS, split_clauses, split_questions
from bot.core.matching.combination import combine_clauses, lean_towards
from bot.core.matching.model import Known, Model
from bot.core.matching.ridge import Ridge, invert_factor_in_place
from bot.core.matching.spelling import Speller
from bot.core.matching.thresholds import Judged, Thresholds
from bot.core.matching.voting import MOST_REGRESSED
from bot.core.ordinary_words import ORDINARY
from bot.core.words import Stems, flatten
from tests.core.faq_of_a_library import SYNONYMS, build_faq


def _learn_model(language: str = "fr") -> Model:
    entries = build_faq().entries[language].values()
    known = [Known(text, n) for n, entry in enumerate(entries) for text in (entry.question, *entry.phrasings)]
    return Model.learn(language, known, SYNONYMS[language])


def _random_likeness(size: int) -> np.ndarray:
    parts = np.random.default_rng(7).random((size, 40), dtype=np.float32)
    parts /= np.linalg.norm(parts, axis=1, keepdims=True)
    return parts @ parts.T


@pytest.mark.parametrize("size", [1, 7, 128, 450])
def test_factoring_by_halves_gives_the_factor_of_the_inverse(size: int) -> None:
    matrix = _random_likeness(size) + np.eye(size, dtype=np.float32)
    factor = matrix.copy()
    invert_factor_in_place(factor)
    assert np.allclose(factor.T @ factor @ matrix, np.eye(size), atol=1e-3)


def test_left_out_predictions_are_those_of_a_regression_that_never_saw_the_rows() -> None:
    classes = np.repeat(np.arange(3), 6)
    likeness = _random_likeness(18)
    group = np.array([0, 1, 7])
    left_out = Ridge.fit(likeness.copy(), classes, 3).leave_out([group])
    rest = np.setdiff1d(np.arange(18), group)
    retrained = Ridge.fit(likeness[np.ix_(rest, rest)].copy(), classes[rest], 3)
    expected = likeness[np.ix_(group, rest)] @ retrained.votes
    assert np.allclose(left_out[group], expected, atol=1e-3)


def test_a_row_alone_in_its_group_is_left_out_by_itself() -> None:
    classes = np.repeat(np.arange(2), 4)
    likeness = _random_likeness(8)
    left_out = Ridge.fit(likeness.copy(), classes, 2).leave_out([np.array([3])])
    retrained = Ridge.fit(np.delete(np.delete(likeness, 3, 0), 3, 1), np.delete(classes, 3), 2)
    assert np.allclose(left_out[3], np.delete(likeness[3], 3) @ retrained.votes, atol=1e-3)


def test_comparing_one_text_and_comparing_all_agree() -> None:
    model = _learn_model()
    together = model.phrasebook.compare_all()
    for row, each in enumerate(model.known):
        alone = model.phrasebook.compare(model.reader.read(model.reader.split(flatten(each.text))))
        assert np.allclose(alone, together[row], atol=1e-4)


def test_a_text_resembles_itself_wholly_and_a_stranger_not_at_all() -> None:
    model = _learn_model()
    words = model.reader.split(flatten(model.known[4].text))
    assert model.compare(words)[4] == pytest.approx(1.0, abs=1e-4)
    assert not model.compare(()).any()
    assert not model.compare(("漢字",)).any()


def test_left_out_probabilities_come_true_about_as_often_as_they_say() -> None:
    model = _learn_model()
    best = model.lesson.left_out[:, :-1].max(axis=1)
    right = model.lesson.left_out[:, :-1].argmax(axis=1) == np.array([each.topic for each in model.known])
    assert abs(float(best.mean()) - float(right.mean())) < 0.2
    assert right[best > 0.9].mean() > 0.9


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        pytest.param("bibliotheke", ("bibliotheque",), id="a letter wrong"),
        pytest.param("horiares", ("horaires",), id="letters swapped"),
        pytest.param("lhoraires", ("horaires",), id="a swallowed apostrophe"),
        pytest.param("carteamende", ("carte", "amende"), id="a swallowed space"),
        pytest.param("horairement", ("horairement",), id="too far away"),
        pytest.param("librairie", ("librairie",), id="right in another language"),
        pytest.param("abcd", ("abcd",), id="nothing near"),
        pytest.param("12345", ("12345",), id="a number"),
        pytest.param("car", ("car",), id="too short to judge"),
        pytest.param("amendes", ("amendes",), id="a form of a known word"),
    ],
)
def test_a_misspelt_word_is_read_as_the_known_word_it_stands_for(typed: str, read: tuple[str, ...]) -> None:
    speller = Speller.learn(Stems("fr", {}), ["bibliotheque", "horaires", "carte", "amende"], ["librairie"])
    assert speller.correct((typed,)) == read


def test_of_a_message_in_no_known_language_only_so_many_words_are_looked_up() -> None:
    speller = Speller.learn(Stems("fr", {}), ["bibliotheque"], [])
    strange = tuple(f"{letter}{other}bibliotheque" for letter in "abcdefghij" for other in "abcdefghij")
    corrected = speller.correct(strange)
    assert corrected[0] == "bibliotheque"
    assert corrected[-1] == strange[-1]


def test_a_speller_that_knows_no_words_leaves_all_as_they_are() -> None:
    assert Speller.learn(Stems("fr", {}), [], []).correct(("horaires", "lhoraires")) == ("horaires", "lhoraires")


def _texts(text: str, language: str = "en") -> list[str]:
    return [" ".join(clause.words) for clause in split_clauses(text, language)]


def test_sentences_are_clauses_and_emptiness_is_none() -> None:
    assert _texts("hello there. how much is it? !! ...") == ["hello there", "how much is it"]
    assert _texts("?!") == []


def test_a_long_sentence_is_cut_at_commas_and_joining_words() -> None:
    text = "we are new to this town and we love to read at night, so how can we get one of your cards"
    assert _texts(text) == [
        "we are new to this town",
        "we love to read at night",
        "so how can we get one of your cards",
    ]


def test_a_sentence_of_ordinary_length_stays_whole_for_all_its_commas() -> None:
    text = "if we return late, must we pay, and how much"
    assert _texts(text) == [text.replace(",", "")]


def test_a_short_rest_stays_with_the_clause_before_and_a_short_start_with_the_next() -> None:
    text = "please, how can we four who have just moved here get a card, and a list of hours before monday, thank you"
    assert _texts(text) == [
        "please how can we four who have just moved here get a card",
        "a list of hours before monday thank you",
    ]


def test_a_run_on_sentence_is_read_in_overlapping_stretches() -> None:
    words = [f"word{number}" for number in range(30)]
    stretches = _texts(" ".join(words))
    assert len(stretches) > 2
    assert {word for stretch in stretches for word in stretch.split()} >= set(words[:24])


def test_no_message_has_more_clauses_than_are_weighed() -> None:
    assert len(split_clauses("how much?\n" * 300, "en")) == MOST_CLAUSES
    assert len(split_questions("how much and when?\n" * 300, "en")) == MOST_PARTS


def test_a_clause_asks_that_begins_as_a_question_does_or_has_a_word_that_asks_anywhere() -> None:
    clauses = split_clauses("hi all. so can we come. tell me how much. our school is open. price? thanks a lot", "en")
    assert [clause.asks for clause in clauses] == [False, True, True, False, False, False]
    assert [clause.opens for clause in clauses] == [False, True, False, False, False, False]
    assert [clause.is_marked for clause in clauses] == [False, False, False, False, True, False]


def test_two_words_may_open_a_question_that_neither_opens_alone() -> None:
    assert [clause.opens for clause in split_clauses("est-ce ouvert. c'est une première", "fr")] == [True, False]


def test_in_a_language_without_such_words_the_mark_alone_tells_a_question() -> None:
    clauses = split_clauses("hola. precio?", "es")
    assert [(clause.is_marked, clause.asks) for clause in clauses] == [(False, False), (True, False)]


def test_questions_are_cut_in_short_sentences_too_and_single_words_are_none() -> None:
    parts = [" ".join(clause.words) for clause in split_questions("card price and late fine, thanks", "en")]
    assert parts == ["card price", "late fine"]
    assert len(split_questions("uno dos, tres quatro", "es")) == 2


def test_beside_a_sentence_with_a_question_mark_a_statement_is_no_second_question() -> None:
    parts = split_questions("we love your library very much. how much is the fine? when do you open", "en")
    assert [" ".join(clause.words) for clause in parts] == ["how much is the fine", "when do you open"]


def test_a_part_is_known_to_be_added_by_the_word_before_it() -> None:
    parts = split_questions("the late fine and also library hours, card price", "en")
    assert [(" ".join(part.words), part.is_added) for part in parts] == [
        ("the late fine", False),
        ("library hours", True),
        ("card price", False),
    ]


def test_an_introduction_does_not_drown_the_question() -> None:
    clauses = split_clauses("we live here. we read a lot. what is the fine", "en")
    introduction, question = [0.1, 0.5, 0.02, 0.38], [0.6, 0.02, 0.03, 0.35]
    combined = combine_clauses(np.array([introduction, introduction, question]), lean_towards(clauses))
    assert combined.argmax() == 0
    assert combined.sum() == pytest.approx(1.0)


def test_what_is_known_as_an_introduction_leaves_the_word_to_the_question() -> None:
    clauses = split_clauses("we are a school in accra. what is it", "en")
    known, question = [0.02, 0.9, 0.08], [0.4, 0.3, 0.3]
    leanings = lean_towards(clauses)
    as_any_topic = combine_clauses(np.array([known, question]), leanings)
    as_introduction = combine_clauses(np.array([known, question]), leanings, 1)
    assert as_any_topic.argmax() == 1
    assert as_introduction.argmax() == 0
    assert as_introduction.sum() == pytest.approx(1.0)


def test_common_words_are_not_taken_for_misspelt_ones_of_the_phrasings() -> None:
    stems, known = Stems("en", {}), ["together", "fees", "score"]
    typed = ("altogether", "feet", "scope", "scroe")
    assert Speller.learn(stems, known, []).correct(typed) == ("together", "fees", "score", "score")
    assert Speller.learn(stems, known, ORDINARY["en"]).correct(typed) == ("altogether", "feet", "scope", "score")


def test_what_is_ordinary_is_not_also_everyday() -> None:
    for language, words in ORDINARY.items():
        assert words.isdisjoint(EVERYDAY[language])
        assert all(len(word) > 3 and flatten(word) == word for word in words)


def test_the_clause_that_ends_with_the_mark_counts_more_than_one_that_begins_like_a_question() -> None:
    asked, marked = lean_towards(split_clauses("can you help us. the fine for two books?", "en"))
    assert marked > asked


def test_of_a_long_sentence_with_a_mark_the_last_clause_counts_most() -> None:
    text = "we are new to this town and we love to read at night, so how can we get one of your cards for free?"
    leanings = lean_towards(split_clauses(text, "en"))
    assert len(leanings) == 3
    assert max(leanings) == leanings[-1]


def test_where_no_clause_asks_the_clearest_counts() -> None:
    clauses = split_clauses("we live here. a late book", "en")
    combined = combine_clauses(np.array([[0.1, 0.1, 0.8], [0.1, 0.85, 0.05]]), lean_towards(clauses))
    assert combined.argmax() == 1


def test_the_bar_for_an_answer_keeps_wrong_answers_rare() -> None:
    random = np.random.default_rng(3)
    chances = random.dirichlet([0.1] * 5, size=2000) * 0.95
    truth = np.array([random.choice(5, p=row / 0.95) for row in chances])
    bars = Thresholds.learn([Judged(chances, truth)])
    best, right = chances.max(axis=1), chances.argmax(axis=1) == truth
    assert ((best >= bars.answer) & ~right).mean() <= 0.021
    assert 0.5 <= bars.suggest <= bars.answer < 1


def test_the_bar_for_an_answer_keeps_false_answers_rare_too() -> None:
    chances = np.array([[0.9, 0.05]] * 50 + [[0.7, 0.1]] * 10 + [[0.2, 0.1]] * 40)
    truth = np.array([0] * 50 + [-1] * 50)
    bars = Thresholds.learn([Judged(chances, truth)])
    assert 0.7 < bars.answer <= 0.9


def test_without_a_helpful_example_the_bars_are_the_safe_ones() -> None:
    bars = Thresholds.learn([Judged(np.array([[0.1, 0.2]]), np.array([-1]))])
    assert bars.answer == bars.suggest == bars.two == 0.5


def test_each_of_two_questions_is_answered_as_low_as_nearly_all_such_answers_are_right() -> None:
    chances = np.array([[0.9, 0.05]] * 60 + [[0.6, 0.1]] * 32 + [[0.4, 0.1]] * 8 + [[0.35, 0.1]] * 10)
    truth = np.array([0] * 92 + [1] * 8 + [0] * 10)
    bars = Thresholds.learn([Judged(chances, truth)])
    assert 0.25 <= bars.two <= 0.4 < bars.answer


def test_thousands_of_phrasings_are_learnt_without_the_regression() -> None:
    count = MOST_REGRESSED // 10 + 1
    entries = {
        f"t{n}": Entry(f"t{n}", "en", f"where is room{n}", f"room{n}", "", tuple(f"{w} room{n}" for w in "abcdefgh"))
        for n in range(count)
    }
    matcher = Matcher.learn(Faq({"en": entries}))
    match = matcher.match("where can I find room77 please")
    assert match.ranked[0].id == "t77"
    assert matcher.match("what is the meaning of life").decision is not Decision.ANSWER
