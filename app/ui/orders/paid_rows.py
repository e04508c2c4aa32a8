"""Money that is paid together with an order: a deposit, by card, in cash; several ways if need be."""

from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.domain.money import ZERO
from app.domain.payment import METHODS
from app.domain.refusal import N_
from app.services import payments
from app.ui.context import Context
from app.ui.kit.form_fields import Choice
from app.ui.kit.labels import Text
from app.ui.orders.deeds import sentence
from app.ui.orders.money_input import MoneyInput

if TYPE_CHECKING:
    from app.ui.orders.editor import OrderEditor

MOST = 4
METHOD = "payment.method"
Paid = tuple[str, Decimal]
"""Way of payment and amount."""


class PaidRow(QWidget):
    """A way and an amount."""

    edited = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.method, self.amount = Choice(context), MoneyInput(context, N_("Paid now"))
        self._caption = Text("", "caption")
        way = QVBoxLayout()
        way.setSpacing(2)
        way.addWidget(self._caption)
        way.addWidget(self.method)
        way.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.amount, 1)
        row.addLayout(way, 1)
        for method in METHODS:
            self.method.addItem("", method)
        self.amount.edited.connect(self.edited)
        self.method.currentIndexChanged.connect(self._chosen)
        self.translate()

    def _chosen(self, _at: int) -> None:
        self.edited.emit()

    def show_value(self, method: str, amount: Decimal) -> None:
        """Another way and amount."""
        self.method.blockSignals(True)
        self.method.setCurrentIndex(max(0, self.method.findData(method)))
        self.method.blockSignals(False)
        self.amount.show_value(amount)

    def translate(self) -> None:
        """Words anew."""
        say = self.context.say
        self._caption.setText(say.text(N_("Way of payment")))
        self.method.setAccessibleName(self._caption.text())
        self.method.blockSignals(True)
        for at, words in enumerate(METHODS.values()):
            self.method.setItemText(at, say.text(words))
        self.method.blockSignals(False)
        self.amount.translate()


class PaidRows(QWidget):
    """One row at first; ``add`` makes more."""

    edited = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.rows: list[PaidRow] = []
        self.add = QPushButton()
        self.add.setProperty("kind", "flat")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 4, 0, 0)
        self._column.setSpacing(6)
        self._column.addWidget(self.add)
        self.add.clicked.connect(self._add)
        self._append()

    def values(self) -> list[Paid]:
        """What is paid, rows without an amount left out."""
        return [(str(row.method.currentData()), row.amount.value) for row in self.rows if row.amount.value]

    def fields(self) -> list[MoneyInput]:
        """The amounts, to be settled and looked at."""
        return [row.amount for row in self.rows]

    def text(self) -> str:
        """As it is kept in a draft."""
        return ";".join(f"{method}:{amount}" for method, amount in self.values())

    def show_text(self, text: str) -> None:
        """As it was kept; what cannot be read is left out."""
        found = []
        for part in text.split(";"):
            method, mark, amount = part.rpartition(":")
            if mark and method in METHODS and amount.replace(".", "", 1).isdecimal():
                found.append((method, Decimal(amount)))
        self.show_values(found)

    def show_values(self, values: Sequence[Paid]) -> None:
        """Other rows; one is always there."""
        while len(self.rows) > max(1, len(values)):
            row = self.rows.pop()
            row.hide()
            row.deleteLater()
        while len(self.rows) < len(values):
            self._append()
        usual = self.context.personal.get(METHOD, "cash")
        for at, row in enumerate(self.rows):
            row.show_value(*(values[at] if at < len(values) else (usual, ZERO)))
        self.add.setVisible(len(self.rows) < MOST)

    def translate(self) -> None:
        """Words anew."""
        self.add.setText(self.context.say.text(N_("Another payment")))
        self.add.setAccessibleName(self.add.text())
        for row in self.rows:
            row.translate()

    def _append(self) -> PaidRow:
        row = PaidRow(self.context)
        row.edited.connect(self.edited)
        before: QWidget = self.rows[-1].method if self.rows else self.add
        self.rows.append(row)
        self._column.insertWidget(len(self.rows) - 1, row)
        QWidget.setTabOrder(before, row.amount.edit)
        QWidget.setTabOrder(row.amount.edit, row.method)
        return row

    def _add(self) -> None:
        if len(self.rows) < MOST:
            row = self._append()
            row.show_value(self.context.personal.get(METHOD, "cash"), ZERO)
            self.add.setVisible(len(self.rows) < MOST)
            row.amount.edit.setFocus()


class Paying(QObject):
    """Takes what was paid, one payment after the other, each under an identity of its own: a repeat books once."""

    def __init__(self, editor: "OrderEditor") -> None:
        super().__init__(editor)
        self.editor = editor
        self._left: list[tuple[int, Paid]] = []
        self._order = (0, 0, "")
        self._request = UUID(int=0)
        self._key = ""

    def take(self, placed: Any, customer_id: int, request: UUID, *, key: str, paid: Sequence[Paid]) -> None:  # noqa: ANN401
        """Everything that was paid for an order that was just confirmed; its draft goes when all is booked."""
        self._order = (placed.order_id, customer_id, placed.number)
        self._request, self._key, self._left = request, key, list(enumerate(paid))
        self._next()

    def _next(self) -> None:
        editor = self.editor
        if not self._left:
            editor.keeping.drop(self._key)
            if self._order[0] == (editor.order.id if editor.order is not None else 0):
                editor.ask()
            return
        at, (method, amount) = self._left[0]
        order_id, customer_id, _ = self._order
        work = partial(
            payments.take, customer_id=customer_id, amount=amount, method=method, order_id=order_id,
            request=uuid5(self._request, f"payment {at}"),
        )  # fmt: skip
        editor.context.runner.write(self, work, self._taken, self._refused)

    def _taken(self, paid: Any) -> None:  # noqa: ANN401 - Paid
        self._left.pop(0)
        say, strip = self.editor.context.say, self.editor.frame.strip
        words = N_("{amount} taken, receipt {number}.")
        told = say.text(words, amount=say.money_with_currency(paid.amount), number=paid.reference)
        strip.tell(f"{strip.words.text()} {told}", "ok", name="done")
        self._next()

    def _refused(self, error: BaseException) -> None:
        """The order stands; the payment does not, and is asked for on the order's own screen."""
        editor = self.editor
        self._left = []
        editor.keeping.drop(self._key)
        words = sentence(error, editor.context)
        if not words:
            editor.context.reporter.show(error, editor)
            return
        say = editor.context.say
        text = say.text(N_("{number} is confirmed, the payment was not taken: {why}"), number=self._order[2], why=words)
        editor.frame.strip.tell(text, "warn", [("pay", say.text(N_("Take the payment")))], name="paying")
