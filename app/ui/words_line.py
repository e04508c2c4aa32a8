"""The line above the screen: what happened, with Undo where it can be taken back; Esc or time take it away."""

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QToolButton

from app.domain.refusal import N_
from app.ui.context import Context
from app.ui.icons import icon
from app.ui.keys import engraved
from app.ui.kit.labels import Text
from app.ui.kit.timers import once

SECONDS = 6
LONGER = 12
"""Seconds for what may be news to somebody; the bell keeps it."""
_TONES = {"done": "ok", "refusal": "warn", "mistake": "bad"}


class WordsLine(QFrame):
    """What went well goes by itself after six seconds, news after twelve; what failed stays until the next sentence."""

    def __init__(self, context: Context, undo: Callable[[], None]) -> None:
        super().__init__()
        self.context = context
        self.setProperty("kind", "strip")
        self.label, self.button, self.close_button = Text("", "strong"), QPushButton(), QToolButton()
        self.label.setWordWrap(True)
        self.button.clicked.connect(undo)
        self.close_button.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 4, 8, 4)
        row.addWidget(self.label, 1)
        row.addWidget(self.button)
        row.addWidget(self.close_button)
        self._clear = once(self, SECONDS * 1000, self.hide)
        self.hide()

    def text(self) -> str:
        """What stands there."""
        return self.label.text()

    def tell(self, words: str, kind: str = "done", *, undo: bool = False) -> None:
        """A sentence; with ``undo`` a button takes it back."""
        self.label.setText(words)
        self.label.setAccessibleName(words)
        tone = _TONES.get(kind, "info")
        if self.property("tone") != tone:
            self.setProperty("tone", tone)
            self.style().unpolish(self)
            self.style().polish(self)
        self.button.setVisible(undo)
        self.show()
        self._clear.stop()
        if tone in ("ok", "info"):
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
