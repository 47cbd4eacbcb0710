"""Cries for help and questions are met as such at every step, while what people rightly answer stays an answer."""

from __future__ import annotations

import pytest

from bot.core.flow import StepType
from bot.core.reading import Read, Reader
from bot.core.understanding import Meaning, understand
from bot.rehearsal.person import Person
from tests.core.samples import TODAY, options, step
from tests.core.test_filling import fill_in
from tests.core.test_understanding import SCENE
from tests.shipped import shipped_knowledge

FREE = (StepType.NAME, StepType.TEXT, StepType.SCHOOLS)
OTHERS = (
    StepType.EMAIL,
    StepType.INTEGER,
    StepType.CHOICE,
    StepType.CHOICES,
    StepType.CONFIRM,
    StepType.DATE,
    StepType.COUNTRY,
    StepType.PEOPLE,
    StepType.FILE,
)


def meaning(kind: StepType, text: str) -> Meaning:
    return understand(SCENE, step("one", kind, options=options("one", "two")), text)[0]


@pytest.mark.parametrize("kind", FREE)
@pytest.mark.parametrize(
    "text",
    [
        "Bonjour, combien coûte un atelier",
        "bonjour combien coûte un atelier",
        "j'ai une question sur le prix",
        "c quoi bbb",
        "est-ce que je peux payer par carte",
        "on est combien au maximum, c'est possible à 60 ?",
        "y a-t-il une remise pour plusieurs écoles",
        "faut-il un compte",
        "can we pay by card",
        "do you offer certificates",
        "is there a discount for several schools",
        "Do I need an account",
        "Hello, how much is a workshop",
        "what is BigBlueButton",
        "I have a question about the price",
    ],
)
def test_a_question_without_its_mark_is_never_stored_where_any_text_will_do(kind: StepType, text: str) -> None:
    assert meaning(kind, text) in {Meaning.QUESTION, Meaning.UNCLEAR}


@pytest.mark.parametrize("kind", [*FREE, *OTHERS])
@pytest.mark.parametrize(
    "text",
    [
        "I want to talk to a human",
        "a human please",
        "can I speak to somebody?",
        "I'd like to speak with someone from the team",
        "je veux parler à quelqu'un",
        "un humain svp",
        "Bonjour, je voudrais parler à une personne de l’équipe",
        "puis-je contacter l'équipe ?",
        "no idea, who can help?",
        "aucune idée",
    ],
)
def test_a_cry_for_a_human_is_heard_at_every_step(kind: StepType, text: str) -> None:
    assert meaning(kind, text) is Meaning.UNSURE


@pytest.mark.parametrize("kind", [*FREE, *OTHERS])
@pytest.mark.parametrize(
    "text",
    [
        "I don't understand the question",
        "sorry? what do you mean",
        "I'm lost",
        "je ne comprends pas la question",
        "pardon, je n'ai pas compris",
        "ça veut dire quoi ?",
    ],
)
def test_somebody_who_does_not_understand_is_told_more(kind: StepType, text: str) -> None:
    assert meaning(kind, text) is Meaning.PUZZLED


@pytest.mark.parametrize("text", ["I have a question", "J’ai une question", "bonjour, une petite question"])
def test_somebody_who_announces_a_question_is_asked_for_it(text: str) -> None:
    assert {meaning(kind, text) for kind in (*FREE, *OTHERS)} == {Meaning.ANNOUNCED}


NAMES = """Awa Diop/Will Smith/May Li/Can Yılmaz/Jean-Baptiste de La Salle/Marie Où/Ngozi Adichie/José María Aznar
Who Lee/Is Abel/Are Nilsen/Grace Hopper/Hope Young/April March/Mars Dupont/Claire Quand/Do Minh Tuan/李娜/O'Brien
Dr. Anne-Sophie Lambert/Mme Combe/Mai Nguyen/Ha Thi Thu/Salut Bernard/Prudence Merci""".replace("\n", "/").split("/")

