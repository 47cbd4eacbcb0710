"""The verdict on each kind of message; the messages of each class are ones that a plain fuzzy matcher gets wrong."""

from __future__ import annotations

import pytest
from rapidfuzz import fuzz, process

from bot.core.faq import Decision, Entry, Faq, Match
from bot.core.matcher import Matcher
from tests.core.faq_of_a_library import build_faq

FAMILY_FR = (
    "Bonjour, nous sommes une famille de quatre et nous venons d'arriver de Lyon avec nos deux enfants. "
    "Nous aimons beaucoup lire le soir à la maison. {} Merci beaucoup pour votre aide !"
)
FAMILY_EN = (
    "Hello, we are a family of four and we moved here last month from Leeds. "
    "Our kids love stories and so do we. {} Thank you so much!"
)

TYPOS = [
    ("orraire douverture du samdi", "opening"),
    ("dure de pret dun livr", "loan"),
    ("overdu boks penalti", "fine"),
    ("reneww my lones of boks", "loan"),
]
SHORTHAND = [
    ("a kelle heure vs ouvrez", "opening"),
    ("cb de livr on peu enprunter", "loan"),
    ("jveux minscrire cmt fair", "card"),
    ("slt kan c ouvert", "opening"),
    ("hw mny boks can u borow", "loan"),
    ("wat time do u open plz", "opening"),
]
MIXED = [
    ("c'est combien le late fine", "fine"),
    ("combien for the fine", "fine"),
    ("how do I get a carte de lecteur", "card"),
]
LONG = [
    (FAMILY_FR.format("Est-ce que vous ouvrez le dimanche ?"), "opening"),
    (FAMILY_FR.format("Quels papiers faut-il pour avoir une carte ?"), "card"),
    (FAMILY_EN.format("How much is the penalty for overdue books?"), "fine"),
    (FAMILY_EN.format("What time do you close on Saturday?"), "opening"),
]
DOUBLE = [
    ("combien coûte un retard et quels sont vos horaires ?", {"fine", "opening"}),
    ("comment faire une carte et combien de livres emprunter", {"card", "loan"}),
    ("how do I get a card? and is there a fine if I return late", {"card", "fine"}),
    ("library hours\nhow long can I keep a book", {"opening", "loan"}),
]
ELSEWHERE = [
    ("parking gratuit ?", "parking"),
    ("avez vous un emploi pour un bibliothecaire", "job"),
    ("do you have any job vacancies", "job"),
    ("where can I leave my car to park", "parking"),
]
NOWHERE = ["how do airplanes fly", "xyzzy plugh", "😀", "?", "", "   ", "привет", "recette de gâteau au chocolat"]


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher.learn(build_faq())


def _ids(match: Match) -> list[str]:
    return [each.id for each in match.ranked]


@pytest.mark.parametrize(("message", "topic"), TYPOS + SHORTHAND + MIXED + LONG)
def test_the_right_topic_comes_first_and_is_answered_or_offered(matcher: Matcher, message: str, topic: str) -> None:
    match = matcher.match(message)
    assert _ids(match)[0] == topic
    assert match.decision is not Decision.UNKNOWN


def _rank_plainly(message: str) -> list[str]:
    """Rank the topics, outside ones too, as a plain fuzzy matcher does: by their phrasing that is most alike."""
    faq = build_faq()
    topics = {
        text: entry.id
        for entries in faq.entries.values()
        for entry in entries.values()
        for text in (entry.question, entry.label, *entry.phrasings)
    }
    topics |= {text: each.id for outside in faq.outside.values() for each in outside for text in each.phrasings}
    found = process.extract(message, list(topics), scorer=fuzz.WRatio, limit=None)
    return list(dict.fromkeys(topics[text] for text, _, _ in found))


@pytest.mark.parametrize("messages", [TYPOS, SHORTHAND, MIXED, LONG], ids=["typos", "shorthand", "mixed", "long"])
def test_a_plain_fuzzy_matcher_fails_on_some_message_of_each_class(messages: list[tuple[str, str]]) -> None:
    assert [_rank_plainly(message)[0] for message, _ in messages] != [topic for _, topic in messages]


def test_a_plain_fuzzy_matcher_does_not_find_both_of_two_questions() -> None:
    assert [set(_rank_plainly(message)[:2]) for message, _ in DOUBLE] != [topics for _, topics in DOUBLE]


def test_a_plain_fuzzy_matcher_takes_some_message_on_an_outside_topic_for_ours() -> None:
    assert [_rank_plainly(message)[0] for message, _ in ELSEWHERE] != [outside for _, outside in ELSEWHERE]


@pytest.mark.parametrize(("message", "topics"), DOUBLE)
def test_two_questions_get_both_answers(matcher: Matcher, message: str, topics: set[str]) -> None:
    match = matcher.match(message)
    assert match.decision is Decision.ANSWER
    assert set(match.answers) == topics
    assert set(_ids(match)[:2]) == topics


def test_two_answers_stand_in_the_order_in_which_they_were_asked(matcher: Matcher) -> None:
    assert matcher.match("how do I get a card? and is there a fine if I return late").answers == ("card", "fine")
    assert matcher.match("is there a fine if I return late? and how do I get a card").answers == ("fine", "card")


def test_each_of_two_answers_has_the_probability_of_its_own_question(matcher: Matcher) -> None:
    match = matcher.match("how do I get a card? and is there a fine if I return late")
    assert min(each.score for each in match.ranked[:2]) > 0.5


