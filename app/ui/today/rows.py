"""One row of the day: painted, pressed to open, Space to complete."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton

from app.domain.refusal import N_
from app.queries.today import TodayItem
from app.ui.context import Context
from app.ui.icons import pixmap
from app.ui.kit.focus import paint_ring
from app.ui.today.words import Written

ICON = 16
EDGE = 14
WHEN_WIDE = 62


class ItemRow(QAbstractButton):
    """``opened`` and ``completed`` carry the item; Up and Down go through the rows."""

    opened = Signal(object)
    completed = Signal(object)

    def __init__(self, context: Context, item: TodayItem, words: Written) -> None:
        super().__init__()
        self.context, self.item, self.words = context, item, words
        self.longest = ""
        """The longest time of all rows beside this one."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(words.sentence)
        self.setToolTip("\n".join(part for part in (words.title, words.about) if part))
        self.clicked.connect(self._open)

    def _open(self) -> None:
        self.opened.emit(self.item)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter opens, Space completes, arrows go on."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open()
        elif key == Qt.Key.Key_Space:
            self.completed.emit(self.item)
        elif key == Qt.Key.Key_Down:
            self.focusNextChild()
        elif key == Qt.Key.Key_Up:
            self.focusPreviousChild()
        else:
            super().keyPressEvent(event)

    def _fonts(self) -> tuple[QFont, QFont]:
        strong, small = QFont(self.font()), QFont(self.font())
        strong.setWeight(QFont.Weight.DemiBold)
        strong.setVariableAxis(QFont.Tag("wght"), 600)
        small.setPointSizeF(max(8.25, small.pointSizeF() - 0.6))
        return strong, small

    def _when_wide(self, strong: QFontMetricsF) -> float:
        """Room for the longest time that is written, the same in all rows of a language."""
        usual = self.context.say.text(N_("late {time}"), time="88:88")
        widest = max(strong.horizontalAdvance(words) for words in (usual, self.longest))
        return max(WHEN_WIDE, widest + 2)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Two lines."""
        strong, small = self._fonts()
        lines = QFontMetricsF(strong).height() + (QFontMetricsF(small).height() if self.words.about else 0)
        return QSize(220, max(30, round(lines) + 8))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """When, icon, title, and below it what it is about."""
        tokens, painter = self.context.tokens, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect())
        if self.underMouse():
            painter.fillRect(rect, tokens.color("hover"))
        strong, small = self._fonts()
        tone, words = tokens.color(self.words.tone), self.words
        upper, lower = QFontMetricsF(strong), QFontMetricsF(small)
        when_wide = self._when_wide(upper)
        top = 4.0
        middle = top + upper.height() / 2
        painter.setPen(tone)
        painter.setFont(strong if words.tone == "bad" else self.font())
        painter.drawText(
            QRectF(EDGE, top, when_wide, upper.height()),
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip,
            words.when,
        )
        drawn = pixmap(words.icon, tone.name(), ICON, self.devicePixelRatioF())
        left = EDGE + when_wide + 6
        painter.drawPixmap(QPointF(left, middle - ICON / 2), drawn)
        left += ICON + 8
        room = rect.width() - left - EDGE
        painter.setPen(tokens.color("text"))
        painter.setFont(strong)
        title = upper.elidedText(words.title, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRectF(left, top, room, upper.height()), Qt.AlignmentFlag.AlignVCenter, title)
        painter.setPen(tokens.color("text2"))
        painter.setFont(small)
        about = lower.elidedText(words.about.replace("\n", " "), Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRectF(left, top + upper.height(), room, lower.height()), Qt.AlignmentFlag.AlignVCenter, about)
        if self.hasFocus():
            paint_ring(painter, rect.adjusted(1, 1, -1, -1), 4, tokens)
        painter.end()
