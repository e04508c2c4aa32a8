"""Goods leave: whole or in parts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import insert, select

from app.domain.changes import ChangeSet
from app.domain.contribution import Part, total_of
from app.domain.ids import new_uid
from app.domain.order import check_move
from app.models import Delivery, DeliveryLine, SalesOrder
from app.queries import company
from app.services.booking import booking_day, counted_in, kept_parts
from app.services.numbering import next_number
from app.services.orderlines import costed_lines
from app.services.orders import change, held, recognise
from app.services.standing import Standing, standings, undelivered, wanted_quantities
from app.store.bulk import new_ids
from app.store.session import AnyRow, Read, Store, Write


@dataclass(frozen=True, slots=True)
class Before:
    """An order before an operation: how its lines stand, and what the ledger holds of it."""

    lines: Mapping[int, Standing]
    booked: Mapping[int | None, Sequence[Part]]


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
        if order.status not in ("invoiced", "delivered"):
            check_move(order.status, "delivered")
        day = on or tx.today
        before = Before(standings(tx, order), kept_parts(tx, order_id))
        left = open_to_deliver(tx, order, before)
        wanted = wanted_quantities(quantities, left)
        full = wanted == {line: quantity for line, quantity in left.items() if quantity}
        delivery_id, number = _insert(tx, order_id, wanted, day, carrier)
        change(
            tx, order_id, status=order.status if order.status == "invoiced" else "delivered" if full else "in_progress",
            delivered_on=day if full else order.delivered_on,
        )  # fmt: skip
        if order.recognition == "delivery" and not order.imported:
            recognise_now(tx, order, wanted, before, on=day)
        tx.done(request, "delivery", delivery_id)
        tx.audit("delivered", "order", order_id, number)
        return _delivered(tx, delivery_id)


def open_to_deliver(tx: Read, order: AnyRow, before: Before) -> dict[int, Decimal]:
    """What is still to leave, per line id."""
    if order.recognition == "delivery" and not order.imported:
        # the ledger knows exactly what the customer has
        return {
            line: standing.kept - total_of(before.booked.get(line, ())).quantity
            for line, standing in before.lines.items()
        }
    return undelivered(tx, order.id, {line: standing.line.quantity for line, standing in before.lines.items()})


def _insert(tx: Write, order_id: int, wanted: Mapping[int, Decimal], day: date, carrier: str) -> tuple[int, str]:
    [delivery_id] = new_ids(tx, Delivery, 1)
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
    return delivery_id, number


def _delivered(tx: Write, delivery_id: int) -> Delivered:
    row = tx.first(
        select(Delivery.number, SalesOrder.status)
        .join(SalesOrder, SalesOrder.id == Delivery.order_id)
        .where(Delivery.id == delivery_id)
    )
    assert row is not None
    return Delivered(delivery_id, row.number, row.status, tx.changes)


def recognise_now(tx: Write, order: AnyRow, quantities: Mapping[int, Decimal], before: Before, *, on: date) -> None:
    """Book quantities per line id as sold, ``before`` being how things stood until now."""
    places = company.of(tx).currency_places
    items = costed_lines(tx, order.id)
    now = {
        item.line.id: before.lines[item.line.id].recognise(
            item, before.booked.get(item.line.id, ()), quantities[item.line.id], places
        )
        for item in items
        if item.line.id in quantities
    }
    counts = not counted_in(tx, order.id, booking_day(tx, on).month)
    recognise(tx, order.id, items, now, on=on, booked=before.booked, counts=counts)
