"""Small pieces of the caller card: chips, the avatar, facts, blocks with a heading."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.ui.context import Context
from app.ui.icons import pixmap
from app.ui.kit.focus import ring_card
from app.ui.kit.labels import Fading, Text

ICON = 16
LEFT, RIGHT = 12, 10


class Chip(Text):
    """A word on a coloured ground; ``tone`` is ok, warn, bad, info, neutral or a tier (A, B, C, N)."""

    def __init__(self, text: str = "", tone: str = "neutral") -> None:
        super().__init__(text, "chip", tone)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)


class Avatar(QWidget):
    """A round with a name's initials; it says nothing that the name does not say."""

    def __init__(self, context: Context, side: int) -> None:
        super().__init__()
        self.context = context
        self._initials = ""
        self.resize_to(side)

    def resize_to(self, side: int) -> None:
        """Another size, in logical pixels."""
        self.setFixedSize(side, side)

    def show_name(self, name: str) -> None:
        """The first letters of the first two words; of a Chinese name its first character."""
        words = [word for word in name.split() if word[0].isalnum()]
        chinese = bool(words) and "\u3400" <= words[0][0] <= "\u9fff"
        # who is not known has a sign that says so
        self._initials = "".join(word[0] for word in words[: 1 if chinese else 2]).upper() or name.strip()[:1]
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The round and its letters."""
        tokens = self.context.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.accent))
        painter.drawEllipse(QRectF(self.rect()))
        font = self.font()
        font.setPointSizeF(self.width() * 0.26)
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(QColor(tokens.on_accent))
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), self._initials)
        painter.end()


class Fact(QFrame):
    """One figure: what it is, how much, and what to know about it. Only bad news is coloured."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "fact")
        self.caption, self.value, self.about = Text("", "caption"), Text("", "total"), Fading("")
        self._both = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._both.setSpacing(0)
        self._both.addWidget(self.value)
        self._both.addWidget(self.about, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(LEFT, 5, RIGHT, 6)
        outer.setSpacing(0)
        outer.addWidget(self.caption)
        outer.addLayout(self._both)
        self._compact, self._about, self._short = False, "", ""

    def show_fact(self, value: str, about: str = "", tone: str = "", *, short: str = "") -> None:
        """The figure, the words beside it (``short`` if cut), and how good or bad: bad, warn, ok, nothing."""
        self.value.setText(value)
        self._about, self._short = about, short or about
        self._show_about()
        self.about.set_tone(tone if tone else "quiet")
        if self.property("tone") != tone:
            self.setProperty("tone", tone)
            self.style().unpolish(self)
            self.style().polish(self)
        self.setAccessibleName(", ".join(part for part in (self.caption.text(), value, about) if part))

    def _show_about(self) -> None:
        room = self.contentsRect().width() - LEFT - RIGHT
        cut = self._compact or self.about.fontMetrics().horizontalAdvance(self._about) > room
        self.about.setText(self._short if cut else self._about)
        self.about.setToolTip(self._about)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Other words fit."""
        super().resizeEvent(event)
        self._show_about()

    def set_compact(self, compact: bool) -> None:
        """The words beside the figure, or below it."""
        self._compact = compact
        self._show_about()
        ways = QBoxLayout.Direction
        self._both.setDirection(ways.LeftToRight if compact else ways.TopToBottom)
        self._both.setSpacing(8 if compact else 0)
        self.value.setProperty("kind", "figure" if compact else "total")
        self.value.style().unpolish(self.value)
        self.value.style().polish(self.value)


class IconLabel(QLabel):
    """A small picture by its meaning; the word stands beside it."""

    def __init__(self, meaning: str, color: str = "text2", size: int = ICON) -> None:
        super().__init__()
        self._meaning, self._color, self._size = meaning, color, size
        self.setFixedSize(size, size)

    def show_meaning(self, meaning: str) -> None:
        """Another picture."""
        self._meaning = meaning

    def paint(self, context: Context) -> None:
        """In the colours of now."""
        color = getattr(context.tokens, self._color)
        self.setPixmap(pixmap(self._meaning, color, self._size, self.devicePixelRatioF()))


class Block(QFrame):
    """A white card with an icon, a heading, a key and a body that goes to its edges."""

    def __init__(self, meaning: str, key: str = "") -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.icon, self.heading, self.count = IconLabel(meaning), Fading("", "section"), Fading("", "quiet")
        self.key = Text(key, "key")
        if not key:
            self.key.hide()
        self.key.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.head = QHBoxLayout()
        self.head.setContentsMargins(14, 7, 12, 6)
        self.head.setSpacing(8)
        self.head.addWidget(self.icon)
        self.head.addWidget(self.heading)
        self.head.addWidget(self.count)
        self.head.addStretch(1)
        # insertWidget would leave a widget to Python, which may destroy it after its layout
        self.marks = QHBoxLayout()
        self.head.addLayout(self.marks)
        self.head.addWidget(self.key)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(1, 0, 1, 1)
        self.body.setSpacing(3)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(self.head)
        outer.addLayout(self.body, 1)

    def paint(self, context: Context) -> None:
        """In the colours of now."""
        self.icon.paint(context)


class OpenBlock(Block):
    """A block that the keyboard reaches and that can be opened: ``entered`` says that Enter or a click did so."""

    entered = Signal()

    def __init__(self, context: Context, meaning: str, key: str = "") -> None:
        super().__init__(meaning, key)
        self.context = context
        self._opens = False

    def can_open(self, *, opens: bool) -> None:
        """Whether there is something behind it."""
        self._opens = opens
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if opens else Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor if opens else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """A click opens it."""
        if self._opens and event.button() == Qt.MouseButton.LeftButton:
            self.entered.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """So does Enter; with Ctrl it belongs to the screen."""
        if self._opens and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The card, and the ring of the focus."""
        super().paintEvent(event)
        ring_card(self, self.context.tokens)
