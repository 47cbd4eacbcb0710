"""Answers questions on a terminal, one by one or as lines of JSON; knows no chat."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable
from datetime import datetime, tzinfo
from typing import TextIO

from bot.core.lookups import Records
from bot.core.messages import Incoming, Place, Post, Said, Sender
from bot.core.questions import answer_question
from bot.core.scene import Knowledge, Scene
from bot.core.session import Session

_LINK = re.compile(r'<a href="([^"]*)">(.*?)</a>')
_MARK = re.compile(r"</?[a-z]+>")


def answer_on_terminal(knowledge: Knowledge, question: str, language: str | None, zone: tzinfo) -> str:
    """Answer a question as the bot would, in plain text with the buttons in brackets."""
    session = Session(language=language, chosen=language is not None)
    message = Incoming(0, Place.PRIVATE, Sender(0, ""), Said(question))
    now = datetime.now(zone)  # noqa: TID251 (a shell reads the clock)
    scene = Scene(knowledge, message, session, now, Records(), staff_chat=0)
    return "\n\n".join(show_post(post) for post in answer_question(scene, question).posts)


def explain_on_terminal(knowledge: Knowledge, question: str, language: str | None) -> str:
    """Say which words and phrasings decided a verdict."""
    said = knowledge.matcher.explain(question, only=language)
    detected = f"language   {said.detection.language}, sure to {said.detection.certainty:.0%}"
    winners = " and ".join(said.match.answers) or said.winner
    verdict = f"decision   {said.match.decision}" + (f", for {winners}" if winners else "")
    chances = [f"  {each.score:5.1%}  {each.id}" for each in said.match.ranked]
    words = [
        f"  {each.weight:+.1%}  {each.word}" + (f", read as {each.read_as}" if each.read_as != each.word else "")
        for each in sorted(said.words, key=lambda each: -abs(each.weight))
    ]
    phrasings = [f"  {each.resemblance:5.1%}  {each.topic}: {each.phrasing}" for each in said.phrasings]
    parts = (detected, verdict, "topics", *chances, "words that decided", *words, "closest phrasings", *phrasings)
    return "\n".join(parts)


def show_post(post: Post) -> str:
    """Write a post as plain text: links with their address, buttons in brackets."""
    text = html.unescape(_MARK.sub("", _LINK.sub(r"\2 (\1)", post.text)))
    rows = ("  ".join(f"[{button.label}]" for button in row) for row in post.rows)
    return "\n".join((text, *rows))


def answer_lines(
    knowledge: Knowledge, lines: Iterable[str], out: TextIO, errors: TextIO, language: str | None = None
) -> int:
    """Answer each {"q", "lang"} line by a line with the decision; returns how many lines could not be read."""
    unread = 0
    for number, line in enumerate(lines, start=1):
        asked = _read_line(line)
        verdict: dict[str, object]
        if asked is None:
            unread += 1
            wrong = f'line {number}: this is not a JSON object with a text "q". Write for example {{"q": "How much?"}}'
            print(wrong, file=errors)
            verdict = {"q": line.rstrip("\n"), "lang": None, "decision": "unknown", "ids": [], "scores": []}
        else:
            verdict = _judge(knowledge, asked[0], asked[1] or language)
        out.write(_write_line(verdict) + "\n")
        out.flush()
    return unread


def _write_line(verdict: dict[str, object]) -> str:
    line = json.dumps(verdict, ensure_ascii=False)
    # Half a surrogate pair, which JSON can name, has no UTF-8 of its own.
    return line if line.isascii() or not any("\ud800" <= each <= "\udfff" for each in line) else json.dumps(verdict)


def _read_line(line: str) -> tuple[str, str | None] | None:
    try:
        asked = json.loads(line)
    except ValueError:
        return None
    if not isinstance(asked, dict) or not isinstance(asked.get("q"), str):
        return None
    language = asked.get("lang")
    return asked["q"], language if isinstance(language, str) else None


def _judge(knowledge: Knowledge, question: str, language: str | None) -> dict[str, object]:
    match = knowledge.matcher.match(question, only=language)
    return {
        "q": question,
        "lang": match.language,
        "decision": str(match.decision),
        "ids": [candidate.id for candidate in match.ranked[:5]],
        "scores": [candidate.score for candidate in match.ranked[:5]],
    }
