"""Nothing that the bot says is said in no dialogue: every step, end and rule of the flows, and every interruption."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from bot.core.flow import Flow
from bot.core.texts import Html, Texts
from bot.rehearsal.dialogue_file import list_dialogues, read_dialogue
from bot.rehearsal.player import play
from tests.shipped import shipped_knowledge

LANGUAGES = tuple(shipped_knowledge().policy.languages)
KINDS = ("rule.", "way.", "flow.", "tap.", "said.", "question.", "help.", "language.", "tell.", "flag.")
"""What the sentences' keys begin with that tell of rules, of interruptions, and of what becomes of a request."""

ELSEWHERE = {"help.staff", "flow.more", "flow.gone", "question.suggest", "question.outside"}
"""Sentences that other tests show: what staff read, what takes a long list or another version of a flow, and what
depends on how sure the matcher is, which the next phrasing in the FAQ may change."""


@dataclass(frozen=True)
class Overheard(Texts):
    """The bot's sentences, which note what is said in which language."""

    said: set[tuple[str, str]] = field(default_factory=set)

    def say(self, key: str, language: str, **values: object) -> Html:
        """Give a sentence as HTML, and note its key."""
        self.said.add((key, language))
        return super().say(key, language, **values)

    def label(self, key: str, language: str, **values: object) -> str:
        """Give a plain sentence, and note its key."""
        self.said.add((key, language))
        return super().label(key, language, **values)

    def fill(self, template: str, language: str, **values: object) -> Html:
        """Fill a text, and note it."""
        self.said.add((template, language))
        return super().fill(template, language, **values)


@pytest.fixture(scope="module")
def said() -> frozenset[tuple[str, str]]:
    """What is said, by key or by text, in all dialogues together."""
    knowledge = shipped_knowledge()
    overheard = Overheard(knowledge.texts.catalogues, knowledge.policy)
    for path in list_dialogues(Path(__file__).parent / "dialogues"):
        play(read_dialogue(path), replace(knowledge, texts=overheard))
    return frozenset(overheard.said)


def flow_texts(flow: Flow) -> Iterator[tuple[str, str]]:
    """List the texts of a flow, each with its language."""
    for texts in (flow.intro, flow.done, *flow.endings.values(), *(step.prompt for step in flow.steps)):
        yield from ((text, language) for language, text in texts.items())


@pytest.mark.parametrize("name", shipped_knowledge().flows)
def test_every_step_and_every_end_of_a_flow_is_reached_in_every_language(
    said: frozenset[tuple[str, str]], name: str
) -> None:
    assert not sorted(set(flow_texts(shipped_knowledge().flows[name])) - said)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_rule_and_every_interruption_is_shown_in_every_language(
    said: frozenset[tuple[str, str]], kind: str, language: str
) -> None:
    keys = [key for key in shipped_knowledge().texts.catalogues[language] if key.startswith(kind)]
    assert keys
    assert not [key for key in keys if (key, language) not in said and key not in ELSEWHERE]