SCHOOLS = """IB School of Lausanne/Can Tho International School/Do Re Mi School/École internationale de Genève
Lycée Victor-Hugo/Collège du Léman, Genève/International School of Kigali/Who Am I Montessori/École 42
Lakeside School/King's College/École Où Vivre/Institut Le Rosey/The American School of Paris/St. John's
Will Rogers High School/Groupe scolaire Les Petits Pas/Academy of the Holy Names/École Aujourd’hui/Is Sanat Okulları
Escola Americana do Rio/Hope Academy/Lycée français de New York/Have a Dream School""".replace("\n", "/").split("/")

TEXTS = """Head of school/PYP coordinator/coordonnatrice du PP/chef d’établissement/Principal/directrice/IB coordinator
enseignant de mathématiques/Teacher/Responsable pédagogique/Approaches to learning/Faire vivre le PP
Le profil de l’apprenant/Concept-based inquiry/The learner profile in action/L’évaluation au service de l’apprentissage
Leading the learning/Théorie de la connaissance/Theory of knowledge/Who we are/Sharing the planet/Portugais/German
Arabe/Mandarin Chinese/Nous préférons commencer tôt/Three of us join from Dakar/Merci de prévoir un interprète
We have two campuses/Un participant est malentendant/Help desk manager/Human rights officer/Question design
La question de recherche/Aide-bibliothécaire/Equipe de direction/The team leader/Inquiry and questions
Développer l’esprit critique/Quelques-uns arrivent plus tard/Certains viennent de loin/Une équipe formée en 2024
Our team knows the platform/Someone will help on site/Peut-être deux groupes/On commencera tôt si possible
As discussed with Ana/Comme convenu avec Ana/No lunch break needed/Pas de pause nécessaire/2 écoles, 24 personnes
Maybe two rooms/Mathematics: analysis/Language acquisition/Individus et sociétés/Arts visuels/PE and health
Community project/Mémoire/Extended essay/Interdisciplinaire""".replace("\n", "/").split("/")


@pytest.mark.parametrize(
    ("kind", "text"),
    [(kind, text) for kind, texts in zip(FREE, (NAMES, TEXTS, SCHOOLS), strict=True) for text in texts],
)
def test_what_people_rightly_answer_stays_an_answer(kind: StepType, text: str) -> None:
    found, reading = understand(SCENE, step("one", kind, options=options("one", "two")), text)
    assert (found, reading) == (Meaning.ANSWER, Read([text] if kind is StepType.SCHOOLS else text))


def test_there_are_enough_right_answers_to_trust_them() -> None:
    assert len({*NAMES, *SCHOOLS, *TEXTS}) >= 110


@pytest.mark.parametrize(
    "title",
    [
        "What Works in Assessment",
        "How children learn",
        "Comment évaluer le profil de l'apprenant",
        "How the world works",
        "Pourquoi enseigner la théorie de la connaissance",
    ],
)
def test_a_title_like_a_question_is_an_answer_or_asked_about(title: str) -> None:
    assert meaning(StepType.TEXT, title) in {Meaning.ANSWER, Meaning.UNCLEAR}


READER = Reader(shipped_knowledge().texts, TODAY)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("My name is Awa Diop", "Awa Diop"),
        ("Hello, my name is Awa Diop", "Awa Diop"),
        ("Hi, I'm Awa Diop", "Awa Diop"),
        ("Je m’appelle Awa Diop", "Awa Diop"),
        ("je m'appelle Awa Diop", "Awa Diop"),
        ("Bonjour, je m’appelle Awa Diop", "Awa Diop"),
        ("Bonjour ! Mon nom est Awa Diop", "Awa Diop"),
        ("Bonjour, Awa Diop", "Awa Diop"),
        ("Hello Kitty", "Hello Kitty"),
        ("Ich heiße Awa", "Ich heiße Awa"),
    ],
)
def test_a_name_is_kept_without_the_words_that_introduce_it(typed: str, name: str) -> None:
    assert READER.read(step("one", StepType.NAME), typed) == Read(name)


@pytest.mark.parametrize("typed", ["15 mars", "le 15 mars", "15/03/2027", "24 personnes", "awa.diop@school.org"])
def test_a_day_a_number_or_an_address_is_no_name(typed: str) -> None:
    assert meaning(StepType.NAME, typed) is Meaning.ANSWER
    assert not isinstance(READER.read(step("one", StepType.NAME), typed), Read)


