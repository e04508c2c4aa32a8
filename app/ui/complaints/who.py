"""Whose complaint it is, looked up by name, telephone or number before it is written."""

from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.domain.phone import international
from app.domain.refusal import N_
from app.queries import desk
from app.queries.desk import Hits
from app.ui.caller.tables import Cell, Heading, RowsView
from app.ui.context import Context
from app.ui.kit.labels import Card, Text
from app.ui.kit.timers import once

DELAY = 90
LONGEST = 120
_COLUMNS = (
    Heading(N_("Customer"), stretch=True), Heading(N_("Place")), Heading(N_("Telephone")), Heading(N_("Tier")),
)  # fmt: skip


class Who(QWidget):
    """``chosen`` brings a customer's id."""

    chosen = Signal(int)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._asked = ""
        self._first_at_once = False
        self.title, self.field, self.hint = Text("", "name"), QLineEdit(), Text("", "quiet")
        self.field.setProperty("kind", "big")
        self.field.setMaxLength(LONGEST)
        self.results = RowsView(context, _COLUMNS, 6)
        card = Card()
        card.body.addWidget(self.results, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        for widget in (self.title, self.field, self.hint):
            column.addWidget(widget)
        column.addWidget(card, 1)
        self._timer = once(self, DELAY, self.ask)
        self.field.textEdited.connect(self._typed)
        self.field.installEventFilter(self)
        self.results.opened.connect(self._open)

    def begin(self) -> None:
        """Ask anew."""
        self._first_at_once = False
        self.field.clear()
        self.results.rows.show_rows([])
        self.hint.setText(self.context.say.text(N_("Name, telephone, number of an order or invoice")))
        self.field.setFocus()

    def _typed(self) -> None:
        self._first_at_once = False
        self._timer.start()

    def ask(self) -> None:
        """Look it up."""
        self._timer.stop()
        self._asked = self.field.text().strip()
        if self._asked:
            self.context.runner.read(self, partial(desk.people, text=self._asked), self._show, self._failed)

    def _show(self, hits: Hits) -> None:
        if self.field.text().strip() != self._asked:
            return
        rows = []
        for row in hits.customers:
            place = row.organisation if row.organisation and row.organisation != row.name else row.city
            number = international(row.phone) if row.phone.startswith("+") else row.phone
            tier = Cell(row.tier or "–", f"tier_{row.tier.lower()}" if row.tier else "", chip=bool(row.tier))
            rows.append((row.id, (Cell(row.name, strong=True), Cell(place), Cell(number), tier)))
        self.results.rows.show_rows(rows)
        say = self.context.say
        if rows:
            self.results.selectRow(0)
            self.hint.setText(say.plural("{count} customer", "{count} customers", len(rows)))
        else:
            self.hint.setText(say.text(N_("Nobody found for ‘{text}’."), text=self._asked))
        if self._first_at_once and len(rows) == 1:
            self._open(rows[0][0])

    def _failed(self, error: BaseException) -> None:
        self.context.reporter.show(error, near=self)

    def _open(self, record: object) -> None:
        if isinstance(record, int):
            self.chosen.emit(record)

    def _enter(self) -> None:
        """The marked row; where the answer is still to come, the only one as soon as it is here."""
        if self._timer.isActive() or self.field.text().strip() != self._asked:
            self._first_at_once = True
            self.ask()
        else:
            self._open(self.results.current_record())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """The arrows move in the rows while the cursor stays in the field."""
        if watched is self.field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
                self._enter()
                return True
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None:
                last = self.results.model().rowCount() - 1
                self.results.selectRow(max(0, min(last, self.results.currentIndex().row() + step)))
                return True
        return False

    def translate(self) -> None:
        """Words anew."""
        say = self.context.say
        self.title.setText(say.text(N_("Who complains?")))
        self.field.setAccessibleName(self.title.text())
        self.field.setPlaceholderText(say.text(N_("Name, telephone, number of an order or invoice")))
        self.results.setAccessibleName(say.text(N_("Customers found")))
