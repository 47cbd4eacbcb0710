"""`guichet graph`: a flow as a Mermaid chart."""

import re

import pytest

from bot.__main__ import main
from bot.core.flow import Flow, Option, StepType
from bot.terminal.drawing import draw
from tests.core.samples import both, flow, options, step
from tests.shipped import shipped_knowledge

TEXTS = shipped_knowledge().texts


def lines(drawn: Flow, language: str = "en") -> list[str]:
    return [line.strip() for line in draw(drawn, TEXTS, language).splitlines()]


def test_steps_follow_one_another_to_the_review_and_the_end() -> None:
    drawn = lines(flow(step("name"), step("age", StepType.INTEGER, optional=True), rules=("not_asked_before",)))
    assert drawn == [
        "flowchart TD",
        'begin(["Visit<br>for: coordinator"])',
        'step_name["name<br>text"]',
        'step_age["age<br>integer, optional"]',
        'review{{"review<br>rule: not_asked_before"}}',
        'done(["stores: VW"])',
        "begin --> step_name",
        "step_name --> step_age",
        "step_age --> review",
        "review --> done",
    ]


def test_branches_are_named_by_the_answers_that_take_them() -> None:
    ways = flow(
        step("colour", StepType.CHOICE, options=options("red", "green", "blue"), next={"blue": "sure", "*": "late"}),
        step("sure", StepType.CONFIRM, next={"no": "goodbye", "yes": "late"}),
        step("late", optional=True, next={"skipped": "review", "*": "why"}),
        step("why"),
        endings={"goodbye": both("<b>Bye</b> &amp; thanks\nfor all")},
    )
    drawn = lines(ways)
    for line in (
        'step_colour -->|"red / green"| step_late',
        'step_colour -->|"blue"| step_sure',
        'step_sure -->|"Yes"| step_late',
        'step_sure -->|"No"| ending_goodbye',
        "step_late --> step_why",
        'step_late -->|"Skip"| review',
        'ending_goodbye(["goodbye<br>Bye #38; thanks"])',
    ):
        assert line in drawn
    assert 'step_sure -->|"Oui"| step_late' in lines(ways, "fr")


def test_an_answer_that_changes_nothing_names_no_branch() -> None:
    drawn = lines(flow(step("sure", StepType.CONFIRM), step("late", optional=True)))
    assert "step_sure --> step_late" in drawn
    assert "step_late --> review" in drawn


def test_what_a_flow_comes_to_is_said_as_its_file_says_it() -> None:
    decides = lines(flow(step("why"), stores=None, decides="refuse", about=("workshop", "visit")))
    assert 'done(["decides: refuse<br>about: workshop, visit"])' in decides
    assert 'done(["checks: participants"])' in lines(flow(step("why"), stores=None, checks="participants"))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('the "best" [one] {of} <all>', "the #34;best#34; #91;one#93; #123;of#125; #60;all#62;"),
        ("#1; a|b & `c`", "#35;1; a#124;b #38; #96;c#96;"),
        ("1. First", "1#46; First"),
        ("- first", "#45; first"),
        ("_so_ start_is_ahead *so*", "#95;so#95; start_is_ahead #42;so#42;"),
        ("École d’été « 学校 » — مدرسة", "École d’été « 学校 » — مدرسة"),
        ("two\nlines", "two lines"),
    ],
)
def test_texts_keep_clear_of_what_mermaid_reads_as_marks(text: str, shown: str) -> None:
    odd = step("end", StepType.CHOICE, options=(Option("a", both(text)), Option("b", both("x"))), next={"a": "review"})
    drawn = lines(flow(odd, step("graph")))
    assert f'step_end -->|"{shown}"| review' in drawn


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_shipped_flow_is_drawn_with_every_step_reached(language: str) -> None:
    for each in shipped_knowledge().flows.values():
        drawn = draw(each, TEXTS, language)
        nodes = set(re.findall(r"^    (\w+)[\[({]", drawn, re.MULTILINE))
        reached = set(re.findall(r"-->(?:\|\"[^\"|]*\"\|)? (\w+)$", drawn, re.MULTILINE)) | {"begin"}
        assert nodes == reached
        assert len(nodes) == len(each.steps) + len(each.endings) + 3


def test_the_command_speaks_the_policys_first_language_unless_told_otherwise(
    capsys: pytest.CaptureFixture[str],
) -> None:
    workshop = shipped_knowledge().flows["workshop"]
    assert main(["graph", "workshop"]) == 0
    assert capsys.readouterr().out == draw(workshop, TEXTS, "fr") + "\n"
    assert main(["graph", "workshop", "--language", "en"]) == 0
    assert capsys.readouterr().out == draw(workshop, TEXTS, "en") + "\n"


def test_an_unknown_flow_or_language_is_answered_with_those_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["graph", "worksop"]) == 2
    assert f"The flows are {', '.join(shipped_knowledge().flows)}." in capsys.readouterr().err
    assert main(["graph", "workshop", "--language", "de"]) == 2
    assert "one of fr, en" in capsys.readouterr().err
