"""What the turns of a dialogue let people do: type, tap, send, fill in; knows nothing of what the bot answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.core.flow import REVIEW, open_step
from bot.core.messages import Attachment
from bot.core.references import REFERENCE
from bot.rehearsal.dialogue_file import Prepared
from bot.rehearsal.person import STAFF_CHAT, Person
from bot.rehearsal.promises import WentOtherwise, expect


@dataclass(frozen=True)
class Deed:
    """Something that a person does, with what the dialogue says of it and what is prepared for forms."""

    person: Person
    value: Any
    prepared: Prepared

    @property
    def text(self) -> str:
        """What the dialogue says of it, which has to be a text."""
        return as_text(self.value)


def as_text(value: Any) -> str:
    """Take a text of a dialogue."""
    if not isinstance(value, str):
        raise WentOtherwise(f"a text has to stand here, not {value!r}")
    return value


def as_number(value: Any) -> int:
    """Take a whole number of a dialogue."""
    text = as_text(value)
    expect(text.isdecimal(), f"a number has to stand here, not {text!r}")
    return int(text)


def as_mapping(value: Any, *needed: str) -> Mapping[str, Any]:
    """Take a mapping of a dialogue that has these keys."""
    if not isinstance(value, dict) or not set(needed) <= set(value):
        raise WentOtherwise(f"keys with values have to stand here ({', '.join(needed)}), not {value!r}")
    return value


def as_list(value: Any) -> list[str]:
    """Take a text of a dialogue, or several, as a list."""
    return [as_text(each) for each in (value if isinstance(value, list) else [value])]


def _say(deed: Deed) -> None:
    if isinstance(deed.value, dict):
        long = as_mapping(deed.value, "repeat", "times")
        deed.person.say(as_text(long["repeat"]) * as_number(long["times"]))
        return
    deed.person.say(deed.text)


def _fill_in(deed: Deed) -> None:
    person, wanted = deed.person, deed.text
    draft = person.session.draft
    if draft is None:
        raise WentOtherwise("nothing is being filled in")
    flow, prepared = person.desk.knowledge.flows[draft.flow], deed.prepared.get(draft.flow, {})
    for _ in range(2 * len(flow.steps)):
        draft = person.session.draft
        if draft is None or draft.flow != flow.id:
            raise WentOtherwise(f"nothing of “{flow.id}” is being filled in any more")
        here = open_step(flow, draft)
        if wanted == (here.id if here else REVIEW):
            return
        if here is None:
            raise WentOtherwise(f"the flow “{flow.id}” does not lead to “{wanted}”")
        expect(here.id in prepared, f"prepared.yaml has no answer to “{here.id}” of “{flow.id}”, before “{wanted}”")
        person.say(prepared[here.id])
    raise WentOtherwise(f"the flow “{flow.id}” does not get to “{wanted}”")


def _send(deed: Deed) -> None:
    if isinstance(deed.value, str):
        deed.person.send(deed.value)
        return
    sent = as_mapping(deed.value)
    if "file" in sent:
        deed.person.send("document", as_text(sent.get("caption", "")), _attachment(sent))
        return
    kind, caption = next(iter(sent.items()))
    deed.person.send(kind, as_text(caption))


def _attachment(sent: Mapping[str, Any]) -> Attachment:
    """Make the document that the desk gets once it was fetched and read, or could not be."""
    name = as_text(sent["file"])
    return Attachment(
        f"file {name}",
        name,
        as_number(sent.get("size", "1000")),
        rows=tuple(tuple(as_list(row)) for row in sent["rows"]) if "rows" in sent else None,
        trouble=as_text(sent["trouble"]) if "trouble" in sent else None,
        mime=as_text(sent.get("mime", "")),
        sheet=as_text(sent.get("sheet", "")),
        count=as_number(sent.get("count", "0")),
    )


def _reply(deed: Deed) -> None:
    """Answer a message of the bot: a request's card, or the newest message that says something."""
    value = as_mapping(deed.value, "to")
    person, target = deed.person, as_text(value["to"])
    to = person.card(target) if person.chat == STAFF_CHAT and REFERENCE.fullmatch(target) else person.find(target)
    if "kind" in value:
        person.send(as_text(value["kind"]), as_text(value.get("says", "")), to=to)
    else:
        person.reply(as_text(as_mapping(value, "says")["says"]), to)


def _tap_data(deed: Deed) -> None:
    """Tap a button by what it carries, where labels do not say which one is meant."""
    data, person = deed.text, deed.person
    holders = [seen.id for seen, buttons in person.offered + person.retired for each in buttons if each.data == data]
    person.tap_data(data, next(iter(holders), 0))


def _tap_twice(deed: Deed) -> None:
    deed.person.tap(deed.text)
    deed.person.tap_old(deed.text)


DEEDS: Mapping[str, Callable[[Deed], object]] = {
    "": _say,
    "in group": _say,
    "fills in up to": _fill_in,
    "taps": lambda deed: deed.person.tap(deed.text),
    "taps in group": lambda deed: deed.person.tap(deed.text),
    "taps old": lambda deed: deed.person.tap_old(deed.text),
    "taps old in group": lambda deed: deed.person.tap_old(deed.text),
    "taps data": _tap_data,
    "taps data in group": _tap_data,
    "taps twice": _tap_twice,
    "taps twice in group": _tap_twice,
    "sends": _send,
    "replies": _reply,
    "replies in group": _reply,
    "edits in group": lambda deed: deed.person.edit(deed.text),
    "edits": lambda deed: deed.person.edit(deed.text),
}
"""The words that follow a person's name → what the person does then."""
