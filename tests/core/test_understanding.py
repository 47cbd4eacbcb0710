"""A text typed at a step is an answer or a question; nobody's answer is taken for a question without a doubt."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.flow import StepType
from bot.core.lookups import Records
from bot.core.messages import Incoming, Place, Said, Sender
from bot.core.reading import Misread, Read
from bot.core.scene import Scene
from bot.core.session import Session
from bot.core.understanding import Meaning, understand
from bot.rehearsal.memory import at_nine
from tests.core.samples import options, step
from tests.shipped import shipped_knowledge

MESSAGE = Incoming(1, Place.PRIVATE, Sender(1, "Awa", language="fr"), Said(""))
SCENE = Scene(shipped_knowledge(), MESSAGE, Session(), at_nine("2026-01-12"), Records(), 0)


@pytest.mark.parametrize(
    ("kind", "text", "meaning"),
    [
        (StepType.NAME, "Awa Diop", Meaning.ANSWER),
        (StepType.NAME, "Combien ça coûte ?", Meaning.QUESTION),
        (StepType.NAME, "combien coûte un atelier", Meaning.QUESTION),
        (StepType.NAME, "Will Smith", Meaning.ANSWER),
        (StepType.NAME, "May Li", Meaning.ANSWER),
        (StepType.NAME, "Awa Diop ?", Meaning.UNCLEAR),
        (StepType.TEXT, "Approaches to learning", Meaning.ANSWER),
        (StepType.TEXT, "What makes a good inquiry", Meaning.ANSWER),
        (StepType.TEXT, "Who are we?", Meaning.UNCLEAR),
        (StepType.TEXT, "prix et facture ?", Meaning.QUESTION),
        (StepType.SCHOOLS, "IB School of Lausanne", Meaning.ANSWER),
        (StepType.SCHOOLS, "École Où Vivre", Meaning.ANSWER),
        (StepType.EMAIL, "awa@school.org", Meaning.ANSWER),
        (StepType.EMAIL, "awa@school.org?", Meaning.QUESTION),
        (StepType.EMAIL, "awa.school.org", Meaning.ANSWER),
        (StepType.EMAIL, "when is the invoice sent", Meaning.QUESTION),
        (StepType.EMAIL, "invoice", Meaning.QUESTION),
        (StepType.INTEGER, "24", Meaning.ANSWER),
        (StepType.INTEGER, "24?", Meaning.ANSWER),
        (StepType.INTEGER, "how many can there be?", Meaning.QUESTION),
        (StepType.DATE, "15 mars", Meaning.ANSWER),
        (StepType.DATE, "15 mars ?", Meaning.ANSWER),
        (StepType.DATE, "no idea, who can help?", Meaning.UNSURE),
        (StepType.NAME, "je ne sais pas", Meaning.UNSURE),
        (StepType.NAME, "Merci beaucoup !", Meaning.SMALL_TALK),
        (StepType.TEXT, "ok, d’accord", Meaning.SMALL_TALK),
        (StepType.TEXT, "Hello from Dakar", Meaning.ANSWER),
        (StepType.CHOICE, "bonjour", Meaning.SMALL_TALK),
        (StepType.CONFIRM, "parfait, merci", Meaning.SMALL_TALK),
        (StepType.CONFIRM, "oui merci", Meaning.ANSWER),
        (StepType.QUESTION, "Bonjour", Meaning.SMALL_TALK),
        (StepType.QUESTION, "je ne sais pas", Meaning.ANSWER),
        (StepType.NAME, "who are you to ask", Meaning.UNCLEAR),
        (StepType.DATE, "un jour de mai", Meaning.ANSWER),
        (StepType.CONFIRM, "oui", Meaning.ANSWER),
        (StepType.CONFIRM, "pourquoi ?", Meaning.QUESTION),
        (StepType.CHOICE, "one", Meaning.ANSWER),
        (StepType.CHOICE, "which one is best？", Meaning.QUESTION),
        (StepType.COUNTRY, "Mali", Meaning.ANSWER),
        (StepType.COUNTRY, "Atlantis", Meaning.ANSWER),
        (StepType.QUESTION, "Combien ça coûte ?", Meaning.ANSWER),
        (StepType.URL, "what is that?", Meaning.ANSWER),
    ],
)
def test_the_meaning_of_a_text_depends_on_the_step(kind: StepType, text: str, meaning: Meaning) -> None:
    asked = step("one", kind, options=options("one", "two"))
    assert understand(SCENE, asked, text)[0] is meaning


def test_the_reading_comes_with_the_meaning() -> None:
    assert understand(SCENE, step("one", StepType.INTEGER), "24") == (Meaning.ANSWER, Read(24))
    assert isinstance(understand(SCENE, step("one", StepType.DATE), "soon")[1], Misread)


def test_in_the_staff_chat_everything_is_an_answer() -> None:
    in_group = replace(SCENE, message=replace(MESSAGE, place=Place.STAFF, is_staff=True))
    assert understand(in_group, step("one"), "Combien ça coûte ?")[0] is Meaning.ANSWER
