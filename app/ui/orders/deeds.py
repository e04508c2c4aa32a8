"""What can be done with an order: each deed keeps its request until it succeeded, so that a repeat does it once."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from app.domain.ids import new_uid
from app.domain.order import MOVES, OrderDraft
from app.domain.refusal import N_, Refusal, Unavailable
from app.queries.ordering import StoredOrder
from app.services import approvals, deliveries, invoices, orders, returns
from app.ui.context import Context

DELIVERABLE = frozenset({"confirmed", "in_progress"})
INVOICEABLE = frozenset({"confirmed", "in_progress", "delivered"})


def allowed(order: StoredOrder, *, answers: bool = False) -> tuple[str, ...]:
    """Deeds that are possible now, the next one first: confirm, deliver, invoice, cancel.

    What waits for a manager is approved by one (``answers``), not confirmed.
    """
    found = []
    if "confirmed" in MOVES[order.status] and order.approval == "asked":
        found += ["approve"] if answers else []
    elif "confirmed" in MOVES[order.status]:
        found.append("confirm")
    if order.status in DELIVERABLE or (
        order.status == "invoiced" and order.delivered_on is None and not order.imported
    ):
        found.append("deliver")
    if order.status in INVOICEABLE and not order.imported:
        found.append("invoice")
    if "cancelled" in MOVES[order.status] and not order.gone:
        found.append("cancel")
    return tuple(found)


class Deeds(QObject):
    """Sends one operation at a time. ``done`` gives the deed and its answer, ``refused`` the deed and the error."""

    done = Signal(str, object)
    refused = Signal(str, object)

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self.context = context
        self.busy = ""
        self._requests: dict[tuple[str, int], UUID] = {}
        self._under = ("", 0)

    def place(
        self, draft: OrderDraft, request: UUID, reason: str = "", approver: approvals.Approver | None = None
    ) -> None:
        """Confirm a new order; with a reason where it goes beyond the usual discount, and who answers for it."""
        if reason:
            work = partial(approvals.place, draft=draft, request=request, reason=reason, approver=approver)
            self._send("place", work)
        else:
            self._send("place", partial(orders.place, draft=draft, request=request))

    def quote(self, draft: OrderDraft, request: UUID) -> None:
        """Store a new order as a quote."""
        self._send("quote", partial(orders.quote, draft=draft, request=request))

    def ask(self, draft: OrderDraft, request: UUID, reason: str) -> None:
        """Keep a new order as a draft that waits for a manager."""
        self._send("ask", partial(approvals.ask, draft=draft, request=request, reason=reason))

    def drop(self, order: StoredOrder, reason: str) -> None:
        """Call off a draft whose lines go on elsewhere; nobody needs to hear that it worked."""
        work = partial(returns.cancel, order_id=order.id, request=new_uid(), reason=reason)
        self.context.runner.write(self, work)

    def carry_out(
        self, deed: str, order: StoredOrder, reason: str = "", approver: approvals.Approver | None = None
    ) -> None:
        """A deed on a stored order; a cancellation and a price beyond the usual say why."""
        self._under = (deed, order.id)
        request = self._requests.setdefault(self._under, new_uid())
        work: dict[str, Callable[[Any], Any]] = {
            "confirm": partial(orders.confirm, order_id=order.id, request=request, version=order.version),
            "deliver": partial(deliveries.deliver, order_id=order.id, request=request),
            "invoice": partial(invoices.invoice, order_id=order.id, request=request),
            "cancel": partial(returns.cancel, order_id=order.id, request=request, reason=reason),
            "ask_for": partial(approvals.ask_for, order_id=order.id, version=order.version, reason=reason),
            "approve": partial(approvals.approve, order_id=order.id, request=request, version=order.version),
            "refuse": partial(approvals.refuse, order_id=order.id, version=order.version, reason=reason),
        }
        if deed == "confirm" and reason:
            work["confirm"] = partial(
                approvals.confirm, order_id=order.id, request=request, version=order.version, reason=reason,
                approver=approver,
            )  # fmt: skip
        self._send(deed, work[deed])

    def _send(self, deed: str, work: Callable[[Any], Any]) -> None:
        if self.busy:
            return
        self.busy = deed
        self.context.runner.write(self, work, self._succeeded, self._failed)

    def _succeeded(self, answer: object) -> None:
        deed, self.busy = self.busy, ""
        self._requests.pop(self._under, None)
        self.done.emit(deed, answer)

    def _failed(self, error: BaseException) -> None:
        deed, self.busy = self.busy, ""
        self.refused.emit(deed, error)


def sentence(error: BaseException, context: Context) -> str:
    """A refusal in words, and what is safe where nobody answered; empty for mistakes of the program."""
    if isinstance(error, Unavailable):
        kept = context.say.text(N_("What you typed is kept on this PC; the same keys try again."))
        return f"{context.say.refusal(error)} {kept}"
    return context.say.refusal(error) if isinstance(error, Refusal) else ""
