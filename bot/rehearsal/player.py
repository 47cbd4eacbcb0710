"""Plays a dialogue against the in-memory desk, line by line; knows no file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from bot.core.flow import Value
from bot.core.messages import Turn
from bot.core.scene import Knowledge
from bot.rehearsal.deeds import DEEDS, Deed, as_list, as_mapping, as_number, as_text
from bot.rehearsal.dialogue_file import Dialogue, Prepared, WrongDialogue
from bot.rehearsal.markup import plain_spaces
from bot.rehearsal.memory import MemoryDesk, Seen, at_nine
from bot.rehearsal.person import STAFF_CHAT, Person
from bot.rehearsal.promises import WentOtherwise, expect


def play(dialogue: Dialogue, knowledge: Knowledge) -> None:
    """Play a dialogue to its end; raises WrongDialogue with the line at which something else happened."""
    desk = MemoryDesk(at_nine(dialogue.today), knowledge)
    people = {name: desk.person(name, language) for name, language in dialogue.people.items()}
    people |= {name: desk.person(name, language, staff=True) for name, language in dialogue.staff.items()}
    people |= {name: desk.person(name, language, admin=True) for name, language in dialogue.admins.items()}
    stage = Stage(desk, people, dialogue.prepared)
    for line in dialogue.lines:
        try:
            stage.play(line.pairs)
        except AssertionError as error:
            raise WrongDialogue(f"{dialogue.file}:{line.number}: {error}") from error
        except Exception as error:
            raise WrongDialogue(f"{dialogue.file}:{line.number}: the bot failed: {error!r}") from error


@dataclass
class Stage:
    """The desk with its people, on which the turns of a dialogue are played one by one."""

    desk: MemoryDesk
    people: dict[str, Person]
    prepared: Prepared
    actor: Person | None = None
    before: dict[int, int] = field(default_factory=dict)

    def play(self, pairs: Mapping[str, Any]) -> None:
        """Play one turn; raises WentOtherwise when something else happens."""
        (key, value), *others = pairs.items()
        name, deed = self._divide(key)
        if name == "bot":
            self._expect(deed, as_list(value), dict(others))
        elif name in self.people and deed in DEEDS and not others:
            self._act(self.people[name], deed, value)
        elif key in _ASIDES and not others:
            _ASIDES[key](self, value)
        else:
            known = [*self.people, *_ASIDES, "bot"]
            raise WentOtherwise(f"“{key}” is nothing that a turn can be; one begins with {', '.join(known)}")

    def _divide(self, key: str) -> tuple[str, str]:
        """Divide a turn's key into who acts and what they do; a longer name wins over one that it begins with."""
        for name in ("bot", *sorted(self.people, key=len, reverse=True)):
            if key == name or key.startswith(f"{name} "):
                return name, key[len(name) :].strip()
        return "", key

    def _act(self, person: Person, deed: str, value: Any) -> None:
        person = person.in_group if deed.endswith("in group") else person
        self.actor = person
        self.before = {chat: len(messages) for chat, messages in self.desk.chats.items()}
        DEEDS[deed](Deed(person, value, self.prepared))

    def _expect(self, where: str, fragments: list[str], others: dict[str, Any]) -> None:
        seen = self._newest(where)
        for fragment in fragments:
            expect(plain_spaces(fragment) in seen.text, f"“{fragment}” is not in the newest message:\n{seen}")
        for key, value in others.items():
            expect(key in _DETAILS, f"“{key}” says nothing of a message; {', '.join(_DETAILS)} do")
            _DETAILS[key](self, seen, value)

    def _newest(self, where: str) -> Seen:
        actor = self._who_acted_last()
        if where == "in group":
            chat = STAFF_CHAT
        elif where.startswith("to "):
            expect(where[3:] in self.people, f"nobody is called “{where[3:]}”")
            chat = self.people[where[3:]].chat
        else:
            expect(where in ("", "before that", "then"), f"“bot {where}” is unknown")
            chat = actor.chat
        messages = sorted(
            (each for each in self.desk.chats.get(chat, []) if not each.is_card), key=lambda each: each.changed
        )
        place = 2 if where == "before that" else 1
        expect(len(messages) >= place, "the bot has written nothing there")
        return messages[-place]

    def _who_acted_last(self) -> Person:
        if self.actor is None:
            raise WentOtherwise("nobody has said anything yet")
        return self.actor

    def _last_turn(self) -> Turn:
        turn = self._who_acted_last().last_turn
        if turn is None:
            raise WentOtherwise("nobody has said anything yet")
        return turn

    def card(self, given: Any) -> None:
        value = as_mapping(given, "reference")
        cards = [each for each in self.desk.chats.get(STAFF_CHAT, []) if each.slot == f"card:{value['reference']}"]
        expect(bool(cards), f"there is no card of {value['reference']}")
        for fragment in as_list(value.get("says", [])):
            expect(plain_spaces(fragment) in cards[0].text, f"“{fragment}” is not on the card:\n{cards[0]}")
        for fragment in as_list(value.get("not", [])):
            expect(plain_spaces(fragment) not in cards[0].text, f"“{fragment}” is on the card:\n{cards[0]}")
        if "buttons" in value:
            wanted = as_list(value["buttons"])
            expect(cards[0].labels == wanted, f"the card's buttons are {cards[0].labels}")

    def stored(self, given: Any) -> None:
        value = as_mapping(given, "reference")
        reference = as_text(value["reference"])
        expect(reference in self.desk.requests, f"“{reference}” is not stored; {list(self.desk.requests)} are")
        request = self.desk.requests[reference]
        for key, wanted in value.items():
            if key != "answers":
                held = getattr(request, key, None)
                expect(str(held) == wanted, f"{key} is {held}")
        for step, wanted in as_mapping(value.get("answers", {})).items():
            expect(step in request.answers, f"“{step}” has no answer; {list(request.answers)} have")
            shown = _shown(request.answers[step])
            expect(shown == wanted, f"the answer to “{step}” is {shown!r}")

    def count_stored(self, value: Any) -> None:
        expect(len(self.desk.requests) == as_number(value), f"{list(self.desk.requests)} are stored")

    def restart(self, _: Any) -> None:
        self.desk = replace(self.desk, sessions=dict(self.desk.sessions))
        for person in self.people.values():
            person.desk = self.desk

    def toast(self, value: Any) -> None:
        toast = self._last_turn().toast
        expect(plain_spaces(as_text(value)) in plain_spaces(toast or ""), f"the toast is {toast!r}")

    def silence(self, _: Any) -> None:
        said = [post.text for post in self._last_turn().posts]
        expect(not said, f"the bot wrote {said}")

    def has(self, seen: Seen, labels: Any) -> None:
        for label in as_list(labels):
            expect(plain_spaces(label) in seen.labels, f"there is no button “{label}” below:\n{seen}")

    def lacks(self, seen: Seen, fragments: Any) -> None:
        for fragment in as_list(fragments):
            expect(plain_spaces(fragment) not in str(seen), f"“{fragment}” is in the newest message:\n{seen}")

    def count_new(self, seen: Seen, number: Any) -> None:
        chat = self._who_acted_last().chat
        new = len(self.desk.chats.get(chat, [])) - self.before.get(chat, 0)
        expect(new == as_number(number), f"the bot wrote {new} messages")


def _shown(value: Value) -> Any:
    if value is None:
        return "skipped"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, list) else str(value)


_ASIDES: dict[str, Callable[[Stage, Any], Any]] = {
    "restart": Stage.restart,
    "rounds begin": lambda stage, _: stage.desk.make_rounds(),
    "days pass": lambda stage, days: stage.desk.let_days_pass(as_number(days)),
    "hours pass": lambda stage, hours: stage.desk.let_pass(timedelta(hours=as_number(hours))),
    "stored": Stage.stored,
    "nothing stored": lambda stage, _: stage.count_stored("0"),
    "requests stored": Stage.count_stored,
    "card": Stage.card,
    "toast": Stage.toast,
    "silence": Stage.silence,
}

_DETAILS: dict[str, Callable[[Stage, Seen, Any], Any]] = {
    "buttons": Stage.has,
    "not": Stage.lacks,
    "new messages": Stage.count_new,
}
