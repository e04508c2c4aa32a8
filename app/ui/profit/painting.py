"""Paints the cells of the profit tables: figures, bars on one scale, small lines, chips, heat by lightness."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.reports.chart import Box, trend, variance
from app.ui.charts.surface import ScreenSurface
from app.ui.context import Context
from app.ui.profit.cells import FigureColumn, Look, Shown
from app.ui.theme import Tokens

PADDING = 9
BAR = 44
SHARE_BAR = 40
TREND = 64
CHIP = 20
ROW = 38
TIERS = frozenset("ABCN")
LEVELS = "DCBA"

_ONE = Qt.TextFlag.TextSingleLine.value | Qt.AlignmentFlag.AlignVCenter.value
_LEFT = Qt.AlignmentFlag.AlignLeft.value | _ONE
_RIGHT = Qt.AlignmentFlag.AlignRight.value | _ONE | Qt.TextFlag.TextDontClip.value
_CENTRE = Qt.AlignmentFlag.AlignHCenter.value | _ONE | Qt.TextFlag.TextDontClip.value


class FigurePainter(QStyledItemDelegate):
    """One delegate for all tables of the profit screen; ``paint_cell`` also serves the row of totals."""

    def __init__(self, view: QWidget, context: Context) -> None:
        super().__init__(view)
        self._context = context
        self.set_font(view.font())

    @property
    def _tokens(self) -> Tokens:
        """Of the theme of now: nobody has to tell a table of another one."""
        return self._context.tokens

    def set_font(self, font: QFont) -> None:
        """Another font."""
        self._plain, self._strong, self._small = QFont(font), QFont(font), QFont(font)
        self._strong.setWeight(QFont.Weight.DemiBold)
        self._strong.setVariableAxis(QFont.Tag("wght"), 600)
        self._small.setPointSizeF(max(8.25, font.pointSizeF() - 0.9))

    def width(self, column: FigureColumn[Any], text: str) -> int:
        """How wide a column must be to show a text whole, with what is drawn beside it."""
        extra: Mapping[Look, int] = {
            Look.VARIANCE: BAR + 8, Look.SHARE: SHARE_BAR + 8, Look.TREND: TREND, Look.TIER: 18, Look.LEVEL: 30,
            Look.CHIP: 16,
        }  # fmt: skip
        metrics = QFontMetricsF(self._strong)
        return round(metrics.horizontalAdvance(text) + 1) + 2 * PADDING + extra.get(column.look, 0)

    def sizeHint(  # noqa: N802 - Qt's name
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """As wide as its text."""
        model: Any = index.model()
        return QSize(self.width(model.columns[index.column()], str(index.data() or "")), ROW)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Ground, content, focus."""
        model: Any = index.model()
        rect, tokens = QRectF(option.rect), self._tokens
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected:
            painter.fillRect(rect, tokens.color("selected_row"))
            if index.column() == 0:
                painter.fillRect(QRectF(rect.left(), rect.top(), 3, rect.height()), tokens.color("accent"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, tokens.color("hover"))
        painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), tokens.color("line"))
        self.paint_cell(painter, rect, model.columns[index.column()], model.cell(index.row(), index.column()))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(tokens.color("accent"), 2))
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -2), 3, 3)
            painter.restore()

    def paint_cell(
        self, painter: QPainter, rect: QRectF, column: FigureColumn[Any], cell: Shown, *, strong: bool = False
    ) -> None:
        """The content of one cell."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inside = rect.adjusted(PADDING, 0, -PADDING, -1)
        _PAINTERS.get(column.look, FigurePainter._text)(self, painter, inside, cell, strong)
        painter.restore()

    def _ink(self, cell: Shown, usual: str = "text") -> QColor:
        return self._tokens.color(cell.tone or usual)

    def _text(self, painter: QPainter, rect: QRectF, cell: Shown, strong: bool) -> None:
        painter.setPen(self._ink(cell))
        self._words(painter, rect, cell.text, self._strong if strong else self._plain)

    def _words(self, painter: QPainter, rect: QRectF, text: str, font: QFont) -> None:
        painter.setFont(font)
        shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, _LEFT, shown)

    def _two_lines(self, painter: QPainter, rect: QRectF, cell: Shown, strong: bool) -> None:
        if not cell.second:
            painter.setPen(self._ink(cell))
            self._words(painter, rect, cell.text, self._strong)
            return
        upper, lower = QFontMetricsF(self._strong).height(), QFontMetricsF(self._small).height()
        top = rect.center().y() - (upper + lower) / 2
        painter.setPen(self._ink(cell))
        self._words(painter, QRectF(rect.left(), top, rect.width(), upper), cell.text, self._strong)
        painter.setPen(self._tokens.color("text2"))
        self._words(painter, QRectF(rect.left(), top + upper, rect.width(), lower), cell.second, self._small)

    def _figure(self, painter: QPainter, rect: QRectF, cell: Shown, strong: bool) -> None:
        painter.setPen(self._ink(cell))
        painter.setFont(self._strong if strong else self._plain)
        painter.drawText(rect, _RIGHT, cell.text)

    def _strong_figure(self, painter: QPainter, rect: QRectF, cell: Shown, strong: bool) -> None:
        self._figure(painter, rect, cell, strong=True)

    def _variance(self, painter: QPainter, rect: QRectF, cell: Shown, strong: bool) -> None:
        """The figure, then a bar to the left or right of a line that all rows share."""
        self._figure(painter, rect.adjusted(0, 0, -BAR - 8, 0), cell, strong)
        surface = ScreenSurface(painter, self._tokens, self._plain, scale=1.0)
        variance(surface, Box(rect.right() - BAR, rect.center().y() - 5, BAR, 10), cell.part)

    def _share(self, painter: QPainter, rect: QRectF, cell: Shown, strong: bool) -> None:
        self._figure(painter, rect.adjusted(0, 0, -SHARE_BAR - 8, 0), cell, strong)
        ground = QRectF(rect.right() - SHARE_BAR, rect.center().y() - 4, SHARE_BAR, 8)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._tokens.color("neutral_bg"))
        painter.drawRoundedRect(ground, 2, 2)
        ground.setWidth(SHARE_BAR * min(max(cell.part, 0.0), 1.0))
        painter.setBrush(self._tokens.color("year_before"))
        painter.drawRoundedRect(ground, 2, 2)

    def _trend(self, painter: QPainter, rect: QRectF, cell: Shown, strong: bool) -> None:
        if cell.line:
            surface = ScreenSurface(painter, self._tokens, self._plain, scale=1.0)
            trend(surface, Box(rect.left(), rect.center().y() - 9, rect.width() - 3, 18), cell.line)

    def _tier(self, painter: QPainter, rect: QRectF, cell: Shown, strong: bool) -> None:
        """A filled chip with the letter; where it is heading stands in it too."""
        letter = cell.text[:1]
        if letter not in TIERS:
            painter.setPen(self._tokens.color("text3"))
            painter.setFont(self._plain)
            painter.drawText(rect, _CENTRE, cell.text)
            return
        width = QFontMetricsF(self._strong).horizontalAdvance(cell.text) + 14
        chip = QRectF(rect.center().x() - width / 2, rect.center().y() - CHIP / 2, width, CHIP)
        tone = f"tier_{letter.lower()}"
        self._chip_ground(painter, chip, tone)
        painter.setFont(self._strong)
        painter.drawText(chip, _CENTRE, cell.text)

    def _chip_ground(self, painter: QPainter, chip: QRectF, tone: str) -> None:
        outlined = self._tokens.outlined
        painter.setPen(self._tokens.color(tone) if outlined else Qt.PenStyle.NoPen)
        painter.setBrush(Qt.BrushStyle.NoBrush if outlined else self._tokens.color(f"{tone}_bg"))
        painter.drawRoundedRect(chip, 4, 4)
        painter.setPen(self._tokens.color(tone))

    def _chip(self, painter: QPainter, rect: QRectF, cell: Shown, strong: bool) -> None:
        """Words in a chip of the cell's tone."""
        width = QFontMetricsF(self._plain).horizontalAdvance(cell.text) + 14
        chip = QRectF(rect.left(), rect.center().y() - CHIP / 2, width, CHIP)
        if cell.text:
            self._chip_ground(painter, chip, cell.tone or "neutral")
            painter.setFont(self._plain)
            painter.drawText(chip, _CENTRE, cell.text)

    def _level(self, painter: QPainter, rect: QRectF, cell: Shown, strong: bool) -> None:
        """Four rising bars and the letter: never a filled chip, that is a customer's tier."""
        letter = cell.text[:1]
        if not letter:
            return
        filled = LEVELS.find(letter) + 1
        for at in range(4):
            height = 4 + at * 3.0
            bar = QRectF(rect.left() + at * 5, rect.center().y() + 7 - height, 3.5, height)
            painter.fillRect(bar, self._tokens.color("text2" if at < filled else "line"))
        painter.setPen(self._ink(cell))
        painter.setFont(self._strong if strong else self._plain)
        painter.drawText(rect.adjusted(24, 0, 0, 0), _LEFT, cell.text)

    def _heat(self, painter: QPainter, rect: QRectF, cell: Shown, strong: bool) -> None:
        """More is darker (lighter in the dark theme); a loss has no ground but its sign and its colour."""
        if cell.part > 0 and not strong:
            ground = QColor(self._tokens.color("text"))
            ground.setAlphaF(0.04 + 0.30 * min(cell.part, 1.0))
            painter.fillRect(rect.adjusted(-PADDING + 1, 1, PADDING - 1, 0), ground)
        self._figure(painter, rect, cell, strong)


_Painter = Callable[[FigurePainter, QPainter, QRectF, Shown, bool], None]
_PAINTERS: Mapping[Look, _Painter] = {
    Look.TWO_LINES: FigurePainter._two_lines,  # noqa: SLF001 - its own methods
    Look.FIGURE: FigurePainter._figure,  # noqa: SLF001
    Look.STRONG: FigurePainter._strong_figure,  # noqa: SLF001
    Look.TIER: FigurePainter._tier,  # noqa: SLF001
    Look.VARIANCE: FigurePainter._variance,  # noqa: SLF001
    Look.SHARE: FigurePainter._share,  # noqa: SLF001
    Look.TREND: FigurePainter._trend,  # noqa: SLF001
    Look.HEAT: FigurePainter._heat,  # noqa: SLF001
    Look.LEVEL: FigurePainter._level,  # noqa: SLF001
    Look.CHIP: FigurePainter._chip,  # noqa: SLF001
}
