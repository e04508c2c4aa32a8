"""Somebody at the order screen, with nothing but a keyboard."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.ui.orders.editor import OrderEditor

NONE, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


class Hands:
    """Types into whatever has the focus, as a person does."""

    def __init__(self, editor: OrderEditor) -> None:
        self.editor = editor

    @property
    def focus(self) -> QWidget:
        return QApplication.focusWidget()

    def type(self, text: str) -> None:
        QTest.keyClicks(self.focus, text)

    def press(self, key, modifiers=NONE) -> None:
        QTest.keyClick(self.focus, key, modifiers)

    def enter(self, *texts: str) -> None:
        """Each text, and Enter behind it."""
        for text in texts:
            self.type(text)
            self.press(Qt.Key.Key_Return)

    def confirm(self) -> None:
        self.press(Qt.Key.Key_Return, CTRL)

    @property
    def lines(self):
        return self.editor.frame.lines.lines

    @property
    def strip(self) -> str:
        """What the strip says; empty while it is away."""
        strip = self.editor.frame.strip
        return "" if strip.isHidden() else strip.words.text()

    @property
    def bubble(self) -> str:
        bubble = self.editor.frame.bubble
        return "" if bubble.isHidden() else bubble.words.text()

    def cell(self, row, column) -> str:
        model = self.editor.frame.lines
        return model.data(model.index(row, column), Qt.ItemDataRole.DisplayRole)

    def choose(self, at: int) -> None:
        """A button of the strip."""
        self.editor.frame.strip.buttons[at].click()
