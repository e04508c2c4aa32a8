"""Orders on the status board: made ready, on their way, and the deeds behind the other columns."""

from uuid import UUID

from app.domain.changes import ChangeSet
from app.domain.refusal import N_, Conflict
from app.domain.stages import BEFORE_LEAVING, check_step, stage_of
from app.queries.sale import sale
from app.services import deliveries, invoices, orders
from app.services.deliveries import Delivered, check_paid_ahead
from app.services.invoices import Invoiced
from app.services.orders import Placed, change, held
from app.services.standing import has_left
from app.store.session import Store

Moved = ChangeSet | Placed | Delivered | Invoiced


def move(store: Store, order_id: int, to: str, *, request: UUID, version: int | None = None) -> Moved:
    """Take an order to another column: a stage before it leaves, or the deed that the column stands for.

    Delivered delivers all that is left, invoiced invoices it. The trail says who and when. Raises ``Conflict`` where
    the order cannot go there, and what the deed raises; an order is paid by taking a payment, not by moving it.
    """
    if to in BEFORE_LEAVING and to != "confirmed":
        return _stage(store, order_id, to, version)
    here = _here(store, order_id)
    if to == "confirmed" and here in ("draft", "quoted"):
        return orders.confirm(store, order_id, request=request, version=version)
    if to == "confirmed":
        return _stage(store, order_id, to, version)
    check_step(here, to)
    if to == "quoted":
        return orders.offer(store, order_id, request=request, version=version)
    if to == "delivered":
        return deliveries.deliver(store, order_id, request=request)
    if to == "invoiced":
        return invoices.invoice(store, order_id, request=request)
    raise Conflict(N_("Take the payment; the order then stands under Paid by itself."), field="payment")


def _here(store: Store, order_id: int) -> str:
    found = sale(store, order_id)
    return stage_of(found.status, found.stage, paid=found.invoiced > 0 and found.open == 0)


def _stage(store: Store, order_id: int, to: str, version: int | None) -> ChangeSet:
    """Before it leaves an order goes to and fro; every step is on the trail."""
    with store.write() as tx:
        row = held(tx, order_id, version)
        here = stage_of(row.status, row.stage)
        if here == to:
            return tx.changes
        check_step(here, to)
        if to == "confirmed" and has_left(tx, order_id):
            raise Conflict(N_("Goods of this order have left; what comes back is a return."))
        if to == "out":
            check_paid_ahead(tx, row)
        change(tx, order_id, stage="" if to == "confirmed" else to)
        tx.audit("moved", "order", order_id, f"{here} → {to}")
        return tx.changes
