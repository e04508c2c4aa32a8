"""Goods leave: whole or in parts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import func, insert, select

from app.domain.changes import ChangeSet
from app.domain.ids import new_uid
from app.domain.money import ZERO
from app.domain.month import Month
from app.domain.order import check_move
from app.domain.refusal import N_, Conflict, Mistake
from app.models import ContributionEntry, Delivery, DeliveryLine, GoodsReturn, GoodsReturnLine, InvoiceLine
from app.models.document import Invoice
from app.services.numbering import next_number
from app.services.orderlines import costed_lines, stored_lines
from app.services.orders import change, held, recognise
from app.store.bulk import new_ids
from app.store.session import Read, Store, Write


@dataclass(frozen=True, slots=True)
class Delivered:
    """A delivery that was made."""

    delivery_id: int
    number: str
    order_status: str
    changes: ChangeSet


def deliver(
    store: Store,
    order_id: int,
    quantities: Mapping[int, Decimal] | None = None,
    *,
    request: UUID,
    on: date | None = None,
    carrier: str = "",
) -> Delivered:
    """Deliver quantities per line id, or all that is left. Raises ``Conflict`` for more than is left to deliver."""
    with store.write() as tx:
        done = tx.claim(request, "delivery")
        if done is not None:
            return _delivered(tx, done)
        order = held(tx, order_id)
        day = on or tx.today
        wanted = wanted_quantities(tx, order_id, quantities, open_to_deliver(tx, order_id))
        full = wanted == open_to_deliver(tx, order_id)
        status = "delivered" if full else "in_progress"
        if order.status != "invoiced":
            check_move(order.status, status)
        [delivery_id] = new_ids(tx, Delivery, 1)
        before = delivered_quantities(tx, order_id)
        number = next_number(tx, "delivery", day)
        tx.execute(
            insert(Delivery),
            {
                "id": delivery_id, "uid": new_uid(), "number": number, "order_id": order_id, "on": day,
                "carrier": carrier, "created_by": tx.actor.login,
            },
        )  # fmt: skip
        tx.execute(
            insert(DeliveryLine),
            [{"delivery_id": delivery_id, "line_id": line, "quantity": quantity} for line, quantity in wanted.items()],
        )
        change(
            tx, order_id, status=order.status if order.status == "invoiced" else status,
            delivered_on=day if full else order.delivered_on,
        )  # fmt: skip
        if order.recognition == "delivery":
            first = first_in_month(tx, order_id, day)
            recognise(tx, order_id, costed_lines(tx, order_id), dict(wanted), on=day, first=first, done=before)
        tx.done(request, "delivery", delivery_id)
        tx.audit("delivered", "order", order_id, number)
        return _delivered(tx, delivery_id)


def _delivered(tx: Write, delivery_id: int) -> Delivered:
    from app.models import SalesOrder  # noqa: PLC0415 - only for the answer

    row = tx.first(
        select(Delivery.number, SalesOrder.status)
        .join(SalesOrder, SalesOrder.id == Delivery.order_id)
        .where(Delivery.id == delivery_id)
    )
    assert row is not None
    return Delivered(delivery_id, row.number, row.status, tx.changes)


def wanted_quantities(
    tx: Read, order_id: int, asked: Mapping[int, Decimal] | None, left: Mapping[int, Decimal]
) -> dict[int, Decimal]:
    """What was asked (default: all that is left), checked against what is left per line."""
    if asked is None:
        wanted = {line: quantity for line, quantity in left.items() if quantity > 0}
    else:
        wanted = {line: quantity for line, quantity in asked.items() if quantity}
        for line, quantity in wanted.items():
            if quantity < 0:
                raise Mistake(N_("A quantity cannot be negative."), field="quantity")
            if line not in left:
                raise Mistake(N_("This line is not on the order."), field="lines")
            if quantity > left[line]:
                raise Conflict(
                    N_("Only {left} of this line are left; {asked} were asked."), left=left[line], asked=quantity
                )
    if not wanted:
        raise Conflict(N_("Nothing is left to do on this order."))
    return wanted


def delivered_quantities(tx: Read, order_id: int) -> dict[int, Decimal]:
    """Delivered so far per line id."""
    rows = tx.all(
        select(DeliveryLine.line_id, func.sum(DeliveryLine.quantity))
        .join(Delivery, Delivery.id == DeliveryLine.delivery_id)
        .where(Delivery.order_id == order_id)
        .group_by(DeliveryLine.line_id)
    )
    return {row[0]: row[1] for row in rows}


def returned_quantities(tx: Read, order_id: int) -> dict[int, Decimal]:
    """Come back so far per line id."""
    rows = tx.all(
        select(GoodsReturnLine.line_id, func.sum(GoodsReturnLine.quantity))
        .join(GoodsReturn, GoodsReturn.id == GoodsReturnLine.return_id)
        .where(GoodsReturn.order_id == order_id)
        .group_by(GoodsReturnLine.line_id)
    )
    return {row[0]: row[1] for row in rows}


def invoiced_quantities(tx: Read, order_id: int) -> dict[int, Decimal]:
    """Invoiced so far per line id (credit notes do not make goods billable again)."""
    rows = tx.all(
        select(InvoiceLine.line_id, func.sum(InvoiceLine.quantity))
        .join(Invoice, Invoice.id == InvoiceLine.invoice_id)
        .where(Invoice.order_id == order_id, Invoice.kind == "invoice", InvoiceLine.line_id.is_not(None))
        .group_by(InvoiceLine.line_id)
    )
    return {row[0]: row[1] for row in rows}


def open_to_deliver(tx: Read, order_id: int) -> dict[int, Decimal]:
    """Ordered minus delivered, per line id of the order."""
    delivered = delivered_quantities(tx, order_id)
    return {line.id: line.quantity - delivered.get(line.id, ZERO) for line in stored_lines(tx, order_id)}


def first_in_month(tx: Read, order_id: int, day: date) -> bool:
    """Whether nothing of this order was sold yet in the month of ``day``."""
    entry = ContributionEntry
    query = select(entry.id).where(entry.order_id == order_id, entry.month == Month.of(day), entry.kind == "sale")
    return tx.first(query.limit(1)) is None
