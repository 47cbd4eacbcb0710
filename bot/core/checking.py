"""Answers a list with a report and asks for the next one; keeps nothing of the list but that Telegram cut it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.core.addresses import show_hidden
from bot.core.asking import ask
from bot.core.flow import CHECKED, Draft, Flow, Value
from bot.core.lists import Rows, columns_of, split_rows
from bot.core.messages import Attachment, Post, Said, Turn
from bot.core.participants import judge, word_report
from bot.core.people import read_entries
from bot.core.rules import Problem
from bot.core.scene import Scene
from bot.core.texts import Html

CUT = "cut"
"""What a draft acknowledges while the rest of a text may still come, of which only that is known."""

_SURELY_CUT = 4000
"""Telegram's programs cut a text that is longer than a message may be at its limit or shortly before, counting an emoji
twice."""

_REST_COMES_WITHIN = timedelta(minutes=1)
_SHOWN = 80


def check_text(scene: Scene, flow: Flow, draft: Draft, value: Value) -> Turn:
    """Check a list that was typed: as it was written, with what cannot be seen, where it can be had so.

    A line that Telegram cut is judged in neither of its halves.
    """
    body = scene.message.body
    text = body.text if isinstance(body, Said) else "\n".join(value if isinstance(value, list) else ())
    is_cut = len(text) + sum(each > "\uffff" for each in text) >= _SURELY_CUT
    notes: list[Html] = []
    if CUT in draft.acknowledged and draft.touched and scene.now - draft.touched <= _REST_COMES_WITHIN:
        left, text = _take_first(text)
        notes.append(scene.say("people.cut_before", line=show_hidden(left[:_SHOWN])))
    if is_cut:
        text, left = _take_last(text)
        notes.append(scene.say("people.cut", line=show_hidden(left[-_SHOWN:])))
    rows = split_rows(text, columns_of(scene.knowledge.texts))
    return _check(scene, flow, draft, rows, typed=True, notes=notes, is_cut=is_cut)


def _take_first(text: str) -> tuple[str, str]:
    """Divide a text into its first line, or its first person where all stand on one, and the rest on lines below."""
    text = text.strip()
    first, _, rest = text.partition(_mark_of(text)) if "\n" in text or text.count("@") > 1 else (text, "", "")
    return first.strip(), f"\n{rest}"


def _take_last(text: str) -> tuple[str, str]:
    """Divide a text before its last line, or its last person where all stand on one."""
    rest, _, last = text.rstrip().rpartition(_mark_of(text))
    return rest, last.strip()


def _mark_of(text: str) -> str:
    return next((mark for mark in "\n;" if mark in text), ",")


def check_rows(scene: Scene, flow: Flow, draft: Draft, file: Attachment, rows: Rows) -> Turn:
    """Check the rows of a document."""
    notes = [scene.say("people.file", name=show_hidden(file.name[:_SHOWN]))] if file.name else []
    if file.sheet:
        notes.append(scene.say("people.sheet", sheet=show_hidden(file.sheet[:_SHOWN])))
    return _check(scene, flow, draft, rows, typed=False, notes=notes)


def refuse(scene: Scene, flow: Flow, draft: Draft, key: str, **values: object) -> Turn:
    """Say why a list cannot be read, and ask for it again."""
    draft = replace(draft, held=None, unclear=None)
    return Turn(scene.session.keep(draft), (ask(scene, flow, draft, again=(Problem("list", key, values),)),))


def _check(
    scene: Scene,
    flow: Flow,
    draft: Draft,
    rows: Rows,
    typed: bool,
    notes: Sequence[Html] = (),
    is_cut: bool = False,
) -> Turn:
    most = scene.knowledge.policy.number("list_lines")
    entries = read_entries(rows, columns_of(scene.knowledge.texts), typed, most)
    if len(entries) > most:
        return refuse(scene, flow, draft, "list.many", found=max(len(rows), len(entries)), most=most)
    if not entries and not (typed and notes):
        return refuse(scene, flow, draft, "list.empty")
    verdicts = judge(entries, scene.knowledge.policy.mail_domains)
    report = [word_report(scene.knowledge.texts, scene.language, verdicts)] if verdicts else []
    acknowledged = (draft.acknowledged - {CUT}) | ({CHECKED, CUT} if is_cut else {CHECKED})
    draft = replace(draft, unclear=None, acknowledged=acknowledged)
    session = scene.session.keep(draft)
    again = replace(ask(scene.remember(session), flow, draft), in_place=False)
    return Turn(session, (Post(scene.message.chat, "\n\n".join((*notes, *report))), again))