def test_an_address_is_no_school() -> None:
    assert meaning(StepType.SCHOOLS, "awa.diop@school.org") is Meaning.ANSWER
    assert not isinstance(READER.read(step("one", StepType.SCHOOLS), "awa.diop@school.org"), Read)


@pytest.mark.parametrize("typed", ["none", "aucun", "Non", "no thanks"])
def test_nothing_is_no_answer_where_one_is_needed(james: Person, typed: str) -> None:
    fill_in(james)
    james.tap("Schools")
    james.say(typed)
    assert "This step is needed" in james.newest.text
    assert "One per line" in james.newest.text
    james.tap("Keep")
    james.tap("Remarks")
    james.say(typed)
    assert "Remarks: not given" in james.newest.text


@pytest.mark.parametrize(
    ("field", "example"),
    [
        ("Country", "Senegal"),
        ("Programme", "Tap one of the buttons"),
        ("Dates", "15 March"),
        ("Participants", "for example 24"),
        ("Own computers", "Answer yes"),
    ],
)
def test_a_step_is_explained_with_an_example_and_a_human(james: Person, field: str, example: str) -> None:
    fill_in(james)
    james.tap(field)
    james.say("I don't understand the question")
    said, asked = james.messages[-2:]
    assert example in said.text
    assert said.labels == ["🙋 Ask the team"]
    assert "step" in asked.text


@pytest.mark.parametrize("typed", ["no idea, who can help?", "I want to talk to a human", "I don't understand"])
def test_at_the_review_a_human_is_offered_too(james: Person, typed: str) -> None:
    fill_in(james)
    james.say(typed)
    assert james.messages[-2].labels == ["🙋 Ask the team"]
    assert "read it again" in james.newest.text


@pytest.mark.parametrize("typed", ["merci", "ok thanks", "thank you!"])
def test_thanks_at_the_review_are_met_with_one_message(james: Person, typed: str) -> None:
    fill_in(james)
    said = james.say(typed)
    assert len(said.posts) == 1
    assert "I am here" in james.newest.text
    assert "read it again" in james.newest.text


def test_a_question_at_the_review_is_answered_still(james: Person) -> None:
    fill_in(james)
    james.say("How much does a workshop cost?")
    assert "fees" in james.messages[-2].text
    assert "read it again" in james.newest.text


@pytest.mark.parametrize("typed", ["as soon as possible", "le plus tôt possible", "ASAP please", "the earliest date"])
def test_the_earliest_date_is_offered_to_those_who_are_in_a_hurry(james: Person, typed: str) -> None:
    fill_in(james)
    james.tap("Dates")
    james.say(typed)
    assert "The earliest date in time is Monday, 9 March 2026" in james.messages[-2].text
    assert "On which day" in james.newest.text
    james.tap("9 March")
    assert "Dates: from Monday, 9 March 2026" in james.newest.text


def test_where_no_rule_knows_an_earliest_date_a_day_is_asked_for(james: Person) -> None:
    james.say("/switch")
    for text in ("James Okoro", "okoro@school.org", "Lakeside School", "Inquiry", "online", "as soon as possible"):
        james.say(text)
    assert "I cannot read a date" in james.newest.text


@pytest.mark.parametrize("typed", ["peut-on prendre le 15 mars ?", "can we have 15 March?"])
def test_a_date_asked_for_is_read_or_asked_about(typed: str) -> None:
    found, reading = understand(SCENE, step("one", StepType.DATE), typed)
    assert found in {Meaning.ANSWER, Meaning.UNCLEAR}
    assert reading == Read("2026-03-15")


def test_a_reference_at_a_step_for_any_text_opens_its_request(james: Person) -> None:
    fill_in(james)
    james.tap("✅ Send")
    james.say("/switch")
    james.say("VW-2026-0001")
    assert "VW-2026-0001" in james.messages[-2].text
    assert "What is your name" in james.newest.text
    james.say("/human")
    james.say("VW-2026-0001")
    assert "step 2 of 3" in james.newest.text
