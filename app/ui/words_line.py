"""What happened, in a line: what went well in the status bar, with Undo where it can be taken back; what did not above
the screen.

Nothing on the screen moves when something goes well: whoever is about to click or reads on is not disturbed.
"""

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QPushButton, QToolButton

from app.domain.refusal import N_
from app.ui.context import Context
from app.ui.icons import icon
from app.ui.keys import engraved
from app.ui.kit.announce import announce
from app.ui.kit.labels import Fading, Text
from app.ui.kit.timers import once

SECONDS = 6
LONGER = 12
"""Seconds for what may be news to somebody; the bell keeps it."""
_TONES = {"done": "ok", "refusal": "warn", "mistake": "bad"}
PASSING = ("ok", "info")
"""What went well goes by itself after six seconds, news after twelve; what failed stays until the next sentence."""


def tone_of(kind: str) -> str:
    """The colour of a sentence of the reporter."""
    return _TONES.get(kind, "info")


class WordsLine(QFrame):
    """One sentence, with Undo where there is something to take back; the cross or time take it away.

    ``gone`` says that it is not there any more.
    """

    gone = Signal()
    look = "strip"
    undo_look: type[QAbstractButton] = QPushButton

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.setProperty("kind", self.look)
        self.label, self.button, self.close_button = self._label(), self.undo_look(), QToolButton()
        self.button.clicked.connect(context.undo.undo)
        self.close_button.clicked.connect(self.hide)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(14, 4, 8, 4)
        self._row.addWidget(self.label, 1)
        self._row.addWidget(self.button)
        self._row.addWidget(self.close_button)
        self._clear = once(self, SECONDS * 1000, self.hide)
        self.hide()

    def _label(self) -> Text:
        label = Text("", "strong")
        label.setWordWrap(True)
        return label

    def text(self) -> str:
        """What stands there."""
        return self.label.text()

    def tell(self, words: str, kind: str = "done", *, undo: bool = False) -> None:
        """A sentence; with ``undo`` a button takes it back."""
        self.label.setText(words)
        self.label.setAccessibleName(words)
        tone = tone_of(kind)
        if self.property("tone") != tone:
            self.setProperty("tone", tone)
            self.style().unpolish(self)
            self.style().polish(self)
        self.button.setVisible(undo)
        self.show()
        announce(self, words)
        self._clear.stop()
        if tone in PASSING:
            self._clear.start((SECONDS if tone == "ok" else LONGER) * 1000)

    def translate(self) -> None:
        """Words anew."""
        say = self.context.say
        key = engraved("Ctrl+Z")
        self.button.setText(f"{say.text(N_('Undo'))}   {key}")
        self.button.setAccessibleName(say.text(N_("Undo")))
        self.close_button.setAccessibleName(say.text(N_("Close this line")))
        self.close_button.setToolTip(self.close_button.accessibleName())

    def paint_theme(self) -> None:
        """Icon anew."""
        self.close_button.setIcon(icon("close", self.context.tokens.text2, 16))

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """By the cross, by time, or because the other line speaks."""
        super().hideEvent(event)
        self.gone.emit()


class StatusLine(WordsLine):
    """The line as a part of the status bar: no higher than its other parts."""

    look = "said"
    undo_look = QToolButton

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        for part in (self.button, self.close_button):
            part.setProperty("kind", "status")
        self._row.setContentsMargins(8, 0, 0, 0)
        self._row.setSpacing(4)

    def _label(self) -> Text:
        return Fading("", "strong")

    def width_of(self, words: str, *, undo: bool) -> int:
        """What a sentence needs to stand there whole, in pixels."""
        buttons = [self.close_button, *([self.button] if undo else [])]
        space, own = self._row.spacing(), self._row.contentsMargins().left()
        # a pixel for letters that reach over their advance
        text = self.label.fontMetrics().horizontalAdvance(words) + 1
        return own + text + sum(part.sizeHint().width() + space for part in buttons)
