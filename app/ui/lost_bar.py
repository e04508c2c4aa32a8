"""A bar under the title row while the database does not answer: what is safe, and that nobody need do anything."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton

from app.domain.refusal import N_
from app.ui.context import Context
from app.ui.kit.announce import announce
from app.ui.kit.labels import Text


class LostBar(QFrame):
    """``wanted`` asks for another try at once; otherwise there is one every two seconds."""

    wanted = Signal()

    def __init__(self, context: Context, database: str) -> None:
        super().__init__()
        self.context = context
        self._database = database
        self.setProperty("kind", "strip")
        self.setProperty("tone", "warn")
        self.label, self.button = Text("", "strong"), QPushButton()
        self.label.setWordWrap(True)
        self.button.clicked.connect(self.wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 4, 8, 4)
        row.addWidget(self.label, 1)
        row.addWidget(self.button)
        context.broadcast.reached.connect(self._reached)
        self.hide()

    def _reached(self, reached: bool) -> None:
        if reached == self.isHidden():
            return
        self.setVisible(not reached)
        if not reached:
            announce(self, self.label.text())

    def translate(self) -> None:
        """Words anew."""
        say = self.context.say
        words = N_("{place} does not answer. What is typed is kept on this PC. Trying again by itself.")
        self.label.setText(say.text(words, place=self._database))
        self.label.setAccessibleName(self.label.text())
        self.button.setText(say.text(N_("Try now")))
        self.button.setAccessibleName(self.button.text())
