"""What names an option counts only where nothing beside it could change it; so with yes, no, and a number."""

from __future__ import annotations

import pytest

from bot.core.flow import Step, StepType
from bot.core.reading import Misread, Read, Reader
from tests.core.samples import TODAY, step
from tests.shipped import shipped_knowledge

FLOWS = shipped_knowledge().flows
READER = Reader(shipped_knowledge().texts, TODAY)


def shipped(flow: str, name: str) -> Step:
    found = FLOWS[flow].step(name)
    assert found is not None
    return found


FORMAT = shipped("workshop", "format")
LANGUAGE = shipped("workshop", "language")
PROGRAMME = shipped("workshop", "programme")
DEADLINE = shipped("participant_change", "deadline_over")
FIELDS = shipped("participant_change", "fields")


def read(asked: Step, typed: str) -> object:
    """Give what was read, or the key of what is wrong."""
    reading = READER.read(asked, typed)
    return reading.value if isinstance(reading, Read) else reading.key


@pytest.mark.parametrize(
    ("asked", "typed"),
    [
        (FORMAT, "pas virtuel"),
        (FORMAT, "non virtuel"),
        (FORMAT, "pas en ligne"),
        (FORMAT, "surtout pas à distance"),
        (FORMAT, "en ligne mais dans la même salle"),
        (FORMAT, "not online"),
        (FORMAT, "not virtual please"),
        (FORMAT, "isn’t online"),
        (FORMAT, "online, never"),
        (FORMAT, "everyone online but in the same room"),
        (FORMAT, "half of them online"),
        (FORMAT, "online or hybrid"),
        (LANGUAGE, "not French"),
        (LANGUAGE, "pas en anglais"),
        (LANGUAGE, "français ou anglais"),
        (LANGUAGE, "anything without Spanish"),
        (PROGRAMME, "pas le PP"),
        (PROGRAMME, "not the diploma"),
        (PROGRAMME, "le 7e"),
        (PROGRAMME, "1 ou 2"),
        (FIELDS, "pas le nom"),
        (FIELDS, "not the name"),
        (FIELDS, "adresse, pas le nom"),
    ],
)
def test_a_choice_that_is_denied_or_changed_by_other_words_is_not_made(asked: Step, typed: str) -> None:
    assert isinstance(READER.read(asked, typed), Misread)


@pytest.mark.parametrize(
    "typed",
    [
        "not over",
        "it has not passed",
        "it hasn’t passed",
        "c'est pas passé",
        "la date limite n'est pas passée",
        "non elle est passée",
        "not passed",
    ],
)
def test_a_deadline_that_is_denied_is_never_read_as_over(typed: str) -> None:
    assert read(DEADLINE, typed) in {"read.choice", "ahead"}


@pytest.mark.parametrize(
    ("asked", "typed", "choice"),
    [
        (FORMAT, "en ligne svp", "virtual"),
        (FORMAT, "tout le monde en ligne", "virtual"),
        (FORMAT, "everyone online please", "virtual"),
        (FORMAT, "It will be online.", "virtual"),
        (FORMAT, "enligne", "virtual"),
        (LANGUAGE, "plutôt en français", "fr"),
        (LANGUAGE, "English please", "en"),
        (LANGUAGE, "we would like it in Spanish", "read.choice"),
        (LANGUAGE, "we would like Spanish", "es"),
        (LANGUAGE, "Englsh", "en"),
        (PROGRAMME, "plutôt le PP", "pyp"),
        (PROGRAMME, "le 2e", "myp"),
        (PROGRAMME, "the 2nd one please", "myp"),
        (PROGRAMME, "option 3", "dp"),
        (PROGRAMME, "the diploma one please", "dp"),
        (DEADLINE, "pas encore", "ahead"),
        (DEADLINE, "not yt", "ahead"),
        (DEADLINE, "oui", "passed"),
        (DEADLINE, "non", "ahead"),
        (FIELDS, "le nom et l’adresse svp", ["email", "name"]),
    ],
)
def test_harmless_words_beside_a_choice_change_nothing(asked: Step, typed: str, choice: object) -> None:
    assert read(asked, typed) == choice


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("👍", True),
        ("👍🏽👍🏽", True),
        ("✅", True),
        ("👎", False),
        ("👍👎", "read.confirm"),
        ("🎉", "read.confirm"),
        ("pas de problème", True),
        ("Aucun souci, merci", True),
        ("no problem", True),
        ("no problem at all", True),
        ("1", True),
        ("2", False),
        ("3", "read.confirm"),
    ],
)
def test_yes_and_no_may_be_a_sign_a_number_or_no_problem(typed: str, answer: object) -> None:
    assert read(step("one", StepType.CONFIRM), typed) == answer


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("environ 20", 20),
        ("24 personnes", 24),
        ("about 30 people", 30),
        ("24?", 24),
        ("~24", 24),
        ("we are 12", 12),
        ("nous serons 24", 24),
        ("24 participants, s’il vous plaît", 24),
        ("Je pense 15 enseignants au total", 15),
        ("there will be 18 of us", 18),
        ("oui, 24", 24),
    ],
)
def test_a_number_may_have_harmless_words_around_it(typed: str, number: int) -> None:
    assert read(step("one", StepType.INTEGER, minimum=1, maximum=1000), typed) == number


@pytest.mark.parametrize(
    "typed",
    [
        "15 mars",
        "15 March",
        "24 %",
        "100€",
        "$100",
        "à 14h",
        "14:30",
        "8am",
        "3 écoles",
        "2 groups",
        "not 24",
        "pas plus de 30",
        "v2",
        "15/03",
        "24 x",
        "24" + " personnes" * 8,
    ],
)
def test_a_number_of_something_else_is_no_answer(typed: str) -> None:
    assert read(step("one", StepType.INTEGER, minimum=1, maximum=1000), typed) == "read.integer.none"
