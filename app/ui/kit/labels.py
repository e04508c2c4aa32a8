"""Labels that show text as text, and small pieces that every screen uses."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget


class Text(QLabel):
    """A label that never reads its text as markup: a customer may be called ``<img src=…>``."""

    def __init__(self, text: str = "", kind: str = "", tone: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        if kind:
            self.setProperty("kind", kind)
        if tone:
            self.setProperty("tone", tone)

    def set_tone(self, tone: str) -> None:
        """Another tone: ok, warn, bad, info, accent or none."""
        if self.property("tone") != tone:
            self.setProperty("tone", tone)
            self.style().unpolish(self)
            self.style().polish(self)


class Fading(Text):
    """A label that shows as much of one line as there is room for; the whole text is in its tooltip."""

    def __init__(self, text: str = "", kind: str = "", tone: str = "") -> None:
        super().__init__(text, kind, tone)
        self.whole = False
        """It never gives way: an amount that lacks its end is a wrong one."""
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def setText(self, text: str) -> None:  # noqa: N802 - Qt's name
        """One line, and all of it in the tooltip."""
        line = " ".join(text.split())
        super().setText(line)
        self.setToolTip(line)
        self.setAccessibleName(line)
        self.updateGeometry()

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Room for a few letters, or for all."""
        if self.whole:
            return self.sizeHint()
        return QSize(min(32, self.sizeHint().width()), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The end is left out where it does not fit."""
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.setFont(self.font())
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), int(self.alignment() | Qt.AlignmentFlag.AlignVCenter), shown)
        painter.end()


class Card(QFrame):
    """A white block with a heading row and a body."""

    def __init__(self, parent: QWidget | None = None, kind: str = "card") -> None:
        super().__init__(parent)
        self.setProperty("kind", kind)
        self.head = QHBoxLayout()
        self.head.setSpacing(8)
        self.body = QVBoxLayout()
        self.body.setSpacing(4)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(14, 10, 14, 12)
        outer.setSpacing(8)
        outer.addLayout(self.head)
        outer.addLayout(self.body, 1)


class Toggle(QPushButton):
    """A button that stays down, of the kinds tab and choice; its words are bold then and are not cut by that."""

    def __init__(self, kind: str = "tab") -> None:
        super().__init__()
        self.setProperty("kind", kind)
        self.setCheckable(True)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Room for the bold words, pressed or not: nothing moves when it is."""
        bold = QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        more = QFontMetrics(bold).horizontalAdvance(self.text()) - self.fontMetrics().horizontalAdvance(self.text())
        return super().sizeHint() + QSize(max(0, more), 0)


def line() -> QFrame:
    """A thin line between two parts."""
    made = QFrame()
    made.setProperty("kind", "line")
    made.setFixedHeight(1)
    return made
