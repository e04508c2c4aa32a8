"""Strips that ask for a few things where the deed is: why, until when, from which day."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.ui.context import Context
from app.ui.kit.form import Form, FormField
from app.ui.kit.labels import Text


class AskStrip(QFrame):
    """Fields and two verbs. Esc hides it; what was typed stands there when it is asked the same again.

    ``columns`` of fields stand beside each other, all of them without a number.
    """

    done = Signal()
    """Everything that was asked for is there and can be read."""
    closed = Signal()

    def __init__(
        self, context: Context, fields: Sequence[FormField], verb: str, leave: str, *, columns: int = 0
    ) -> None:
        super().__init__()
        self.context = context
        self.setProperty("kind", "card")
        self._verb, self._leave = verb, leave
        self._about = ""
        self.words = Text("", "strong")
        self.form = Form(context, fields, columns=columns or len(fields))
        self.deed, self.keep = QPushButton(), QPushButton()
        # where there is little room the verbs stand below
        row, buttons = (QVBoxLayout(), QHBoxLayout()) if columns else (QHBoxLayout(), QVBoxLayout())
        self.verbs = buttons
        row.setSpacing(6 if columns else 12)
        row.addWidget(self.form, 1)
        buttons.setSpacing(6)
        buttons.addWidget(self.deed)
        buttons.addWidget(self.keep)
        buttons.addStretch(1)
        row.addLayout(buttons)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(14, 8, 12, 8)
        outer.setSpacing(6)
        outer.addWidget(self.words)
        outer.addLayout(row)
        self.deed.clicked.connect(self.accept)
        self.keep.clicked.connect(self.leave)
        self.hide()

    def ask(self, about: str, words: str, values: dict[str, object], *, first: bool = True) -> None:
        """Ask; ``about`` is what is asked for: asked again about the same, what was typed still stands.

        Without ``first`` the keyboard begins somewhere else.
        """
        if about != self._about:
            self._about = about
            self.form.fill(values)
        self.words.setText(words)
        self.show()
        if first:
            self.form.focus_first(replace=True)

    def accept(self) -> None:
        """Whoever listens carries it out, once everything can be read."""
        if self.form.check():
            self.done.emit()

    def finish(self) -> None:
        """It was done: nothing of it stays."""
        self._about = ""
        self.leave()

    def leave(self) -> None:
        """Hide; what was typed stays."""
        self.hide()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter does it, Esc leaves it."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.accept()
        else:
            super().keyPressEvent(event)

    def translate(self) -> None:
        """Words anew."""
        self.form.translate()
        for button, words in ((self.deed, self._verb), (self.keep, self._leave)):
            button.setText(self.context.say.text(words))
            button.setAccessibleName(button.text())

    def paint_theme(self) -> None:
        """Colours anew."""
        self.form.paint_theme()


class AskStrips(QWidget):
    """Strips of which at most one is open. ``opened``: one is; ``closed``: none is open any more."""

    opened = Signal()
    closed = Signal()

    def __init__(self, context: Context, *strips: AskStrip) -> None:
        super().__init__()
        self.context = context
        self.strips = strips
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for strip in strips:
            column.addWidget(strip)
            strip.closed.connect(self._left)
        self.hide()

    @property
    def current(self) -> AskStrip | None:
        """The strip that is open."""
        return next((strip for strip in self.strips if not self.isHidden() and not strip.isHidden()), None)

    def accept(self) -> bool:
        """Carry out what the strip with the cursor asks for; false where the cursor is elsewhere."""
        focus, strip = self.window().focusWidget(), self.current
        if strip is None or focus is None or not strip.isAncestorOf(focus):
            return False
        strip.accept()
        return True

    def leave(self) -> bool:
        """Close what is open; what was typed stays for when the same is asked again. False where nothing is open."""
        found = self.current
        if found is not None:
            found.leave()
        return found is not None

    def finish(self) -> None:
        """Nothing is asked any more; what was typed goes."""
        for strip in self.strips:
            strip.finish()

    def show_strip(self, strip: AskStrip, about: str, words: str, values: dict[str, object]) -> None:
        """Ask with this strip and no other; as ``AskStrip.ask``."""
        for other in self.strips:
            other.setVisible(other is strip)
        self.show()
        strip.ask(about, words, values)
        self.opened.emit()

    def _left(self) -> None:
        if self.isVisible() and all(strip.isHidden() for strip in self.strips):
            self.hide()
            self.closed.emit()

    def translate(self) -> None:
        """Words anew."""
        for strip in self.strips:
            strip.translate()

    def paint_theme(self) -> None:
        """Colours anew."""
        for strip in self.strips:
            strip.paint_theme()
