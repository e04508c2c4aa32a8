"""The timeline as a painted list: when, an icon, what was said or done, and below it who and what comes next."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.ui.context import Context
from app.ui.icons import pixmap

Index = QModelIndex | QPersistentModelIndex
LINE = Qt.ItemDataRole.UserRole + 1
ROW, ICON, WHEN = 42, 16, 96


@dataclass(frozen=True, slots=True)
class TimeLine:
    """One line in words; ``tone`` colours what stands below, ``record`` is what opening it means."""

    when: str
    icon: str
    what: str
    below: str = ""
    tone: str = "text2"
    record: object = None
    whole: str = ""
    """All of a long text, for the tooltip."""


class TimelineModel(QAbstractListModel):
    """Lines that are all there."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: Sequence[TimeLine] = ()

    def show(self, lines: Sequence[TimeLine]) -> None:
        """Other lines."""
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and default
        """All lines."""
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's
        """A look-up that cannot fail."""
        if not index.isValid() or index.row() >= len(self.lines):
            return None
        line = self.lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return line.what
        if role == Qt.ItemDataRole.ToolTipRole:
            return line.whole or line.what
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (line.when, line.whole or line.what, line.below) if part)
        return line if role == LINE else None


class _Painter(QStyledItemDelegate):
    def __init__(self, context: Context, parent: QListView) -> None:
        super().__init__(parent)
        self.context = context

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802 - Qt's name
        """Two lines."""
        return QSize(100, max(ROW, 2 * QFontMetrics(option.font).height() + 10))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The line."""
        line = index.data(LINE)
        if not isinstance(line, TimeLine):
            return
        tokens, rect = self.context.tokens, option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(tokens.selected_row))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), QColor(tokens.accent))
        high = QFontMetrics(option.font).height()
        top = rect.top() + (rect.height() - 2 * high - 2) // 2
        painter.setFont(option.font)
        painter.setPen(QColor(tokens.text2))
        painter.drawText(QRect(rect.left() + 12, top, WHEN, high), int(Qt.AlignmentFlag.AlignLeft), line.when)
        ratio = painter.device().devicePixelRatio() if painter.device() else 1.0
        left = rect.left() + WHEN + 16
        painter.drawPixmap(QPoint(left, top + 1), pixmap(line.icon, tokens.text2, ICON, ratio))
        left += ICON + 10
        wide = rect.right() - left - 10
        self._text(painter, option.font, QRect(left, top, wide, high), line.what, tokens.text)
        small = QFont(option.font)
        small.setPointSizeF(small.pointSizeF() * 0.92)
        self._text(painter, small, QRect(left, top + high + 1, wide, high), line.below, getattr(tokens, line.tone))
        painter.setPen(QColor(tokens.line))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.restore()

    @staticmethod
    def _text(painter: QPainter, font: QFont, rect: QRect, text: str, color: str) -> None:
        painter.setFont(font)
        painter.setPen(QColor(color))
        shown = QFontMetrics(font).elidedText(" ".join(text.split()), Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), shown)


class TimelineView(QListView):
    """Enter or a double click opens what a line is about; Space is told too."""

    opened = Signal(object)
    spaced = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.lines = TimelineModel()
        self.setModel(self.lines)
        self.setItemDelegate(_Painter(context, self))
        self.setProperty("kind", "inner")
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.activated.connect(self._open)

    def current(self) -> object:
        """What the current line is about."""
        at = self.currentIndex().row()
        return self.lines.lines[at].record if 0 <= at < len(self.lines.lines) else None

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter opens on every platform; with Ctrl it belongs to the screen."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.modifiers():
                event.ignore()
            else:
                self._open(self.currentIndex())
            return
        if event.key() == Qt.Key.Key_Space and self.current() is not None:
            self.spaced.emit(self.current())
            return
        super().keyPressEvent(event)

    def _open(self, _index: QModelIndex) -> None:
        if self.current() is not None:
            self.opened.emit(self.current())
