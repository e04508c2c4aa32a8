"""A line above a screen that says something and offers deeds: a look-alike, a draft, a merge; hidden while empty."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy

from app.ui.context import Context
from app.ui.icons import pixmap
from app.ui.kit.labels import Text

MARK = 18
_ICONS = {"bad": "warning", "warn": "warning", "info": "info", "ok": "saved"}


class Strip(QFrame):
    """Words and at most three buttons."""

    def __init__(self, context: Context, tone: str = "info") -> None:
        super().__init__()
        self.context, self._tone = context, tone
        self.setProperty("kind", "strip")
        self.setProperty("tone", tone)
        self._mark, self._words = QLabel(), Text("")
        self._words.setWordWrap(True)
        self._words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.buttons: list[QPushButton] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 6, 12, 6)
        self._row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignVCenter)
        self._row.addWidget(self._words, 1)
        self.hide()

    @property
    def words(self) -> str:
        """What is said; empty while nothing is."""
        return "" if self.isHidden() else self._words.text()

    def tell(self, words: str, deeds: Sequence[tuple[str, Callable[[], None]]] = ()) -> None:
        """Say this, with these deeds; no words hide it. Words are translated already."""
        for button in self.buttons:
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons = []
        for title, deed in deeds:
            button = QPushButton(title.replace("&", "&&"))
            button.setAccessibleName(title)
            button.clicked.connect(deed)
            self._row.addWidget(button)
            self.buttons.append(button)
        self._words.setText(words)
        self.setAccessibleName(words)
        self.setVisible(bool(words))
        self.paint()

    def paint(self) -> None:
        """Colours anew."""
        color = getattr(self.context.tokens, self._tone)
        self._mark.setPixmap(pixmap(_ICONS[self._tone], color, MARK, self.devicePixelRatioF()))
