"""The picture of figures: wide enough for a phone, whatever there is to show."""

from __future__ import annotations

import struct
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.adapters.pictures.artist import FigureArtist
from bot.adapters.pictures.letters import drawable
from bot.core.figures import Figures, QuestionFigures, Share, Spread, Week
from bot.core.requests import Status
from tests.shipped import shipped_knowledge

ASKED = QuestionFigures((("Tarifs", 4), ("Délai 🎓", 1)), (("Où ?", 2),), (("Tarifs", 3, 1), ("Délai $x$", 0, 1)))


def figures(weeks: int, each: int) -> Figures:
    spread = Spread(each, 20, 60) if each else None
    shown = tuple(
        Week(date(2026, 1, 5) + timedelta(weeks=place), dict.fromkeys(Status, each) if each else {}, spread, spread)
        for place in range(weeks)
    )
    return Figures(shown, spread, spread, Share(1, 2) if each else None, Share(0, each))


def size_of(path: Path) -> tuple[int, int]:
    width, height = struct.unpack(">II", path.read_bytes()[16:24])
    return width, height


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(
    "shown",
    [
        figures(1, 1),
        figures(12, 3),
        replace(figures(53, 100), questions=ASKED),
        replace(figures(4, 2), answer=None, decision=None),
        replace(figures(4, 0), questions=ASKED),
        replace(figures(4, 0), questions=QuestionFigures(unanswered=(("Où ?", 1),))),
    ],
    ids=["one week", "some weeks", "a year and questions", "no answers", "questions alone", "unanswered alone"],
)
def test_whatever_there_is_becomes_a_picture_as_wide_as_a_phone(shown: Figures, tmp_path: Path) -> None:
    path = tmp_path / "figures.png"
    FigureArtist(shipped_knowledge().texts).draw(shown, path)
    width, height = size_of(path)
    assert width == 1080
    assert height < 2 * width


def test_letters_that_cannot_be_drawn_are_left_out() -> None:
    assert drawable("Délai 🎓 de $5") == r"Délai de \$5"
