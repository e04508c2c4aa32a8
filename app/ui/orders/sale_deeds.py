"""What can be done with a confirmed order, what is asked before it, and the operation behind it."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from app.domain.ids import new_uid
from app.domain.order import BOOKED_STATES, MOVES
from app.domain.payment import METHODS
from app.domain.refusal import N_
from app.queries.sale import Sale
from app.services import deliveries, invoices, payments, returns
from app.ui.context import Context
from app.ui.kit.form import FormField
from app.ui.tasks import Work

DEEDS = ("deliver", "invoice", "pay", "return", "credit", "cancel")
IN_PARTS = frozenset({"deliver", "invoice", "return", "credit"})
_REASON = FormField("reason", N_("Reason"), required=True, most=400)
_DAY = FormField("on", N_("On"), "day", required=True)
ASKED: Mapping[str, tuple[FormField, ...]] = {
    "deliver": (_DAY, FormField("carrier", N_("Carrier and tracking number"), most=120)),
    "invoice": (_DAY, FormField("due_on", N_("Due on"), "day", hint=N_("Empty: by the customer's days to pay"))),
    "pay": (
        FormField("amount", N_("Amount"), "money", required=True),
        FormField("method", N_("Way of payment"), "choice", choices=tuple(METHODS.items())),
        FormField("reference", N_("Reference"), most=60, hint=N_("Empty: a receipt number is given")),
        _DAY,
    ),
    "return": (_REASON, _DAY),
    "credit": (_REASON, _DAY),
    "cancel": (_REASON,),
}
VERBS = {
    "deliver": N_("Deliver"), "invoice": N_("Write the invoice"), "pay": N_("Take payment"),
    "return": N_("Take goods back"), "credit": N_("Give money back"), "cancel": N_("Cancel the order"),
}  # fmt: skip
LEAVES = {"cancel": N_("Keep the order")}
QUESTIONS = {
    "deliver": N_("Deliver: what leaves now stands in the last column."),
    "invoice": N_("Invoice: what is billed now stands in the last column."),
    "pay": N_("Payment for {number}"),
    "return": N_("Return: write what comes back into the last column, and why."),
    "credit": N_("Credit without goods: write what is given back, without tax, and why."),
    "cancel": N_("Cancel {number}: what was booked is reversed, what was billed is credited."),
}
BUTTONS = {
    "deliver": (N_("Deliver…"), "delivery", "Ctrl+1"), "invoice": (N_("Invoice…"), "reports", "Ctrl+2"),
    "pay": (N_("Take payment…"), "payment", "Ctrl+3"), "return": (N_("Return…"), "back", "Ctrl+4"),
    "credit": (N_("Credit…"), "money", "Ctrl+5"), "cancel": (N_("Cancel order…"), "avoid", "Ctrl+6"),
}  # fmt: skip
WHOLE = {
    "deliver": (N_("Deliver all"), "delivery"), "invoice": (N_("Invoice all"), "reports"),
    "pay": (N_("Take payment"), "payment"),
}  # fmt: skip
DONE = {
    "deliver": N_("Delivery {number} made."), "invoice": N_("Invoice {number} written."),
    "pay": N_("Payment {number} taken."), "return": N_("Return {number} booked."),
    "credit": N_("Credit {number} booked."), "cancel": N_("The order was cancelled."),
}  # fmt: skip


def allowed(sale: Sale) -> tuple[str, ...]:
    """The deeds that are possible now."""
    found = []
    booked = sale.status in BOOKED_STATES
    if sale.status in ("confirmed", "in_progress", "invoiced") and any(line.to_deliver for line in sale.lines):
        found.append("deliver")
    if sale.status in BOOKED_STATES - {"closed"} and not sale.imported and any(one.to_invoice for one in sale.lines):
        found.append("invoice")
    if booked:
        found.append("pay")
    if booked and any(line.to_return for line in sale.lines):
        found.append("return")
    if booked and any(line.billed_net for line in sale.lines):
        found.append("credit")
    if "cancelled" in MOVES[sale.status] and not any(paper.kind == "delivery" for paper in sale.papers):
        found.append("cancel")
    return tuple(found)


def next_deed(sale: Sale) -> str:
    """The natural next step; empty where everything is done."""
    found = allowed(sale)
    missing = sale.open + (sale.gross - sale.invoiced if sale.invoiced < sale.gross else Decimal(0))
    prepaid = -min(Decimal(0), sale.balance)
    if sale.prepays and "deliver" in found and missing > prepaid and not sale.imported:
        return "pay"
    for deed in ("deliver", "invoice"):
        if deed in found:
            return deed
    return "pay" if sale.open > 0 and "pay" in found else ""


def to_pay(sale: Sale) -> Decimal | None:
    """What a payment is likely to be: what is billed and open, else the whole order."""
    if sale.open > 0:
        return sale.open
    paid = sum((paper.amount or Decimal(0) for paper in sale.papers if paper.kind == "payment"), Decimal(0))
    return max(Decimal(0), sale.gross - paid) or None if not sale.invoiced else None


class SaleDeeds(QObject):
    """Sends one operation at a time, under a request that stays until it succeeded. ``done`` gives deed and answer."""

    done = Signal(str, object)
    refused = Signal(str, object)

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self.context = context
        self.busy = ""
        self._requests: dict[tuple[str, int], UUID] = {}
        self._under = ("", 0)

    def carry_out(self, deed: str, sale: Sale, asked: Mapping[int, Decimal] | None, values: Mapping[str, Any]) -> None:
        """A deed on the whole order, or on what is ``asked`` of its lines; ``values`` are those of the fields."""
        if self.busy:
            return
        self._under = (deed, sale.id)
        request = self._requests.setdefault(self._under, new_uid())
        self.busy = deed
        work = _work(deed, sale, asked, values, request)
        self.context.runner.write(self, work, self._succeeded, self._failed)

    def _succeeded(self, answer: object) -> None:
        deed, self.busy = self.busy, ""
        self._requests.pop(self._under, None)
        self.done.emit(deed, answer)

    def _failed(self, error: BaseException) -> None:
        deed, self.busy = self.busy, ""
        self.refused.emit(deed, error)


def _work(deed: str, sale: Sale, asked: Mapping[int, Decimal] | None, values: Mapping[str, Any], request: UUID) -> Work:
    on: date | None = values.get("on")
    reason = str(values.get("reason") or "")
    about: dict[str, Any] = {"order_id": sale.id, "request": request}
    if deed == "deliver":
        carrier = str(values.get("carrier") or "")
        return partial(deliveries.deliver, quantities=asked, on=on, carrier=carrier, **about)
    if deed == "invoice":
        return partial(invoices.invoice, quantities=asked, on=on, due_on=values.get("due_on"), **about)
    if deed == "return":
        return partial(returns.take_back, quantities=asked or {}, reason=reason, on=on, **about)
    if deed == "credit":
        return partial(returns.give_back, amounts=asked or {}, reason=reason, on=on, **about)
    if deed == "cancel":
        return partial(returns.cancel, reason=reason, **about)
    return partial(
        payments.take, customer_id=sale.customer_id, amount=values["amount"], method=str(values.get("method") or ""),
        reference=str(values.get("reference") or ""), on=on, **about,
    )  # fmt: skip
