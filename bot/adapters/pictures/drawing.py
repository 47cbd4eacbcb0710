"""Draws figures as one picture that can be read on a phone, in the desk's first language; counts nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from babel.dates import format_skeleton
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure, SubFigure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.ticker import MaxNLocator

from bot.adapters.pictures.letters import drawable
from bot.core.desk.reporting import percent_of, say_spread
from bot.core.figures import Figures, Spread
from bot.core.requests import Status
from bot.core.texts import Texts

_WIDTH, _HEAD, _DPI = 7.2, 0.95, 150
_SMALL, _TEXT, _TITLE = 11, 12, 15
_INK, _FAINT = "#222222", "#D9D9D9"
# Told apart by people who see no red or no green as well: Okabe and Ito's colours, and three of Tol's.
_COLOURS = {
    Status.SUBMITTED: "#E69F00",
    Status.IN_REVIEW: "#F0E442",
    Status.INFORMATION_NEEDED: "#CC79A7",
    Status.ACCEPTED: "#0072B2",
    Status.HELD: "#56B4E9",
    Status.ATTENDANCE_RECEIVED: "#332288",
    Status.INVOICED: "#44AA99",
    Status.CLOSED: "#009E73",
    Status.REFUSED: "#D55E00",
    Status.WITHDRAWN: "#A6A6A6",
    Status.CANCELLED: "#4D4D4D",
}
_ANSWER, _DECISION = "#0072B2", "#D55E00"
_YES, _NO = "#0072B2", "#E69F00"
_DATES_AT_MOST = 6
_HOURS_A_DAY = 24

Panel = Callable[[SubFigure, Axes, Figures], None]


@dataclass(frozen=True)
class Drawing:
    """Draws in the words of these texts."""

    texts: Texts

    def draw(self, figures: Figures, path: Path) -> None:
        """Draw figures into a PNG file."""
        panels = self._choose(figures)
        heights = [_HEAD, *(height for height, _ in panels)]
        figure = Figure(figsize=(_WIDTH, sum(heights)), dpi=_DPI, layout=ConstrainedLayoutEngine(h_pad=0.1, w_pad=0.14))
        FigureCanvasAgg(figure)
        head, *parts = figure.subfigures(len(heights), 1, height_ratios=heights, squeeze=False)[:, 0]
        head.text(0.02, 0.5, self._head(figures), fontsize=_TEXT, color=_INK, va="center", linespacing=1.5)
        for part, (_, panel) in zip(parts, panels, strict=True):
            axes = part.subplots()
            axes.tick_params(labelsize=_SMALL, colors=_INK, length=0)
            for side in ("top", "right", "left"):
                axes.spines[side].set_visible(False)
            axes.spines["bottom"].set_color(_FAINT)
            axes.set_axisbelow(True)
            panel(part, axes, figures)
        figure.savefig(path, format="png")

    def _choose(self, figures: Figures) -> list[tuple[float, Panel]]:
        """Give the panels that have something to show, each with its height."""
        asked = figures.questions
        panels: list[tuple[float, Panel]] = []
        if figures.count:
            panels.append((3.9, self._draw_requests))
        if figures.answer or figures.decision:
            panels.append((3.1, self._draw_times))
        if asked.top:
            panels.append((0.8 + 0.27 * len(asked.top), self._draw_topics))
        if asked.helpful:
            panels.append((1.1 + 0.27 * len(asked.helpful), self._draw_helpfulness))
        return panels

    def _label(self, key: str, **values: object) -> str:
        return self.texts.label(key, self.texts.policy.default_language, **values)

    def _head(self, figures: Figures) -> str:
        lines = [self._label("stats.count", count=figures.count)]
        for key, share in (("stats.late", figures.late), ("stats.short", figures.short)):
            if share and share.whole:
                lines.append(self._label(key, part=share.part, whole=share.whole, percent=percent_of(share)))
        return "\n".join(lines)

    def _title(self, part: SubFigure, key: str) -> None:
        part.suptitle(self._label(key), fontsize=_TITLE, color=_INK, x=0.02, ha="left", fontweight="bold")

    def _draw_requests(self, part: SubFigure, axes: Axes, figures: Figures) -> None:
        self._title(part, "stats.picture.requests")
        places, floor = range(len(figures.weeks)), [0] * len(figures.weeks)
        for status in Status:
            counts = [week.statuses.get(status, 0) for week in figures.weeks]
            if any(counts):
                label = self._label(f"status.{status}")
                axes.bar(
                    places,
                    counts,
                    0.8,
                    floor,
                    color=_COLOURS[status],
                    edgecolor="white",
                    linewidth=min(0.6, 12 / len(counts)),
                    label=label,
                )
                floor = [below + count for below, count in zip(floor, counts, strict=True)]
        self._name_weeks(axes, figures)
        axes.yaxis.set_major_locator(MaxNLocator(nbins=5, integer=True))
        axes.set_ylim(0, max(floor) * 1.05)
        axes.grid(axis="y", color=_FAINT)
        _explain(part, columns=3)

    def _draw_times(self, part: SubFigure, axes: Axes, figures: Figures) -> None:
        self._title(part, "stats.picture.times")
        lines = (
            ("stats.picture.answer", figures.answer, [week.answer for week in figures.weeks], _ANSWER, "o"),
            ("stats.picture.decision", figures.decision, [week.decision for week in figures.weeks], _DECISION, "s"),
        )
        language = self.texts.policy.default_language
        for key, whole, weeks, colour, mark in lines:
            if whole:
                label = say_spread(self.texts, key, whole, language)
                axes.plot(_in_days(weeks, "median"), color=colour, marker=mark, linewidth=2, label=label)
                label = self._label(f"{key}.most")
                axes.plot(
                    _in_days(weeks, "most"), color=colour, marker=mark, markersize=4, linestyle=(0, (2, 2)), label=label
                )
        self._name_weeks(axes, figures)
        axes.yaxis.set_major_locator(MaxNLocator(nbins=5))
        axes.set_ylim(bottom=0)
        axes.set_ylabel(self._label("stats.picture.days"), fontsize=_SMALL, color=_INK)
        axes.grid(axis="y", color=_FAINT)
        _explain(part, columns=2)

    def _name_weeks(self, axes: Axes, figures: Figures) -> None:
        locale = self.texts.policy.languages[self.texts.policy.default_language].locale
        every = -(-len(figures.weeks) // _DATES_AT_MOST)
        shown = range(len(figures.weeks) - 1, -1, -every)
        axes.set_xticks(list(shown), [format_skeleton("MMMd", figures.weeks[at].monday, locale=locale) for at in shown])
        axes.set_xlim(-0.6, len(figures.weeks) - 0.4)

    def _draw_topics(self, part: SubFigure, axes: Axes, figures: Figures) -> None:
        self._title(part, "stats.picture.topics")
        names, counts = zip(*figures.questions.top, strict=True)
        bars = axes.barh(range(len(names)), counts, 0.7, color=_YES)
        axes.bar_label(bars, padding=4, fontsize=_SMALL, color=_INK)
        _name_rows(axes, names)
        axes.set_xlim(0, max(counts) * 1.12)

    def _draw_helpfulness(self, part: SubFigure, axes: Axes, figures: Figures) -> None:
        self._title(part, "stats.picture.helpful")
        names, yes, no = zip(*figures.questions.helpful, strict=True)
        axes.barh(range(len(names)), yes, 0.7, color=_YES, label=self._label("stats.picture.yes"))
        bars = axes.barh(range(len(names)), no, 0.7, yes, color=_NO, label=self._label("stats.picture.no"))
        shares = [f"{good} / {good + bad}" for good, bad in zip(yes, no, strict=True)]
        axes.bar_label(bars, shares, padding=4, fontsize=_SMALL, color=_INK)
        _name_rows(axes, names)
        axes.set_xlim(0, max(good + bad for good, bad in zip(yes, no, strict=True)) * 1.2)
        _explain(part, columns=2)


def _in_days(weeks: list[Spread | None], name: str) -> list[float]:
    return [getattr(week, name) / _HOURS_A_DAY if week else float("nan") for week in weeks]


def _name_rows(axes: Axes, names: tuple[str, ...]) -> None:
    axes.set_yticks(range(len(names)), [drawable(name) for name in names])
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)


def _explain(part: SubFigure, columns: int) -> None:
    part.legend(
        loc="outside lower left",
        ncols=columns,
        fontsize=_SMALL,
        frameon=False,
        labelcolor=_INK,
        columnspacing=1.2,
        handlelength=1.6,
    )
