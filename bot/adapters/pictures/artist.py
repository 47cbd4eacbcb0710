"""Fills the shell's port for drawing figures; draws nothing itself."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.core.figures import Figures
from bot.core.texts import Texts


@dataclass(frozen=True)
class FigureArtist:
    """Draws in the words of these texts."""

    texts: Texts

    def draw(self, figures: Figures, path: Path) -> None:
        """Draw figures into a PNG file."""
        # What draws takes a second to load, which no start has to wait for.
        from bot.adapters.pictures.drawing import Drawing  # noqa: PLC0415

        Drawing(self.texts).draw(figures, path)