def test_one_question_in_two_sentences_gets_one_answer(matcher: Matcher) -> None:
    assert matcher.match("When do you open? What are the opening hours?").answers == ("opening",)


@pytest.mark.parametrize(("message", "outside"), ELSEWHERE)
def test_what_belongs_to_an_outside_topic_is_unknown_with_its_pointer(
    matcher: Matcher, message: str, outside: str
) -> None:
    match = matcher.match(message)
    assert match.decision is Decision.UNKNOWN
    assert match.answers == ()
    assert match.outside is not None
    assert match.outside.id == outside
    assert match.outside.language == match.language


def test_without_the_outside_topics_the_same_messages_would_look_like_ours() -> None:
    faq = build_faq()
    alone = Matcher.learn(Faq(faq.entries, {}, faq.synonyms))
    assert any(alone.match(message).decision is not Decision.UNKNOWN for message, _ in ELSEWHERE)
    assert all(alone.match(message).outside is None for message, _ in ELSEWHERE)


@pytest.mark.parametrize("message", NOWHERE)
def test_what_belongs_nowhere_is_never_answered(matcher: Matcher, message: str) -> None:
    match = matcher.match(message)
    assert match.decision is not Decision.ANSWER
    assert match.answers == ()


@pytest.mark.parametrize("message", ["😀", "?", "", "привет"])
def test_a_message_without_a_known_word_is_unknown(matcher: Matcher, message: str) -> None:
    assert matcher.match(message).decision is Decision.UNKNOWN


def test_every_phrasing_that_was_written_down_finds_its_topic(matcher: Matcher) -> None:
    faq = build_faq()
    wrong = [
        text
        for language, entries in faq.entries.items()
        for entry in entries.values()
        for text in (entry.question, entry.label, *entry.phrasings)
        if matcher.match(text, only=language).answers != (entry.id,)
    ]
    assert wrong == []


def test_every_topic_is_ranked_by_falling_probability_and_together_they_are_no_more_than_certain(
    matcher: Matcher,
) -> None:
    match = matcher.match("prix retard horaires")
    scores = [each.score for each in match.ranked]
    assert len(set(_ids(match))) == 4
    assert scores == sorted(scores, reverse=True)
    assert 0 <= sum(scores) <= 1.001


def test_no_more_than_five_topics_are_ranked() -> None:
    entries = {f"t{n}": Entry(f"t{n}", "en", f"about thing{n}", f"thing{n}", "", ()) for n in range(9)}
    match = Matcher.learn(Faq({"en": entries})).match("about thing3")
    assert len(match.ranked) == 5
    assert match.ranked[0].id == "t3"


def test_the_answer_is_in_the_language_of_the_message(matcher: Matcher) -> None:
    match = matcher.match("à quelle heure ouvrez-vous le samedi", chat_language="en")
    assert (match.language, match.language_is_sure) == ("fr", True)


def test_a_message_that_leaves_its_language_open_is_answered_in_the_chats(matcher: Matcher) -> None:
    message = "12 ???"
    assert matcher.match(message, chat_language="en").language == "en"
    assert matcher.match(message, chat_language="fr").language == "fr"
    assert not matcher.match(message, chat_language="fr").language_is_sure


def test_a_chat_language_that_the_content_lacks_is_ignored(matcher: Matcher) -> None:
    assert matcher.match("12 ???", chat_language="de").language in {"fr", "en"}
    assert matcher.match("library hours", only="de").language == "en"


def test_a_forced_language_answers_in_it_and_still_understands_the_other(matcher: Matcher) -> None:
    match = matcher.match("how many books can I borrow", only="fr")
    assert match.language == "fr"
    assert match.answers == ("loan",)


def test_a_forced_language_gets_the_pointer_of_that_language(matcher: Matcher) -> None:
    outside = matcher.match("is there a car park", only="fr").outside
    assert outside is not None
    assert outside.pointer == "→ parking (fr)"


def test_an_outside_topic_that_the_forced_language_lacks_is_named_all_the_same() -> None:
    faq = build_faq()
    lacking = Faq(faq.entries, {"en": faq.outside["en"], "fr": ()}, faq.synonyms)
    outside = Matcher.learn(lacking).match("is there a car park", only="fr").outside
    assert outside is not None
    assert outside.language == "en"


def test_a_faq_in_one_language_needs_no_other() -> None:
    matcher = Matcher.learn(build_faq(("en",)))
    match = matcher.match("what time do you open on saturdays")
    assert (match.language, match.answers) == ("en", ("opening",))


def test_learning_twice_gives_the_same_verdicts(matcher: Matcher) -> None:
    again = Matcher.learn(build_faq())
    for message, _ in TYPOS + LONG:
        assert again.match(message) == matcher.match(message)


def test_a_synonym_finds_what_no_phrasing_says(matcher: Matcher) -> None:
    faq = build_faq()
    without = Matcher.learn(Faq(faq.entries, faq.outside))
    message = "bouquin"
    assert matcher.match(message).ranked[0].score > without.match(message).ranked[0].score


def test_detect_names_the_language_and_its_certainty(matcher: Matcher) -> None:
    detection = matcher.detect("combien de livres puis-je emprunter")
    assert detection.language == "fr"
    assert detection.certainty > 0.95
