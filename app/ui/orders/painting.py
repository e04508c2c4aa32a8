"""Cells of the order screen are painted here: two lines, tones, level bars, the ring of the current cell."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.ui.context import Context
from app.ui.orders.cells import LEVEL, SECOND, TONE
from app.ui.theme import Tokens

PADDING = 10
BAR, BAR_GAP, BARS_WIDTH = 4, 3, 34
_HEIGHTS = (7, 10, 13, 16)
_FILLED = {"A": 4, "B": 3, "C": 2, "D": 1}
_TEXT = {"bad": "bad", "warn": "warn", "quiet": "text3", "promised": "ok", "strong": "text", "plain": "text"}
_GROUND = {"bad": "bad_bg", "warn": "warn_bg"}
_BOLD = frozenset({"strong", "promised", "warn"})
Index = QModelIndex | QPersistentModelIndex


class CellPainter(QStyledItemDelegate):
    """Paints what the roles say; colours are those of the theme of now."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One cell."""
        tokens, tone = self.context.tokens, index.data(TONE) or "plain"
        rect, state = _rect(option), _state(option)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        selected = bool(state & QStyle.StateFlag.State_Selected)
        ground = _GROUND.get(tone, "selected_row" if selected else "")
        if ground:
            painter.fillRect(rect, tokens.color(ground))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), tokens.color("line"))
        level = index.data(LEVEL)
        if level is not None:
            self._level(painter, option, str(level), str(index.data(SECOND) or ""))
        else:
            self._texts(painter, option, index, tone)
        if state & QStyle.StateFlag.State_HasFocus:
            _ring(painter, tokens, rect)
        painter.restore()

    def _level(self, painter: QPainter, option: QStyleOptionViewItem, level: str, second: str) -> None:
        """The bars; below them what the line is expected to bring, which is never cut."""
        tokens, rect = self.context.tokens, _rect(option).adjusted(PADDING, 0, -4, -1)
        upper = rect if not second else rect.adjusted(0, 0, 0, -rect.height() // 2 + 4)
        paint_level(painter, tokens, upper, level)
        if second:
            small = QFont(_font(option))
            small.setPointSizeF(small.pointSizeF() * 0.88)
            painter.setFont(small)
            painter.setPen(tokens.color("text2"))
            lower = QRect(rect.left(), rect.center().y() + 2, rect.width(), rect.height() // 2 - 3)
            painter.drawText(lower, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), second)

    def _texts(self, painter: QPainter, option: QStyleOptionViewItem, index: Index, tone: str) -> None:
        tokens, rect = self.context.tokens, _rect(option).adjusted(PADDING, 0, -PADDING, -1)
        text, second = str(index.data() or ""), str(index.data(SECOND) or "")
        side = Qt.AlignmentFlag(index.data(Qt.ItemDataRole.TextAlignmentRole) or 0x81) & ~Qt.AlignmentFlag.AlignVCenter
        font = QFont(_font(option))
        if tone in _BOLD:
            font.setWeight(QFont.Weight.DemiBold)
            # a face whose weights are one variable font stays thin without this
            font.setVariableAxis(QFont.Tag("wght"), 600)
        painter.setFont(font)
        painter.setPen(tokens.color(_TEXT.get(tone, "text")))
        upper = rect if not second else QRect(rect.left(), rect.top() + 3, rect.width(), rect.height() // 2 - 2)
        middle = Qt.AlignmentFlag.AlignVCenter
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(upper, int((side | middle).value), shown)
        if second:
            small = QFont(_font(option))
            small.setPointSizeF(small.pointSizeF() * 0.88)
            painter.setFont(small)
            painter.setPen(tokens.color("text3"))
            lower = QRect(rect.left(), rect.center().y() + 1, rect.width(), rect.height() // 2 - 3)
            cut = QFontMetrics(small).elidedText(second, Qt.TextElideMode.ElideRight, rect.width())
            painter.drawText(lower, int((side | middle).value), cut)


def paint_level(painter: QPainter, tokens: Tokens, rect: QRect, level: str) -> None:
    """Four rising bars, as many filled as the level is good, and its letter; never colour alone."""
    filled, foot = _FILLED.get(level, 0), rect.center().y() + 8
    painter.setPen(Qt.PenStyle.NoPen)
    for at, height in enumerate(_HEIGHTS):
        painter.setBrush(QColor(tokens.accent if at < filled else tokens.line))
        painter.drawRoundedRect(QRectF(rect.left() + at * (BAR + BAR_GAP), foot - height, BAR, height), 1, 1)
    painter.setPen(tokens.color("text"))
    painter.drawText(rect.adjusted(BARS_WIDTH, 0, 0, 0), int(Qt.AlignmentFlag.AlignVCenter), level)


def _ring(painter: QPainter, tokens: Tokens, rect: QRect) -> None:
    pen = painter.pen()
    pen.setColor(tokens.color("accent"))
    pen.setWidth(2)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(rect.adjusted(1, 1, -1, -1))


def _rect(option: QStyleOptionViewItem) -> QRect:
    return QRect(option.rect)


def _state(option: QStyleOptionViewItem) -> QStyle.StateFlag:
    return QStyle.StateFlag(option.state)


def _font(option: QStyleOptionViewItem) -> QFont:
    return QFont(option.font)
