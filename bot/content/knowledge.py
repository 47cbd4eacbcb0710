"""Loads everything the desk knows in one go: content, sentences, and the matcher that learns from them."""

from __future__ import annotations

from pathlib import Path

from bot.content.catalogues import load_catalogues
from bot.content.fitting import list_misfits
from bot.content.learning import learn_faq
from bot.content.load import load_content
from bot.core.rules import RULES
from bot.core.scene import Knowledge
from bot.core.texts import Texts

LOCALES = Path(__file__).resolve().parent.parent / "locales"


class BrokenContent(Exception):  # noqa: N818 (it lists problems, one a line)
    """The content has problems; the text is the report that `guichet check` prints."""


def load_knowledge(folder: Path) -> Knowledge:
    """Load what the desk knows; raises BrokenContent with every problem there is."""
    catalogues, of_sentences = load_catalogues(LOCALES)
    content, of_content = load_content(folder, RULES, catalogues)
    misfits = list_misfits(content, catalogues) if content and not of_sentences else ()
    problems = (*of_content, *of_sentences, *misfits)
    if content is None or problems:
        raise BrokenContent("\n".join(str(problem) for problem in problems))
    texts = Texts(catalogues, content.policy)
    return Knowledge(content.faq, learn_faq(folder, content.faq), content.flows, texts, content.replies)
