"""A sentence under the cell or field it is about."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from app.ui.kit.labels import Text

WIDEST = 460


class Bubble(QFrame):
    """Floats over the screen, takes no keys and no clicks."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("kind", "popup")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.words = Text()
        self.words.setWordWrap(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 6, 10, 6)
        row.addWidget(self.words)
        self.hide()

    def say(self, words: str, cell: QRect, tone: str) -> None:
        """Show a sentence below ``cell`` (in the parent's coordinates); none hides."""
        if not words:
            self.hide()
            return
        parent = self.parentWidget()
        assert parent is not None
        self.words.setText(words)
        self.words.set_tone(tone)
        self.setAccessibleName(words)
        width = min(WIDEST, self.words.fontMetrics().horizontalAdvance(words) + 26, parent.width() - 24)
        height = self.words.heightForWidth(width - 22) + 14
        left = max(12, min(cell.left(), parent.width() - width - 12))
        top = cell.bottom() + 4
        if top + height > parent.height():
            top = max(4, cell.top() - height - 4)
        self.setGeometry(left, top, width, height)
        self.show()
        self.raise_()
