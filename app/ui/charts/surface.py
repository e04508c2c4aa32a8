"""The reports' drawing surface on the screen: greys become the theme's colours, hatch becomes the colour of less."""

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from app.reports.look import Align, Style, Tone, Weight
from app.ui.theme import Tokens

__all__ = ["SCALE", "ScreenSurface"]

SCALE = 1.6
"""Logical pixels in a point of paper: the smallest text of a chart is then 11 pixels high."""

_FILLS = {
    Tone.INK: "actual",
    Tone.TEXT: "accent",
    Tone.STRONG: "line_strong",
    Tone.FILL: "positive",
    Tone.LINE: "year_before",
    Tone.SUBTLE: "subtle",
    Tone.WHITE: "surface",
    Tone.BRAND: "accent",
}
_LINES = {
    Tone.INK: "line_strong",
    Tone.TEXT: "text2",
    Tone.STRONG: "line_strong",
    Tone.LINE: "line",
    Tone.BRAND: "accent",
}
_WRITING = {Tone.INK: "text", Tone.TEXT: "text2", Tone.WHITE: "on_accent"}
_WEIGHTS = {Weight.REGULAR: 400, Weight.SEMIBOLD: 600, Weight.BOLD: 650}


class ScreenSurface:
    """Draws with a painter whose units are logical pixels; lengths come in points (see ``Surface``)."""

    def __init__(self, painter: QPainter, tokens: Tokens, font: QFont, *, scale: float = SCALE) -> None:
        self._painter = painter
        self._tokens = tokens
        self._scale = scale
        self._font = QFont(font)
        self._fonts: dict[Style, QFont] = {}
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def _color(self, names: dict[Tone, str], tone: Tone) -> QColor:
        return self._tokens.color(names.get(tone, "text"))

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
        """See ``Surface``."""
        pen = QPen(self._color(_LINES, tone), max(1.0, thick * self._scale * 0.9))
        if dots or (self._tokens.outlined and tone is Tone.LINE):
            # where every line is as bright as a letter, a grid that crosses figures must be less than one
            pen.setStyle(Qt.PenStyle.DotLine)
        self._painter.setPen(pen)
        self._painter.drawLine(QLineF(self._at(x1, y1), self._at(x2, y2)))

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
        """See ``Surface``; what is filled needs no edge on a screen."""
        rect = self._rect(x, y, width, height)
        if fill is not None:
            self._painter.fillRect(rect, self._color(_FILLS, fill))
        elif edge is not None:
            self._painter.setPen(QPen(self._color(_LINES, edge), thick * self._scale))
            self._painter.setBrush(Qt.BrushStyle.NoBrush)
            self._painter.drawRect(rect)

    def hatch(self, x: float, y: float, width: float, height: float) -> None:
        """See ``Surface``: the colour of what takes away; its sign stands beside it."""
        self._painter.fillRect(self._rect(x, y, width, height), self._tokens.color("negative"))

    def shape(self, points: list[tuple[float, float]], fill: Tone) -> None:
        """See ``Surface``."""
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(self._color(_FILLS, fill))
        self._painter.drawPolygon(QPolygonF([self._at(x, y) for x, y in points]))

    def write(self, x: float, y: float, text: str, style: Style, align: Align = Align.LEFT) -> None:
        """See ``Surface``."""
        font = self._font_of(style)
        left = x * self._scale
        if align is not Align.LEFT:
            width = QFontMetricsF(font).horizontalAdvance(text)
            left -= width if align is Align.RIGHT else width / 2
        self._painter.setFont(font)
        self._painter.setPen(self._color(_WRITING, style.tone))
        self._painter.drawText(QPointF(left, y * self._scale), text)

    def text_width(self, text: str, style: Style) -> float:
        """See ``Surface``."""
        return QFontMetricsF(self._font_of(style)).horizontalAdvance(text) / self._scale

    def _font_of(self, style: Style) -> QFont:
        if style not in self._fonts:
            font = QFont(self._font)
            font.setPixelSize(max(11, round(style.size * self._scale)))
            font.setWeight(QFont.Weight(_WEIGHTS[style.weight]))
            font.setVariableAxis(QFont.Tag("wght"), _WEIGHTS[style.weight])
            self._fonts[style] = font
        return self._fonts[style]

    def _at(self, x: float, y: float) -> QPointF:
        return QPointF(x * self._scale, y * self._scale)

    def _rect(self, x: float, y: float, width: float, height: float) -> QRectF:
        return QRectF(x * self._scale, y * self._scale, width * self._scale, height * self._scale)
