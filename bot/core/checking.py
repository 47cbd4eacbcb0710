"""Answers a list with a report and asks for the next one; keeps nothing of the list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.core.asking import ask
from bot.core.flow import CHECKED, Draft, Flow, Value
from bot.core.lists import Rows, columns_of, split_rows
from bot.core.messages import Attachment, Post, Said, Turn
from bot.core.participants import judge, word_report
from bot.core.people import read_entries
from bot.core.rules import Problem
from bot.core.scene import Scene
from bot.core.texts import Html


def check_text(scene: Scene, flow: Flow, draft: Draft, value: Value) -> Turn:
    """Check a list that was typed: as it was written, with what cannot be seen, where it can be had so."""
    body = scene.message.body
    text = body.text if isinstance(body, Said) else "\n".join(value if isinstance(value, list) else ())
    return _check(scene, flow, draft, split_rows(text, columns_of(scene.knowledge.texts)), typed=True)


def check_rows(scene: Scene, flow: Flow, draft: Draft, file: Attachment, rows: Rows) -> Turn:
    """Check the rows of a document."""
    lead = [scene.say("people.file", name=file.name[:80])] if file.name else []
    if file.sheet:
        lead.append(scene.say("people.sheet", sheet=file.sheet[:80]))
    return _check(scene, flow, draft, rows, typed=False, lead=lead)


def refuse(scene: Scene, flow: Flow, draft: Draft, key: str, **values: object) -> Turn:
    """Say why a list cannot be read, and ask for it again."""
    draft = replace(draft, held=None, unclear=None)
    return Turn(scene.session.keep(draft), (ask(scene, flow, draft, again=(Problem("list", key, values),)),))


def _check(scene: Scene, flow: Flow, draft: Draft, rows: Rows, typed: bool, lead: Sequence[Html] = ()) -> Turn:
    most = scene.knowledge.policy.number("list_lines")
    entries = read_entries(rows, columns_of(scene.knowledge.texts), typed, most)
    if len(entries) > most:
        return refuse(scene, flow, draft, "list.many", found=max(len(rows), len(entries)), most=most)
    if not entries:
        return refuse(scene, flow, draft, "list.empty")
    verdicts = judge(entries, scene.knowledge.policy.mail_domains)
    report = word_report(scene.knowledge.texts, scene.language, verdicts)
    draft = replace(draft, unclear=None, acknowledged=draft.acknowledged | {CHECKED})
    session = scene.session.keep(draft)
    again = replace(ask(scene.remember(session), flow, draft), in_place=False)
    return Turn(session, (Post(scene.message.chat, "\n\n".join((*lead, report))), again))
