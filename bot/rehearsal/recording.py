"""Writes a dialogue file of what people do, played beside them on a desk of its own; knows no chat page."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from bot.core.messages import Attachment, Commanded, Incoming, Place, Said, Sent, Tapped, Unsaid
from bot.core.scene import Knowledge
from bot.rehearsal.markup import plain_spaces
from bot.rehearsal.memory import MemoryDesk, Seen, at_nine
from bot.rehearsal.person import Body, Offered, Person
from bot.rehearsal.player import Stage

_LONGEST = 60
_LABELS_AT_MOST = 10
_TAKEN = {"bot"}


class _Dumper(yaml.SafeDumper):
    """Writes lists of texts in one line, and all else in lines of their own."""

    def represent_list(self, data: Any) -> yaml.SequenceNode:
        """Write a list."""
        in_one_line = all(isinstance(each, str) for each in data)
        return self.represent_sequence("tag:yaml.org,2002:seq", data, flow_style=in_one_line)


_Dumper.add_representer(list, _Dumper.represent_list)


@dataclass
class Recording:
    """A dialogue that grows with each message, and its file; what the bot says is what the recording's desk says.

    Each turn is played as it will be read back, so that the file goes as written from its first moment on. An answer
    that comes late or beside another's cannot be mistaken for that to something else.
    """

    path: Path
    today: date
    knowledge: Knowledge
    _stage: Stage = field(init=False)
    _names: dict[int, str] = field(default_factory=dict)
    _turns: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        desk = MemoryDesk(at_nine(self.today.isoformat()), self.knowledge)
        self._stage = Stage(desk, {}, {})

    def note(self, message: Incoming, today: date) -> None:
        """Add what somebody did, with what the bot answers, and write the file anew."""
        person = self._introduce(message)
        turn = self._word(message, person)
        if turn is None:
            return
        days = (today - self._stage.desk.now.date()).days
        if days > 0:
            self._add({"days pass": str(days)})
        before = self._stage.desk.counted
        self._add(turn)
        for answer in list(self._answers(person, before)):
            self._add(answer)
        self._write()

    def _introduce(self, message: Incoming) -> Person:
        """Find the person who acts, by their name; somebody else of the same name gets a mark behind it."""
        sender = message.sender
        name = self._names.get(sender.id)
        if name is None:
            name = " ".join(sender.name.split()) or "somebody"
            while name in {*_TAKEN, *self._names.values()}:
                name += "’"
            self._names[sender.id] = name
            self._stage.people[name] = self._stage.desk.person(name, sender.language)
        person = self._stage.people[name]
        person.is_staff = person.is_staff or message.place is Place.STAFF
        return person.in_group if message.place is Place.STAFF else person

    def _add(self, turn: dict[str, Any]) -> None:
        self._stage.play(turn)
        self._turns.append(turn)

    def _word(self, message: Incoming, person: Person) -> dict[str, Any] | None:
        """Say in a dialogue's words what somebody did; None for what the bot does not listen to, or nobody did."""
        in_group, body = message.place is Place.STAFF, message.body
        if message.place is Place.ELSEWHERE or isinstance(body, Unsaid) or (in_group and not _is_heard(body)):
            return None
        deed, value = _word_body(body, person)
        name = self._names[message.sender.id]
        return {" ".join(part for part in (name, deed, "in group" if in_group else "") if part): value}

    def _answers(self, actor: Person, before: int) -> Iterator[dict[str, Any]]:
        """Say what the bot has answered where: the newest messages of each chat, the cards, and what popped up."""
        desk, stage = self._stage.desk, self._stage
        turn = stage.actor.last_turn if stage.actor else None
        if turn is not None and turn.toast:
            yield {"toast": turn.toast}
        wheres = {person.chat: f"bot to {name}" for name, person in stage.people.items()}
        wheres |= {actor.in_group.chat: "bot in group", actor.chat: "bot"}
        answered = False
        for chat, where in wheres.items():
            new = sorted((each for each in desk.chats.get(chat, []) if each.changed > before), key=lambda s: s.changed)
            answered = answered or bool(new)
            cards, said = [each for each in new if each.is_card], [each for each in new if not each.is_card]
            if len(said) > 1 and where == "bot":
                yield {"bot before that": _fragments(said[-2].text)}
            if said:
                yield {where: _fragments(said[-1].text), **_labels(said[-1])}
            for card in cards:
                shown = {"reference": str(card.slot).partition(":")[2], "says": _fragments(card.text)}
                yield {"card": {**shown, **_labels(card)}}
        if not answered and turn is not None and not turn.posts:
            yield {"silence": ""}

    def _write(self) -> None:
        """Write all of it beside the file and put it in its place, so that the file is whole at every moment."""
        people = self._stage.people
        head: dict[str, Any] = {"title": f"Recorded on {self.today.isoformat()}", "today": self.today.isoformat()}
        head["people"] = {name: each.sender.language or "en" for name, each in people.items() if not each.is_staff}
        staff = {name: each.sender.language or "en" for name, each in people.items() if each.is_staff}
        if staff:
            head["staff"] = staff
        whole = {**head, "turns": self._turns}
        written = yaml.dump(whole, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10_000)
        beside = self.path.with_name(f"{self.path.name}.new")
        beside.write_text(written, "utf-8")
        os.replace(beside, self.path)


