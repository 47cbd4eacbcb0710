"""The few lines beside the picture of the figures."""

from __future__ import annotations

from datetime import date

from bot.core.desk.reporting import caption_of, name_topics, say_hours, say_spread
from bot.core.figures import Figures, QuestionFigures, Share, Spread, Week
from bot.core.requests import Status
from bot.core.scene import Knowledge
from bot.core.texts import Texts
from bot.rehearsal.markup import plain_spaces

WEEKS = (Week(date(2026, 1, 5), {Status.CLOSED: 2}, None, None), Week(date(2026, 1, 12), {}, None, None))


def test_the_caption_says_the_most_important(texts: Texts) -> None:
    asked = QuestionFigures(unanswered=(("Où est <la> salle ?", 3), ("x" * 200, 2), ("wifi", 1), ("café", 1)))
    figures = Figures(WEEKS, Spread(2, 30, 100), Spread(2, 49, 120), Share(1, 8), Share(1, 3), asked)
    lines = plain_spaces(caption_of(texts, "fr", figures)).split("\n")
    assert lines[:6] == [
        "📊 <b>Semaines du lundi 5 janvier 2026 au lundi 12 janvier 2026</b>",
        "2 demandes reçues",
        "Première réponse : une fois sur deux en 30 heures au plus, neuf fois sur dix en 4 jours au plus",
        "Décision : une fois sur deux en 2 jours au plus, neuf fois sur dix en 5 jours au plus",
        "Réponses en retard : 1 sur 8 (12 %)",
        "Demandes hors délai : 1 sur 3 (33 %)",
    ]
    assert "« Où est &lt;la&gt; salle ? » (3)" in lines[6]
    assert f"{'x' * 79}…" in lines[6]
    assert "café" not in lines[6]
    assert len(caption_of(texts, "fr", figures)) < 1024


def test_what_is_not_known_is_not_said(texts: Texts) -> None:
    figures = Figures(WEEKS, None, None, None, Share(0, 0))
    assert len(caption_of(texts, "en", figures).split("\n")) == 2


def test_hours_become_days_from_two_days_on(texts: Texts) -> None:
    said = [say_hours(texts, hours, "en") for hours in (0, 1, 47, 48, 60)]
    assert said == ["0 hours", "1 hour", "47 hours", "2 days", "2 days"]


def test_a_line_of_the_picture_names_its_median(texts: Texts) -> None:
    assert say_spread(texts, "stats.picture.answer", Spread(1, 5, 9), "fr") == "1re réponse, médiane (5 heures)"
    assert say_spread(texts, "stats.picture.answer", None, "fr") == "1re réponse, médiane"


def test_topics_are_called_by_their_buttons(knowledge: Knowledge) -> None:
    named = name_topics(knowledge, QuestionFigures((("cost", 2), ("gone", 1)), (("x", 1),), (("cost", 1, 0),)))
    label = knowledge.faq.entries["fr"]["cost"].label
    assert named == QuestionFigures(((label, 2), ("gone", 1)), (("x", 1),), ((label, 1, 0),))
