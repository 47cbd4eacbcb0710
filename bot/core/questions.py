"""Answers a question from the FAQ: an answer, suggestions, or "I don't know" with a human; knows no matching."""

from __future__ import annotations

from dataclasses import replace

from bot.core.asking import in_rows
from bot.core.faq import Decision, Entry, Match
from bot.core.learning.counting import SMALL_TALK, note_question, version_of
from bot.core.messages import Button, Post, Rows, Style, Turn
from bot.core.scene import Scene
from bot.core.splitting import cut
from bot.core.texts import Html

HAND_OVER = "question"
"""The flow that takes a question to a human."""

_LONGEST_LABEL = 60


def answer_question(scene: Scene, text: str) -> Turn:
    """Answer a question in the language it was asked in, unless the person chose another."""
    session = scene.session
    match = scene.knowledge.matcher.match(
        text, chat_language=scene.language, only=scene.language if session.chosen else None
    )
    if not session.chosen and (match.language_is_sure or session.language is None) and not session.drafts:
        session = replace(session, language=match.language)
    if match.decision is Decision.ANSWER:
        posts = tuple(
            _entry_post(scene, entry, match.language)
            for entry_id in match.answers
            if (entry := scene.entry(entry_id, match.language))
        )
        return Turn(replace(session, question=None), posts, note_question(scene, match, text))
    return Turn(replace(session, question=text), (_unsure_post(scene, match),), note_question(scene, match, text))


def show_entry(scene: Scene, entry: Entry) -> Post:
    """Show an entry that was chosen by a button or a link."""
    return _entry_post(scene, entry, entry.language)


def list_topics(scene: Scene, lead: Html, language: str | None = None) -> Post:
    """Offer every topic of the FAQ as a button."""
    entries = scene.knowledge.faq.entries[language or scene.language].values()
    rows = in_rows(Button(entry.label, f"faq:{entry.id}") for entry in entries)
    return Post(scene.message.chat, lead, rows)


def _entry_post(scene: Scene, entry: Entry, language: str) -> Post:
    texts = scene.knowledge.texts
    text = f"<b>{texts.fill(entry.question, language)}</b>\n\n{texts.fill(entry.answer, language)}"
    rows: list[tuple[Button, ...]] = []
    if entry.flow:
        title = scene.knowledge.flows[entry.flow].title[language]
        label = texts.label("button.begin", language, title=title)
        rows.append((Button(label, f"flow:{entry.flow}", Style.PRIMARY),))
    related = (scene.entry(each, language) for each in entry.related)
    rows += in_rows(Button(each.label, f"faq:{each.id}") for each in related if each)
    rows.append(_ask_for_vote(scene, entry, language))
    return Post(scene.message.chat, text, tuple(rows))


def _ask_for_vote(scene: Scene, entry: Entry, language: str) -> tuple[Button, ...]:
    data = f"helpful:{entry.id}:{language}:{version_of(entry.answer)}"
    labels = {"y": "button.helpful", "n": "button.unhelpful"}
    return tuple(Button(scene.knowledge.texts.label(key, language), f"{data}:{word}") for word, key in labels.items())


def _unsure_post(scene: Scene, match: Match) -> Post:
    texts, language = scene.knowledge.texts, match.language
    if match.outside is not None and match.outside.id == SMALL_TALK and match.decision is Decision.UNKNOWN:
        return list_topics(scene, texts.say("help.greeting", language), language)
    human = (Button(texts.label("button.human", language), "human", Style.PRIMARY),)
    if match.decision is Decision.SUGGEST:
        found = (scene.entry(candidate.id, language) for candidate in match.ranked[:3])
        rows: Rows = tuple(
            (Button(cut(entry.question, _LONGEST_LABEL), f"faq:{entry.id}"),) for entry in found if entry
        )
        return Post(scene.message.chat, texts.say("question.suggest", language), (*rows, human))
    topics = (Button(texts.label("button.topics", language), "topics"),)
    pointer = match.outside.pointer if match.outside else None
    if pointer:
        text = texts.say("question.outside", language, pointer=texts.fill(pointer, language))
    else:
        text = texts.say("question.unknown", language)
    return Post(scene.message.chat, text, (human, topics))
