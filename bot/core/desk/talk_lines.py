"""Words for a request's card what was last written about it, with what came of it; sends nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.core.letters import TEXT
from bot.core.requests import AuditEntry, Event
from bot.core.scene import Scene
from bot.core.splitting import cut

_SAID = frozenset({Event.WRITE, Event.REPLY, Event.NOTE})
"""The events in which somebody wrote something."""

_SHOWN = 5
_LONGEST = 200


def word_talk(scene: Scene, reference: str, history: Iterable[AuditEntry], language: str) -> str:
    """Word the last messages and notes, one a line; what was edited stands as it is now."""
    shown = _latest(history)
    is_written = any(entry.event is Event.WRITE for entry in shown)
    arrivals = scene.records.arrivals_of(scene.staff_chat, reference) if is_written else {}
    lines = []
    for entry in shown:
        mark = ""
        if entry.event is Event.WRITE:
            arrival = arrivals.get(int(str(entry.details.get("message", 0))))
            mark = scene.knowledge.texts.label(f"mark.{arrival or 'waiting'}", language)
        text = word_said(scene, entry, language)
        lines.append(
            scene.knowledge.texts.say(f"card.{entry.event}", language, name=entry.actor_name, text=text, mark=mark)
        )
    return "\n".join(lines)


def _latest(history: Iterable[AuditEntry]) -> Sequence[AuditEntry]:
    """Give the last things that were written, each once, in the order in which they were first written."""
    said: dict[tuple[Event, object], AuditEntry] = {}
    for place, entry in enumerate(history):
        if entry.event in _SAID:
            said[entry.event, entry.details.get("message", f"at {place}")] = entry
    return tuple(said.values())[-_SHOWN:]


def word_said(scene: Scene, entry: AuditEntry, language: str) -> str:
    """Word what somebody wrote, or what kind of thing they sent, in one line."""
    texts, kind = scene.knowledge.texts, entry.details.get("kind", TEXT)
    parts = [] if kind == TEXT else [texts.label(f"media.{kind}", language)]
    parts.append(cut(" ".join(str(entry.details.get("text", "")).split()), _LONGEST))
    if entry.details.get("edited"):
        parts.append(texts.label("card.edited", language))
    return " ".join(filter(None, parts))
