"""Goes with an editor through what staff have proposed, and puts it into the FAQ; lays no file out itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from bot.content.enriching import add_to_faq
from bot.content.knowledge import load_knowledge
from bot.content.load import load_content
from bot.content.loaded import Content
from bot.content.review_file import NAME, read_proposals, remove_proposals
from bot.core.faq import Entry, Outside
from bot.core.folding import fold
from bot.core.learning.kept import Proposal
from bot.core.rules import RULES
from bot.terminal.reviewing import list_collisions, list_misread

Ask = Callable[[str], str]
"""Shows a line and gives what was typed; raises EOFError at the end."""

_ANSWERS = {"f": "file", "s": "skip", "d": "drop"}


class BrokenFaq(Exception):  # noqa: N818 (it lists problems, one a line)
    """The content has problems already, so that nothing is added to it."""


@dataclass
class Plan:
    """What is to become of the proposals: `accepted` go into the FAQ, and with `dropped` out of the review file."""

    content: Content
    accepted: list[Proposal] = field(default_factory=list)
    dropped: list[Proposal] = field(default_factory=list)

    def find(self, proposal: Proposal) -> str | None:
        """Name the topic that has such a phrasing in its language already, or will have."""
        wanted, language = fold(proposal.question), proposal.language
        faq = self.content.faq
        topics: list[Entry | Outside] = [*faq.entries[language].values(), *faq.outside.get(language, ())]
        for topic in topics:
            if any(fold(each) == wanted for each in topic.phrasings):
                return topic.id
        planned = (each.topic for each in self.accepted if (each.language, fold(each.question)) == (language, wanted))
        return next(planned, None)


def review(folder: Path, ask: Ask | None, *, takes_all: bool) -> Iterator[str]:
    """Go through the review file and say what is done; raises ReviewFileUnusable, BrokenFaq or CannotAdd.

    Without anybody to `ask`, and unless all is taken, it only says what would be done.
    """
    filed = read_proposals(folder)
    if not filed:
        yield f"There is no {NAME} in {folder}: nothing is proposed."
        return
    content, problems = load_content(folder, RULES)
    if content is None:
        raise BrokenFaq("\n".join(map(str, problems)))
    plan = Plan(content)
    is_over = False
    for each in filed:
        found = _find_obstacle(plan, each.proposal)
        if found is not None:
            yield f"{NAME}:{each.first_line}: {found}"
        elif takes_all or ask is None:
            plan.accepted.append(each.proposal)
        elif not is_over:
            try:
                _decide(plan, each.proposal, ask)
            except EOFError:
                is_over = True
    if ask is None and not takes_all:
        yield from (f"Would be added to faq/{each.language}.yaml: {_show(each)}" for each in plan.accepted)
        yield "Nothing was changed: this is no terminal to ask on. Take all with: guichet faq review --yes"
        return
    yield from _carry_out(folder, plan)
    left = len(filed) - len(plan.accepted) - len(plan.dropped)
    yield f"Added: {len(plan.accepted)}. Dropped: {len(plan.dropped)}. Left in {NAME}: {left}."


def _find_obstacle(plan: Plan, proposal: Proposal) -> str | None:
    """Say why a proposal is nothing to be asked about; what is in its topic already is done with."""
    entries = plan.content.faq.entries
    if proposal.language not in entries:
        return f"There is no language {proposal.language!r}. It has to be one of {', '.join(entries)}."
    if proposal.topic not in entries[proposal.language]:
        return f"There is no topic {proposal.topic!r}. It has to be one of {', '.join(entries[proposal.language])}."
    topic = plan.find(proposal)
    if topic == proposal.topic:
        plan.dropped.append(proposal)
        return f"It is there already: {_show(proposal)}"
    if topic is not None:
        return f"It is there already, but in {topic}: {_show(proposal)}. Move it there, or cut it out here."
    if not fold(proposal.question):
        plan.dropped.append(proposal)
        return f"It holds no words: {_show(proposal)}"
    return None


def _decide(plan: Plan, proposal: Proposal, ask: Ask) -> None:
    topics = plan.content.faq.entries[proposal.language]
    lead = f"{_show(proposal)}, asked {proposal.count}×, filed by {proposal.filed_by} on {proposal.filed_at:%Y-%m-%d}"
    question = "[f]ile, [s]kip (it stays), [d]rop (it goes), or the id of another topic: "
    while True:
        word = ask(f"{lead}\n{question}").strip().lower()
        match _ANSWERS.get(word, word):
            case "file":
                plan.accepted.append(proposal)
            case "drop":
                plan.dropped.append(proposal)
            case "skip":
                pass
            case topic if topic in topics:
                plan.accepted.append(replace(proposal, topic=topic))
            case _:
                question = f"Type f, s, d, or one of {', '.join(topics)}: "
                continue
        return


def _carry_out(folder: Path, plan: Plan) -> Iterator[str]:
    if plan.accepted:
        add_to_faq(folder, plan.accepted)
    remove_proposals(folder, [*plan.accepted, *plan.dropped])
    yield from (f"Added to faq/{each.language}.yaml: {_show(each)}" for each in plan.accepted)
    if plan.accepted:
        yield from _list_warnings(folder, plan)


def _list_warnings(folder: Path, plan: Plan) -> Iterator[str]:
    """Give what `guichet check` warns of the phrasings that were added."""
    knowledge = load_knowledge(folder)
    for warning in (*list_collisions(knowledge), *list_misread(knowledge)):
        if any(f"“{each.question}” (" in warning for each in plan.accepted):
            yield warning


def _show(proposal: Proposal) -> str:
    return f"{proposal.topic}: “{proposal.question}”"