def _is_heard(body: Body) -> bool:
    """Whether the bot listens to this in a group, where colleagues talk among themselves."""
    return isinstance(body, Commanded | Tapped) or (isinstance(body, Said) and body.is_reply and not body.edited)


def _word_body(body: Body, person: Person) -> tuple[str, Any]:
    match body:
        case Commanded(name, argument):
            return "", f"/{name} {argument}".strip()
        case Said(text, edited=edited):
            return ("edits" if edited else ""), text
        case Tapped(data):
            return _word_tap(data, person)
        case Sent(kind, caption, file):
            return "sends", _word_sent(kind, caption, file)


def _word_tap(data: str, person: Person) -> tuple[str, str]:
    """Name a button by its label where that finds the same one, else by its data."""
    for deed, offered in (("taps", person.offered), ("taps old", person.retired)):
        label = next(
            (plain_spaces(each.label) for _, buttons in offered for each in buttons if each.data == data), None
        )
        if label is not None and _found_by(label, offered) == data:
            return deed, label
    return "taps data", data


def _found_by(label: str, offered: Offered) -> str | None:
    return next((each.data for _, buttons in offered for each in buttons if plain_spaces(each.label) == label), None)


def _word_sent(kind: str, caption: str, file: Attachment | None) -> Any:
    if file is None:
        return {kind: caption} if caption else kind
    rows = None if file.rows is None else [list(row) for row in file.rows]
    told = {"caption": caption, "rows": rows, "trouble": file.trouble, "mime": file.mime, "sheet": file.sheet}
    counted = {"count": str(file.count)} if file.count else {}
    known = {key: value for key, value in told.items() if value or value == []}
    return {"file": file.name, "size": str(file.size), **known, **counted}


def _fragments(text: str) -> str | list[str]:
    """Give what tells a message from others: the beginnings of its first line and of what it asks."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    asked = [line for line in lines if line.endswith("?")]
    chosen = list(dict.fromkeys(_beginning(line) for line in (lines[0], *asked[:1])))
    return chosen if len(chosen) > 1 else chosen[0]


def _beginning(line: str) -> str:
    return line if len(line) <= _LONGEST else line[:_LONGEST].rsplit(" ", 1)[0]


def _labels(seen: Seen) -> dict[str, list[str]]:
    """Give the labels of a message's buttons; the days of a calendar tell little."""
    labels = seen.labels
    if len(labels) > _LABELS_AT_MOST:
        labels = [label for label in labels if len(label) > 2][:_LABELS_AT_MOST]
    return {"buttons": labels} if labels else {}
