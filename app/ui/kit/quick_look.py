"""A record at a glance: its name, what is known about it, and a note below; shown over a screen or at its side."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from app.ui.kit.labels import Text

WIDTH = 380


@dataclass(frozen=True, slots=True)
class Look:
    """What is told: the record's name, a line below it, facts as (name, value), and a note."""

    title: str
    about: str = ""
    facts: Sequence[tuple[str, str]] = ()
    note: str = ""


class LookFrame(QFrame):
    """Takes no keys of its own. ``popup`` lies over its parent; a card stands beside what it is about."""

    def __init__(self, parent: QWidget, kind: str = "popup") -> None:
        super().__init__(parent)
        self.setProperty("kind", kind)
        self._name, self._about, self.note = Text("", "section"), Text("", "quiet"), Text("", "quiet")
        self._grid = QGridLayout()
        self._grid.setColumnStretch(1, 1)
        self._grid.setHorizontalSpacing(14)
        self._rows: list[tuple[Text, Text]] = []
        outer = QVBoxLayout(self)
        outer.setContentsMargins(14, 10, 14, 12)
        outer.setSpacing(8)
        for text in (self._name, self._about, self.note):
            text.setWordWrap(True)
        outer.addWidget(self._name)
        outer.addWidget(self._about)
        outer.addLayout(self._grid)
        outer.addWidget(self.note)
        outer.addStretch(1)
        self.hide()

    def tell(self, look: Look) -> None:
        """Another record; what is empty is left out."""
        facts = [(name, value) for name, value in look.facts if value]
        self._name.setText(look.title)
        self._about.setText(look.about)
        self._about.setVisible(bool(look.about))
        self.note.setText(look.note)
        self.note.setVisible(bool(look.note))
        for at, fact in enumerate(facts):
            self._row(at, *fact)
        for label, text in self._rows[len(facts) :]:
            label.hide()
            text.hide()
        self.setAccessibleName(", ".join([look.title, *[f"{name} {value}" for name, value in facts]]))

    def show_beside(self, look: Look, place: QRect) -> None:
        """Over the parent, below a place in its coordinates, or above it where there is no room."""
        self.tell(look)
        self.setFixedWidth(WIDTH)
        self.adjustSize()
        parent = self.parentWidget()
        assert parent is not None
        left = min(place.left() + 40, parent.width() - WIDTH - 12)
        top = place.bottom() + 6
        if top + self.height() > parent.height():
            top = max(4, place.top() - self.height() - 6)
        self.move(QPoint(max(8, left), top))
        self.show()
        self.raise_()

    def _row(self, at: int, name: str, value: str) -> None:
        if at == len(self._rows):
            label, text = Text("", "caption"), Text("", "strong")
            text.setWordWrap(True)
            self._grid.addWidget(label, at, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(text, at, 1)
            self._rows.append((label, text))
        for widget, words in zip(self._rows[at], (name, value), strict=True):
            widget.setText(words)
            widget.show()
