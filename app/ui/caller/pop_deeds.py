"""What can be done from the pop about a number that several customers share or nobody has."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.domain.refusal import N_
from app.i18n import Say
from app.queries.customers import CustomerRow

MOST_ROWS = 3
LONGEST_LABEL = 200


class SharedRows(QWidget):
    """The customers who share a number, one button each; Ctrl+1 to Ctrl+3 choose. ``chosen`` carries an id."""

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.buttons = [QPushButton() for _ in range(MOST_ROWS)]
        self._ids: list[int] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for at, button in enumerate(self.buttons):
            button.setProperty("kind", "row")
            button.setProperty("at", at)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setFixedHeight(26)
            button.clicked.connect(self._clicked)
            column.addWidget(button)

    def show_rows(self, rows: Sequence[CustomerRow], say: Say) -> None:
        """These customers."""
        self._ids = [row.id for row in rows[:MOST_ROWS]]
        for at, button in enumerate(self.buttons):
            button.setVisible(at < len(self._ids))
            if at < len(self._ids):
                words = _short(rows[at])
                whole = say.text(N_("Open the card of {name}"), name=words)
                room = button.fontMetrics().elidedText(words, Qt.TextElideMode.ElideMiddle, 280)
                button.setText(f"{room}   Ctrl+{at + 1}".replace("&", "&&"))
                button.setAccessibleName(whole)
                button.setToolTip(words)

    def choose(self, at: int) -> bool:
        """The row of this number; false where there is none."""
        if self.isHidden() or not 0 <= at < len(self._ids):
            return False
        self.chosen.emit(self._ids[at])
        return True

    def _clicked(self) -> None:
        button = self.sender()
        if button is not None:
            self.choose(int(button.property("at")))


class UnknownDeeds(QWidget):
    """New customer, assign to an existing one, or no customer: then it asks whose number it is.

    Nothing here has the focus before somebody clicks on *No customer*.
    """

    created = Signal()
    assigned = Signal()
    labelled = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.new, self.assign, self.nobody = QPushButton(), QPushButton(), QPushButton()
        self.new.setProperty("kind", "primary")
        self.field = QLineEdit()
        self.field.setMaxLength(LONGEST_LABEL)
        self.field.returnPressed.connect(self._written)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for button in (self.new, self.assign, self.nobody):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            row.addWidget(button)
        row.addWidget(self.field, 1)
        row.addStretch(0)
        self.new.clicked.connect(self.created)
        self.assign.clicked.connect(self.assigned)
        self.nobody.clicked.connect(self.begin_label)
        self.field.hide()

    def begin_label(self) -> None:
        """Ask whose number it is."""
        for button in (self.new, self.assign, self.nobody):
            button.hide()
        self.field.show()
        self.field.setFocus()

    def end_label(self) -> bool:
        """Back to the buttons; false where nothing was asked."""
        asked = not self.field.isHidden()
        self.field.clear()
        self.field.hide()
        for button in (self.new, self.assign, self.nobody):
            button.show()
        return asked

    def _written(self) -> None:
        words = self.field.text().strip()
        if words:
            self.labelled.emit(words)

    def translate(self, say: Say) -> None:
        """Words anew."""
        for button, words in (
            (self.new, N_("New customer")), (self.assign, N_("Assign…")), (self.nobody, N_("No customer…")),
        ):  # fmt: skip
            button.setText(say.text(words))
            button.setAccessibleName(button.text())
        self.assign.setToolTip(say.text(N_("The number belongs to a customer who is here already")))
        self.nobody.setToolTip(say.text(N_("A supplier, family: remember whose number it is")))
        self.field.setPlaceholderText(say.text(N_("Whose number? Enter keeps it")))
        self.field.setAccessibleName(self.field.placeholderText())


def _short(row: CustomerRow) -> str:
    return f"{row.name} ({row.organisation})" if row.organisation and row.organisation != row.name else row.name
