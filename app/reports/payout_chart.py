"""What a month's total brings: lines that rise with the total, jump at steps and end flat at a cap.

Drawn on any ``Surface``; the figures themselves stand in a table beside it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.reports.chart import AXIS, LABEL_STRONG, Box, nice_step
from app.reports.look import Align, Tone
from app.reports.surface import Surface

__all__ = ["Payout", "payout_chart"]

_TONES = (Tone.BRAND, Tone.TEXT, Tone.STRONG, Tone.STRONG)
_DOTTED = 3
"""The fourth line is told apart by its dots."""
_DOT = 2.4


@dataclass(frozen=True, slots=True)
class Payout:
    """One line: (total, payout) points in rising order, with a name at its end."""

    name: str
    points: tuple[tuple[float, float], ...]


def payout_chart(
    surface: Surface,
    box: Box,
    lines: Sequence[Payout],
    marks: Sequence[tuple[float, str]],
    *,
    figure: Callable[[float], str],
    cap: float | None = None,
) -> None:
    """``marks`` are totals to be named at the foot, with their texts; ``cap`` draws a dotted line.

    ``figure`` writes the amounts at the left.
    """
    points = [point for line in lines for point in line.points]
    right = max((x for x, _ in points), default=0.0)
    top = max([y for _, y in points] + ([cap] if cap is not None else []), default=0.0)
    if not right or not top:
        return
    plot = Box(box.x + 34, box.y + 8, box.width - 34 - 22, box.height - 8 - 16)

    def at(x: float, y: float) -> tuple[float, float]:
        return plot.x + x / right * plot.width, plot.y + (1 - y / (top * 1.05)) * plot.height

    _axes(surface, plot, top, at(0, 0)[1], figure)
    _names_of_marks(surface, plot, marks, right)
    if cap is not None:
        surface.line(plot.x, at(0, cap)[1], plot.x + plot.width, at(0, cap)[1], tone=Tone.STRONG, thick=0.8, dots=True)
    used: list[float] = []
    for number, line in enumerate(lines):
        ends = [at(x, y) for x, y in line.points]
        for (x1, y1), (x2, y2) in pairwise(ends):
            surface.line(x1, y1, x2, y2, tone=_TONES[number % len(_TONES)], thick=1.4, dots=number == _DOTTED)
        if ends:
            x, y = ends[-1]
            # names of lines that end at one height stand above each other
            while any(abs(y - other) < 8 for other in used):
                y += 8
            used.append(y)
            surface.write(x + 4, y + _DOT, line.name, LABEL_STRONG)


def _axes(surface: Surface, plot: Box, top: float, foot: float, figure: Callable[[float], str]) -> None:
    step, tick = nice_step(top, 4), 0
    while tick * step <= top * 1.05:
        y = plot.y + (1 - tick * step / (top * 1.05)) * plot.height
        surface.line(plot.x, y, plot.x + plot.width, y, thick=0.5)
        surface.write(plot.x - 4, y + _DOT, figure(tick * step), AXIS, Align.RIGHT)
        tick += 1
    surface.line(plot.x, foot, plot.x + plot.width, foot, tone=Tone.STRONG, thick=0.7)


def _names_of_marks(surface: Surface, plot: Box, marks: Sequence[tuple[float, str]], right: float) -> None:
    free = plot.x - 40
    for total, text in marks:
        x = plot.x + total / right * plot.width
        half = surface.text_width(text, AXIS) / 2
        if x - half > free:
            surface.line(x, plot.y, x, plot.y + plot.height, thick=0.4, dots=True)
            surface.write(x, plot.y + plot.height + 11, text, AXIS, Align.CENTRE)
            free = x + half + 4
