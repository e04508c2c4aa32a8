"""A line above the lines: what happened, what is asked, and the few things that can be done about it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QWidget

from app.ui.context import Context
from app.ui.kit.labels import Text

MOST_CHOICES = 3


class Strip(QFrame):
    """One sentence at a time. ``chosen`` gives the name of a deed and the reason that was written, if one was asked."""

    chosen = Signal(str, str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self._names: list[str] = []
        self.name = ""
        """What it is about, for who wants to take it away again."""
        self.words = Text("", "strong")
        self.words.setWordWrap(True)
        self.reason = QLineEdit()
        self.buttons = [QPushButton() for _ in range(MOST_CHOICES)]
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 10, 8)
        row.setSpacing(8)
        row.addWidget(self.words, 1)
        row.addWidget(self.reason, 1)
        for button in self.buttons:
            row.addWidget(button)
            button.clicked.connect(self._clicked)
        self.reason.returnPressed.connect(self._first)
        self.clear()

    def tell(
        self,
        words: str,
        tone: str = "info",
        choices: Sequence[tuple[str, str]] = (),
        *,
        name: str = "",
        reason: str = "",
    ) -> None:
        """Show a sentence with (name, title) choices, the first the usual one; ``reason`` asks for a sentence."""
        self.name = name
        self.words.setText(words)
        self.words.set_tone(tone)
        self._ground(tone)
        self._names = [key for key, _ in choices]
        for at, button in enumerate(self.buttons):
            button.setVisible(at < len(choices))
            button.setText(choices[at][1] if at < len(choices) else "")
        self.reason.setVisible(bool(reason))
        self.reason.setPlaceholderText(reason)
        self.reason.setAccessibleName(reason)
        self.reason.clear()
        self.setAccessibleName(words)
        self.show()
        if reason:
            self.reason.setFocus()

    def clear(self, name: str = "") -> None:
        """Away, if it is (still) about ``name``."""
        if name and name != self.name:
            return
        self.name = ""
        self.hide()

    def _ground(self, tone: str) -> None:
        if self.property("tone") != tone or self.property("kind") != "strip":
            self.setProperty("kind", "strip")
            self.setProperty("tone", tone)
            self.style().unpolish(self)
            self.style().polish(self)

    def _clicked(self) -> None:
        sender = self.sender()
        for button, name in zip(self.buttons, self._names, strict=False):
            if button is sender:
                self.chosen.emit(name, self.reason.text())

    def _first(self) -> None:
        if self._names:
            self.chosen.emit(self._names[0], self.reason.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Esc: as it was."""
        if event.key() == Qt.Key.Key_Escape:
            self.clear()
            self.chosen.emit("", "")
        else:
            super().keyPressEvent(event)
