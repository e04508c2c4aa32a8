"""What stands where a list would be: nothing yet, nothing that matches, or something that went wrong."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.ui.context import Context
from app.ui.icons import pixmap
from app.ui.kit.labels import Card, Text

ICON = 40
WIDEST_WORDS = 460


@dataclass(frozen=True, slots=True)
class Deed:
    """A button: its words, already translated, and a bound method."""

    title: str
    run: Callable[[], None]
    primary: bool = False


class StatePage(Card):
    """An icon, one sentence, and at most three buttons; the first helpful deed is the coloured one."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self._meaning, self._tone = "info", "text3"
        self._icon = QLabel()
        self._icon.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._words = Text("", "section")
        self._words.setWordWrap(True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._words.setMinimumWidth(WIDEST_WORDS)
        self._row = QHBoxLayout()
        self._row.setSpacing(8)
        self._buttons: list[QPushButton] = []
        middle = QVBoxLayout()
        middle.setSpacing(14)
        middle.addWidget(self._icon)
        middle.addWidget(self._words, 0, Qt.AlignmentFlag.AlignHCenter)
        middle.addLayout(self._row)
        self.body.addStretch(2)
        self.body.addLayout(middle)
        self.body.addStretch(3)

    @property
    def words(self) -> str:
        """The sentence that is shown."""
        return self._words.text()

    def show_state(self, meaning: str, words: str, deeds: Sequence[Deed] = (), tone: str = "text3") -> None:
        """Another state."""
        self._meaning, self._tone = meaning, tone
        self._words.setText(words)
        while (item := self._row.takeAt(0)) is not None:
            del item
        for button in self._buttons:
            button.hide()
            button.deleteLater()
        self._buttons = [self._button(deed) for deed in deeds]
        self._row.addStretch(1)
        for button in self._buttons:
            self._row.addWidget(button)
        self._row.addStretch(1)
        self.paint_theme()

    def _button(self, deed: Deed) -> QPushButton:
        made = QPushButton(deed.title, self)
        made.setAccessibleName(deed.title)
        if deed.primary:
            made.setProperty("kind", "primary")
        made.clicked.connect(deed.run)
        return made

    def paint_theme(self) -> None:
        """The icon anew."""
        ratio = self.devicePixelRatioF()
        self._icon.setPixmap(pixmap(self._meaning, getattr(self.context.tokens, self._tone), ICON, ratio))
