"""One report of the list: its number and name, and whether it is among the favourites."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QWidget

from app.domain.refusal import N_
from app.ui.context import Context
from app.ui.icons import icon
from app.ui.reports.catalogue import Report

STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class ReportButton(QPushButton):
    """``stepped`` says that the keyboard goes to the row above (-1) or below (1)."""

    stepped = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Arrows go through the list, Enter is a click."""
        key = Qt.Key(event.key())
        if event.modifiers() & Qt.KeyboardModifier.AltModifier:
            # a button takes all arrows; these belong to the screen
            event.ignore()
        elif key in STEPS:
            self.stepped.emit(STEPS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.click()
        else:
            super().keyPressEvent(event)


class ReportRow(QWidget):
    """``chosen`` and ``starred`` carry the report's key, ``stepped`` the key and where the keyboard goes."""

    chosen = Signal(str)
    starred = Signal(str)
    stepped = Signal(str, int)

    def __init__(self, context: Context, report: Report) -> None:
        super().__init__()
        self.context, self.report = context, report
        self.button, self.star = ReportButton(), QToolButton()
        self.button.setProperty("kind", "nav")
        self.button.setCheckable(True)
        self.star.setProperty("kind", "status")
        self.star.setCheckable(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.button, 1)
        row.addWidget(self.star)
        self.button.clicked.connect(self._choose)
        self.button.stepped.connect(self._step)
        self.star.clicked.connect(self._star)

    def _choose(self) -> None:
        self.chosen.emit(self.report.key)

    def _step(self, by: int) -> None:
        self.stepped.emit(self.report.key, by)

    def _star(self) -> None:
        self.starred.emit(self.report.key)

    def show_favourite(self, favourite: bool) -> None:
        """Whether it is one of those that stand first."""
        self.star.setChecked(favourite)
        say = self.context.say
        words = N_("Take ‘{title}’ out of the favourites") if favourite else N_("Put ‘{title}’ among the favourites")
        self.star.setAccessibleName(say.text(words, title=say.text(self.report.title)))
        self.star.setToolTip(self.star.accessibleName())
        self.paint_theme()

    def translate(self) -> None:
        """Words anew."""
        say = self.context.say
        title = say.text(self.report.title)
        self.button.setText(f"{self.report.number}   {title}".replace("&", "&&"))
        self.button.setAccessibleName(f"{self.report.number} {title}. {say.text(self.report.about)}")
        self.button.setToolTip(say.text(self.report.about))
        self.show_favourite(self.star.isChecked())

    def paint_theme(self) -> None:
        """The star anew."""
        tokens = self.context.tokens
        self.star.setIcon(icon("first", tokens.accent if self.star.isChecked() else tokens.text3, 16))
