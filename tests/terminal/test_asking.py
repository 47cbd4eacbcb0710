"""Questions on a terminal: one by one as the bot would answer, or as lines of JSON whose form stays stable."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

import pytest

from bot.core.messages import Button, Post
from bot.rehearsal.memory import ZONE
from bot.terminal.asking import answer_lines, answer_on_terminal, explain_on_terminal, show_post
from tests.shipped import shipped_knowledge


def ask(*lines: str, language: str | None = None) -> tuple[list[dict[str, Any]], str, int]:
    """Give the lines that come back, what was said of errors, and how many lines could not be read."""
    out, errors = StringIO(), StringIO()
    unread = answer_lines(shipped_knowledge(), lines, out, errors, language)
    return [json.loads(line) for line in out.getvalue().splitlines()], errors.getvalue(), unread


def test_a_question_is_answered_in_its_language() -> None:
    answer = answer_on_terminal(shipped_knowledge(), "Combien coûte un atelier ?", None, ZONE)
    assert answer.startswith("Combien coûte un atelier virtuel")
    assert "[Facture]" in answer
    assert "<b>" not in answer


def test_a_language_that_is_named_wins() -> None:
    answer = answer_on_terminal(shipped_knowledge(), "Combien coûte un atelier ?", "en", ZONE)
    assert answer.startswith("How much does a virtual workshop cost?")


def test_two_questions_get_two_answers() -> None:
    answer = answer_on_terminal(shipped_knowledge(), "How much is it and when is the invoice sent?", None, ZONE)
    assert "How much does a virtual workshop cost?" in answer
    assert "When will we receive the invoice?" in answer


def test_a_post_is_shown_as_plain_text() -> None:
    rows = ((Button("Yes", "y"), Button("No", "n")), (Button("Later", "l"),))
    post = Post(1, '<b>A &amp; B</b>\n<i>see</i> <a href="https://x.org/?a=1&amp;b=2">the page</a>, 1 &lt; 2', rows)
    assert show_post(post) == "A & B\nsee the page (https://x.org/?a=1&b=2), 1 < 2\n[Yes]  [No]\n[Later]"


def test_an_explanation_names_the_words_and_phrasings_that_decided() -> None:
    lines = explain_on_terminal(shipped_knowledge(), "How much does it cost?", None).split("\n")
    assert lines[0].startswith("language   en, sure to ")
    assert lines[1] == "decision   answer, for cost"
    words = lines[lines.index("words that decided") + 1 : lines.index("closest phrasings")]
    assert {"much", "cost"} <= {line.split()[-1] for line in words}
    assert any("cost: How much does a virtual workshop cost?" in line for line in lines)


def test_each_line_gets_a_line_with_the_decision() -> None:
    verdicts, errors, unread = ask(
        '{"q": "How much does a workshop cost?", "lang": "en"}\n',
        '{"q": "c\'est combien un atelier"}\n',
        '{"q": "who won the world cup in 1998?", "lang": "en"}\n',
    )
    assert [list(verdict) for verdict in verdicts] == [["q", "lang", "decision", "ids", "scores"]] * 3
    assert [verdict["decision"] for verdict in verdicts] == ["answer", "answer", "unknown"]
    assert [verdict["ids"][:1] for verdict in verdicts[:2]] == [["cost"], ["cost"]]
    assert [verdict["lang"] for verdict in verdicts] == ["en", "fr", "en"]
    assert (errors, unread) == ("", 0)


def test_at_most_five_topics_come_with_as_many_scores_best_first() -> None:
    ((verdict,), _, _) = ask('{"q": "participants registration cost when"}')
    assert 0 < len(verdict["ids"]) <= 5
    assert len(verdict["ids"]) == len(verdict["scores"])
    assert verdict["scores"] == sorted(verdict["scores"], reverse=True)


def test_the_question_comes_back_as_it_was_asked() -> None:
    ((verdict,), _, _) = ask('{"q": "  Où ? \\n <b> \\u00e9 😀 ", "lang": "fr"}')
    assert verdict["q"] == "  Où ? \n <b> é 😀 "


def test_a_language_of_the_line_wins_over_that_of_the_call() -> None:
    verdicts, _, _ = ask('{"q": "ok", "lang": "en"}', '{"q": "ok"}', language="fr")
    assert [verdict["lang"] for verdict in verdicts] == ["en", "fr"]


@pytest.mark.parametrize("line", ["{", "How much?", "[]", "3", '"q"', '{"q": 3}', '{"lang": "fr"}', "null"])
def test_a_line_that_cannot_be_read_is_named_and_still_gets_a_line(line: str) -> None:
    verdicts, errors, unread = ask('{"q": "ok"}', line + "\n", '{"q": "ok"}')
    assert len(verdicts) == 3
    assert verdicts[1] == {"q": line, "lang": None, "decision": "unknown", "ids": [], "scores": []}
    assert errors.startswith("line 2: ")
    assert unread == 1


def test_an_empty_line_gets_a_line_too() -> None:
    verdicts, errors, unread = ask("\n", "  ", '{"q": "ok"}')
    assert ([each["decision"] for each in verdicts[:2]], len(verdicts), unread) == (["unknown"] * 2, 3, 2)
    assert errors.startswith("line 1: ")


def test_half_a_surrogate_pair_does_not_stop_the_lines() -> None:
    verdicts, _, unread = ask('{"q": "\\ud800 how much does a workshop cost"}', '{"q": "ok"}')
    assert (len(verdicts), unread, verdicts[0]["ids"][0]) == (2, 0, "cost")


@pytest.mark.parametrize("language", ["3", "null", '"de"', '""', '["fr"]'])
def test_a_language_that_is_none_of_the_desks_does_not_stop_the_lines(language: str) -> None:
    ((verdict,), errors, unread) = ask(f'{{"q": "How much does a workshop cost?", "lang": {language}}}')
    assert (verdict["lang"], verdict["ids"][0]) == ("en", "cost")
    assert (errors, unread) == ("", 0)
