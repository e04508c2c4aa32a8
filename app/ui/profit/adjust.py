"""Another cost for the past: what was sold of a product keeps its entries, the difference is booked now."""

from datetime import date
from decimal import Decimal
from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.domain.ids import new_uid
from app.domain.refusal import N_, Mistake, Refusal
from app.queries.profit_panel_drill import EntryLine
from app.services import adjustments
from app.ui.context import Context
from app.ui.kit.form import Form, FormField
from app.ui.kit.form_drafts import FormKeeper
from app.ui.kit.labels import Text

FIELDS = (
    FormField("cost", N_("Right unit cost"), "number", required=True, places=4, least=0),
    FormField("first", N_("Sold from"), "day", required=True),
    FormField("last", N_("Sold until"), "day", required=True),
    FormField("reason", N_("Why is the cost another?"), required=True, wide=True, most=400),
)


class CostCorrection(QDialog):
    """Not modal; the same request until it succeeded, so that a repeat books once."""

    def __init__(self, context: Context, parent: QWidget, entry: EntryLine) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.context, self.entry = context, entry
        self.request: UUID = new_uid()
        self.words = Text()
        self.words.setWordWrap(True)
        self.form = Form(context, FIELDS, columns=2)
        self.keeper = FormKeeper(self.form)
        self.main, self.leave = QPushButton(), QPushButton()
        self.main.setProperty("kind", "primary")
        self.main.clicked.connect(self.book)
        self.leave.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.leave)
        row.addWidget(self.main)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 14, 18, 14)
        layout.addWidget(self.words)
        layout.addWidget(self.form)
        layout.addLayout(row)
        QShortcut(QKeySequence("Ctrl+Return"), self).activated.connect(self.book)
        self._fill()

    def _fill(self) -> None:
        say, entry = self.context.say, self.entry
        self.setWindowTitle(say.text(N_("Correct the cost of the past")))
        known = say.text(N_("unknown")) if entry.unit_cost is None else say.number(entry.unit_cost, 4)
        self.words.setText(
            say.text(
                N_(
                    "{product} was sold with a unit cost of {cost}. No entry is changed: the difference of what was"
                    " sold in these days and is kept is booked today, as an adjustment that names its month."
                ),
                product=entry.product,
                cost=known,
            )
        )
        month = entry.belongs_to
        self.form.translate()
        self.form.fill({"cost": entry.unit_cost, "first": month.first, "last": month.last, "reason": ""})
        self.keeper.begin(f"cost:{entry.product_id}:{month}", entry.product)
        self.main.setText(say.text(N_("Book the difference")))
        self.leave.setText(say.text(N_("Leave the cost as it is")))
        self.resize(560, 330)

    def book(self) -> None:
        """Send it."""
        if not self.main.isEnabled() or not self.form.check():
            return
        values = self.form.values()
        first, last = values["first"], values["last"]
        cost, reason = values["cost"], str(values["reason"])
        if not (isinstance(first, date) and isinstance(last, date) and isinstance(cost, Decimal)):
            return
        assert self.entry.product_id is not None
        self.main.setEnabled(False)
        work = partial(
            adjustments.correct_cost, product_id=self.entry.product_id, unit_cost=cost, first=first, last=last,
            reason=reason, request=self.request,
        )  # fmt: skip
        self.context.runner.write(self, work, self._booked, self._failed)

    def _booked(self, _answer: object) -> None:
        words = self.context.say.text(N_("The cost of {product} is corrected."), product=self.entry.product)
        self.context.reporter.said.emit(words, "done")
        self.keeper.end()
        self.accept()

    def _failed(self, error: BaseException) -> None:
        self.main.setEnabled(True)
        if isinstance(error, Mistake):
            self.form.show_refusal(error)
        elif isinstance(error, Refusal):
            self.words.setText(self.context.say.refusal(error))
            self.words.set_tone("bad")
        else:
            self.context.reporter.show(error, near=self)
