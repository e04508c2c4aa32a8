"""What a drawing needs from whatever it is drawn on: a sheet of paper now, a screen as well."""

from typing import Protocol

from app.reports.look import Align, Style, Tone

__all__ = ["Surface"]


class Surface(Protocol):
    """Lengths in points, x to the right, y downwards; text stands on its baseline."""

    def line(
        self,
        x1: float,
        y1: float,
        x2: float,
        y2: float,
        *,
        tone: Tone = Tone.LINE,
        thick: float = 0.5,
        dots: bool = False,
    ) -> None:
        """A straight line."""

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        fill: Tone | None = None,
        edge: Tone | None = None,
        thick: float = 0.6,
    ) -> None:
        """A rectangle from its upper left corner."""

    def hatch(self, x: float, y: float, width: float, height: float) -> None:
        """A rectangle with an edge and lines at 45 degrees: what takes away."""

    def shape(self, points: list[tuple[float, float]], fill: Tone) -> None:
        """A filled polygon."""

    def write(self, x: float, y: float, text: str, style: Style, align: Align = Align.LEFT) -> None:
        """One line of text."""

    def text_width(self, text: str, style: Style) -> float:
        """How wide ``write`` will make it."""
